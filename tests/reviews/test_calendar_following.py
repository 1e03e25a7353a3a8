"""After the invitation: guests, people seated or replaced since, another length or place."""

from datetime import timedelta

import pytest
import time_machine
import vobject
from django.utils import timezone
from icalendar import Calendar

from governance.models import Notice
from projects.actions.seats import hand_over_seat
from reviews import tasks
from reviews.actions.arranging import set_point
from reviews.actions.dating import call_off_meeting, plan_meeting
from reviews.actions.meeting_guests import invite_to_meeting, withdraw_meeting_guest
from reviews.models import CalendarEntry, ScopingMeeting
from tests.factories import PersonFactory, SeatFactory
from tests.factories_meetings import MeetingGuestFactory
from tests.reviews.meeting_situations import meeting_to_plan, planned, slot, voice

pytestmark = pytest.mark.django_db
SOON = timedelta(minutes=11)


def read(notice):
    """The method and the entry of the file of a letter, the same by two readers."""
    first, second = Calendar.from_ical(notice.calendar), vobject.readOne(notice.calendar)
    (event,) = first.events
    assert str(first["method"]) == second.method.value
    assert str(event["uid"]) == second.vevent.uid.value
    return str(first["method"]), event


def files_of(person):
    """Every calendar file that somebody received, the oldest first."""
    rows = Notice.objects.filter(recipient=person).exclude(calendar="").order_by("pk")
    return [read(row) for row in rows]


def steps(person):
    return [(method, int(event["sequence"])) for method, event in files_of(person)]


def fresh(meeting):
    return ScopingMeeting.objects.select_related("project", "organiser").get(pk=meeting.pk)


def guest_of(meeting):
    return invite_to_meeting(
        meeting=fresh(meeting), email="paul.roux@payline.example", name="Paul Roux",
        vendor_name="Payline", reason="Expert", by=voice(meeting, "bearer"),
    )  # fmt: skip


def follow(after=SOON):
    with time_machine.travel(timezone.now() + after):
        return tasks.follow_meetings()


@pytest.fixture
def meeting():
    return planned()


def test_a_guest_gets_the_date_its_moves_and_its_end_under_one_identifier(meeting):
    """Scenario 92."""
    guest, by = guest_of(meeting), voice(meeting, "bearer")
    facts = {"place": "Salle Soie", "reason": "Grève", "by": by}
    plan_meeting(meeting=fresh(meeting), starts_at=slot(5), **facts)
    call_off_meeting(meeting=fresh(meeting), reason="Malade", by=by)

    files = files_of(guest.person)

    assert steps(guest.person) == [("REQUEST", 1), ("REQUEST", 2), ("CANCEL", 3)]
    assert len({str(event["uid"]) for _method, event in files}) == 1
    assert {str(event["uid"]) for _m, event in files} == {
        str(event["uid"]) for _m, event in files_of(by)
    }


def test_a_guest_reads_no_address_but_the_organisers(meeting):
    guest = guest_of(meeting)

    ((_method, event),) = files_of(guest.person)

    assert str(event["attendee"]) == f"mailto:{guest.person.email}"
    assert event["attendee"].params["ROLE"] == "OPT-PARTICIPANT"
    text = Notice.objects.get(recipient=guest.person).calendar.replace("\r\n ", "")
    assert text.count("mailto:") == 2
    assert f"/reunions/{meeting.pk}/invite" in str(event["url"])


def test_a_guest_asked_before_the_date_gets_the_file_with_the_date():
    meeting = meeting_to_plan()
    guest = guest_of(meeting)
    assert files_of(guest.person) == []

    facts = {"place": "Salle Lin", "reason": "Fixé ensemble.", "by": voice(meeting, "bearer")}
    plan_meeting(meeting=fresh(meeting), starts_at=slot(), **facts)

    assert steps(guest.person) == [("REQUEST", 1)]


def test_a_guest_taken_off_gives_the_date_back_once(meeting):
    """Scenario 92."""
    guest = guest_of(meeting)
    withdraw_meeting_guest(guest=guest, by=voice(meeting, "bearer"))

    follow()
    follow()

    assert steps(guest.person) == [("REQUEST", 1), ("CANCEL", 2)]
    ((_method, event),) = files_of(guest.person)[1:]
    assert event["status"] == "CANCELLED"


