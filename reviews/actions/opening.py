"""What a registration opens on this floor: gates, a scoping meeting, or an express certificate."""

from collections.abc import Callable
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.models import GateTemplate, LevelCode, Topic
from governance.roles import Side
from projects import portfolio
from projects.models import Milestone, Move, Project
from projects.pathbook import reference_of
from reviews.actions.agenda import write_agenda
from reviews.actions.gates import open_gate_moves
from reviews.actions.later_checks import checked_share, draw_later_check, lot
from reviews.actions.reports import freeze_report
from reviews.models import Gate, ScopingMeeting

PLAN_MEETING_DAYS = 3
LEVEL_ORDER = list(LevelCode.values)
EXPRESS_SKIPS = ("J1",)  # what an accepted express project has already answered


@transaction.atomic
def open_path(*, project: Project, by, lot: Callable[[], int] = lot) -> None:
    """Open the gates of a new project, then its meeting, or accept it at once."""
    accepted = is_accepted_at_once(project)
    for milestone in project.milestones.filter(genre=Milestone.Genre.GATE):
        if not (accepted and milestone.ref in EXPRESS_SKIPS):
            open_gate(project=project, milestone=milestone)
    if accepted:
        accept_express(project=project, by=by, lot=lot)
    else:
        open_meeting(project=project, by=by)
    portfolio.refresh(project)


def is_accepted_at_once(project: Project) -> bool:
    """An express project that leaves nothing unknown and has not started meets every rule."""
    knows = "unknown" not in project.answers.values()
    fresh = not (project.already_started or project.started)
    return project.level == LevelCode.EXPRESS and knows and fresh


def open_gate(*, project: Project, milestone: Milestone) -> Gate:
    """A gate keeps the rules its project was registered under: criteria, delay, silence."""
    reference = reference_of(project)
    row = next(row for row in reference.gates if row.ref == milestone.ref)
    level, rank = reference.levels[project.level], LEVEL_ORDER.index(project.level)
    criteria = [asdict(c) for c in row.criteria if LEVEL_ORDER.index(c.level) <= rank]
    gate = Gate.objects.create(
        project=project,
        milestone=milestone,
        template=GateTemplate.objects.get(ref=row.ref),
        ref=row.ref,
        name=row.name,
        domain=row.domain,
        team_id=row.team,
        criteria=criteria,
        answer_days=row.answer_days or level.answer_days,
        silence=row.silence or level.silence,
        validity_months=row.validity_months,
        advice=list(row.advice),
        avoids=row.avoids,
    )
    gate.topics.set(Topic.objects.filter(slug__in=row.topics))
    return gate


def open_meeting(*, project: Project, by) -> ScopingMeeting:
    """A meeting to plan, with what is open as its agenda: the ball is with the bearer."""
    meeting = ScopingMeeting.objects.create(project=project, created_at=timezone.now())
    write_agenda(meeting)
    ask_to_plan(
        meeting, _("Les trois voix se voient une fois, avant tout choix difficile à défaire.")
    )
    return meeting


def ask_to_plan(meeting: ScopingMeeting, detail: str) -> None:
    """The bearer of the need fixes the date."""
    project = meeting.project
    bearer = project.seats.current().get(part="bearer").person
    Move.open_for(
        meeting,
        Move.Kind.PLAN_MEETING,
        project=project,
        side=Side.BEARER,
        person=bearer,
        title=_("Fixer la réunion de cadrage"),
        detail=detail,
        days=PLAN_MEETING_DAYS,
    )


def accept_express(*, project: Project, by, lot: Callable[[], int] = lot) -> None:
    """No meeting, no first gate: a dated certificate, and the project goes on.

    `lot` draws a number from 0 to 99: below the share of the steward, the project is read later.
    """
    today = timezone.localdate()
    facts = {"asked_by": by.name, "share": checked_share(project)}
    journal.record(project, "project.accepted", by=None, thread=project.key, **facts)
    project.sign_scoping(by=by, number=1)
    done = project.milestones.filter(ref__in=("scoping", *EXPRESS_SKIPS))
    for milestone in done:
        milestone.mark(Milestone.State.DONE, on=today, note=_("accepté d’emblée"))
    freeze_report(project=project, kind="certificate", by=by)
    draw_later_check(project=project, lot=lot)
    open_gate_moves(project=project, by=by)
