"""Two projects on one system in the same weeks, or a launch while nothing may be released.

Derived each time, never typed. The finding is pure; loaders at the end fetch what it reads.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import typography
from governance.models import Closure
from governance.working_days import Calendar
from projects.commitments import ALREADY_LIVE
from projects.models import Dependency, Milestone, Project
from projects.overview import as_day
from projects.path import Path
from projects.reference import Freeze, load_freezes

AROUND = timedelta(days=90)  # the launches that are looked at, on each side of one's own weeks
MOST = 60  # collisions are read one by one: beyond, the list says nothing more
WORK_DAYS = 10  # working days spent on a system before the acceptance
RUNNING = (Project.State.REGISTERED, Project.State.SCOPED)
LEANS = (
    Dependency.State.TO_CONFIRM,
    Dependency.State.CONFIRMED,
    Dependency.State.CONDITIONAL,
)


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which a project works on the systems it leans on."""

    starts_on: date
    ends_on: date

    def meets(self, other: "Window") -> "Window | None":
        """The days that two windows share, if any."""
        first, last = max(self.starts_on, other.starts_on), min(self.ends_on, other.ends_on)
        return Window(first, last) if first <= last else None


@dataclass(frozen=True, slots=True)
class Work:
    """Another project at work on a system."""

    system: str
    key: str
    title: str
    window: Window


@dataclass(frozen=True, slots=True)
class Collision:
    """Another project on the same systems in the same weeks."""

    key: str
    title: str
    systems: tuple[str, ...]
    shared: Window


def work_window(acceptance_on: date | None, launch_on: date, calendar: Calendar) -> Window:
    """From two weeks before the acceptance (the launch when there is none) to the launch."""
    last = max(acceptance_on or launch_on, launch_on)
    return Window(calendar.add(acceptance_on or launch_on, -WORK_DAYS), last)


def find_collisions(systems, window: Window, others) -> list[Collision]:
    """The projects at work on one of these systems in these weeks, the earliest first."""
    found: dict[str, tuple[Work, Window, dict]] = {}
    for other in others:
        shared = window.meets(other.window)
        if shared and other.system in systems:
            found.setdefault(other.key, (other, shared, {}))[2][other.system] = None
    rows = [Collision(w.key, w.title, tuple(names), shared) for w, shared, names in found.values()]
    return sorted(rows, key=lambda row: (row.shared.starts_on, row.key))


def freezes_over(day: date, systems, freezes: tuple[Freeze, ...]) -> list[Freeze]:
    """The freeze periods in which a launch falls: everybody's, or those of its systems."""
    mine = [freeze for freeze in freezes if not freeze.system or freeze.system in systems]
    return [freeze for freeze in mine if freeze.starts_on <= day <= freeze.ends_on]


def told(collisions: list[Collision], freezes: list[Freeze]) -> list[dict]:
    """Each collision in one sentence, as projects/collisions.html draws it."""
    return [told_freeze(freeze) for freeze in freezes] + [told_project(row) for row in collisions]


def told_project(row: Collision) -> dict:
    """« CRM-VENTES : « Portail » (P-2026-0012) y travaille aussi, du 30 nov. au 18 déc. »"""
    text = _("%(systems)s : « %(title)s » (%(key)s) y travaille aussi, du %(first)s au %(last)s.")
    if row.shared.starts_on == row.shared.ends_on:
        text = _("%(systems)s : « %(title)s » (%(key)s) y travaille aussi, le %(first)s.")
    sentence = text % {
        "systems": ", ".join(row.systems),
        "title": row.title,
        "key": row.key,
        "first": typography.short_day(row.shared.starts_on),
        "last": typography.short_day(row.shared.ends_on),
    }
    url = reverse("projects:project", args=[row.key])
    link = _("Voir « %(title)s »") % {"title": row.title}
    return {"genre": "project", "sentence": sentence, "url": url, "link": link}


def told_freeze(freeze: Freeze) -> dict:
    """« La mise en ligne tombe pendant une période de gel : … »"""
    text = _(
        "La mise en ligne tombe pendant « %(label)s », du %(first)s au %(last)s : "
        "%(who)s aucune mise en ligne."
    )
    nobody = _("l’entreprise n’accepte")
    system = _("%(system)s n’accepte") % {"system": freeze.system}
    sentence = text % {
        "label": freeze.label,
        "first": typography.short_day(freeze.starts_on),
        "last": typography.short_day(freeze.ends_on),
        "who": system if freeze.system else nobody,
    }
    return {"genre": "freeze", "sentence": sentence, "url": "", "link": ""}


def collisions_for(user, path: Path, systems) -> list[dict]:
    """What a registration would collide with if it were sent today, in sentences."""
    dates = {step.ref: step.due_on for step in path.steps}
    window = work_window(dates.get("acceptance"), dates["launch"], Closure.cached_calendar())
    launch = None if path.is_live else path.launch_on
    return told(*_found(user, window, launch, set(systems), besides=""))


def met_by(user, project: Project, systems, *, only: str = "") -> tuple[list, list]:
    """What a running project collides with as its dates stand: other projects, freezes."""
    dates = {step["ref"]: as_day(step["due_on"]) for step in project.summary.get("path", ())}
    if project.state not in RUNNING or "launch" not in dates:
        return [], []
    window = work_window(dates.get("acceptance"), dates["launch"], Closure.cached_calendar())
    launch = None if ALREADY_LIVE in project.started else project.launch_on
    return _found(user, window, launch, set(systems), besides=project.key, only=only)


def kept(dependencies) -> list[str]:
    """The systems that a project leans on, those refused left out."""
    return [row.system.name for row in dependencies if row.state in LEANS]


def _found(
    user, window: Window, launch: date | None, systems: set, *, besides: str, only: str = ""
) -> tuple[list, list]:
    """A guest is never told about another project, nor the company's calendar."""
    if user.is_guest:
        return [], []
    freezes = load_freezes(timezone.localdate()) if launch else ()
    over = freezes_over(launch, systems, freezes) if launch else []
    others = load_others(user, systems, window, besides=besides, only=only)
    return find_collisions(systems, window, others), over


def load_others(user, systems, window: Window, *, besides: str = "", only: str = "") -> list[Work]:
    """The running projects that one may see on these systems about then, in one statement."""
    due = Milestone.objects.filter(project=OuterRef("project"))
    rows = (
        Dependency.objects.visible_to(user)
        .filter(system__name__in=systems, state__in=LEANS, project__state__in=RUNNING)
        .exclude(project__key=besides)
        .filter(**({"project__key": only} if only else {}))
        .annotate(
            acceptance_on=Subquery(due.filter(ref="acceptance").values("due_on")[:1]),
            ends_on=Subquery(due.filter(ref="launch").values("due_on")[:1]),
        )
        .filter(project__launch_on__gte=window.starts_on - AROUND)
        .filter(project__launch_on__lte=window.ends_on + AROUND)
        .order_by("project__launch_on", "project__key", "system__number")
        .values_list(
            "system__name",
            "project__key",
            "project__title",
            "project__launch_on",
            "acceptance_on",
            "ends_on",
        )[:MOST]
    )
    calendar = Closure.cached_calendar()
    return [
        Work(system, key, title, work_window(acceptance, ends or wished, calendar))
        for system, key, title, wished, acceptance, ends in rows
    ]
