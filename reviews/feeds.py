"""The private calendar of a person: the meetings they are seated at, the dates of their balls.

The same rows always give the same file, so that a calendar which comes back reads nothing twice.
"""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from icalendar import Event

from projects.models import Move, Project
from reviews.calendar_files import PUBLISH, meeting_event, new_calendar, uid
from reviews.models import ScopingMeeting

KEPT_DAYS = 60  # how long a past meeting stays in the feed
MOST = 300
REFRESH = timedelta(hours=1)


def feed_file(person) -> bytes:
    """The calendar file of a person, in their language."""
    with translation.override(person.language or settings.LANGUAGE_CODE):
        calendar = new_calendar(PUBLISH)
        calendar.add("x-wr-calname", _("Cadrage, %(name)s") % {"name": person.name})
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
        for meeting in meetings_of(person):
            calendar.add_component(seen_event(meeting))
        for move in moves_of(person):
            calendar.add_component(move_event(move))
        return calendar.to_ical()


def meetings_of(person):
    """The meetings with a date of the projects where this person holds a seat."""
    projects = Project.objects.visible_to(person).exclude(state=Project.State.CANCELLED)
    seated = projects.filter(seats__person=person, seats__left_at=None)
    since = timezone.now() - timedelta(days=KEPT_DAYS)
    rows = ScopingMeeting.objects.filter(project__in=seated, starts_at__gt=since)
    rows = rows.exclude(state=ScopingMeeting.State.TO_PLAN).select_related("project")
    return rows.prefetch_related("items").order_by("starts_at", "pk")[:MOST]


def moves_of(person):
    """The balls of a person on the projects they may see."""
    rows = Move.objects.open().held_by(person).visible_to(person)
    rows = rows.exclude(project__state=Project.State.CANCELLED)
    return rows.select_related("project").order_by("due_on", "pk")[:MOST]


def seen_event(meeting: ScopingMeeting) -> Event:
    """A meeting as it stands, without asking anything of anybody."""
    items = [item for item in meeting.items.all() if item.minutes_planned]
    event = meeting_event(meeting, items)
    event.pop("dtstamp")
    event.add("dtstamp", meeting.created_at)
    event.add("status", "CONFIRMED")
    return event


def move_event(move: Move) -> Event:
    """A ball on its last day: it is read, and blocks no hour."""
    event = Event()
    event.add("uid", uid("balle", move.pk))
    event.add("dtstamp", move.opened_at)
    event.add("dtstart", move.due_on)
    event.add("dtend", move.due_on + timedelta(days=1))
    told = {"title": move.title, "project": move.place}
    event.add("summary", _("%(title)s, %(project)s") % told)
    address = settings.BASE_URL + move.get_absolute_url()
    event.add("description", "\n".join(filter(None, [move.detail, address])))
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    return event
