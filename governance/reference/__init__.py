"""The reference data of a company, read from the files beside this one into the database.

Everything is found again by its key: created when missing, updated when it changed here,
left alone once a steward keeps it by hand, never deleted. One transaction: all of it, or nothing.
"""

import tomllib
from collections import Counter
from pathlib import Path

from django.db import transaction

from governance.models import (
    Criterion,
    Fact,
    GateTemplate,
    GroundRule,
    Kind,
    Level,
    LevelCode,
    MilestoneTemplate,
    PathRule,
    ProfileQuestion,
    ReminderRung,
    System,
    Team,
    Topic,
    TopicOption,
)
from governance.typography import french

FOLDER = Path(__file__).parent
LEVELS = {"E": LevelCode.EXPRESS, "S": LevelCode.STANDARD, "R": LevelCode.REINFORCED}
PROOFS = {
    "d": Criterion.Proof.DECLARED,
    "p": Criterion.Proof.DOCUMENT,
    "c": Criterion.Proof.CHECKED,
}


def read(name: str) -> dict:
    """One file of the reference data."""
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def read_topics() -> list[dict]:
    """The topics in order, each with its facts, options and ground rules."""
    return [read(f"topics/{path.name}") for path in sorted((FOLDER / "topics").glob("*.toml"))]


@transaction.atomic
def load() -> dict[str, Counter]:
    """Bring the database up to the files; count what was created, updated, left alone, kept."""
    loader = Loader()
    loader.teams()
    loader.systems()
    loader.topics()
    loader.kinds()
    loader.questions()
    loader.levels()
    loader.milestones()
    loader.gates()
    loader.path()
    loader.reminders()
    return loader.counts


