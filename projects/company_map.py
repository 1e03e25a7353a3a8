"""The company's map: what is asked of it, and who leans on what, in a fixed number of queries."""

from calendar import monthrange
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import OuterRef, Subquery
from django.http import QueryDict
from django.utils import timezone

from governance.models import Closure, System
from projects import matrix
from projects.collisions import Window, work_window
from projects.models import Dependency, Milestone, Project, Seat

MONTHS = 12
MOST_COLUMNS = {"carte": 300, "tableau": 40, "temps": 0}
FEW = 12  # up to so many projects, the table of the mockup says everything at once
RUNNING = (Project.State.REGISTERED, Project.State.SCOPED)
SCOPES = {
    "": RUNNING,
    "service": (Project.State.LIVE,),
    "tous": (*RUNNING, Project.State.LIVE),
}
NAMES = {
    "view": "vue",
    "category": "categorie",
    "unit": "unite",
    "state": "etat",
    "personal": "donnees",
    "period": "periode",
    "scope": "projets",
    "system": "systeme",
    "empty": "vides",
    "page": "page",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; an unknown value finds nothing, it never shows everything."""

    view: str = ""
    category: str = ""
    unit: str = ""
    state: str = ""
    personal: str = ""
    period: str = ""
    scope: str = ""
    system: str = ""
    empty: str = ""
    page: str = ""

    @classmethod
    def read(cls, params: QueryDict | dict) -> "Asked":
        said = {name: str(params.get(key, "")) for name, key in NAMES.items()}
        return cls(**{name: text.replace("\0", "").strip()[:80] for name, text in said.items()})

    def pairs(self, **changes) -> dict[str, str]:
        """The filters in use, as the address writes them."""
        asked = replace(self, **changes)
        found = {key: getattr(asked, name) for name, key in NAMES.items()}
        return {key: value for key, value in found.items() if value}

    def filters(self) -> dict[str, str]:
        """What a saved view keeps: everything but the page of columns."""
        return self.pairs(page="")

    def query(self, **changes) -> str:
        """The same address with some things changed; nothing when nothing is asked."""
        pairs = self.pairs(**changes)
        return f"?{urlencode(pairs)}" if pairs else ""

    @property
    def page_number(self) -> int:
        return max(1, int(self.page)) if self.page.isascii() and self.page.isdigit() else 1

    @property
    def system_id(self) -> int | None:
        known = self.system.isascii() and self.system.isdigit() and len(self.system) < 18
        return int(self.system) if known else (-1 if self.system else None)


@dataclass(slots=True)
class Line:
    """A project of the map, with the days on which it works on what it leans on."""

    pk: int
    key: str
    title: str
    launch_on: date
    state: str
    team: int | None
    window: Window | None = None

    @property
    def url(self) -> str:
        return f"/projets/{self.key}/"


@dataclass
class Sight:
    """Everything that a map draws, filters applied."""

    asked: Asked
    today: date
    systems: list[System] = field(default_factory=list)
    lines: dict[int, Line] = field(default_factory=dict)
    leans: dict[tuple[int, int], matrix.Lean] = field(default_factory=dict)

    @cached_property
    def order(self) -> list[int]:
        """The projects that lean on something, the most connected first."""
        return matrix.most_connected(self.lines, self.leans)

    @cached_property
    def counts(self):
        """How many projects lean on each system."""
        return matrix.leaning_on(self.leans)

    @cached_property
    def used(self) -> list[System]:
        """The systems with a project at least; those that nobody needs when the address asks."""
        return [
            system
            for system in self.systems
            if self.counts[system.pk] or (self.asked.empty and not system.archived_at)
        ]

    @cached_property
    def unused(self) -> int:
        """How many systems of the catalogue nobody leans on."""
        living = [system for system in self.systems if not system.archived_at]
        return sum(not self.counts[system.pk] for system in living)

    @cached_property
    def view(self) -> str:
        """The way of drawing asked for; a few projects read best as a table."""
        if self.asked.view in MOST_COLUMNS:
            return self.asked.view
        return "tableau" if len(self.order) <= FEW else "carte"

    def columns(self) -> list[int]:
        """The projects of the page asked for."""
        most = MOST_COLUMNS[self.view] or len(self.order)
        first = (self.asked.page_number - 1) * most
        return self.order[first : first + most]

    def drawn(self) -> matrix.Matrix:
        """The matrix of the page asked for."""
        shown = set(columns := self.columns())
        leans = {place: lean for place, lean in self.leans.items() if place[1] in shown}
        return matrix.lay([(s.pk, s.category) for s in self.used], columns, leans)

    def months(self) -> list[date]:
        """The first day of each month that the map looks at, this one first."""
        return months_from(self.today)

    def at_work(self) -> dict[int, list[int]]:
        """How many projects work on each system, month by month."""
        spans = {line.pk: span_of(line.window, self.months()) for line in self.lines.values()}
        found: dict[int, list[int]] = {}
        for system, project in self.leans:
            counts = found.setdefault(system, [0] * MONTHS)
            for place in spans[project]:
                counts[place] += 1
        return found


def look(user, asked: Asked, *, today: date | None = None) -> Sight:
    """The systems, the projects one may see and who leans on what: three statements."""
    today = today or timezone.localdate()
    sight = Sight(asked, today, systems=list(_systems(asked)))
    lines = _lines(user, asked)
    during = period(asked.period, today)
    if during is not None:
        lines = {pk: line for pk, line in lines.items() if line.window and _meets(line, during)}
    sight.leans = matrix.merged(_leaning(asked, {s.pk: s for s in sight.systems}, lines))
    if asked.system_id is not None:
        _focus(sight, asked.system_id)
    kept = {project for _system, project in sight.leans}
    sight.lines = {pk: line for pk, line in lines.items() if pk in kept}
    return sight


def _systems(asked: Asked):
    rows = System.objects.select_related("owner_team", "owner", "replaced_by")
    if asked.category:
        rows = rows.filter(category=asked.category)
    return rows.order_by("number")


def _lines(user, asked: Asked) -> dict[int, Line]:
    """The projects in scope, by launch."""
    due = Milestone.objects.filter(project=OuterRef("pk"))
    bearer = Seat.objects.filter(project=OuterRef("pk"), part=Seat.Part.BEARER, left_at=None)
    rows = (
        Project.objects.filter(pk__in=Project.objects.visible_to(user).values("pk"))
        .filter(state__in=SCOPES.get(asked.scope, ()))
        .annotate(
            acceptance_on=Subquery(due.filter(ref="acceptance").values("due_on")[:1]),
            ends_on=Subquery(due.filter(ref="launch").values("due_on")[:1]),
            team=Subquery(bearer.values("person__team")[:1]),
        )
        .order_by("launch_on", "key")
    )
    if asked.system_id is not None:
        rows = rows.filter(pk__in=_living().filter(system=asked.system_id).values("project"))
    names = ("pk", "key", "title", "launch_on", "state", "team", "acceptance_on", "ends_on")
    calendar, known, lines = Closure.cached_calendar(), {}, {}
    for *facts, acceptance, ends in rows.values_list(*names):
        line = Line(*facts)
        if asked.unit and str(line.team or "") != asked.unit:
            continue
        if line.state in RUNNING:
            days = (acceptance, ends or line.launch_on)
            line.window = known.get(days) or known.setdefault(days, work_window(*days, calendar))
        lines[line.pk] = line
    return lines


def _living():
    """The dependencies that still stand: one that was replaced is history."""
    return Dependency.objects.exclude(state=Dependency.State.REPLACED).order_by()


def _leaning(asked: Asked, systems: dict, lines: dict):
    """System, project, state and direction of each dependency that is asked for."""
    rows = _living()
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.category:
        rows = rows.filter(system__category=asked.category)
    names = ["system_id", "project_id", "state", "direction"]
    if not asked.personal:
        for row in rows.values_list(*names):
            if row[0] in systems and row[1] in lines:
                yield row
        return
    wanted = {"oui": True, "non": False}.get(asked.personal)
    for system, project, state, direction, categories in rows.values_list(*names, "categories"):
        known = systems.get(system)
        if known and project in lines and is_personal(categories, known) is wanted:
            yield system, project, state, direction


def is_personal(categories, system: System) -> bool:
    """Whether a flow carries personal data: as it says, else as its system is known for."""
    if categories:
        return not Dependency.PERSONAL.isdisjoint(categories)
    return system.personal_data == System.PersonalData.YES


def _focus(sight: Sight, system: int) -> None:
    """Only the projects that lean on one system, and whatever else they lean on."""
    on_it = {project for leaned, project in sight.leans if leaned == system}
    sight.leans = {place: lean for place, lean in sight.leans.items() if place[1] in on_it}
    sight.systems.sort(key=lambda row: row.pk != system)


def _meets(line: Line, during: Window) -> bool:
    return line.window.meets(during) is not None


def period(text: str, today: date) -> Window | None:
    """The days that a word of the address means; nothing asked, no days; unknown, none ever."""
    if not text:
        return None
    if text in ("4s", "3m"):
        return Window(today, today + timedelta(days=28 if text == "4s" else 91))
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return Window(date.min, date.min)
    return Window(first, first.replace(day=monthrange(first.year, first.month)[1]))


def months_from(day: date) -> list[date]:
    """The first days of twelve months, from the month of this day."""
    start = day.year * 12 + day.month - 1
    return [date((start + n) // 12, (start + n) % 12 + 1, 1) for n in range(MONTHS)]


def span_of(window: Window | None, months: list[date]) -> range:
    """The places of the months that a window touches."""
    if window is None:
        return range(0)
    base = months[0].year * 12 + months[0].month
    first = window.starts_on.year * 12 + window.starts_on.month - base
    last = window.ends_on.year * 12 + window.ends_on.month - base
    return range(max(0, first), min(MONTHS, last + 1))
