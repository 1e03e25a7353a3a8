"""Dates proposed for a meeting: who is asked, what three answers lead to, what time changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from governance.models import JournalEntry, Notice
from governance.roles import Role, Voice
from governance.verdicts import Incomplete, WrongState
from governance.working_days import Calendar
from projects.actions.seats import hand_over_seat
from projects.models import Move
from reviews import slot_links
from reviews.actions.slots import answer_slots, fix_slot, follow_all_slots, withdraw_slot
from reviews.models import ScopingMeeting, Slot, SlotAnswer
from reviews.permissions import can_answer_slots, can_read_slots
from reviews.slots import Away, Ending, Frozen, Offer, day_notes, ending, suggestions
from reviews.tasks import follow_meetings
from tests.factories import ClosureFactory, PersonFactory, member
from tests.factories_reviews import ScopingMeetingFactory
from tests.reviews.meeting_situations import meeting_to_plan, planned, slot, voice
from tests.reviews.slot_situations import LINK, offered, propose, say

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
WEDNESDAY = datetime(2026, 11, 25, 9, tzinfo=PARIS)


def offer(pk, bearer="yes", vendor="yes", it="yes", day=1):
    said = {"bearer": bearer, "vendor": vendor, "it": it}
    answers = {voice: value for voice, value in said.items() if value}
    return Offer(pk, datetime(2026, 12, day, 10, tzinfo=UTC), answers)


@pytest.mark.parametrize(
    ("offers", "expected"),
    [
        ([], (Ending.WAIT, None)),
        ([offer(1, it="")], (Ending.WAIT, None)),
        ([offer(1, day=2), offer(2, it="", day=1)], (Ending.FIX, 1)),  # three yes: at once
        ([offer(1, day=2), offer(2, day=1)], (Ending.FIX, 2)),  # the earliest of the certain
        ([offer(1, it="if_needed")], (Ending.FIX, 1)),
        ([offer(1, it="if_needed"), offer(2, it="", day=2)], (Ending.WAIT, None)),
        ([offer(1, it="if_needed", vendor="if_needed"), offer(2, it="if_needed", day=5)],
         (Ending.FIX, 2)),  # the most yes, even later
        ([offer(1, it="no"), offer(2, it="if_needed", vendor="if_needed", day=3)],
         (Ending.FIX, 2)),  # a no is out, however many yes
        ([offer(1, it="no"), offer(2, vendor="no")], (Ending.NONE_SUITS, None)),
    ],
)  # fmt: skip
def test_what_the_answers_lead_to(offers, expected):
    end, chosen = ending(offers, Voice.values)

    assert (end, chosen.pk if chosen else None) == expected


def test_an_empty_seat_never_fixes_a_date_by_itself():
    offers = [offer(1, vendor="")]

    assert ending(offers, ["bearer", "it"]) == (Ending.SEAT_EMPTY, None)
    assert ending([offer(1, vendor="", it="")], ["bearer", "it"]) == (Ending.WAIT, None)


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


def test_three_yes_fix_the_date_at_once_and_the_invitation_leaves():
    meeting = offered(slot(3), slot(4))
    say(meeting, "vendor", "if_needed", "yes")
    assert ScopingMeeting.objects.get().state == "to_plan"

    say(meeting, "it", "no", "yes")

    meeting.refresh_from_db()
    assert (meeting.state, meeting.starts_at, meeting.fixed_reason) == ("planned", slot(4), "")
    assert (meeting.place, meeting.video_link) == ("Salle Lin", LINK)
    agreed = JournalEntry.objects.get(verb="meeting.agreed")
    assert agreed.actor is None
    told = Notice.objects.filter(key__startswith=f"meeting:{meeting.pk}:1")
    assert told.count() == 3
    assert "Cette date convient aux trois voix" in told[0].body
    assert all("BEGIN:VCALENDAR" in notice.calendar for notice in told)
    assert list(Move.objects.open().about(meeting).values_list("kind", "person")) == [
        ("hold_meeting", voice(meeting, "bearer").pk)
    ]


def test_the_best_date_without_a_no_is_fixed_when_the_three_have_answered():
    meeting = offered(slot(3), slot(4), slot(5))
    say(meeting, "vendor", "if_needed", "if_needed", "no")

    say(meeting, "it", "if_needed", "yes", "yes")

    meeting.refresh_from_db()
    assert meeting.starts_at == slot(4)


def test_when_no_date_suits_the_organiser_is_told_once_and_may_offer_others():
    meeting = offered(slot(3))
    say(meeting, "vendor", "no")
    for value in ("yes", "if_needed", "yes"):
        say(meeting, "it", value)

    told = Notice.objects.filter(key__startswith="slots-none:")
    assert [notice.recipient for notice in told] == [voice(meeting, "bearer")]
    assert list(Move.objects.open().about(meeting).values_list("kind", flat=True)) == [
        "plan_meeting"
    ]

    propose(meeting, slot(6))
    say(meeting, "vendor", "no", "yes")
    say(meeting, "it", "yes", "yes")
    meeting.refresh_from_db()
    assert meeting.starts_at == slot(6)


def test_changing_a_no_into_if_needed_fixes_the_date():
    meeting = offered(slot(3))
    say(meeting, "vendor", "no")
    say(meeting, "it", "yes")

    say(meeting, "vendor", "if_needed")

    meeting.refresh_from_db()
    assert meeting.starts_at == slot(3)
    assert not Move.objects.open().about(meeting, "plan_meeting").exists()


def test_a_date_is_fixed_by_hand_with_a_reason_that_is_kept_and_said():
    meeting = offered(slot(3))
    say(meeting, "it", "no")
    date_chosen = meeting.slots.get()
    with pytest.raises(Incomplete):
        fix_slot(slot=date_chosen, reason=" \u200b ", by=voice(meeting, "bearer"))

    fix_slot(slot=date_chosen, reason="Sophie rentre le 3.", by=voice(meeting, "bearer"))

    meeting.refresh_from_db()
    assert (meeting.starts_at, meeting.fixed_reason) == (slot(3), "Sophie rentre le 3.")
    assert JournalEntry.objects.get(verb="meeting.planned").facts["reason"] == "Sophie rentre le 3."
    notice = Notice.objects.filter(key__startswith="meeting:").first()
    assert "Sophie rentre le 3." in notice.body
    assert "Sophie rentre le 3." in notice.calendar.replace("\r\n ", "")


def test_an_answer_after_the_date_is_fixed_meets_the_date():
    meeting = offered(slot(3))
    say(meeting, "vendor", "yes")
    say(meeting, "it", "yes")

    with pytest.raises(WrongState) as refused:
        say(meeting, "vendor", "no")

    assert "10 h 00" in str(refused.value)
    assert SlotAnswer.objects.get(voice="vendor").value == "yes"


@pytest.mark.parametrize("values", [("yes",), ("yes", "perhaps"), ("", "yes")])
def test_every_date_gets_one_of_the_three_answers(values):
    meeting = offered(slot(3), slot(4))
    dates = meeting.slots.all()
    answers = {row.pk: value for row, value in zip(dates, values, strict=False)}

    with pytest.raises(Incomplete):
        answer_slots(meeting=meeting, answers=answers, by=voice(meeting, "it"))

    assert not SlotAnswer.objects.filter(voice="it").exists()


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


def test_a_voice_that_is_replaced_answers_again():
    meeting = offered(slot(3))
    say(meeting, "it", "yes")
    giver, heir = voice(meeting, "it"), PersonFactory(team=voice(meeting, "it").team)
    seat = meeting.project.seats.current().get(part="it")
    old_link = slot_links.sign(meeting, seat)
    hand_over_seat(seat=seat, to=heir, by=giver)

    say(meeting, "vendor", "yes")
    assert ScopingMeeting.objects.get().state == "to_plan"  # nobody speaks for the new person
    follow_all_slots()

    assert slot_links.find(old_link).state == "ended"
    assert Move.objects.open().about(meeting, "choose_slot").get().person == heir
    assert Notice.objects.filter(recipient=heir, key__startswith="slots:").count() == 1


def test_an_empty_seat_is_told_and_the_date_is_fixed_by_hand():
    meeting = meeting_to_plan()
    meeting.project.seats.filter(part="vendor").update(left_at=timezone.now())
    propose(meeting, slot(3))

    say(meeting, "it", "yes")

    move = Move.objects.open().about(meeting).get()
    assert (move.kind, "siège est vide" in move.detail) == ("plan_meeting", True)
    date_chosen = meeting.slots.get()
    fix_slot(slot=date_chosen, reason="Le prestataire arrive.", by=voice(meeting, "it"))
    assert ScopingMeeting.objects.get().state == "planned"


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
