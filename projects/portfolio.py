"""What lists show of a project, written by one function and rebuilt by one command."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import markup
from governance.models import Closure
from governance.roles import Voice
from governance.working_days import Calendar
from projects.models import Milestone, Move, Project, Seat
from projects.search import searchable

Health = Project.Health
LATE_DAYS_OF_TROUBLE = 5


def refresh(project: Project) -> None:
    """Bring the list columns of a project up to date; every verb that moves it calls this."""
    project.updated_at = timezone.now()
    _write(project, "updated_at")


def rebuild(project: Project) -> None:
    """Write the same columns again without saying that the project has just moved."""
    _write(project)


def rebuild_all() -> int:
    """Bring every project that is not over up to date: dates pass although nobody moves."""
    over = (Project.State.LIVE, Project.State.CANCELLED)
    projects = Project.objects.exclude(state__in=over).select_related("vendor")
    count = 0
    for project in projects.iterator(chunk_size=200):
        rebuild(project)
        count += 1
    return count


@transaction.atomic
def _write(project: Project, *more: str) -> None:
    seats = list(project.seats.voices().select_related("person__vendor", "person__team"))
    steps = list(project.milestones.order_by("position"))
    moves = list(project.moves.running().select_related("person", "team").order_by("due_on", "pk"))
    today, calendar = timezone.localdate(), Closure.calendar()
    health, reason = health_of(project, steps, moves, today, calendar)
    project.health, project.health_reason = health, reason[:200]
    project.ball_side = moves[0].side if moves else ""
    project.search = searchable(project, [seat.person.name for seat in seats])
    summary = {
        "trio": [trio_line(voice, seats) for voice in Voice.values],
        "path": [step_line(step) for step in steps],
        "balls": [ball_line(move) for move in moves],
        "next": next_step(steps),
        "catch_up": bool(project.started or project.already_started),
    }
    project.summary = {**summary, "row": row_line(summary)}
    columns = ["health", "health_reason", "ball_side", "search", "summary", *more]
    project.save(update_fields=columns)


def row_line(summary: dict) -> dict:
    """The little that a row of the list prints, so that fifty rows are cheap to read."""
    step = summary["next"]
    return {
        "trio": [[line["voice"], line["name"]] for line in summary["trio"]],
        "path": [[s["genre"], s["state"], s["name"], s["due_on"]] for s in summary["path"]],
        "balls": [
            [b["side"], b["holder"], b["person"], b["team"], b["due_on"]] for b in summary["balls"]
        ],
        "next": [step["name"], step["due_on"]] if step else [],
        "catch_up": summary["catch_up"],
    }


def health_of(project, steps, moves, today: date, calendar: Calendar) -> tuple[str, str]:
    """Sur la voie, à surveiller or en difficulté, with the sentence that says why. Pure.

    Trouble: an answer, or a step of the path, late by five working days or more.
    Watch: any answer or step that is late, or a step that was passed with a waiver.
    """
    if project.state == Project.State.LIVE:
        return Health.LIVE, _("Le projet est en service.")
    late = max((calendar.between(move.due_on, today) for move in moves), default=0)
    if late >= LATE_DAYS_OF_TROUBLE:
        return Health.TROUBLE, _("Une réponse a %(days)s jours ouvrés de retard.") % {"days": late}
    passed = [s for s in steps if s.state in ("todo", "now") and s.due_on < today]
    if passed:
        slip = calendar.between(passed[0].due_on, today)
        health = Health.TROUBLE if slip >= LATE_DAYS_OF_TROUBLE else Health.WATCH
        return health, _("La date de l’étape « %(step)s » est passée.") % {"step": passed[0].name}
    if late > 0:
        return Health.WATCH, _("Une réponse est en retard.")
    if any(step.state == Milestone.State.WAIVED for step in steps):
        return Health.WATCH, _("Une étape a été passée avec une dérogation.")
    return Health.GOOD, _("Aucune réponse en retard, aucune date passée.")


def trio_line(voice: str, seats: list[Seat]) -> dict:
    """One voice of the trio, or its empty chair."""
    seat = next((seat for seat in seats if seat.part == voice), None)
    if seat is None:
        return {"voice": voice, "initials": "", "name": "", "person": None, "taken": False}
    person = seat.person
    return {
        "voice": voice,
        "initials": markup.initials(person.name),
        "name": person.name,
        "title": person.job_title,
        "organisation": str(person.vendor or person.team or ""),
        "person": person.pk,
        "seat": seat.pk,
        "taken": seat.taken_at is not None,
    }


def step_line(step: Milestone) -> dict:
    """One step of the path as lists and pages draw it."""
    return {
        "id": step.pk,
        "ref": step.ref,
        "name": step.name,
        "genre": step.genre,
        "state": step.state,
        "due_on": step.due_on,
        "reached_on": step.reached_on,
        "note": step.note,
        "reason": step.reason,
    }


def ball_line(move: Move) -> dict:
    """One open ball: who, what, since when, until when, where it is played."""
    return {
        "id": move.pk,
        "kind": move.kind,
        "side": move.side,
        "holder": move.holder,
        "person": move.person_id,
        "team": move.team_id,
        "title": move.title,
        "detail": move.detail,
        "since": timezone.localdate(move.opened_at),
        "due_on": move.due_on,
        "days": move.days,
        "url": move.get_absolute_url(),
    }


def next_step(steps: list[Milestone]) -> dict | None:
    """The first step that is still ahead."""
    ahead = next((step for step in steps if step.state in ("todo", "now")), None)
    return {"name": ahead.name, "due_on": ahead.due_on} if ahead else None
