"""Answers -> path: level, gates, dated steps, open topics, probable dependencies. Pure.

Rules are data (see projects.reference); an answer is "yes", "no" or "unknown". The dates go
backwards from the launch, on working days: every step first gets the time it needs, what is left
is shared out as the steward says; when there is too little, everybody gives up the same part.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from governance.evaluation import facts_of, holds
from governance.working_days import Calendar
from projects.dating import Step, date_steps, minimum_days, ordered_steps
from projects.reference import LEVEL_ORDER, CriterionRow, Freeze, GateRow, Reference, RuleRow

NATURES = {  # what a dependency on a system of this category usually is, and which way it goes
    "Identité": ("authentication", "in"),
    "Contenus": ("content", "in"),
    "Socle": ("security", "in"),
    "Relation client": ("data_flow", "both"),
    "Vente": ("data_flow", "both"),
    "Intégration": ("data_flow", "both"),
}
USUAL_NATURE = ("data_flow", "out")
TOPIC_OF_NATURE = {
    "authentication": "authentication",
    "content": "content-modules",
    "security": "security",
    "personal_data": "personal-data",
    "data_flow": "integration",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is on the path, with the answers that put it there."""

    text: str
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Gate:
    ref: str
    name: str
    reasons: tuple[Reason, ...]
    avoids: str
    answer_days: int
    silence: str
    team: int
    topics: tuple[str, ...]
    criteria: tuple[CriterionRow, ...]

    @property
    def answers(self) -> tuple[tuple[str, str], ...]:
        """The answers behind this gate, each once."""
        return tuple(dict.fromkeys(pair for reason in self.reasons for pair in reason.answers))


@dataclass(frozen=True, slots=True)
class OpenTopic:
    """A subject that somebody must answer, and the step before which."""

    slug: str
    reason: str
    needed_by: str
    origin: str  # unknown, rule or gate
    voice: str = "vendor"  # who must answer it


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A system the project probably leans on."""

    system: str
    detail: str
    reason: str
    nature: str
    direction: str
    needed_by: str
    expected: bool


@dataclass(frozen=True, slots=True)
class Lighter:
    """What one answer less would save."""

    noun: str
    level: str
    fewer_gates: int
    fewer_days: int
    honest_date: date


@dataclass(frozen=True, slots=True)
class Path:
    level: str
    reasons: tuple[Reason, ...]
    gates: tuple[Gate, ...]
    steps: tuple[Step, ...]
    topics: tuple[OpenTopic, ...]
    suggestions: tuple[Suggestion, ...]
    minimum_days: int
    available_days: int
    launch_on: date
    first_honest_date: date
    frozen_by: str
    lighter: tuple[Lighter, ...] = ()

    @property
    def margin_days(self) -> int:
        """Working days to spare; negative when the launch is too near."""
        return self.available_days - self.minimum_days

    @property
    def is_too_short(self) -> bool:
        return self.margin_days < 0

    @property
    def weeks(self) -> int:
        """The least this path takes, in weeks."""
        return -(-self.minimum_days // 5)

    @property
    def unknown_topics(self) -> tuple[OpenTopic, ...]:
        return tuple(topic for topic in self.topics if topic.origin == "unknown")


def compute_path(
    answers: dict[str, str],
    kind: str,
    launch_on: date,
    registered_on: date,
    reference: Reference,
    calendar: Calendar,
    freezes: tuple[Freeze, ...] = (),
    *,
    imposed: tuple[str, str] | None = None,
) -> Path:
    """The path of a project, with the reason of everything on it.

    `imposed` is a level that people chose against their answers, with their reason.
    """
    path = _path(answers, kind, (registered_on, launch_on), reference, calendar, freezes, imposed)
    if imposed:
        return path
    return replace(path, lighter=_lighter(path, answers, kind, reference, calendar, freezes))


def _path(answers, kind, dates, reference, calendar, freezes, imposed=None) -> Path:
    registered_on, launch_on = dates
    facts = {**answers, "kind": kind}
    level, reasons = find_level(facts, reference)
    if imposed:
        level, reasons = imposed[0], (Reason(imposed[1]),)
    facts["level"] = level
    gates = find_gates(facts, level, reference)
    suggestions = suggest_systems(facts, kind, gates, reference)
    needed = minimum_days(gates)
    start = calendar.on_or_before(registered_on)
    names = {suggestion.system for suggestion in suggestions if suggestion.expected}
    rows = ordered_steps(gates, kind, reference)
    own_freezes = tuple(f for f in freezes if not f.system or f.system in names)
    return Path(
        level=level,
        reasons=reasons,
        gates=gates,
        steps=date_steps(rows, gates, start, launch_on, calendar),
        topics=find_topics(answers, facts, gates, reference),
        suggestions=suggestions,
        minimum_days=needed,
        available_days=calendar.between(start, calendar.on_or_before(launch_on)),
        launch_on=launch_on,
        first_honest_date=first_free_day(calendar.add(start, needed), own_freezes, calendar),
        frozen_by=freeze_on(launch_on, own_freezes),
    )


def find_level(facts: dict, reference: Reference) -> tuple[str, tuple[Reason, ...]]:
    """The heaviest level that a rule asks for, and the rules that ask for it."""
    rules = [rule for rule in reference.rules if rule.effect == "level"]
    raised = [rule for rule in rules if holds(rule.condition, facts)]
    level = max((rule.target for rule in raised), key=LEVEL_ORDER.index, default=LEVEL_ORDER[0])
    mine = [rule for rule in raised if rule.target == level]
    return level, tuple(_reason(rule, facts, reference) for rule in mine)


def find_gates(facts: dict, level: str, reference: Reference) -> tuple[Gate, ...]:
    """The validations that the answers ask for, in their order, with their reasons."""
    asked: dict[str, list[Reason]] = {}
    for rule in _held(reference, "gate", facts):
        asked.setdefault(rule.target, []).append(_reason(rule, facts, reference))
    rows = [row for row in reference.gates if row.ref in asked]
    return tuple(_gate(row, tuple(asked[row.ref]), level, reference) for row in rows)


def find_topics(answers, facts, gates, reference: Reference) -> tuple[OpenTopic, ...]:
    """The subjects to answer: don't-knows first said, then rules, then what gates ask for."""
    found: dict[str, tuple[str, str]] = {}
    for question in reference.questions:
        if answers.get(question.slug) == "unknown":
            reason = _("Vous avez répondu « je ne sais pas » : %(noun)s.") % {"noun": question.noun}
            found.setdefault(question.topic, (reason, "unknown"))
    for rule in _held(reference, "topic", facts):
        found.setdefault(rule.target, (rule.reason, "rule"))
    if facts["level"] != LEVEL_ORDER[0]:
        for gate in gates:
            for slug in gate.topics:
                found.setdefault(
                    slug, (f"Le point de validation « {gate.name} » le demande.", "gate")
                )
    return tuple(
        OpenTopic(row.slug, reason, needed_by(row.slug, gates), origin, row.voice)
        for row in reference.topics
        if row.slug in found
        for reason, origin in [found[row.slug]]
    )


