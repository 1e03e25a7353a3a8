"""Twenty clients at once before the same minutes: one signature per voice, one completion."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.journal import broken_links
from governance.models import Absence, Closure, JournalEntry, Notice
from governance.roles import Voice
from projects.models import Move
from reviews import tasks
from reviews.actions.meetings import reopen_meeting
from reviews.models import Report, ScopingMeeting, SilentVoice
from tests.factories import PersonFactory
from tests.reviews.meeting_situations import closed, voice

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*calls):
    """Run each call on its own connection in the same instant; results or exceptions."""
    start, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(rank, call):
        try:
            start.wait(timeout=30)
            results[rank] = call()
        except Exception as error:  # noqa: BLE001 -- the test looks at it
            results[rank] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert not any(thread.is_alive() for thread in threads)
    return results


def signing(person, minutes, **data):
    """A browser where this person is already signed in, ready to sign."""
    browser = Client()
    browser.force_login(person)
    url = reverse("reviews:signature", args=[minutes.pk])
    return lambda: browser.post(url, {"answer": "agreed"} | data).status_code


def delegate_of(person):
    today = timezone.localdate()
    delegate = PersonFactory(it=True)
    Absence.objects.create(
        person=person, delegate=delegate, starts_on=today, ends_on=today + timedelta(days=1)
    )
    return delegate


def test_twenty_clients_make_three_signatures_and_one_completion():
    """Scenario 94: five tries per voice, and the delegate of one of them beside."""
    minutes = closed()
    people = [voice(minutes.meeting, part) for part in Voice.values]
    people.append(delegate_of(people[2]))
    calls = [signing(person, minutes) for person in people for _ in range(5)]

    answers = at_once(*calls)

    assert Counter(answers) == {302: 3, 409: 17}
    assert sorted(minutes.signatures.values_list("voice", flat=True)) == sorted(Voice.values)
    assert ScopingMeeting.objects.get(pk=minutes.meeting_id).state == "signed"
    assert JournalEntry.objects.filter(verb="meeting.signed").count() == 1
    assert JournalEntry.objects.filter(verb="project.scoped").count() == 1
    assert Report.objects.filter(kind="scoping").count() == 1
    told = Notice.objects.filter(key__startswith=f"meeting:{minutes.meeting_id}:signed")
    assert told.count() == 3
    assert not Move.objects.open().about(minutes).exists()
    assert list(broken_links()) == []


def test_three_voices_sign_while_the_organiser_reopens():
    minutes = closed()
    people = [voice(minutes.meeting, part) for part in Voice.values]

    def reopen():
        meeting = ScopingMeeting.objects.get(pk=minutes.meeting_id)
        reopen_meeting(meeting=meeting, by=people[0])
        return "reopened"

    answers = at_once(*[signing(person, minutes) for person in people], reopen)

    state = ScopingMeeting.objects.get(pk=minutes.meeting_id).state
    assert set(answers[:3]) <= {302, 409}
    assert state == ("held" if answers[3] == "reopened" else "signed")
    assert not Move.objects.open().about(minutes).exists()


def test_one_agrees_and_one_disagrees_in_the_same_instant():
    minutes = closed()
    people = [voice(minutes.meeting, part) for part in Voice.values]

    answers = at_once(
        signing(people[0], minutes),
        signing(people[1], minutes, answer="disagreed", remark="Le support manque."),
        signing(people[2], minutes),
    )

    assert answers == [302, 302, 302]
    assert ScopingMeeting.objects.get(pk=minutes.meeting_id).state == "contested"
    assert not Report.objects.exists()


def test_four_beats_and_a_late_signature_note_a_silence_once():
    minutes = closed()
    yesterday = timezone.localdate() - timedelta(days=7)
    Move.objects.open().about(minutes).update(due_on=yesterday)
    people = [voice(minutes.meeting, part) for part in Voice.values]
    noting = [lambda: tasks.silences.follow_signatures(on=working_day())] * 4

    results = at_once(*noting, signing(people[0], minutes))

    assert [error for error in results if isinstance(error, Exception)] == []
    noted = list(SilentVoice.objects.values_list("voice", flat=True))
    assert sorted(set(noted)) == sorted(noted)
    assert {"vendor", "it"} <= set(noted)
    assert JournalEntry.objects.filter(verb="minutes.silent").count() == len(noted)


def working_day():
    """A working day near today."""
    return Closure.calendar().on_or_after(timezone.localdate())
