"""What a file of dependencies would do: declared, changed, unchanged, refused with the reason."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.models import SystemInterface
from projects.dependency_words import in_order
from projects.inventory.catalogue import Catalogue
from projects.inventory.cells import fold
from projects.inventory.columns import DEPENDENCIES, labels
from projects.inventory.facts import Refused, choice_of, choices_of, erases, line_of
from projects.inventory.plan import Line, Plan
from projects.inventory.rows import Row, Rows
from projects.inventory.systems import refuse_twins
from projects.models import Dependency, Milestone, Project

COLUMNS = (
    "pk", "project_id", "system_id", "nature", "direction", "data", "categories", "interface_id",
    "protocol", "volume", "environment", "needed_by_id", "state", "external_key", "version",
    "project__state",
)  # fmt: skip
IDENTITY = ("project", "system", "nature")
FACTS = ("external_key", "direction", "data", "categories", "interface", "protocol", "volume",
         "environment", "needed_by")  # fmt: skip
COLUMN_OF = {"interface": "interface_id", "needed_by": "needed_by_id"}
CHOICES = {
    "nature": Dependency.Nature.choices,
    "direction": Dependency.Direction.choices,
    "protocol": SystemInterface.Protocol.choices,
    "environment": Dependency.Environment.choices,
}
NOTHING = {"data": "", "categories": [], "interface": None, "protocol": "", "volume": "",
           "needed_by": None}  # fmt: skip
LONGEST = {"external_key": 80, "data": 200, "volume": 80}
A_PART = 2_000


@dataclass
class Ground:
    """What the rows of a file may speak of: projects, their milestones, systems, dependencies."""

    catalogue: Catalogue = field(default_factory=Catalogue)
    projects: dict[str, tuple[int, bool]] = field(default_factory=dict)
    milestones: dict[tuple[int, str], int] = field(default_factory=dict)
    interfaces: dict[tuple[int, str], tuple[int, bool]] = field(default_factory=dict)
    standing: dict[int, dict] = field(default_factory=dict)
    by_key: dict[str, int] = field(default_factory=dict)
    by_identity: dict[tuple, int] = field(default_factory=dict)
    names: dict[tuple[str, int], str] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Rows) -> "Ground":
        """Everything that these rows name, read in a few questions."""
        found = cls(catalogue=Catalogue.now())
        keys = sorted({row.cells.get("project", "").upper() for row in rows.rows} - {""})
        own = sorted({row.cells.get("external_key", "") for row in rows.rows} - {""})
        over = Project.State.CANCELLED
        for part in parts(keys):
            asked = Project.objects.filter(key__in=part).values_list("key", "pk", "state")
            found.projects |= {key: (pk, state == over) for key, pk, state in asked}
        for part in parts(sorted(pk for pk, _over in found.projects.values())):
            found.read(Q(project__in=part))
        for part in parts(own):
            found.read(Q(external_key__in=part))
        found.read_milestones()
        found.read_interfaces()
        return found

    def read_milestones(self) -> None:
        """The steps of every project that is spoken of."""
        named = {pk for pk, _over in self.projects.values()}
        named |= {row["project_id"] for row in self.standing.values()}
        for part in parts(sorted(named)):
            steps = Milestone.objects.filter(project__in=part).order_by("-position")
            for pk, project, name in steps.values_list("pk", "project_id", "name"):
                self.milestones[project, fold(name)] = pk
                self.names["needed_by", pk] = name

    def read(self, condition: Q) -> None:
        """The dependencies that answer a condition, by their key and by what they join."""
        for values in Dependency.objects.filter(condition).order_by().values_list(*COLUMNS):
            row = dict(zip(COLUMNS, values, strict=True))
            self.standing[row["pk"]] = row
            self.by_identity[row["project_id"], row["system_id"], row["nature"]] = row["pk"]
            if row["external_key"]:
                self.by_key[row["external_key"]] = row["pk"]

    def read_interfaces(self) -> None:
        """Every interface, with whether it is still open."""
        today = timezone.localdate()
        rows = SystemInterface.objects.order_by("pk")
        for pk, system, name, end in rows.values_list("pk", "system_id", "name", "ended_on"):
            self.interfaces[system, fold(name)] = (pk, end is None or end >= today)
            self.names["interface", pk] = name


def parts(values: list):
    """A list in pieces that a database takes in one question."""
    return [values[at : at + A_PART] for at in range(0, len(values), A_PART)]


def plan(rows: Rows, *, default_team=None, tick: Callable = lambda n: None) -> Plan:
    """Read every row beside the projects and systems of this instant."""
    reader = Reader(Ground.of(rows))
    lines = []
    for at, row in enumerate(rows.rows, start=1):
        lines.append(reader.line_of(row))
        tick(at)
    refuse_twins(lines, reader.tokens, reader.labels["system"])
    return Plan("dependencies", lines, rows.ignored, rows.remarks)


class Reader:
    """Rows turned into lines, one after the other."""

    def __init__(self, ground: Ground):
        self.ground, self.labels = ground, labels(DEPENDENCIES)
        self.tokens: dict[int, set] = {}

    def line_of(self, row: Row) -> Line:
        """What one row would do."""
        cells = row.cells
        named = " → ".join(t for t in (cells.get("project"), cells.get("system")) if t)
        line = Line(row.line, name=named or cells.get("external_key", ""))
        line.problems = list(row.problems)
        key = cells.get("external_key", "")
        identity = self.identity_of(line, cells)
        line.pk = self.match(line, key, identity)
        current = self.ground.standing.get(line.pk)
        whole = all(identity) and not line.problems
        self.tokens[line.number] = (
            ({("pk", line.pk)} if line.pk else set())
            | ({("key", key)} if key else set())
            | ({("identity", *map(str, identity))} if whole else set())
        )
        about = current["system_id"] if current else identity[1]
        place = current["project_id"] if current else identity[0]
        self.read_facts(line, cells, current, place, about)
        self.check_life(line, cells, current, identity)
        if current is None:
            line.facts |= dict(zip(("project_id", "system_id", "nature"), identity, strict=True))
        return line

    def identity_of(self, line: Line, cells: dict) -> tuple:
        """The project, the system and the nature that a row names; missing ones come back empty."""
        readers = (self.project_of, self.system_of, self.nature_of)
        found = []
        for fact, read in zip(IDENTITY, readers, strict=True):
            text, value = cells.get(fact, ""), None
            try:
                value = read(text) if text else None
            except Refused as refusal:
                line.problems.append((self.labels[fact], str(refusal)))
            found.append(value)
        return tuple(found)

    def project_of(self, text: str) -> int:
        """A project, by its reference."""
        known = self.ground.projects.get(text.upper())
        if known is None:
            words = _("Projet inconnu : « %(text)s ». Écrivez sa référence, P-2026-0042.")
            raise Refused(words % {"text": text[:60]})
        return known[0]

    def system_of(self, text: str) -> int:
        """A system, by its key or its name."""
        found = self.ground.catalogue.called(text)
        if found is None:
            raise Refused(_("Système inconnu : « %(text)s ».") % {"text": text[:60]})
        return found

    def nature_of(self, text: str) -> str:
        return choice_of(text, CHOICES["nature"])

    def match(self, line: Line, key: str, identity: tuple) -> int | None:
        """The dependency that a row is about: by its key, else by what it joins."""
        joined = self.ground.by_identity.get(identity)
        found = self.ground.by_key.get(key) if key else None
        if found:
            row = self.ground.standing[found]
            kept = (row["project_id"], row["system_id"], row["nature"])
            if any(new and new != old for new, old in zip(identity, kept, strict=True)):
                text = _("Cette clé est celle d’une autre dépendance : elle n’en change pas.")
                line.problems.append((self.labels["external_key"], text))
            return found
        if joined and key and (other := self.ground.standing[joined]["external_key"]):
            text = _("Déjà déclarée sous la clé « %(key)s ».") % {"key": other}
            line.problems.append((self.labels["external_key"], text))
        if joined is None:
            self.say_missing(line, identity)
        return joined

    def say_missing(self, line: Line, identity: tuple) -> None:
        """A new dependency names its project, its system and its nature."""
        said = {label for label, _text in line.problems}
        for fact, value in zip(IDENTITY, identity, strict=True):
            if value is None and self.labels[fact] not in said:
                line.problems.append((self.labels[fact], _("Cette cellule est vide.")))

    def read_facts(self, line: Line, cells: dict, current: dict | None, project, system) -> None:
        """Each cell that says something, compared with what is known."""
        for fact in FACTS:
            text = cells.get(fact, "")
            if not text:
                continue
            try:
                value = self.value_of(fact, text, current, project, system)
            except Refused as refusal:
                line.problems.append((self.labels[fact], str(refusal)))
                continue
            column = COLUMN_OF.get(fact, fact)
            before = current[column] if current else None
            if current and before == value:
                continue
            line.facts[column] = value
            said = self.shown(fact, before) if current else ""
            line.changes.append((self.labels[fact], said, self.shown(fact, value)))

    def value_of(self, fact: str, text: str, current, project, system):
        """The value of a cell."""
        if fact in NOTHING and erases(text):
            return NOTHING[fact]
        if fact in LONGEST:
            return line_of(text, LONGEST[fact])
        if fact == "categories":
            return in_order(choices_of(text, Dependency.Category.choices))
        if fact == "interface":
            return self.interface_of(text, current, system)
        if fact == "needed_by":
            return self.milestone_of(text, project)
        return choice_of(text, CHOICES[fact])

    def interface_of(self, text: str, current, system) -> int | None:
        """One of the interfaces that the system offers today."""
        found, is_open = self.ground.interfaces.get((system, fold(text)), (None, False))
        if found is None:
            raise Refused(_("Ce système n’a pas d’interface « %(text)s ».") % {"text": text[:60]})
        if not is_open and not (current and current["interface_id"] == found):
            raise Refused(_("L’interface « %(text)s » est fermée.") % {"text": text[:60]})
        return found

    def milestone_of(self, text: str, project) -> int:
        """A step of the project's path."""
        found = self.ground.milestones.get((project, fold(text)))
        if found is None:
            raise Refused(_("Ce projet n’a pas de jalon « %(text)s ».") % {"text": text[:60]})
        return found

    def check_life(self, line: Line, cells: dict, current: dict | None, identity: tuple) -> None:
        """What is over does not change: a withdrawn dependency, an archived system, a stopped project."""
        if current and current["state"] == Dependency.State.REPLACED:
            text = _("Le projet a retiré cette dépendance. Lui seul la déclare de nouveau.")
            line.problems.append((self.labels["system"], text))
        system = self.ground.catalogue.systems.get(identity[1])
        if current is None and system and system["archived_at"]:
            text = _("Ce système est archivé : choisissez celui qui le remplace.")
            line.problems.append((self.labels["system"], text))
        _pk, over = self.ground.projects.get(cells.get("project", "").upper(), (None, False))
        over = over or (current and current["project__state"] == Project.State.CANCELLED)
        if over and line.changes:
            text = _("Ce projet est arrêté : ses dépendances ne changent plus.")
            line.problems.append((self.labels["project"], text))
        if current is None and not cells.get("direction"):
            line.problems.append((self.labels["direction"], _("Cette cellule est vide.")))

    def shown(self, fact: str, value) -> str:
        """A value as the preview prints it."""
        if value in (None, "", []):
            return ""
        if fact == "categories":
            names = dict(Dependency.Category.choices)
            return ", ".join(str(names.get(one, one)) for one in value)
        if fact in COLUMN_OF:
            return self.ground.names.get((fact, value), "")
        return str(dict(CHOICES.get(fact, ())).get(value, value))