def needed_by(topic: str, gates: tuple[Gate, ...]) -> str:
    """The first gate that asks for a topic, else the scoping meeting."""
    return next((gate.ref for gate in gates if topic in gate.topics), "scoping")


def suggest_systems(facts, kind, gates, reference: Reference) -> tuple[Suggestion, ...]:
    """The systems that answers name, then those usual for the kind (not ticked)."""
    found: dict[str, tuple[str, bool]] = {}
    for rule in _held(reference, "system", facts):
        found.setdefault(rule.target, (rule.reason, True))
    row = reference.kinds.get(kind)
    for name in row.systems if row else ():
        found.setdefault(name, ("", False))
    known = [(name, reference.systems[name]) for name in found if name in reference.systems]
    return tuple(_suggestion(system, *found[name], gates) for name, system in known)


def freeze_on(day: date, freezes: tuple[Freeze, ...]) -> str:
    """The label of the freeze period in which a day falls, if any."""
    return next((f.label for f in freezes if f.starts_on <= day <= f.ends_on), "")


def first_free_day(day: date, freezes: tuple[Freeze, ...], calendar: Calendar) -> date:
    """The first working day from a day on that no freeze covers."""
    day = calendar.on_or_after(day)
    for freeze in sorted(freezes, key=lambda freeze: freeze.starts_on):
        if freeze.starts_on <= day <= freeze.ends_on:
            day = calendar.on_or_after(freeze.ends_on + timedelta(days=1))
    return day


def _lighter(path, answers, kind, reference, calendar, freezes) -> tuple[Lighter, ...]:
    """What saying no to one thing would save, the largest saving first."""
    found = []
    dates = (path.steps[0].due_on, path.launch_on)
    for question in reference.questions:
        if answers.get(question.slug) not in ("yes", "unknown"):
            continue
        other = _path({**answers, question.slug: "no"}, kind, dates, reference, calendar, freezes)
        saved = path.minimum_days - other.minimum_days
        if saved > 0:
            gates = len(path.gates) - len(other.gates)
            found.append(Lighter(question.noun, other.level, gates, saved, other.first_honest_date))
    return tuple(sorted(found, key=lambda way: -way.fewer_days))


def _held(reference: Reference, effect: str, facts: dict) -> list[RuleRow]:
    rules = [rule for rule in reference.rules if rule.effect == effect]
    return [rule for rule in rules if holds(rule.condition, facts)]


def _reason(rule: RuleRow, facts: dict, reference: Reference) -> Reason:
    read = facts_of(rule.condition) if rule.condition else set()
    answered = [q for q in reference.questions if q.slug in read and facts.get(q.slug)]
    return Reason(
        rule.reason, tuple((question.noun, facts[question.slug]) for question in answered)
    )


def _gate(row: GateRow, reasons: tuple[Reason, ...], level: str, reference: Reference) -> Gate:
    terms, rank = reference.levels[level], LEVEL_ORDER.index(level)
    return Gate(
        ref=row.ref,
        name=row.name,
        reasons=reasons,
        avoids=row.avoids,
        answer_days=row.answer_days or terms.answer_days,
        silence=row.silence or terms.silence,
        team=row.team,
        topics=row.topics,
        criteria=tuple(c for c in row.criteria if LEVEL_ORDER.index(c.level) <= rank),
    )


def _suggestion(system, reason: str, expected: bool, gates: tuple[Gate, ...]) -> Suggestion:
    nature, direction = NATURES.get(system.category, USUAL_NATURE)
    return Suggestion(
        system=system.name,
        detail=system.nature,
        reason=reason,
        nature=nature,
        direction=direction,
        needed_by=needed_by(TOPIC_OF_NATURE[nature], gates),
        expected=expected,
    )
