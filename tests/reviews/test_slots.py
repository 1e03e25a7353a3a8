"""Dates proposed for a meeting: which may be, who is asked, what time changes."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from governance.models import JournalEntry, Notice
from governance.roles import Role
from governance.verdicts import Incomplete, WrongState
from governance.working_days import Calendar
from projects.models import Move
from reviews.actions.slots import withdraw_slot
from reviews.models import ScopingMeeting, Slot, SlotAnswer
from reviews.permissions import can_answer_slots, can_read_slots
from reviews.slots import Away, Frozen, day_notes, suggestions
from reviews.tasks import follow_meetings
from tests.factories import ClosureFactory, member
from tests.factories_reviews import ScopingMeetingFactory
from tests.reviews.meeting_situations import meeting_to_plan, planned, slot, voice
from tests.reviews.slot_situations import LINK, offered, propose, say

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
WEDNESDAY = datetime(2026, 11, 25, 9, tzinfo=PARIS)


def test_suggestions_leave_time_to_answer_and_skip_absences_and_what_is_on_offer():
    away = [Away("Sophie", date(2026, 11, 30), date(2026, 12, 1))]
    taken = {datetime(2026, 12, 2, 10, tzinfo=PARIS)}

    found = suggestions(Calendar(), WEDNESDAY, 45, away, taken)

    days = [(start.date(), start.hour) for start in found]
    assert days == [
        (date(2026, 12, 2), 14), (date(2026, 12, 3), 10), (date(2026, 12, 3), 14),
        (date(2026, 12, 4), 10), (date(2026, 12, 4), 14), (date(2026, 12, 7), 10),
    ]  # fmt: skip
    assert suggestions(Calendar(), WEDNESDAY, 600, [], set()) == []  # nothing holds ten hours


def test_what_is_good_to_know_of_a_day():
    away = [
        Away("Sophie Marchand", date(2026, 11, 23), date(2026, 11, 27), "Julien Faure"),
        Away("Mehdi Benali", date(2026, 11, 24), date(2026, 11, 24)),
    ]
    frozen = [Frozen("soldes", "CRM", date(2026, 11, 20), date(2026, 11, 24))]

    told = day_notes(date(2026, 11, 24), away, frozen)

    assert len(told) == 3
    assert "Julien Faure peut prendre le relais" in told[0]
    assert "sans délégué" in told[1]
    assert "CRM" in told[2]
    assert day_notes(date(2026, 11, 30), away, frozen) == []


def test_proposing_is_saying_yes_and_asks_the_two_others():
    meeting = meeting_to_plan()
    bearer = voice(meeting, "bearer")
    facts = {"project": meeting.project, "side": "bearer", "title": "Fixer", "days": 3}
    Move.open_for(meeting, "plan_meeting", person=bearer, **facts)

    propose(meeting, slot(3), slot(4, hour=14))

    meeting.refresh_from_db()
    assert (meeting.state, meeting.organiser, meeting.video_link) == ("to_plan", bearer, LINK)
    answers = SlotAnswer.objects.values_list("voice", "value")
    assert list(answers) == [("bearer", "yes")] * 2
    moves = Move.objects.open().about(meeting).values_list("kind", "side")
    assert sorted(moves) == [("choose_slot", "it"), ("choose_slot", "vendor")]
    told = Notice.objects.filter(key__startswith="slots:")
    assert {notice.recipient for notice in told} == {voice(meeting, p) for p in ("vendor", "it")}
    assert all(notice.path.startswith("/creneaux/") for notice in told)
    assert JournalEntry.objects.get(verb="slots.proposed").actor == bearer


@time_machine.travel(datetime(2026, 11, 22, 9, tzinfo=PARIS), tick=False)
@pytest.mark.parametrize(
    ("day", "hour", "field"),
    [
        (date(2026, 11, 20), time(10), "day"),
        (date(2026, 11, 28), time(10), "day"),  # a Saturday
        (date(2026, 12, 25), time(10), "day"),
        (date(2026, 12, 24), time(10), "day"),  # the company is closed
        (date(2026, 11, 24), time(7, 59), "hour"),
        (date(2026, 11, 24), time(19, 30), "hour"),
        (date(2026, 11, 24), time(18, 30), "hour"),  # over at 19 h 15
    ],
)
def test_a_date_on_offer_is_a_working_hour_to_come(day, hour, field):
    ClosureFactory(starts_on=date(2026, 12, 24), ends_on=date(2026, 12, 24))
    meeting = meeting_to_plan()

    with pytest.raises(Incomplete) as refused:
        propose(meeting, slot(3), datetime.combine(day, hour, tzinfo=PARIS))

    assert list(refused.value.problems) == [field]
    assert not Slot.objects.exists()
    assert not Notice.objects.exists()


def test_the_same_date_twice_none_at_all_and_too_many_are_refused():
    meeting = offered(slot(3))

    for starts in ([slot(3)], [slot(5), slot(5)], [], [slot(n) for n in range(4, 64)]):
        with pytest.raises(Incomplete):
            propose(meeting, *starts)

    assert Slot.objects.count() == 1


def test_twelve_dates_at_most_are_on_offer():
    meeting = offered(*(slot(n) for n in range(3, 14)))  # eleven

    propose(meeting, slot(20))
    with pytest.raises(Incomplete):
        propose(meeting, slot(21))

    assert Slot.objects.count() == 12


def test_a_place_or_a_link_is_asked_before_the_voices():
    with pytest.raises(Incomplete) as refused:
        propose(meeting_to_plan(), slot(), place=" \u200b", link="")

    assert list(refused.value.problems) == ["place"]


def test_withdrawing_the_last_date_gives_the_ball_back():
    meeting = offered(slot(3), slot(4))
    first, second = meeting.slots.all()
    bearer = voice(meeting, "bearer")

    withdraw_slot(slot=first, by=bearer)
    assert Move.objects.open().about(meeting, "choose_slot").count() == 2
    with pytest.raises(WrongState):
        withdraw_slot(slot=first, by=bearer)
    withdraw_slot(slot=second, by=bearer)

    assert list(Move.objects.open().about(meeting).values_list("kind", flat=True)) == [
        "plan_meeting"
    ]
    assert JournalEntry.objects.filter(verb="slots.withdrawn").count() == 2


def test_withdrawing_the_date_nobody_answered_may_leave_the_one_that_suits():
    meeting = offered(slot(3))
    say(meeting, "vendor", "if_needed")
    propose(meeting, slot(4))
    say(meeting, "it", "yes", "no")

    withdraw_slot(slot=meeting.slots.get(starts_at=slot(4)), by=voice(meeting, "bearer"))

    meeting.refresh_from_db()
    assert meeting.starts_at == slot(3)


def test_dates_that_pass_give_the_ball_back_once():
    meeting = offered(slot(3))

    with time_machine.travel(slot(3) + timedelta(hours=1), tick=False):
        follow_meetings()
        follow_meetings()

        move = Move.objects.open().about(meeting).get()
        assert (move.kind, move.person) == ("plan_meeting", voice(meeting, "bearer"))


def test_following_twice_writes_to_nobody_twice():
    meeting = offered(slot(3))
    before = (Notice.objects.count(), Move.objects.count())

    assert [follow_meetings(), follow_meetings()] == [1, 1]

    assert (Notice.objects.count(), Move.objects.count()) == before
    assert meeting.slots.count() == 1


def test_a_company_closure_added_later_takes_a_date_out_of_the_choice():
    first, second = slot(3), slot(4)
    meeting = offered(first, second)
    ClosureFactory(starts_on=first.date(), ends_on=first.date())
    say(meeting, "vendor", "yes", "if_needed")

    say(meeting, "it", "yes", "if_needed")

    assert ScopingMeeting.objects.get().starts_at == second


def test_nobody_answers_or_proposes_for_the_others():
    meeting = offered(slot(3))
    for role in (Role.CONTRIBUTOR, Role.OBSERVER, Role.MANAGER, Role.EMPLOYEE):
        person = member(meeting.project, role)
        assert not can_answer_slots(person, meeting)
        with pytest.raises(PermissionDenied):
            withdraw_slot(slot=meeting.slots.get(), by=person)
    assert not can_read_slots(member(meeting.project, Role.GUEST), meeting)
    with pytest.raises(PermissionDenied):
        propose(meeting, slot(5), part="vendor")


@pytest.mark.parametrize("make", [planned, lambda: ScopingMeetingFactory(held=True)])
def test_dates_are_not_offered_once_one_is_fixed(make):
    meeting = make()

    with pytest.raises(WrongState):
        propose(meeting, slot(5))
