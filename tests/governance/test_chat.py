"""The chat of the company: one post per channel and thing, later and later, then put aside."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from governance import chat, tasks, webhooks
from governance.models import ChatChannel, Job, JournalEntry, Notice
from tests.factories import ChatChannelFactory, PersonFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def posted(monkeypatch):
    """What reached the other side; `error` is what it answers."""
    posts = Posts()
    monkeypatch.setattr(webhooks, "post_json", posts.take)
    return posts


class Posts(list):
    error = None

    def take(self, url, payload):
        self.append((url, payload))
        if self.error:
            raise self.error


def later(delay: timedelta):
    return time_machine.travel(timezone.now() + delay, tick=False)


def test_a_post_leaves_once_per_key_and_channel(posted):
    channel = ChatChannelFactory()
    for _time in range(2):
        chat.post("Sophie valide", "https://cadrage.example/", channel=channel, key="7")

    tasks.run_due_jobs()

    assert [url for url, _payload in posted] == [channel.url]


@pytest.mark.parametrize("flavour", ChatChannel.Flavour.values)
def test_each_tool_reads_the_sentence_and_the_link_in_its_own_shape(flavour):
    found = str(chat.shaped(flavour, "Sophie valide : Hébergement", "https://cadrage.example/7/"))

    assert "Sophie valide : Hébergement" in found
    assert "https://cadrage.example/7/" in found


@pytest.mark.parametrize("flavour", ChatChannel.Flavour.values)
def test_what_people_wrote_calls_nobody_out_and_links_nowhere(flavour):
    found = str(chat.shaped(flavour, "<!channel> @all [clic](https://x.example)", "/"))

    assert "<!channel>" not in found
    assert "@all" not in found or flavour == "slack"
    assert "[clic](https" not in found or flavour == "slack"


def test_a_channel_that_fails_is_tried_later_and_later(posted):
    """Scenario 114."""
    posted.error = webhooks.Failed("HTTP 500")
    channel = ChatChannelFactory()
    chat.post("Sophie valide", "/", channel=channel, key="7")

    tries = []
    for minutes in range(0, 70, 1):
        with later(timedelta(minutes=minutes, seconds=1)):
            before = len(posted)
            tasks.run_due_jobs()
            tries += [minutes] if len(posted) > before else []

    assert tries == [0, 1, 3, 7, 15, 31, 63]
    assert Job.objects.get().attempts == 0


def test_a_channel_silent_for_a_day_is_put_aside_and_stewards_are_told(posted):
    """Scenario 114."""
    paul = PersonFactory(steward=True)
    posted.error = webhooks.Failed("TimeoutError")
    channel = ChatChannelFactory()
    chat.post("Sophie valide", "/", channel=channel, key="7")

    for hours in (*range(0, 20), 26, 27):
        with later(hours * HOUR):
            tasks.run_due_jobs()

    channel.refresh_from_db()
    assert channel.in_use is False
    assert [notice.recipient for notice in Notice.objects.all()] == [paul]
    assert JournalEntry.objects.filter(verb="channel.stopped").count() == 1
    assert Job.objects.get().done_at is not None


def test_a_channel_that_answers_again_is_forgiven(posted):
    channel = ChatChannelFactory(failures=3, failing_since=timezone.now() - HOUR)
    chat.post("Sophie valide", "/", channel=channel, key="7")

    tasks.run_due_jobs()

    channel.refresh_from_db()
    assert (len(posted), channel.failures, channel.failing_since) == (1, 0, None)


def test_nothing_is_posted_to_a_channel_that_was_put_aside_meanwhile(posted):
    channel = ChatChannelFactory()
    chat.post("Sophie valide", "/", channel=channel, key="7")
    ChatChannel.objects.update(in_use=False)

    assert tasks.run_due_jobs() == 1
    assert posted == []


@pytest.mark.parametrize(
    "words",
    ["HTTP 400", "HTTP 404", "HTTP 410", "HTTP 429", "HTTP 503", "too slow", "TimeoutError"],
)
def test_whatever_the_other_side_says_no_with_the_post_leaves_once_when_it_says_yes(posted, words):
    """Scenario 114."""
    posted.error = webhooks.Failed(words)
    channel = ChatChannelFactory()
    chat.post("Sophie valide", "/", channel=channel, key="7")
    tasks.run_due_jobs()
    tasks.run_due_jobs()
    assert len(posted) == 1

    posted.error = None
    for minutes in (2, 3, 4):
        with later(timedelta(minutes=minutes)):
            tasks.run_due_jobs()

    channel.refresh_from_db()
    assert (len(posted), channel.failures, channel.in_use) == (2, 0, True)
    assert Job.objects.get().done_at is not None


def test_an_address_that_turned_inner_is_tried_again_and_never_posted_to(settings):
    """Scenario 113: refused addresses wait as silent ones do, and what they are is not said."""
    channel = ChatChannelFactory(url="https://127.0.0.1/hooks/abc")
    chat.post("Sophie valide", "/", channel=channel, key="7")

    tasks.run_due_jobs()

    channel.refresh_from_db()
    assert (channel.failures, Job.objects.get().done_at) == (1, None)
