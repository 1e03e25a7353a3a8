"""Which projects lean on a system, when, and which of them something on it would hit. Read only."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery

from governance.models import Closure, System
from governance.models.journal import fingerprint
from projects.collisions import LEANS, RUNNING, Window, work_window
from projects.models import Dependency, Milestone, Project, SystemAnnouncement

Kind = SystemAnnouncement.Kind
STANDING = (*RUNNING, Project.State.LIVE)  # a project in service still leans on its systems


@dataclass(frozen=True, slots=True)
class Lean:
    """A project and the ways in which it leans on a system."""

    project: Project
    window: Window
    dependencies: tuple[Dependency, ...]

    @property
    def is_live(self) -> bool:
        return self.project.state == Project.State.LIVE


def rows_on(system: System) -> QuerySet:
    """The dependencies that count on a system, with the dates of their projects."""
    due = Milestone.objects.filter(project=OuterRef("project"))
    return (
        Dependency.objects.filter(system=system, state__in=LEANS, project__state__in=STANDING)
        .select_related("project", "system", "needed_by")
        .annotate(
            acceptance_on=Subquery(due.filter(ref="acceptance").values("due_on")[:1]),
            ends_on=Subquery(due.filter(ref="launch").values("due_on")[:1]),
        )
        .order_by("project__launch_on", "project__key", "nature")
    )


def leaning_on(system: System) -> list[Lean]:
    """The projects that lean on a system, under way or in service, the first to launch first."""
    found: dict[int, list[Dependency]] = {}
    for row in rows_on(system):
        found.setdefault(row.project_id, []).append(row)
    calendar = Closure.cached_calendar()
    return [lean_of(rows, calendar) for rows in found.values()]


def lean_of(rows: list[Dependency], calendar) -> Lean:
    """One project from its dependencies on a system."""
    first = rows[0]
    launch = first.ends_on or first.project.launch_on
    window = work_window(first.acceptance_on, launch, calendar)
    return Lean(first.project, window, tuple(rows))


def hit_by(system: System, kind: str, starts_on: date, ends_on: date | None) -> list[Lean]:
    """The projects that something announced on a system hits.

    A freeze hits whoever works on the system on these days. A change or a retirement hits
    whoever leans on it before it is over: those in service too, for they do not stop leaning.
    """
    return [lean for lean in leaning_on(system) if is_hit(lean, kind, starts_on, ends_on)]


def is_hit(lean: Lean, kind: str, starts_on: date, ends_on: date | None) -> bool:
    """Whether one project is. Pure."""
    if kind == Kind.FREEZE:
        shared = lean.window.meets(Window(starts_on, ends_on or starts_on))
        return shared is not None and not lean.is_live
    return ends_on is None or lean.is_live or lean.window.starts_on <= ends_on


def stamp_of(leans: list[Lean]) -> str:
    """The projects that a page showed, in short: two same stamps are the same projects."""
    return fingerprint(sorted(lean.project.key for lean in leans))


def leaned_on() -> Q:
    """The condition that a system is one on which a running project leans."""
    rows = Dependency.objects.filter(state__in=LEANS, project__state__in=RUNNING)
    return Q(pk__in=rows.values("system"))
