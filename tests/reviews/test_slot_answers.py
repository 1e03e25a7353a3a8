"""What the answers to the dates on offer lead to: fixed at once, fixed by hand, none that suits."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from governance.models import JournalEntry, Notice
from governance.roles import Voice
from governance.verdicts import Incomplete, WrongState
from projects.actions.seats import hand_over_seat
from projects.models import Move
from reviews import slot_links
from reviews.actions.slots import answer_slots, fix_slot, follow_all_slots
from reviews.models import ScopingMeeting, SlotAnswer
from reviews.slots import Ending, Offer, ending
from tests.factories import PersonFactory
from tests.reviews.meeting_situations import meeting_to_plan, slot, voice
from tests.reviews.slot_situations import LINK, offered, propose, say

pytestmark = pytest.mark.django_db


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
