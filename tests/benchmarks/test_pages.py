"""Pages on ten thousand projects: statements counted, processor time beside the yardstick.

Ratios inside one run only: the machine is never quiet, and both sides are asked in turn.
"""

import subprocess
import sys
from contextlib import ExitStack
from statistics import median

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore
from django.core.cache import cache
from django.db import connection
from django.test import Client

from tests.benchmarks.fill import PEOPLE, fill
from tests.benchmarks.serving import ROOT, environment_of, served

pytestmark = [pytest.mark.benchmark, pytest.mark.postgres]
GATE = PEOPLE * 6  # the first gate of the first project that has a frozen file
PAGES = {
    "portfolio": "/portefeuille/",
    "portfolio, filtered": "/portefeuille/?sante=risk&balle=it",
    "portfolio, searched": "/portefeuille/?q=carte+aubry7",
    "home": "/",
    "project": f"/projets/P-2026-{PEOPLE:05}/",
    "decision": f"/jalons/{GATE}/decision/",
}
STATEMENTS = {
    "portfolio": 3,
    "portfolio, filtered": 3,
    "portfolio, searched": 3,
    "home": 5,
    "project": 10,
}
MOST_OF_YARDSTICK = 1.25
ROUNDS, REQUESTS, WARMING = 5, 20, 16


@pytest.fixture(scope="module")
def referent(django_db_setup, django_db_blocker):
    """The filled database, committed so that servers see it; emptied with the test database."""
    with django_db_blocker.unblock():
        yield fill()
        with connection.cursor() as cursor:
            cursor.execute("drop schema if exists minimal cascade")
            cursor.execute(
                "set session_replication_role = replica"
            )  # the journal refuses otherwise
            tables = ", ".join(connection.ops.quote_name(t) for t in filled_tables())
            cursor.execute(f"truncate {tables} restart identity cascade")
            cursor.execute("set session_replication_role = default")


def filled_tables() -> list[str]:
    names = connection.introspection.table_names()
    return [name for name in names if name.startswith(("governance_", "projects_", "reviews_"))]


@pytest.fixture(scope="module")
def cookie(referent):
    """A session of the referent, as the sign-in page leaves it."""
    session = SessionStore()
    session[SESSION_KEY] = str(referent.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = referent.get_session_auth_hash()
    session.save()
    return session.session_key


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """What both servers are given: the test database, the same cache, nothing of the suite."""
    return environment_of(tmp_path_factory.mktemp("bench"))


@pytest.mark.parametrize(("name", "most"), STATEMENTS.items())
def test_statements(name, most, referent, cookie, django_assert_max_num_queries, db):
    client = Client()
    client.cookies["sessionid"] = cookie
    client.get(PAGES[name])
    cache.delete(f"django.contrib.sessions.cached_db{cookie}")

    with django_assert_max_num_queries(most):
        assert client.get(PAGES[name]).status_code == 200


def test_processor_time_beside_the_yardstick(referent, cookie, environment, capsys):
    yardstick_cookie = prepared(environment)
    with ExitStack() as stack:
        ours = stack.enter_context(served("config.wsgi:application", environment, cookie))
        yardstick = stack.enter_context(
            served("tests.benchmarks.minimal:application", environment, yardstick_cookie)
        )
        asked = {"yardstick": (yardstick, "/list")}
        asked |= {name: (ours, path) for name, path in PAGES.items()}
        results = measured(asked)

    base = results["yardstick"]
    with capsys.disabled():
        sys.stdout.write(table(results, base))
    assert results["portfolio"][0] <= MOST_OF_YARDSTICK * base[0]


def prepared(environment) -> str:
    """Make the yardstick's tables; the cookie of its session."""
    command = [sys.executable, "tests/benchmarks/minimal.py"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def measured(asked: dict, requests: int = REQUESTS) -> dict[str, tuple[float, float]]:
    """Processor and answer time of each page: medians over blocks asked in turn."""
    for target, path in asked.values():
        for _n in range(min(WARMING, requests) // 4):
            target.ask(path, 4, expected=200)
    blocks = {name: [] for name in asked}
    for _round in range(ROUNDS):
        for name, (target, path) in asked.items():
            blocks[name].append(target.block(path, requests))
    return {
        name: tuple(median(side) for side in zip(*rows, strict=True))
        for name, rows in blocks.items()
    }


def table(results: dict, base: tuple[float, float]) -> str:
    """The figures, and their ratio to the yardstick of the same run."""
    lines = [f"\n{'page':<22}{'CPU ms':>8}{'ratio':>7}{'p50 ms':>8}{'ratio':>7}"]
    for name, (cpu, wall) in results.items():
        ratios = f"{cpu:>8.1f}{cpu / base[0]:>7.2f}{wall:>8.1f}{wall / base[1]:>7.2f}"
        lines.append(f"{name:<22}{ratios}")
    return "\n".join(lines) + "\n"
