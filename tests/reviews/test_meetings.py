"""A meeting: the agenda it gathers, who opens it, which voices are there, how it is reopened."""

import pytest

from governance import journal
from governance.models import JournalEntry, Notice
from governance.roles import Role, Voice
from governance.verdicts import Incomplete, WrongState
from projects.models import Move
from reviews.actions.agenda import open_agenda
from reviews.actions.meetings import hold_meeting, note_arrivals, reopen_meeting
from reviews.models import ScopingMeeting
from reviews.permissions import can_plan_meeting, can_write_minutes
from tests.factories import (
    DependencyFactory,
    ProfileQuestionFactory,
    ProjectTopicFactory,
    TechnicalChoiceFactory,
    TopicFactory,
    member,
)
from tests.factories_reviews import ScopingMeetingFactory
from tests.reviews.meeting_situations import (
    contested,
    held,
    meeting_to_plan,
    open_moves,
    planned,
    slot,
    voice,
)

pytestmark = pytest.mark.django_db


def test_the_agenda_gathers_what_the_project_leaves_open():
    meeting = meeting_to_plan()
    project = meeting.project
    project.answers = {"personal_data": "unknown", "payment": "no"}
    asked = ProfileQuestionFactory(topic=TopicFactory(slug="personal-data", position=6))
    ProjectTopicFactory(project=project, topic=asked.topic)
    ProjectTopicFactory(project=project, topic=TopicFactory(slug="analytics"))  # not needed
    blocked = ProjectTopicFactory(
        project=project, topic=TopicFactory(slug="security", position=0), state="blocked",
        version=1, headline="Clés partagées", reason="Grand public",
    )  # fmt: skip
    finding = {"ref": "S03", "verdict": "refused", "reason": "Un compte par personne."}
    TechnicalChoiceFactory(subject=blocked, submitted=True, findings=[finding])
    DependencyFactory(project=project)
    DependencyFactory(project=project, state="confirmed")

    lines = open_agenda(project)

    assert [line.title for line in lines] == [
        "Sujet security", "Sujet hosting", "Sujet personal-data", "Sujet support",
        "Dépendances à confirmer", "Tour de table",
    ]  # fmt: skip
    assert lines[0].ground == "Un compte par personne. (règle S03)"
    assert lines[2].mark == "je ne sais pas"


def test_hold_opens_the_meeting_and_the_organiser_keeps_the_ball():
    meeting = planned()

    hold_meeting(meeting=meeting, present=["bearer", "vendor", "it"], by=voice(meeting, "it"))

    meeting.refresh_from_db()
    assert meeting.state == "held"
    assert meeting.opened_at is not None
    assert meeting.counts()
    assert open_moves(meeting.project) == [("hold_meeting", "bearer")]


def test_a_meeting_without_a_voice_is_held_but_does_not_count():
    meeting = held(present=("bearer", "it"))

    assert not meeting.counts()


@pytest.mark.parametrize("present", [[], ["vendor"]])
def test_a_meeting_needs_two_voices_to_open(present):
    meeting = planned()

    with pytest.raises(Incomplete):
        hold_meeting(meeting=meeting, present=present, by=voice(meeting, "it"))


def test_an_empty_seat_cannot_be_present():
    meeting = planned()
    meeting.project.seats.filter(part="vendor").update(left_at=meeting.created_at)

    with pytest.raises(Incomplete) as refused:
        hold_meeting(meeting=meeting, present=["bearer", "vendor"], by=voice(meeting, "it"))

    assert list(refused.value.problems) == ["present"]


def test_a_late_voice_is_noted_once():
    meeting = held(present=("bearer", "it"))

    for _ in range(2):
        note_arrivals(meeting=meeting, present=["vendor"], by=voice(meeting, "it"))

    assert meeting.counts()
    assert JournalEntry.objects.filter(verb="meeting.joined").count() == 1


@pytest.mark.parametrize("state", [s for s in ScopingMeeting.State if s != "planned"])
def test_only_a_planned_meeting_opens(state):
    meeting = ScopingMeetingFactory(state=state, starts_at=slot())

    with pytest.raises(WrongState):
        hold_meeting(meeting=meeting, present=Voice.values, by=voice(meeting, "it"))

    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize(
    "state", [s for s in ScopingMeeting.State if s not in ("closed", "contested")]
)
def test_only_a_closed_or_contested_meeting_is_reopened(state):
    meeting = ScopingMeetingFactory(state=state, starts_at=slot())

    with pytest.raises(WrongState):
        reopen_meeting(meeting=meeting, by=voice(meeting, "bearer"))


def test_reopening_voids_what_was_awaited_and_keeps_what_was_given():
    minutes = contested()
    meeting = ScopingMeeting.objects.get(pk=minutes.meeting_id)

    reopen_meeting(meeting=meeting, by=voice(meeting, "bearer"))

    assert open_moves(meeting.project) == [("hold_meeting", "bearer")]
    assert minutes.signatures.count() == 1
    assert (
        Notice.objects.filter(subject__startswith="La réunion de cadrage est rouverte").count() == 3
    )
    outcomes = set(Move.objects.exclude(closed_at=None).values_list("kind", "outcome"))
    assert {("settle", "second_round"), ("sign_minutes", "void")} <= outcomes


@pytest.mark.parametrize("role", list(Role))
def test_the_bearer_and_the_referent_lead_and_the_voices_write(role):
    meeting = ScopingMeetingFactory()
    person = member(meeting.project, role)

    assert bool(can_plan_meeting(person, meeting)) is (role in ("bearer", "it"))
    assert bool(can_write_minutes(person, meeting)) is (role in Voice.values)


def test_every_verb_of_a_meeting_is_in_the_journal():
    minutes = contested()
    reopen_meeting(meeting=minutes.meeting, by=voice(minutes.meeting, "bearer"))

    verbs = set(JournalEntry.objects.values_list("verb", flat=True))
    assert {"meeting.planned", "meeting.held", "meeting.closed", "meeting.contested",
            "meeting.reopened", "minutes.disagreed"} <= verbs  # fmt: skip
    assert list(journal.broken_links()) == []
