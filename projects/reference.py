"""What the steward wrote about paths, read once into plain frozen rows. No rule lives here."""

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class CriterionRow:
    text: str
    level: str
    proof: str


@dataclass(frozen=True, slots=True)
class GateRow:
    ref: str
    name: str
    share: float
    avoids: str
    silence: str
    team: int
    topics: frozenset[str]
    criteria: tuple[CriterionRow, ...]


@dataclass(frozen=True, slots=True)
class TopicRow:
    pk: int
    slug: str
    name: str
    icon: str


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


@dataclass(frozen=True, slots=True)
class Freeze:
    label: str
    system: str
    starts_on: date
    ends_on: date


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


def load_reference_data() -> Reference:
    """The path data as it is now."""
    return Reference(
        levels={level.code: _level(level) for level in Level.objects.all()},
        questions=tuple(
            QuestionRow(q.slug, q.label, q.noun or q.label.rstrip(" ?"), q.topic.slug)
            for q in ProfileQuestion.objects.select_related("topic")
        ),
        rules=tuple(
            RuleRow(rule.condition, rule.effect, rule.target, rule.reason)
            for rule in PathRule.objects.all()
        ),
        milestones=tuple(
            StepRow(step.slug, step.name, float(step.share))
            for step in MilestoneTemplate.objects.all()
        ),
        gates=tuple(
            _gate(gate) for gate in GateTemplate.objects.prefetch_related("topics", "criteria")
        ),
        topics=tuple(TopicRow(t.pk, t.slug, t.name, t.icon) for t in Topic.objects.all()),
        systems={
            s.name: SystemRow(s.pk, s.name, s.nature, s.category) for s in System.objects.all()
        },
        kinds={kind.slug: _kind(kind) for kind in Kind.objects.prefetch_related("systems")},
    )


def load_freezes(on: date) -> tuple[Freeze, ...]:
    """The freeze periods that are not over yet."""
    rows = FreezePeriod.objects.filter(ends_on__gte=on).select_related("system")
    return tuple(
        Freeze(f.label, f.system.name if f.system else "", f.starts_on, f.ends_on) for f in rows
    )


def _level(level: Level) -> LevelRow:
    return LevelRow(level.code, level.get_code_display(), level.answer_days, level.silence)


def _kind(kind: Kind) -> KindRow:
    systems = tuple(system.name for system in kind.systems.all())
    return KindRow(kind.slug, kind.name, kind.usual_weeks, systems)


def _gate(gate: GateTemplate) -> GateRow:
    return GateRow(
        ref=gate.ref,
        name=gate.name,
        share=float(gate.share),
        avoids=gate.avoids,
        silence=gate.silence,
        team=gate.team_id,
        topics=frozenset(topic.slug for topic in gate.topics.all()),
        criteria=tuple(CriterionRow(c.text, c.level, c.proof) for c in gate.criteria.all()),
    )
