"""Voices that answer in the same instant: one date, one invitation each."""

import pytest

from governance.models import CalendarFeed, JournalEntry, Notice
from governance.verdicts import WrongState
from projects.models import Move
from reviews.actions.slots import fix_slot, propose_slots
from reviews.models import ScopingMeeting, Slot
from tests.factories import PersonFactory
from tests.reviews.meeting_situations import slot, voice
from tests.reviews.slot_situations import offered, say
from tests.reviews.test_gates_postgres import at_once, errors

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def fresh(meeting):
    return ScopingMeeting.objects.select_related("project", "organiser").get(pk=meeting.pk)


def test_two_voices_answer_at_once_and_the_date_is_fixed_once():
    """Scenario 94."""
    meeting = offered(slot(3), slot(4))

    results = at_once(
        lambda: say(meeting, "vendor", "yes", "yes"), lambda: say(meeting, "it", "yes", "yes")
    )

    assert errors(results) == []
    assert fresh(meeting).starts_at == slot(3)
    assert JournalEntry.objects.filter(verb="meeting.agreed").count() == 1
    assert Notice.objects.filter(key__startswith="meeting:").count() == 3
    assert Move.objects.open().about(meeting).count() == 1


def test_the_last_answer_and_a_choice_by_hand_at_once_fix_one_date():
    meeting = offered(slot(3), slot(4))
    say(meeting, "vendor", "yes", "no")
    second = Slot.objects.select_related("meeting__project").get(starts_at=slot(4))

    results = at_once(
        lambda: say(meeting, "it", "yes", "no"),
        lambda: fix_slot(slot=second, reason="Sophie rentre.", by=voice(meeting, "bearer")),
    )

    assert [type(error) for error in errors(results)] == [WrongState]
    assert fresh(meeting).sequence == 1
    assert Notice.objects.filter(key__startswith="meeting:").count() == 3


def test_two_leaders_propose_the_same_date_at_once():
    meeting = offered(slot(3))

    def proposing(part):
        person = voice(meeting, part)
        return lambda: propose_slots(
            meeting=fresh(meeting), starts=[slot(5)], place="Salle Lin", by=person
        )

    results = at_once(proposing("bearer"), proposing("it"))

    assert len(errors(results)) == 1
    assert Slot.objects.filter(starts_at=slot(5)).count() == 1


def test_eight_clicks_leave_one_calendar_address():
    person = PersonFactory()

    results = at_once(*[lambda: CalendarFeed.open_for(person)] * 8)

    assert errors(results) == []
    assert CalendarFeed.objects.filter(ended_at=None).count() == 1
