"""What the « Cadrage » tab of a project shows, as plain values."""

from governance import typography
from projects.models import Project
from reviews.actions.meetings import meeting_when
from reviews.actions.minutes import voice_seats
from reviews.meeting_pages import state_line, trio
from reviews.minutes_pages import signature_trio
from reviews.models import Outcome, ScopingMeeting
from reviews.permissions import can_plan_meeting


def scoping_context(project: Project, user) -> dict:
    """The meetings of a project, what they left to do, and the documents."""
    seats = list(voice_seats(project))
    meetings = list(project.meetings.prefetch_related("minutes__signatures__signed_by__vendor"))
    return {
        "project": project,
        "tab": "scoping",
        "meetings": [meeting_card(meeting, seats, user) for meeting in meetings],
        "owed": owed_lines(project),
        "reports": list(project.reports.filter(kind="scoping")),
    }


def meeting_card(meeting: ScopingMeeting, seats, user) -> dict:
    """One meeting: when, its state, its three voices, its minutes."""
    versions = list(meeting.minutes.all())
    last = versions[0] if versions else None
    return {
        "meeting": meeting,
        "title": meeting_when(meeting) if meeting.starts_at else "",
        "state": state_line(meeting),
        "seats": signature_trio(last, seats, last.signatures.all(), user)
        if last
        else trio(meeting, seats),
        "last": last,
        "older": versions[1:],
        "may_lead": bool(can_plan_meeting(user, meeting)),
    }


def owed_lines(project: Project) -> list[dict]:
    """Actions and questions that nobody finished yet, the soonest first."""
    rows = Outcome.objects.filter(
        item__meeting__project=project, kind__in=Outcome.OWED, done_at=None
    ).select_related("owner", "item")
    return [
        {"outcome": row, "due": typography.short_day(row.due_on), "from": row.item.title}
        for row in rows.order_by("due_on", "pk")
    ]
