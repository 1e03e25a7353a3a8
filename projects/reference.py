"""What the steward wrote about paths, read once into plain frozen rows. No rule lives here."""

from dataclasses import asdict, dataclass
from datetime import date

from governance.models import (
    FreezePeriod,
    GateTemplate,
    Kind,
    Level,
    LevelCode,
    MilestoneTemplate,
    PathRule,
    ProfileQuestion,
    System,
    Topic,
)

LEVEL_ORDER = list(LevelCode.values)


@dataclass(frozen=True, slots=True)
class LevelRow:
    code: str
    name: str
    answer_days: int
    silence: str


@dataclass(frozen=True, slots=True)
class QuestionRow:
    slug: str
    label: str
    noun: str
    topic: str
    help: str = ""
    kinds: tuple[str, ...] = ()  # asked outright for these; no kind, no follows: for all
    follows: tuple[str, ...] = ()  # else asked after a yes or a don't know to one of these


@dataclass(frozen=True, slots=True)
class RuleRow:
    condition: dict
    effect: str
    target: str
    reason: str


@dataclass(frozen=True, slots=True)
class StepRow:
    ref: str
    name: str
    share: float
    kinds: tuple[str, ...] = ()  # none: every kind of project has it


@dataclass(frozen=True, slots=True)
class CriterionRow:
    text: str
    level: str
    proof: str
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GateRow:
    ref: str
    name: str
    share: float
    avoids: str
    silence: str
    team: int
    topics: tuple[str, ...]
    criteria: tuple[CriterionRow, ...]
    domain: str = ""
    advice: tuple[str, ...] = ()
    answer_days: int | None = None
    validity_months: int | None = None


@dataclass(frozen=True, slots=True)
class TopicRow:
    pk: int
    slug: str
    name: str
    icon: str
    voice: str = "vendor"


@dataclass(frozen=True, slots=True)
class SystemRow:
    pk: int
    name: str
    nature: str
    category: str


@dataclass(frozen=True, slots=True)
class KindRow:
    slug: str
    name: str
    usual_weeks: int
    systems: tuple[str, ...]
    agenda: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Freeze:
    label: str
    system: str
    starts_on: date
    ends_on: date
    pk: int = 0


@dataclass(frozen=True, slots=True)
class Reference:
    """Everything a path is computed from, beside the answers and the calendar."""

    levels: dict[str, LevelRow]
    questions: tuple[QuestionRow, ...]
    rules: tuple[RuleRow, ...]
    milestones: tuple[StepRow, ...]
    gates: tuple[GateRow, ...]
    topics: tuple[TopicRow, ...]
    systems: dict[str, SystemRow]
    kinds: dict[str, KindRow]

    def as_dict(self) -> dict:
        """Everything in plain lists and dictionaries, to be kept as a version."""
        return asdict(self)


def reference_from(content: dict) -> Reference:
    """The reference that a kept version holds."""
    return Reference(
        levels={code: LevelRow(**row) for code, row in content["levels"].items()},
        questions=rows_from(QuestionRow, content["questions"]),
        rules=rows_from(RuleRow, content["rules"]),
        milestones=rows_from(StepRow, content["milestones"]),
        gates=tuple(
            GateRow(**frozen(row) | {"criteria": rows_from(CriterionRow, row["criteria"])})
            for row in content["gates"]
        ),
        topics=rows_from(TopicRow, content["topics"]),
        systems={name: SystemRow(**row) for name, row in content["systems"].items()},
        kinds={slug: KindRow(**frozen(row)) for slug, row in content["kinds"].items()},
    )


def rows_from(row_type, rows) -> tuple:
    """Rows of one type from their dictionaries."""
    return tuple(row_type(**frozen(row)) for row in rows)


def frozen(row: dict) -> dict:
    """A row whose lists are tuples again."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}


def load_reference_data() -> Reference:
    """The path data as it is now."""
    return Reference(
        levels={level.code: _level(level) for level in Level.objects.all()},
        questions=tuple(
            _question(question)
            for question in ProfileQuestion.objects.filter(in_use=True)
            .select_related("topic")
            .prefetch_related("kinds", "follows")
        ),
        rules=tuple(
            RuleRow(rule.condition, rule.effect, rule.target, rule.reason)
            for rule in PathRule.objects.filter(in_use=True)
        ),
        milestones=tuple(
            StepRow(step.slug, step.name, float(step.share), slugs(step.kinds))
            for step in MilestoneTemplate.objects.filter(in_use=True).prefetch_related("kinds")
        ),
        gates=tuple(
            _gate(gate)
            for gate in GateTemplate.objects.filter(in_use=True).prefetch_related(
                "topics", "criteria"
            )
        ),
        topics=tuple(
            TopicRow(t.pk, t.slug, t.name, t.icon, t.usual_voice)
            for t in Topic.objects.filter(in_use=True)
        ),
        systems={
            s.name: SystemRow(s.pk, s.name, s.nature, s.category) for s in System.objects.in_use()
        },
        kinds={
            kind.slug: _kind(kind)
            for kind in Kind.objects.filter(in_use=True).prefetch_related("systems")
        },
    )


def load_freezes(on: date) -> tuple[Freeze, ...]:
    """The freeze periods that are not over yet."""
    rows = FreezePeriod.objects.filter(ends_on__gte=on).select_related("system")
    return tuple(
        Freeze(f.label, f.system.name if f.system else "", f.starts_on, f.ends_on, f.pk)
        for f in rows
    )


def slugs(rows) -> tuple[str, ...]:
    """The slugs of some related rows, in their order."""
    return tuple(row.slug for row in rows.all())


def _question(q: ProfileQuestion) -> QuestionRow:
    return QuestionRow(
        slug=q.slug,
        label=q.label,
        noun=q.noun or q.label.rstrip(" ?"),
        topic=q.topic.slug,
        help=q.help,
        kinds=slugs(q.kinds),
        follows=slugs(q.follows),
    )


def _level(level: Level) -> LevelRow:
    return LevelRow(level.code, level.get_code_display(), level.answer_days, level.silence)


def _kind(kind: Kind) -> KindRow:
    systems = tuple(system.name for system in kind.systems.all())
    return KindRow(kind.slug, kind.name, kind.usual_weeks, systems, tuple(kind.agenda))


def _gate(gate: GateTemplate) -> GateRow:
    return GateRow(
        ref=gate.ref,
        name=gate.name,
        share=float(gate.share),
        avoids=gate.avoids,
        silence=gate.silence,
        team=gate.team_id,
        topics=slugs(gate.topics),
        criteria=tuple(
            CriterionRow(c.text, c.level, c.proof, tuple(c.basis)) for c in gate.criteria.all()
        ),
        domain=gate.domain,
        advice=tuple(gate.advice),
        answer_days=gate.answer_days,
        validity_months=gate.validity_months,
    )
