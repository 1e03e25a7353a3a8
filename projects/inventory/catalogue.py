"""The catalogue of this instant, read once, as the plan of an import looks things up in it."""

from dataclasses import dataclass, field

from governance.models import Person, System, Team
from projects.inventory.cells import fold
from projects.inventory.facts import same

FACTS = (
    "external_key", "name", "category", "nature", "owner_team_id", "owner_id", "criticality",
    "personal_data", "replaced_by_id", "retires_on",
)  # fmt: skip
COLUMNS = ("pk", *FACTS, "archived_at", "version")


@dataclass
class People:
    """The teams and people of the company, by the ways a file names them."""

    teams: dict[int, str] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    emails: dict[str, int] = field(default_factory=dict)
    addresses: dict[int, str] = field(default_factory=dict)
    active: set[int] = field(default_factory=set)
    by_name: dict[str, list[int]] = field(default_factory=dict)
    by_team: dict[str, int] = field(default_factory=dict)

    @classmethod
    def now(cls) -> "People":
        """Everybody who may own a system: guests own none."""
        found = cls()
        for pk, slug, name in Team.objects.values_list("pk", "slug", "name").order_by("-pk"):
            found.teams[pk] = name
            found.by_team[fold(name)] = found.by_team[fold(slug)] = pk
        rows = Person.objects.filter(vendor=None).order_by("pk")
        for pk, name, email, active in rows.values_list("pk", "name", "email", "is_active"):
            found.names[pk], found.emails[email.lower()] = name, pk
            found.addresses[pk] = email
            found.by_name.setdefault(fold(name), []).append(pk)
            found.active |= {pk} if active else set()
        return found

    def called(self, text: str) -> list[int]:
        """Who a text names: an address is one person, a name may be several."""
        if "@" in text:
            return [self.emails[text.lower()]] if text.lower() in self.emails else []
        found = self.by_name.get(fold(text), [])
        return [pk for pk in found if pk in self.active] or found


@dataclass
class Catalogue:
    """Every system, by its number of row, its key and its name."""

    systems: dict[int, dict] = field(default_factory=dict)
    by_key: dict[str, int] = field(default_factory=dict)
    by_name: dict[str, int] = field(default_factory=dict)

    @classmethod
    def now(cls) -> "Catalogue":
        """All of them, those archived too: their names are taken."""
        found = cls()
        for values in System.objects.order_by("-pk").values_list(*COLUMNS):
            row = dict(zip(COLUMNS, values, strict=True))
            found.systems[row["pk"]] = row
            found.by_name[same(row["name"])] = row["pk"]
            if row["external_key"]:
                found.by_key[row["external_key"]] = row["pk"]
        found.by_name |= {row["name"].casefold(): pk for pk, row in found.systems.items()}
        return found

    def named(self, text: str) -> int | None:
        """The system of a name, its exact writing first."""
        return self.by_name.get(text.casefold()) or self.by_name.get(same(text))

    def called(self, text: str) -> int | None:
        """The system that a key or a name designates."""
        return self.by_key.get(text) or self.named(text)
