"""Calendar invitations (iCalendar): a request, and its updates under the same identifier."""

from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from reviews.models import ScopingMeeting

MEDIA_TYPE = "text/calendar; charset=utf-8; method=REQUEST"


def meeting_uid(meeting: ScopingMeeting) -> str:
    """The identifier that every version of an invitation keeps."""
    return f"cadrage-reunion-{meeting.pk}@{urlsplit(settings.BASE_URL).hostname}"


def meeting_address(meeting: ScopingMeeting) -> str:
    """Where the meeting is shown, for people outside the application."""
    return settings.BASE_URL + reverse("reviews:meeting", args=[meeting.pk])


def invitation(meeting: ScopingMeeting, seats, items) -> bytes:
    """The file that a calendar opens: the date, the place, the three voices, the agenda."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.COMPANY_NAME}//Cadrage//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "REQUEST")
    calendar.add_component(meeting_event(meeting, seats, items))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def meeting_event(meeting: ScopingMeeting, seats, items) -> Event:
    zone, event = ZoneInfo(settings.TIME_ZONE), Event()
    event.add("uid", meeting_uid(meeting))
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", timezone.now())
    event.add("dtstart", meeting.starts_at.astimezone(zone))
    event.add("dtend", meeting.ends_at.astimezone(zone))
    event.add("summary", _("Réunion de cadrage, %(project)s") % {"project": meeting.project})
    event.add("location", meeting.place)
    event.add("description", described(meeting, items))
    event.add("url", meeting_address(meeting))
    event.add("status", "CONFIRMED")
    if meeting.organiser:
        event.add("organizer", address(meeting.organiser), encode=0)
    for seat in seats:
        event.add("attendee", attendee(seat.person), encode=0)
    return event


def described(meeting: ScopingMeeting, items) -> str:
    """The agenda, one point per line, then where to read the rest."""
    lines = [f"{n}. {item.title} ({item.minutes_planned} min)" for n, item in enumerate(items, 1)]
    return "\n".join([_("Ordre du jour"), *lines, "", meeting_address(meeting)])


def address(person) -> vCalAddress:
    """A person as calendars know them: name and e-mail."""
    who = vCalAddress(f"MAILTO:{person.email}")
    who.params["cn"] = vText(person.name)
    return who


def attendee(person) -> vCalAddress:
    """A voice whose answer is asked."""
    who = address(person)
    who.params["role"] = vText("REQ-PARTICIPANT")
    who.params["partstat"] = vText("NEEDS-ACTION")
    who.params["rsvp"] = vText("TRUE")
    return who
