"""The date of a meeting: planned, moved, called off, and the calendar file that says it."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from icalendar import Calendar

from governance.models import JournalEntry, Notice
from governance.roles import Voice
from governance.verdicts import Incomplete, WrongState
from projects.models import Move
from reviews.actions.dating import call_off_meeting, call_off_stopped, plan_meeting
from reviews.actions.minutes import voice_seats
from reviews.calendar_files import invitation
from reviews.models import ScopingMeeting
from tests.factories import ClosureFactory
from tests.factories_reviews import ScopingMeetingFactory
from tests.reviews.meeting_situations import meeting_to_plan, open_moves, planned, slot, voice

pytestmark = pytest.mark.django_db


PARIS = ZoneInfo("Europe/Paris")


WHY = "Le prestataire part le lendemain."


def plan(meeting, starts_at, place="Salle Lin", reason=WHY, **where):
    return plan_meeting(
        meeting=meeting,
        starts_at=starts_at,
        place=place,
        reason=reason,
        by=voice(meeting, "bearer"),
        **where,
    )


def test_plan_writes_the_agenda_invites_and_gives_the_ball_to_the_organiser():
    meeting = meeting_to_plan()
    bearer, starts_at = voice(meeting, "bearer"), slot()
    Move.open_for(
        meeting, "plan_meeting", project=meeting.project, side="bearer", person=bearer,
        title="Fixer", days=3,
    )  # fmt: skip

    plan(meeting, starts_at)

    meeting.refresh_from_db()
    assert (meeting.state, meeting.starts_at, meeting.sequence) == ("planned", starts_at, 1)
    assert [item.title for item in meeting.items.all()] == [
        "Sujet hosting", "Sujet support", "Tour de table",
    ]  # fmt: skip
    assert meeting.minutes_planned == 45
    assert open_moves(meeting.project) == [("hold_meeting", "bearer")]
    assert meeting.project.moves.open().get().due_on == starts_at.date()
    assert JournalEntry.objects.get(verb="meeting.planned").actor == bearer
    notices = Notice.objects.all()
    assert {notice.recipient for notice in notices} == {voice(meeting, v) for v in Voice.values}
    assert all(WHY in notice.body and "SEQUENCE:1" in notice.calendar for notice in notices)
    assert "de 10 h 00 à 10 h 45" in notices[0].body


def test_moving_a_meeting_is_an_update_of_the_same_invitation():
    meeting = planned()

    plan(meeting, slot(days=5))

    meeting.refresh_from_db()
    assert meeting.sequence == 2
    assert open_moves(meeting.project) == [("hold_meeting", "bearer")]
    assert meeting.items.count() == 3
    assert Notice.objects.filter(subject__startswith="Réunion déplacée").count() == 3
    assert JournalEntry.objects.filter(verb="meeting.moved").count() == 1


def test_planning_twice_at_once_keeps_one_date():
    meeting = meeting_to_plan()
    stale = ScopingMeeting.objects.get(pk=meeting.pk)
    plan(meeting, slot())

    with pytest.raises(WrongState):
        plan(stale, slot(days=6))

    meeting.refresh_from_db()
    assert meeting.starts_at == slot()


@time_machine.travel("2026-11-22 09:00+01:00", tick=False)
@pytest.mark.parametrize(
    ("day", "hour", "field"),
    [
        (date(2026, 11, 20), time(10), "day"),  # past
        (date(2026, 11, 28), time(10), "day"),  # a Saturday
        (date(2026, 12, 25), time(10), "day"),  # a public holiday
        (date(2026, 11, 24), time(7, 59), "hour"),
        (date(2026, 11, 24), time(18, 30), "hour"),
        (date(2026, 11, 24), time(23, 30), "hour"),
    ],
)
def test_a_meeting_is_on_a_working_day_to_come_between_8_and_19(day, hour, field):
    meeting = meeting_to_plan()

    with pytest.raises(Incomplete) as refused:
        plan(meeting, datetime.combine(day, hour, tzinfo=PARIS))

    assert list(refused.value.problems) == [field]
    assert not JournalEntry.objects.exists()
    assert not Notice.objects.exists()


def test_a_company_closure_is_not_a_working_day():
    meeting, starts_at = meeting_to_plan(), slot()
    ClosureFactory(starts_on=starts_at.date(), ends_on=starts_at.date())

    with pytest.raises(Incomplete):
        plan(meeting, starts_at)


def test_a_meeting_has_a_place():
    with pytest.raises(Incomplete) as refused:
        plan(meeting_to_plan(), slot(), place="   ")

    assert list(refused.value.problems) == ["place"]


@pytest.mark.parametrize(
    "link", ["http://visio.example/a", "visio.example/a", "javascript:alert(1)", "https://"]
)
def test_a_video_link_is_a_whole_and_safe_address(link):
    with pytest.raises(Incomplete) as refused:
        plan(meeting_to_plan(), slot(), place="", video_link=link)

    assert list(refused.value.problems) == ["video_link"]


def test_a_video_link_is_enough():
    meeting = plan(meeting_to_plan(), slot(), place="", video_link="https://visio.example/a")

    assert "https://visio.example/a" in Notice.objects.first().body
    assert event_of(meeting)["location"] == "https://visio.example/a"


@pytest.mark.parametrize("reason", ["", "   ", "\u200b\u200b"])
def test_a_date_chosen_for_the_others_has_a_reason(reason):
    """Scenario 14."""
    with pytest.raises(Incomplete) as refused:
        plan(meeting_to_plan(), slot(), reason=reason)

    assert list(refused.value.problems) == ["reason"]


def test_calling_off_gives_the_ball_back_and_tells_the_three_voices():
    meeting = planned()

    call_off_meeting(meeting=meeting, reason="Claire est malade.", by=voice(meeting, "it"))

    meeting.refresh_from_db()
    assert (meeting.state, meeting.starts_at, meeting.sequence) == ("to_plan", None, 2)
    assert open_moves(meeting.project) == [("plan_meeting", "bearer")]
    told = Notice.objects.filter(subject__startswith="Réunion annulée")
    assert {notice.recipient for notice in told} == {voice(meeting, v) for v in Voice.values}
    assert all("Claire est malade." in notice.body for notice in told)
    assert (
        JournalEntry.objects.get(verb="meeting.cancelled").facts["reason"] == "Claire est malade."
    )


def test_calling_off_needs_a_reason_a_date_and_a_leader():
    meeting = planned()
    for reason in ("", " \u200b "):
        with pytest.raises(Incomplete):
            call_off_meeting(meeting=meeting, reason=reason, by=voice(meeting, "bearer"))
    with pytest.raises(PermissionDenied):
        call_off_meeting(meeting=meeting, reason="Non", by=voice(meeting, "vendor"))

    call_off_meeting(meeting=meeting, reason="Non", by=voice(meeting, "bearer"))
    with pytest.raises(WrongState):
        call_off_meeting(meeting=meeting, reason="Non", by=voice(meeting, "bearer"))

    assert JournalEntry.objects.filter(verb="meeting.cancelled").count() == 1


def test_a_stopped_project_calls_its_meeting_off_once():
    meeting = planned()
    meeting.project.cancel(by=voice(meeting, "bearer"), reason="Budget")

    assert [call_off_stopped(), call_off_stopped()] == [1, 0]

    meeting.refresh_from_db()
    assert meeting.state == "to_plan"
    told = Notice.objects.filter(subject__startswith="Réunion annulée")
    assert told.count() == 3
    assert all("STATUS:CANCELLED" in notice.calendar for notice in told)
    assert not Move.objects.open().about(meeting).exists()


@time_machine.travel("2027-03-20 09:00+01:00", tick=False)
@pytest.mark.parametrize(
    ("day", "utc_hour"), [(date(2027, 3, 26), 9), (date(2027, 3, 30), 8), (date(2027, 11, 2), 9)]
)
def test_ten_o_clock_is_ten_o_clock_on_both_sides_of_the_change_of_hour(day, utc_hour):
    meeting = plan(meeting_to_plan(), datetime.combine(day, time(10), tzinfo=PARIS))

    meeting.refresh_from_db()
    event = event_of(meeting)
    assert meeting.starts_at.hour == utc_hour
    assert event["dtstart"].dt == datetime.combine(day, time(10), tzinfo=PARIS)
    assert event["dtstart"].params["TZID"] == "Europe/Paris"
    assert "10 h 00" in Notice.objects.first().body


def event_of(meeting):
    people = [seat.person for seat in voice_seats(meeting.project)]
    file = invitation(meeting, people, list(meeting.items.all()))
    calendar = Calendar.from_ical(file)
    assert calendar["method"] == "REQUEST"
    assert [str(zone["tzid"]) for zone in calendar.timezones] == ["Europe/Paris"]
    return calendar.events[0]


def test_the_calendar_file_keeps_its_identifier_and_raises_its_sequence():
    meeting = planned()
    first = event_of(meeting)

    plan(meeting, slot(days=5, hour=14))
    second = event_of(meeting)

    assert (first["uid"], first["sequence"]) == (second["uid"], 1)
    assert second["sequence"] == 2
    assert second["dtstart"].dt == slot(days=5, hour=14)
    assert (second["dtend"].dt - second["dtstart"].dt).total_seconds() == 45 * 60
    people = {voice(meeting, part).email for part in Voice.values}
    assert {str(who).removeprefix("mailto:") for who in second["attendee"]} == people
    assert "1. Sujet hosting" in second["description"]


@pytest.mark.parametrize(
    "state", [s for s in ScopingMeeting.State if s not in ("to_plan", "planned")]
)
def test_a_meeting_that_took_place_is_not_moved(state):
    meeting = ScopingMeetingFactory(state=state, starts_at=slot())

    with pytest.raises(WrongState):
        plan(meeting, slot(days=4))