def test_the_end_of_an_invitation_waits_when_an_address_had_five_letters(meeting):
    """Scenario 46."""
    for _each in range(5):
        withdraw_meeting_guest(guest=guest_of(meeting), by=voice(meeting, "bearer"))
    person = meeting.guests.first().person

    follow()
    assert Notice.objects.filter(recipient=person).count() == 5

    follow(after=timedelta(minutes=70))
    assert steps(person)[-1][0] == "CANCEL"


def test_a_voice_replaced_gives_the_date_back_and_the_heir_is_invited(meeting):
    """Scenarios 92 and 98."""
    before, heir = voice(meeting, "it"), PersonFactory(it=True)
    seat = meeting.project.seats.current().get(part="it")
    hand_over_seat(seat=seat, to=heir, by=before)

    assert follow() == 1
    assert follow() == 0

    assert steps(before) == [("REQUEST", 1), ("CANCEL", 2)]
    assert steps(heir) == [("REQUEST", 2)]
    assert steps(voice(meeting, "vendor")) == [("REQUEST", 1)]
    ((_method, event),) = files_of(heir)
    assert f"mailto:{heir.email}" in {str(who) for who in event["attendee"]}
    assert f"mailto:{before.email}" not in {str(who) for who in event["attendee"]}


def test_a_voice_seated_after_the_date_was_fixed_is_invited():
    meeting = meeting_to_plan()
    meeting.project.seats.filter(part="vendor").update(left_at=timezone.now())
    facts = {"place": "Salle Lin", "reason": "Fixé à deux.", "by": voice(meeting, "bearer")}
    meeting = plan_meeting(meeting=fresh(meeting), starts_at=slot(), **facts)
    seat = SeatFactory(project=meeting.project, vendor=True)

    follow()

    assert steps(seat.person) == [("REQUEST", 2)]
    assert "votre voix y est attendue" in Notice.objects.get(recipient=seat.person).body


def test_another_length_is_told_to_everybody_once_the_agenda_is_left_alone(meeting):
    guest, by = guest_of(meeting), voice(meeting, "bearer")
    first = meeting.items.on_agenda().order_by("position").first()
    seen = (first.minutes_planned, first.owner_id)
    set_point(item=first, minutes=first.minutes_planned + 20, owner=first.owner, seen=seen, by=by)

    assert follow(after=timedelta(minutes=2)) == 0
    assert follow() == 1
    assert follow() == 0

    for person in (voice(meeting, "vendor"), guest.person):
        assert steps(person) == [("REQUEST", 1), ("REQUEST", 2)]
        _method, event = files_of(person)[-1]
        minutes = (event["dtend"].dt - event["dtstart"].dt).total_seconds() / 60
        assert minutes == fresh(meeting).minutes_planned


def test_another_place_says_so_and_raises_the_sequence(meeting):
    at = meeting.starts_at
    plan_meeting(
        meeting=fresh(meeting), starts_at=at, video_link="https://visio.example/lin",
        reason="La salle est prise.", by=voice(meeting, "bearer"),
    )  # fmt: skip

    letter = Notice.objects.filter(recipient=voice(meeting, "it")).latest("pk")

    assert steps(voice(meeting, "it")) == [("REQUEST", 1), ("REQUEST", 2)]
    assert "autre lieu" in letter.subject
    assert "a changé le lieu de la réunion" in letter.body
    assert read(letter)[1]["conference"] == "https://visio.example/lin"


def test_an_invitation_that_left_earlier_is_not_sent_again(meeting):
    CalendarEntry.objects.all().delete()

    assert follow() == 0

    assert CalendarEntry.objects.standing().count() == 3
    assert steps(voice(meeting, "vendor")) == [("REQUEST", 1)]


def test_a_meeting_that_is_over_or_stopped_writes_to_nobody(meeting):
    MeetingGuestFactory(meeting=meeting)
    count = Notice.objects.count()

    follow(after=timedelta(days=30))
    meeting.project.__class__.objects.filter(pk=meeting.project_id).update(state="cancelled")
    ScopingMeeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now())
    follow()

    assert Notice.objects.count() == count
