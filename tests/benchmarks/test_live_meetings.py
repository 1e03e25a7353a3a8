"""Sixty people on twenty open meetings, each asking every three seconds: what it costs.

The real server process, PostgreSQL; one unchanged poll beside the minimal page of the same run.
"""

import http.client
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from statistics import median

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore
from django.test import Client
from django.urls import reverse

from governance.roles import Voice
from reviews.pages import live as live_pages
from tests.benchmarks.serving import environment_of, served
from tests.benchmarks.test_pages import prepared
from tests.factories import member
from tests.reviews.meeting_situations import held

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
]
MEETINGS, EVERY, ROUNDS, POLLS = 20, 3.0, 5, 200
VIEWERS = MEETINGS * len(Voice.values)
MOST_OF_ONE_CORE = 1.0
MOST_OF_YARDSTICK = 1.0


def cookie_of(person) -> str:
    """A session as the sign-in page leaves it, known of the guards of guests."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return session.session_key


@pytest.fixture
def viewers():
    """The address and the cookie of each of the sixty pages, all of them up to date."""
    found = []
    for _number in range(MEETINGS):
        meeting = held()
        vu = live_pages.token_of(meeting)
        path = f"{reverse('reviews:direct', args=[meeting.pk])}?vu={vu}"
        for voice in Voice.values:
            cookie = cookie_of(member(meeting.project, voice))
            client = Client(headers={"HX-Request": "true"})
            client.cookies["sessionid"] = cookie
            assert client.get(path).status_code in (200, 204)
            found.append((path, cookie))
    return found


@pytest.fixture
def environment(tmp_path):
    """What both servers are given: the test database, nothing of the suite."""
    return environment_of(tmp_path)


def watch(port, path, cookie, started) -> list[float]:
    """One page for some rounds; milliseconds of each answer, which must be the empty one."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    times = []
    for number in range(ROUNDS):
        time.sleep(max(0.0, started + number * EVERY - time.monotonic()))
        begun = time.perf_counter()
        ask(connection, path, cookie)
        times.append((time.perf_counter() - begun) * 1000)
    connection.close()
    return times


def ask(connection, path, cookie) -> None:
    headers = {"Cookie": f"sessionid={cookie}", "HX-Request": "true"}
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 204, answer.status


def as_fast_as_it_goes(target, viewers) -> tuple[float, float]:
    """Polls per second on four connections, and processor milliseconds of one poll."""
    before, begun = target.cpu(), time.perf_counter()

    def hurry(rank):
        connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=30)
        for number in range(POLLS // 4):
            ask(connection, *viewers[(rank + 4 * number) % len(viewers)])
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(hurry, range(4)))
    return POLLS / (time.perf_counter() - begun), (target.cpu() - before) / POLLS


def test_sixty_viewers_of_twenty_meetings(viewers, environment, capsys):
    yardstick_cookie = prepared(environment)
    with ExitStack() as stack:
        ours = stack.enter_context(served("config.wsgi:application", environment, viewers[0][1]))
        yardstick = stack.enter_context(
            served("tests.benchmarks.minimal:application", environment, yardstick_cookie)
        )
        as_fast_as_it_goes(ours, viewers)
        yardstick.ask("/list", 20, expected=200)
        before, started = ours.cpu(), time.monotonic() + 0.5
        with ThreadPoolExecutor(VIEWERS) as pool:
            spread = [
                pool.submit(watch, ours.port, path, cookie, started + rank * EVERY / VIEWERS)
                for rank, (path, cookie) in enumerate(viewers)
            ]
            times = sorted(value for future in spread for value in future.result())
        share = (ours.cpu() - before) / 1000 / (ROUNDS * EVERY)
        rate, cost = as_fast_as_it_goes(ours, viewers)
        page_cost, _wall = yardstick.block("/list", 40)

    told = (
        f"\n{VIEWERS} viewers, {MEETINGS} meetings, a poll each {EVERY:.0f} s: "
        f"{len(times) / (ROUNDS * EVERY):.1f} polls/s, {share:.0%} of one core, "
        f"p50 {median(times):.1f} ms, p95 {times[int(len(times) * 0.95)]:.1f} ms\n"
        f"as fast as it goes: {rate:.0f} polls/s, {cost:.2f} CPU ms a poll, "
        f"{cost / page_cost:.2f} of the minimal page ({page_cost:.1f} CPU ms)\n"
    )
    with capsys.disabled():
        sys.stdout.write(told)
    assert share < MOST_OF_ONE_CORE
    assert cost < MOST_OF_YARDSTICK * page_cost
