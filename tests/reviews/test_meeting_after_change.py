"""A change of scope and the meeting that must talk of it: opened, joined, or its minutes reopened."""

import pytest

from reviews.actions.further_meetings import meet_again
from reviews.actions.minutes import close_meeting
from tests.factories import ScopeChangeFactory, member
from tests.reviews.agenda_situations import point, titles
from tests.reviews.further_situations import called, hold, scoped
from tests.reviews.meeting_situations import voice

pytestmark = pytest.mark.django_db


def changed(project, **facts):
    return ScopeChangeFactory(
        project=project, after={"need": "Plus grand"}, reason="Le réseau s’agrandit.",
        changed_by=member(project, "bearer"), **facts,
    )  # fmt: skip


def test_a_change_of_scope_opens_a_meeting_on_what_it_puts_in_doubt():
    project = scoped()
    project.topics.update(state="checked", headline="Convenu", version=1)

    meeting = meet_again(
        project=project, change=changed(project), doubted={"support"}, by=member(project, "it")
    )

    assert titles(meeting) == ["Ce qui change", "Sujet support", "Tour de table"]
    assert meeting.items.first().why == "Besoin : Le réseau s’agrandit."
    assert "remet ce sujet en doute" in point(meeting, "support").why
    assert meeting.reopened == ["support"]
    assert [line["text"] for line in meeting.carried] == ["À Paris."]


def test_a_change_while_a_meeting_is_to_come_joins_its_agenda():
    project = scoped()
    coming = called(project)

    meeting = meet_again(
        project=project, change=changed(project), doubted={"hosting"}, by=member(project, "it")
    )

    assert meeting.pk == coming.pk
    assert titles(meeting)[:2] == ["Ce qui change", "Pourquoi se revoir"]
    assert "Sujet hosting" in titles(meeting)


def test_a_change_while_minutes_are_to_sign_reopens_their_meeting():
    project = scoped()
    coming = hold(called(project))
    close_meeting(meeting=coming, by=voice(coming, "bearer"))

    meeting = meet_again(
        project=project, change=changed(project), doubted=(), by=member(project, "it")
    )

    meeting.refresh_from_db()
    assert (meeting.pk, meeting.state) == (coming.pk, "held")
