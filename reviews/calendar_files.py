"""Calendar invitations (iCalendar): a request, its updates and its end under one identifier.

Whoever organises owns the event in their calendar: their copy is published, the others' asks for
an answer. The time zone travels with the file, and so does the video link.
"""

from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vText,
    vUri,
)

from governance.typography import visible
from reviews.models import ScopingMeeting

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
ZONE = ZoneInfo(settings.TIME_ZONE)
WINTER, SUMMER = timedelta(hours=1), timedelta(hours=2)


def media_type(method: str) -> str:
    """How a calendar file is announced."""
    return f"text/calendar; charset=utf-8; method={method}"


def uid(noun: str, pk: int) -> str:
    """The identifier that every version of a calendar entry keeps."""
    return f"cadrage-{noun}-{pk}@{urlsplit(settings.BASE_URL).hostname}"


def meeting_uid(meeting: ScopingMeeting) -> str:
    """The identifier that every version of an invitation keeps."""
    return uid("reunion", meeting.pk)


def meeting_address(meeting: ScopingMeeting, *, outside=False) -> str:
    """Where the meeting is shown, for people outside the application; guests have their own page."""
    page = "reviews:meeting-guest" if outside else "reviews:meeting"
    return settings.BASE_URL + reverse(page, args=[meeting.pk])


def new_calendar(method: str) -> Calendar:
    """An empty file of ours."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.COMPANY_NAME}//Cadrage//FR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(paris())
    return calendar


def paris() -> Timezone:
    """The time of Paris as two yearly rules: Outlook reads no other kind of zone."""
    zone = Timezone()
    zone.add("tzid", settings.TIME_ZONE)
    since = (datetime(1981, 3, 29, 2), datetime(1996, 10, 27, 3))  # noqa: DTZ001 -- by definition
    summer = (TimezoneDaylight(), "CEST", since[0], WINTER, SUMMER, 3)
    winter = (TimezoneStandard(), "CET", since[1], SUMMER, WINTER, 10)
    for season, name, start, before, after, month in (summer, winter):
        season.add("tzname", name)
        season.add("dtstart", start)
        season.add("tzoffsetfrom", before)
        season.add("tzoffsetto", after)
        season.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        zone.add_component(season)
    return zone


def invitation(  # noqa: PLR0913 -- what, for whom, who comes, whether it stands
    meeting: ScopingMeeting, people, items, *, reader=None, cancelled=False, outside=False
) -> bytes:
    """The file that a calendar opens: the date, the place, who is awaited, the agenda.

    `reader` is who will open it; with `cancelled` their calendar takes the date away. Somebody
    from `outside` reads no address but the organiser's.
    """
    method = method_for(meeting, reader, cancelled=cancelled)
    calendar = new_calendar(method)
    event = meeting_event(meeting, items, outside=outside)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if meeting.organiser:
        event.add("organizer", address(meeting.organiser), encode=0)
    if method != PUBLISH:
        for person in people:
            event.add("attendee", attendee(person, meeting, outside=outside), encode=0)
    calendar.add_component(event)
    return calendar.to_ical()


def method_for(meeting: ScopingMeeting, reader, *, cancelled: bool) -> str:
    """An organiser never invites themselves: calendars would not keep such a date."""
    if reader is not None and reader.pk == meeting.organiser_id:
        return PUBLISH
    return CANCEL if cancelled else REQUEST


def meeting_event(meeting: ScopingMeeting, items, *, outside=False) -> Event:
    """The meeting as one entry, without the people."""
    event = Event()
    event.add("uid", meeting_uid(meeting))
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", timezone.now())
    event.add("dtstart", meeting.starts_at.astimezone(ZONE))
    event.add("dtend", meeting.ends_at.astimezone(ZONE))
    event.add("summary", summary(meeting))
    event.add("location", where(meeting))
    event.add("description", described(meeting, items, outside=outside))
    event.add("url", meeting_address(meeting, outside=outside))
    event.add("transp", "OPAQUE")
    if meeting.video_link:
        parameters = {"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": _("Visioconférence")}
        event.add("conference", vUri(meeting.video_link), parameters=parameters)
    return event


def summary(meeting: ScopingMeeting) -> str:
    """The line that calendars show."""
    return _("Réunion de cadrage, %(project)s") % {"project": meeting.project}


def where(meeting: ScopingMeeting) -> str:
    """The place and the video link, whichever there is."""
    return ", ".join(filter(None, [meeting.place, meeting.video_link]))


def described(meeting: ScopingMeeting, items, *, outside=False) -> str:
    """Why this date, the agenda, one point per line, then where to read the rest."""
    lines = [f"{n}. {item.title} ({item.minutes_planned} min)" for n, item in enumerate(items, 1)]
    told = [_("Ordre du jour"), *lines, ""]
    if meeting.video_link:
        told.append(_("Visioconférence : %(url)s") % {"url": meeting.video_link})
    if meeting.fixed_reason:
        told.append(_("Pourquoi cette date : %(reason)s") % {"reason": meeting.fixed_reason})
    return "\n".join([*told, meeting_address(meeting, outside=outside)])


def address(person) -> vCalAddress:
    """A person as calendars know them: name and e-mail."""
    who = vCalAddress(f"mailto:{person.email}")
    name = " ".join(visible(person.name).split())
    who.params["cn"] = vText(name.replace('"', "’"))
    return who


def attendee(person, meeting: ScopingMeeting, *, outside=False) -> vCalAddress:
    """Whose answer is asked: a voice, or somebody from outside; the organiser has given theirs."""
    who, organises = address(person), person.pk == meeting.organiser_id
    asked = "OPT-PARTICIPANT" if outside else "REQ-PARTICIPANT"
    who.params["role"] = vText("CHAIR" if organises else asked)
    who.params["partstat"] = vText("ACCEPTED" if organises else "NEEDS-ACTION")
    who.params["rsvp"] = vText("FALSE" if organises else "TRUE")
    return who
