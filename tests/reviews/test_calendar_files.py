"""Calendar invitations, read by two readers: what is asked, what an update and an end mean."""

import email
from email import policy

import pytest
import vobject
from icalendar import Calendar

from governance import delivery
from governance.models import Notice
from governance.roles import Voice
from reviews.actions.dating import call_off_meeting, plan_meeting
from tests.factories import NoticeFactory
from tests.reviews.meeting_situations import planned, slot, voice
from tests.reviews.slot_situations import LINK, offered, say

pytestmark = pytest.mark.django_db


def file_of(meeting, part, sequence):
    """The calendar file that a voice received with this version."""
    person = voice(meeting, part)
    return Notice.objects.get(key=f"meeting:{meeting.pk}:{sequence}:{person.pk}").calendar


def read(text):
    """The same file by two readers: its method, and its one entry by each."""
    first, second = Calendar.from_ical(text), vobject.readOne(text)
    assert str(first["method"]) == second.method.value
    assert len(first.events) == len(list(second.vevent_list)) == 1
    return second.method.value, first.events[0], second.vevent


def agreed():
    meeting = offered(slot(3))
    say(meeting, "vendor", "yes")
    return say(meeting, "it", "yes")


def move(meeting, starts_at):
    return plan_meeting(
        meeting=meeting, starts_at=starts_at, place="Salle Soie", reason="Grève",
        by=voice(meeting, "bearer"),
    )  # fmt: skip


@pytest.mark.parametrize("part", ["vendor", "it"])
def test_a_request_says_when_where_and_who(part):
    meeting = agreed()

    method, event, other = read(file_of(meeting, part, 1))

    assert method == "REQUEST"
    assert event["dtstart"].dt == other.dtstart.value == slot(3)
    assert event["dtstart"].params["TZID"] == "Europe/Paris"
    assert (event["dtend"].dt - event["dtstart"].dt).total_seconds() == 45 * 60
    assert event["location"] == other.location.value == f"Salle Lin, {LINK}"
    assert event["conference"] == LINK
    assert event["conference"].params["FEATURE"] == "VIDEO"
    assert event["status"] == other.status.value == "CONFIRMED"
    organiser = voice(meeting, "bearer")
    assert event["organizer"] == other.organizer.value == f"mailto:{organiser.email}"
    people = {f"mailto:{voice(meeting, part).email}" for part in Voice.values}
    assert {str(who) for who in event["attendee"]} == people
    assert {who.value for who in other.attendee_list} == people
    states = {str(who): who.params["PARTSTAT"] for who in event["attendee"]}
    assert states.pop(f"mailto:{organiser.email}") == "ACCEPTED"
    assert set(states.values()) == {"NEEDS-ACTION"}


def test_an_organiser_gets_a_date_to_keep_and_no_question():
    meeting = agreed()

    method, event, _other = read(file_of(meeting, "bearer", 1))

    assert method == "PUBLISH"
    assert "attendee" not in event


def test_an_update_and_an_end_keep_the_identifier_and_raise_the_sequence():
    """Scenario 92."""
    meeting = agreed()
    move(meeting, slot(5, hour=14))
    call_off_meeting(meeting=meeting, reason="Malade", by=voice(meeting, "it"))
    move(meeting, slot(7))

    read_files = [read(file_of(meeting, "vendor", number)) for number in (1, 2, 3, 4)]

    assert [method for method, *_rest in read_files] == ["REQUEST", "REQUEST", "CANCEL", "REQUEST"]
    assert len({str(event["uid"]) for _method, event, _other in read_files}) == 1
    assert len({other.uid.value for _method, _event, other in read_files}) == 1
    assert [event["sequence"] for _method, event, _other in read_files] == [1, 2, 3, 4]
    states = [event["status"] for _method, event, _other in read_files]
    assert states == ["CONFIRMED", "CONFIRMED", "CANCELLED", "CONFIRMED"]
    starts = [event["dtstart"].dt for _method, event, _other in read_files]
    assert starts == [
        slot(3),
        slot(5, hour=14),
        slot(5, hour=14),
        slot(7),
    ]  # the end names its date


def test_an_end_is_sent_once_to_each_voice():
    """Scenario 92."""
    meeting = planned()

    call_off_meeting(meeting=meeting, reason="Malade", by=voice(meeting, "it"))

    ends = Notice.objects.filter(calendar__contains="STATUS:CANCELLED")
    assert ends.values("recipient").distinct().count() == ends.count() == 3
    method, event, _other = read(file_of(meeting, "bearer", 2))
    assert (method, event["status"]) == ("PUBLISH", "CANCELLED")


def test_what_people_type_stays_inside_its_line():
    """Scenarios 92 and 102: commas, semicolons, line breaks, quotes, long words."""
    title = 'Refonte; "du", site\r\nATTENDEE:mailto:x@evil.example — ' + "é" * 90
    meeting = planned()
    meeting.project.title = title[:120]
    meeting.project.save(update_fields=["title"])
    person = voice(meeting, "vendor")
    type(person).objects.filter(pk=person.pk).update(name='Jo "Le\r\nGrand"; O’Neil, x:y')

    move(meeting, slot(5))

    text = file_of(meeting, "it", 2)
    _method, event, other = read(text)
    assert other.summary.value.replace("\n", "") == str(event["summary"]).replace("\n", "")
    assert len(event["attendee"]) == len(other.attendee_list) == 3
    lines = text.encode().split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    assert text.endswith("END:VCALENDAR\r\n")


def test_the_time_of_paris_is_two_yearly_rules():
    text = file_of(agreed(), "vendor", 1)

    (zone,) = Calendar.from_ical(text).timezones

    assert str(zone["tzid"]) == "Europe/Paris"
    rules = {season.name: season["rrule"].to_ical().decode() for season in zone.subcomponents}
    assert rules == {
        "DAYLIGHT": "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "STANDARD": "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    }


def test_the_e_mail_carries_the_invitation_twice(mailoutbox):
    meeting = agreed()
    notice = Notice.objects.get(key=f"meeting:{meeting.pk}:1:{voice(meeting, 'vendor').pk}")
    sent = delivery.notice_message(notice).message().as_bytes()

    message = email.message_from_bytes(sent, policy=policy.default)

    parts = [part for part in message.walk() if not part.is_multipart()]
    kinds = [part.get_content_type() for part in parts]
    assert kinds == ["text/plain", "text/html", "text/calendar", "application/ics"]
    assert parts[2]["content-type"].params["method"] == "REQUEST"
    assert parts[2].get_content_charset() == "utf-8"
    assert read(parts[2].get_content())[0] == "REQUEST"
    assert parts[3].get_filename() == "invitation.ics"
    assert parts[3].get_content().decode() == notice.calendar
    assert message["Message-ID"] == delivery.notice_message(notice).message()["Message-ID"]


def test_a_notice_without_a_date_carries_none():
    message = delivery.notice_message(NoticeFactory()).message()

    assert "calendar" not in message.as_string()


def test_the_file_is_frozen_with_its_e_mail():
    meeting = agreed()
    before = file_of(meeting, "vendor", 1)

    move(meeting, slot(9))

    assert file_of(meeting, "vendor", 1) == before
