"""What a file of systems would do to the catalogue: created, changed, unchanged, refused."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from governance.models import System, Team
from projects.inventory import succession
from projects.inventory.catalogue import Catalogue, People
from projects.inventory.cells import fold
from projects.inventory.columns import SYSTEMS, labels
from projects.inventory.facts import (
    Refused,
    choice_of,
    day_of,
    erases,
    line_of,
    same,
    shown_day,
)
from projects.inventory.plan import Line, Plan
from projects.inventory.rows import Row, Rows

TO_SORT = "À classer"
MAY_BE_NOTHING = {"owner": None, "replaced_by": None, "retires_on": None, "nature": ""}
LONGEST = {"external_key": 80, "name": 60, "category": 40, "nature": 200}
COLUMN_OF = {"owner_team": "owner_team_id", "owner": "owner_id", "replaced_by": "replaced_by_id"}
FOR_A_NEW_ONE = {
    "category": TO_SORT,
    "nature": "",
    "criticality": System.Criticality.MEDIUM,
    "personal_data": System.PersonalData.UNKNOWN,
}


def plan(rows: Rows, *, default_team: Team | None = None, tick: Callable = lambda n: None) -> Plan:
    """Read every row beside the catalogue of this instant; `tick` hears how far it is."""
    reader = Reader(Catalogue.now(), People.now(), default_team)
    lines = []
    for at, row in enumerate(rows.rows, start=1):
        lines.append(reader.line_of(row))
        tick(at)
    refuse_twins(lines, reader.tokens, reader.labels["name"])
    succession.settle(lines, reader)
    return Plan("systems", lines, rows.ignored, rows.remarks)


class Reader:
    """Rows turned into lines, one after the other."""

    def __init__(self, catalogue: Catalogue, people: People, default_team: Team | None):
        self.catalogue, self.people, self.default_team = catalogue, people, default_team
        self.labels = labels(SYSTEMS)
        self.tokens: dict[int, set] = {}
        self.heirs: dict[int, str] = {}  # the name of an heir, by line; resolved once all are read

    def line_of(self, row: Row) -> Line:
        """What one row would do, heirs left for later."""
        name, key = row.cells.get("name", ""), row.cells.get("external_key", "")
        line = Line(row.line, name=name or key, problems=list(row.problems))
        line.pk = self.match(line, key, name)
        current = self.catalogue.systems.get(line.pk)
        line.name = name or (current["name"] if current else key)
        cells = dict(row.cells)
        if current and self.catalogue.by_key.get(key) != line.pk:
            cells.pop("name", None)  # found by its name: capitals and accents rename nothing
        self.read_facts(line, row, cells, current)
        if current is None:
            self.complete(line)
        elif current["archived_at"]:
            text = _("Ce système est archivé : remettez-le d’abord au catalogue.")
            line.problems.append((self.labels["name"], text))
        self.remember(line, key, name)
        return line

    def match(self, line: Line, key: str, name: str) -> int | None:
        """The system that a row is about: by its key, else by its name."""
        by_key = self.catalogue.by_key.get(key) if key else None
        by_name = self.catalogue.named(name) if name else None
        if by_key:
            if by_name and by_name != by_key:
                text = _("Ce nom est déjà celui d’un autre système.")
                line.problems.append((self.labels["name"], text))
            return by_key
        if by_name and key and (other := self.catalogue.systems[by_name]["external_key"]):
            text = _("Ce nom est celui du système dont la clé est « %(key)s ».") % {"key": other}
            line.problems.append((self.labels["external_key"], text))
        return by_name

    def read_facts(self, line: Line, row: Row, cells: dict, current: dict | None) -> None:
        """Each cell that says something, compared with what is known; an empty one says nothing."""
        for fact, text in cells.items():
            if not text:
                continue
            try:
                value = self.value_of(fact, text, current)
            except Refused as refusal:
                self.aside(line, row, fact, str(refusal))
                continue
            if fact == "replaced_by" and value is not None:
                self.heirs[line.number] = value
                continue
            self.keep(line, fact, value, current)

    def aside(self, line: Line, row: Row, fact: str, sentence: str) -> None:
        """A cell that cannot be taken refuses its row, unless another tool speaks its own words."""
        if fact in row.lenient:
            line.remarks.append(f"{self.labels[fact]} : {sentence}")
        else:
            line.problems.append((self.labels[fact], sentence))

    def keep(self, line: Line, fact: str, value, current: dict | None) -> None:
        """Note a fact, and its change when it is one."""
        column = COLUMN_OF.get(fact, fact)
        before = current[column] if current else None
        if current and before == value:
            return
        line.facts[column] = value
        said = (self.labels[fact], self.shown(fact, before) if current else "")
        line.changes.append((*said, self.shown(fact, value)))

    def value_of(self, fact: str, text: str, current: dict | None):
        """The value of a cell."""
        if fact in MAY_BE_NOTHING and erases(text):
            return MAY_BE_NOTHING[fact]
        if fact in LONGEST:
            return line_of(text, LONGEST[fact])
        if fact == "owner_team":
            return self.team_of(text)
        if fact == "owner":
            return self.owner_of(text, current)
        if fact == "criticality":
            return choice_of(text, System.Criticality.choices)
        if fact == "personal_data":
            return choice_of(text, System.PersonalData.choices)
        return day_of(text) if fact == "retires_on" else text

    def team_of(self, text: str) -> int:
        """A team, by its name or its identifier."""
        from_name = self.people.by_team.get(fold(text))
        if from_name is None:
            raise Refused(_("Équipe inconnue : « %(text)s ».") % {"text": text[:60]})
        return from_name

    def owner_of(self, text: str, current: dict | None) -> int:
        """A person of the company who is still there, or who already owns it."""
        found = self.people.called(text)
        if current and current["owner_id"] in found:
            return current["owner_id"]
        if not found:
            words = _("Personne inconnue : « %(text)s ». Écrivez son adresse e-mail.")
            raise Refused(words % {"text": text[:60]})
        if len(found) > 1:
            raise Refused(_("Plusieurs personnes ont ce nom : écrivez l’adresse e-mail."))
        if found[0] not in self.people.active:
            words = _("%(name)s est parti : dites qui répond de ce système.")
            raise Refused(words % {"name": self.people.names[found[0]]})
        return found[0]

    def complete(self, line: Line) -> None:
        """What a new system needs and the file does not say."""
        if "name" not in line.facts:
            line.problems.append((self.labels["name"], _("Il manque le nom.")))
        if "owner_team_id" not in line.facts and self.default_team:
            self.keep(line, "owner_team", self.default_team.pk, None)
        said_team = any(label == self.labels["owner_team"] for label, _text in line.problems)
        if "owner_team_id" not in line.facts and not said_team:
            text = _("Il manque l’équipe : ajoutez-la, ou choisissez une équipe par défaut.")
            line.problems.append((self.labels["owner_team"], text))
        for fact, value in FOR_A_NEW_ONE.items():
            line.facts.setdefault(fact, value)

    def remember(self, line: Line, key: str, name: str) -> None:
        """What makes a row the only one of the file about its system."""
        tokens = {("pk", line.pk)} if line.pk else set()
        tokens |= {("key", key)} if key else set()
        tokens |= {("name", same(name))} if name else set()
        self.tokens[line.number] = tokens

    def shown(self, fact: str, value) -> str:
        """A value as the preview prints it."""
        if value is None or value == "":
            return ""
        if fact == "owner_team":
            return self.people.teams[value]
        if fact == "owner":
            return self.people.names.get(value, "")
        if fact == "replaced_by":
            return self.catalogue.systems[value]["name"]
        if fact == "criticality":
            return str(System.Criticality(value).label)
        if fact == "personal_data":
            return str(System.PersonalData(value).label)
        return shown_day(value) if fact == "retires_on" else str(value)


def refuse_twins(lines: list[Line], tokens: dict[int, set], heading: str) -> None:
    """Rows about the same thing are all refused: nobody knows which one is right."""
    places: dict[tuple, list[int]] = {}
    for line in lines:
        for token in tokens[line.number]:
            places.setdefault(token, []).append(line.number)
    for line in lines:
        others = (places[t][0] if places[t][0] != line.number else places[t][1]
                  for t in sorted(tokens[line.number], key=str) if len(places[t]) > 1)  # fmt: skip
        if other := next(others, None):
            text = _("La ligne %(n)s du fichier dit la même chose : gardez-en une.")
            line.problems.append((heading, text % {"n": other}))
