"""What somebody asked to one meeting reads of it, and what the meeting shows of them."""

from django.db.models import Max, Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import typography
from governance.models import Closure
from reviews.minutes import item_line
from reviews.models import AgendaItem, Outcome, ScopingMeeting, SharedDocument
from reviews.models.meetings import SIGHT_DAYS
from reviews.pages import meetings as meeting_pages
from reviews.pages import minutes as minutes_pages
from reviews.permissions import can_ask_to_meeting, can_share_documents
from reviews.words.meetings import meeting_when

State = ScopingMeeting.State
POLLED = {State.HELD: "3s", State.PLANNED: "30s", State.CLOSED: "30s", State.CONTESTED: "30s"}


def guest_stamp(meeting: ScopingMeeting) -> str:
    """Changes when something that a guest may read has changed."""
    return f"{meeting.state}-{meeting.sequence}-{meeting.live_version}"


def guest_context(meeting: ScopingMeeting, user) -> dict:
    """The date, who is at the table, the agenda or the minutes, the documents: all in reading."""
    seats = list(meeting.project.seats.voices().select_related("person__vendor"))
    asked = meeting.guests.current().filter(person=user).select_related("invited_by").first()
    return {
        "meeting": meeting,
        "title": meeting.project.title,
        "asked": asked,
        "state": meeting_pages.state_line(meeting),
        "when": meeting_when(meeting) if meeting.starts_at else "",
        "seats": meeting_pages.trio(meeting, seats),
        "stamp": guest_stamp(meeting),
        "every": POLLED.get(State(meeting.state), ""),
        "shared": shared_lines(meeting),
        "end": end_sentence(meeting),
        "outside": True,
    } | told(meeting)


def told(meeting: ScopingMeeting) -> dict:
    """What was said: the minutes as they were sent, or the points as they are being written."""
    minutes = meeting.minutes.first() if meeting.state not in (State.PLANNED, State.HELD) else None
    if minutes is None:
        return {"points": point_lines(meeting), "minutes": None}
    content = minutes.content
    points = [minutes_pages.item_line(item) for item in content["items"]]
    return {"points": points, "minutes": minutes, "told": minutes_pages.told(content)}


def point_lines(meeting: ScopingMeeting) -> list[dict]:
    """The points of the agenda: why, for how long, what was noted and what came out of them."""
    standing = Outcome.objects.standing().select_related("owner")
    items = meeting.items.filter(place=AgendaItem.Place.AGENDA).select_related("topic")
    return [
        minutes_pages.item_line(item_line(item))
        | {
            "why": item.whole_why,
            "minutes_planned": item.minutes_planned,
            "now": meeting.state == State.HELD and item.pk == meeting.current_item_id,
        }
        for item in items.prefetch_related("merged", Prefetch("outcomes", standing))
    ]


def shared_lines(meeting: ScopingMeeting) -> list[SharedDocument]:
    """The documents that everybody at the meeting may open."""
    rows = SharedDocument.objects.filter(meeting=meeting).readable()
    return list(rows.select_related("document"))


def end_sentence(meeting: ScopingMeeting) -> str:
    """Until when the page of a guest opens."""
    if meeting.state != State.SIGNED:
        return _("Cette page se ferme cinq jours ouvrés après la signature des trois voix.")
    signed = meeting.minutes.aggregate(last=Max("signatures__signed_at"))["last"]
    if signed is None:
        return ""
    last_day = Closure.cached_calendar().add(timezone.localdate(signed), SIGHT_DAYS)
    return _("Le cadrage est signé. Cette page se ferme après le %(day)s.") % {
        "day": typography.long_day(last_day)
    }


def around_context(meeting: ScopingMeeting, user) -> dict:
    """Who comes from outside and what is shared, as the page of the meeting says it."""
    return {
        "outsiders": list(outsiders(meeting)),
        "shared": shared_lines(meeting),
        "may_ask": bool(can_ask_to_meeting(user, meeting)),
        "may_share": bool(can_share_documents(user, meeting)),
        "may_still_ask": meeting.state in (State.TO_PLAN, State.PLANNED, State.HELD),
    }


def outsiders(meeting: ScopingMeeting):
    """The guests whom nobody took off the list."""
    guests = meeting.guests.current().select_related("person__vendor", "invited_by")
    return guests.order_by("invited_at", "pk")


def asked_lines(user) -> list[dict]:
    """The meetings to which one is asked from outside, soonest first."""
    meetings = ScopingMeeting.objects.asking(user).exclude(project__seats__in=user.seats.current())
    return [
        {
            "id": meeting.pk,
            "title": meeting.project.title,
            "when": meeting_when(meeting) if meeting.starts_at else _("Date à venir"),
            "state": meeting_pages.state_line(meeting),
        }
        for meeting in meetings.select_related("project")
    ]
