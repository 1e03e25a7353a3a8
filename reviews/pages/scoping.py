"""What the « Cadrage » tab of a project shows, as plain values."""

from governance import typography
from projects.models import Project
from reviews.actions.agenda import meeting_day
from reviews.actions.further_meetings import COMING
from reviews.actions.minutes import voice_seats
from reviews.models import Outcome, ScopingMeeting
from reviews.pages.agenda import backlog_lines
from reviews.pages.meetings import state_line, trio
from reviews.pages.minutes import signature_trio
from reviews.permissions import can_call_meeting, can_plan_meeting
from reviews.words.meetings import meeting_when


def scoping_context(project: Project, user) -> dict:
    """The meetings of a project, what they left to do, and the documents."""
    seats = list(voice_seats(project))
    rows = project.meetings.select_related("project", "follows")
    signed = "minutes__signatures"
    meetings = list(
        rows.prefetch_related(f"{signed}__signed_by__vendor", f"{signed}__on_behalf_of")
    )
    cards = [meeting_card(meeting, seats, user) for meeting in meetings]
    return {
        "project": project,
        "tab": "scoping",
        "meetings": cards,
        "has_minutes": any(card["last"] for card in cards),
        "owed": owed_lines(project),
        "backlog": backlog_lines(project),
        "may_call": may_call(project, meetings, user),
        "reports": list(project.reports.filter(kind="scoping")),
    }


def may_call(project: Project, meetings, user) -> bool:
    """Whether this person may ask for another meeting now."""
    coming = any(meeting.state in COMING for meeting in meetings)
    over = project.is_over or project.state == Project.State.LIVE
    return not coming and not over and bool(can_call_meeting(user, project))


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
        "follows": meeting_day(meeting.follows) if meeting.follows else "",
        "may_lead": bool(can_plan_meeting(user, meeting)),
    }


def owed_lines(project: Project) -> list[dict]:
    """Actions and questions that nobody finished yet, the soonest first."""
    rows = (
        Outcome.objects.standing()
        .filter(item__meeting__project=project, kind__in=Outcome.OWED, done_at=None)
        .select_related("owner", "item")
    )
    return [
        {"outcome": row, "due": typography.short_day(row.due_on), "from": row.item.title}
        for row in rows.order_by("due_on", "pk")
    ]