class Loader:
    """Reads each noun once its references are loaded, and counts."""

    def __init__(self):
        self.counts: dict[str, Counter] = {}
        self.names: dict[str, str] = {}  # systems by the name they have in the files

    def keep(self, model, key: dict, fields: dict):
        """The row of a key, created or brought up to date; only changed columns are written."""
        row, created = model.objects.get_or_create(**key, defaults=fields)
        if not created and getattr(row, "by_hand", False):
            self.count(model, "kept")
            return row
        changed = [name for name, value in fields.items() if getattr(row, name) != value]
        if changed and not created:
            for name in changed:
                setattr(row, name, fields[name])
            row.save(update_fields=changed)
        outcome = "created" if created else "updated" if changed else "unchanged"
        self.count(model, outcome)
        return row

    def count(self, model, outcome: str):
        """One more row of a noun was created, updated, unchanged or kept."""
        self.counts.setdefault(str(model._meta.verbose_name_plural), Counter())[outcome] += 1

    def relate(self, row, **relations):
        """The many-to-many of a row, unless a steward keeps it."""
        if not row.by_hand:
            for name, rows in relations.items():
                getattr(row, name).set(rows)

    def teams(self):
        for slug, name, side, domain in read("teams.toml")["teams"]:
            self.keep(Team, {"slug": slug}, {"name": french(name), "side": side, "domain": domain})

    def systems(self):
        columns = ("name", "category", "nature", "owner_team", "criticality", "personal_data")
        for number, *values in read("systems.toml")["systems"]:
            fields = dict(zip(columns, values, strict=True))
            fields["nature"] = french(fields["nature"])
            fields["owner_team"] = Team.objects.get(slug=fields["owner_team"])
            self.names[fields["name"]] = self.keep(System, {"number": number}, fields).name

    def topics(self):
        for position, content in enumerate(read_topics(), start=1):
            fields = prose(content["topic"], "name", "question", "help") | {"position": position}
            topic = self.keep(Topic, {"slug": fields.pop("slug")}, fields)
            self.facts(topic, content["facts"])
            self.options(topic, content["options"])
            self.rules(topic, content["rules"])

    def facts(self, topic, rows):
        for position, row in enumerate(rows, start=1):
            empty = {"help": "", "choices": [], "unit": "", "of_vendor": False}
            fields = empty | prose(row, "label", "help", "unit")
            fields["choices"] = [[value, french(label)] for value, label in fields["choices"]]
            key = {"slug": fields.pop("slug")}
            self.keep(Fact, key, fields | {"topic": topic, "position": position})

    def options(self, topic, rows):
        for position, row in enumerate(rows, start=1):
            fields = prose(row, "label", "summary") | {"topic": topic, "position": position}
            self.keep(TopicOption, {"slug": fields.pop("slug")}, fields)

    def rules(self, topic, rows):
        texts = ("title", "trigger", "allows", "why", "alternative", "source")
        for row in rows:
            fields = {"version": 1} | prose(row, *texts) | {"topic": topic}
            option = fields.pop("alternative_option", None)
            fields["alternative_option"] = option and TopicOption.objects.get(slug=option)
            fields["owner"] = Team.objects.get(slug=fields["owner"])
            self.keep(
                GroundRule, {"ref": fields.pop("ref"), "version": fields.pop("version")}, fields
            )

    def kinds(self):
        for position, row in enumerate(read("kinds.toml")["kinds"], start=1):
            fields = prose(row, "name", "summary") | {"position": position}
            fields["agenda"] = [french(point) for point in fields["agenda"]]
            named = [self.names.get(name, name) for name in fields.pop("systems")]
            systems = System.objects.filter(name__in=known(System, "name", named))
            self.relate(self.keep(Kind, {"slug": fields.pop("slug")}, fields), systems=systems)

    def questions(self):
        for position, row in enumerate(read("questions.toml")["questions"], start=1):
            fields = prose(row, "label", "noun", "help") | {"position": position}
            fields["topic"] = Topic.objects.get(slug=fields["topic"])
            kinds, follows = fields.pop("kinds", []), fields.pop("follows", [])
            question = self.keep(ProfileQuestion, {"slug": fields.pop("slug")}, fields)
            known(ProfileQuestion, "slug", follows)
            self.relate(
                question,
                kinds=Kind.objects.filter(slug__in=known(Kind, "slug", kinds)),
                follows=ProfileQuestion.objects.filter(slug__in=follows),
            )

    def levels(self):
        for row in read("levels.toml")["levels"]:
            fields = prose(row, "meaning")
            self.keep(Level, {"code": fields.pop("code")}, fields)

    def milestones(self):
        for position, row in enumerate(read("milestones.toml")["milestones"], start=1):
            slug, name, share, kinds = row
            fields = {"name": french(name), "share": as_share(share), "position": position}
            step = self.keep(MilestoneTemplate, {"slug": slug}, fields)
            self.relate(step, kinds=Kind.objects.filter(slug__in=known(Kind, "slug", kinds)))

    def gates(self):
        for position, row in enumerate(read("gates.toml")["gates"], start=1):
            fields = prose(row, "name", "avoids") | {"position": position}
            criteria, topics = fields.pop("criteria"), fields.pop("topics")
            fields["share"] = as_share(fields["share"])
            fields["team"] = Team.objects.get(slug=fields["team"])
            known(Team, "slug", set(fields["advice"]) - {"owners"})
            gate = self.keep(GateTemplate, {"ref": fields.pop("ref")}, fields)
            if not gate.by_hand:
                self.relate(
                    gate, topics=Topic.objects.filter(slug__in=known(Topic, "slug", topics))
                )
                self.criteria(gate, criteria)

    def criteria(self, gate, rows):
        for position, (level, proof, text, *basis) in enumerate(rows, start=1):
            fields = {"level": LEVELS[level], "proof": PROOFS[proof], "text": french(text)}
            fields["basis"] = basis[0] if basis else []
            self.keep(Criterion, {"gate": gate, "position": position}, fields)

    def path(self):
        targets = {
            PathRule.Effect.LEVEL: (Level, "code"),
            PathRule.Effect.GATE: (GateTemplate, "ref"),
            PathRule.Effect.TOPIC: (Topic, "slug"),
            PathRule.Effect.SYSTEM: (System, "name"),
        }
        for position, row in enumerate(read("path.toml")["rules"], start=1):
            fields = prose(row, "reason") | {"position": position}
            if fields["effect"] == PathRule.Effect.SYSTEM:
                fields["target"] = self.names.get(fields["target"], fields["target"])
            known(*targets[fields["effect"]], [fields["target"]])
            self.keep(PathRule, {"key": fields.pop("key")}, fields)

    def reminders(self):
        for row in read("reminders.toml")["rungs"]:
            fields = {"urgent": False, "stops": False} | prose(row, "label")
            self.keep(ReminderRung, {"code": fields.pop("code")}, fields)


def prose(row: dict, *names: str) -> dict:
    """A copy of a row whose sentences carry the no-break spaces of French."""
    return row | {name: french(row[name]) for name in names if name in row}


def as_share(number: float):
    """A share as the database keeps it: two decimals."""
    return MilestoneTemplate._meta.get_field("share").to_python(f"{number:.2f}")


def known(model, field: str, values) -> list:
    """The values themselves, refused when one of them names nothing."""
    values = list(values)
    found = set(model.objects.filter(**{f"{field}__in": values}).values_list(field, flat=True))
    if missing := sorted(set(values) - found):
        raise model.DoesNotExist(f"unknown {model._meta.verbose_name}: {', '.join(missing)}")
    return values
