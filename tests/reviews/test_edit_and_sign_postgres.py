"""Twenty clients on one meeting that closes under their hands: they edit and sign at once."""

import time

import pytest
from django.test import Client
from django.urls import reverse

from governance.journal import broken_links
from governance.roles import Voice
from reviews.models import AgendaItem, Minutes, Report, ScopingMeeting
from tests.reviews.meeting_situations import held, voice
from tests.reviews.test_signatures_postgres import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
WRITERS, SIGNERS, TURNS, PATIENCE = 13, 6, 6, 60


def browser_of(person):
    browser = Client()
    browser.force_login(person)
    return browser


def writing(browser, item, rank):
    """Add words to the notes until the meeting is closed; those that were accepted."""

    def write():
        kept = []
        for turn in range(TURNS):
            word = f"[{rank}.{turn}]"
            notes, version = AgendaItem.objects.values_list("notes", "notes_version").get(pk=item)
            sent = {"notes": notes + word, "version": version, "page": f"p{rank}-{turn}"}
            status = browser.post(reverse("reviews:item", args=[item]), sent).status_code
            assert status in (302, 409), status
            kept += [word] if status == 302 else []
        return kept

    return write


def closing(browser, meeting):
    def close():
        time.sleep(0.3)
        url = reverse("reviews:closing", args=[meeting.pk])
        return browser.post(url, {"malgre": "1"}).status_code

    return close


def signing(browser, meeting):
    """Sign as soon as there is something to sign."""

    def sign():
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            pk = Minutes.objects.filter(meeting=meeting).values_list("pk", flat=True).first()
            if pk:
                url = reverse("reviews:signature", args=[pk])
                return browser.post(url, {"answer": "agreed"}).status_code
            time.sleep(0.02)
        return None

    return sign


def test_what_was_accepted_is_in_the_minutes_and_each_voice_signs_once():
    """Scenarios 94, 95 and 99 together."""
    meeting = held()
    item = meeting.items.first().pk
    people = [voice(meeting, part) for part in Voice.values]
    browsers = [browser_of(people[rank % 3]) for rank in range(WRITERS + 1 + SIGNERS)]
    closer = browser_of(people[0])

    calls = [writing(browsers[rank], item, rank) for rank in range(WRITERS)]
    calls += [signing(browsers[WRITERS + rank], meeting) for rank in range(SIGNERS)]
    answers = at_once(*calls, closing(closer, meeting))

    assert not [answer for answer in answers if isinstance(answer, Exception)]
    minutes = Minutes.objects.get(meeting=meeting)
    frozen = minutes.content["items"][0]["notes"]
    kept = [word for words in answers[:WRITERS] for word in words]
    assert frozen == AgendaItem.objects.get(pk=item).notes
    assert all(word in frozen for word in kept)
    assert frozen.count("[") == len(kept)
    assert sorted(answers[WRITERS:-1]) == [302] * 3 + [409] * 3
    assert sorted(minutes.signatures.values_list("voice", flat=True)) == sorted(Voice.values)
    assert ScopingMeeting.objects.get(pk=meeting.pk).state == "signed"
    assert Report.objects.filter(project=meeting.project, kind="scoping").count() == 1
    assert not list(broken_links())
