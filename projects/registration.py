"""Answers -> path: level, gates, dated steps, open topics, probable dependencies. Pure.

Rules are data (see projects.reference); an answer is "yes", "no" or "unknown". The dates go
backwards from the launch, on working days: every step first gets the time it needs, what is left
is shared out as the steward says; when there is too little, everybody gives up the same part.
"""

from dataclasses import replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from governance.evaluation import facts_of, holds
from governance.working_days import Calendar
from projects.commitments import (
    ALREADY_LIVE,
    WEIGHTS,
    Commitment,
    by_topic,
    hardest_first,
    read_by,
    said,
)
from projects.dating import (
    date_forward,
    date_steps,
    minimum_days,
    ordered_steps,
    share_of,
)
from projects.path import Gate, Lighter, OpenTopic, Path, Reason, Suggestion
from projects.reference import LEVEL_ORDER, Freeze, GateRow, Reference, RuleRow

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


def compute_path(  # noqa: PLR0913 -- what is known, the rules and the calendar
    answers: dict[str, str],
    kind: str,
    launch_on: date,
    registered_on: date,
    reference: Reference,
    calendar: Calendar,
    freezes: tuple[Freeze, ...] = (),
    *,
    imposed: tuple[str, str] | None = None,
    started: tuple[str, ...] = (),
) -> Path:
    """The path of a project, with the reason of everything on it.

    `imposed` is a level that people chose against their answers, with their reason; `started`
    is what they had already decided, signed or opened (see projects.commitments).
    """
    done, dates = tuple(hardest_first(started)), (registered_on, launch_on)
    path = _path(answers, kind, dates, reference, calendar, freezes, done, imposed)
    if imposed:
        return path
    return replace(path, lighter=_lighter(path, answers, kind, reference, calendar, freezes))


def _path(answers, kind, dates, reference, calendar, freezes, done=(), imposed=None) -> Path:
    registered_on, launch_on = dates
    facts = {**answers, "kind": kind}
    level, reasons = find_level(facts, reference)
    if imposed:
        level, reasons = imposed[0], (Reason(imposed[1]),)
    facts["level"] = level
    early = early_gates(done, kind, reference)
    gates = find_gates(facts, level, reference, done, early)
    suggestions = suggest_systems(facts, kind, gates, reference)
    needed = minimum_days(gates)
    start = calendar.on_or_before(registered_on)
    names = {suggestion.system for suggestion in suggestions if suggestion.expected}
    rows = ordered_steps(gates, kind, reference, early)
    live = any(row.slug == ALREADY_LIVE for row in done)
    dated = (
        date_forward(rows, gates, start, calendar)
        if live
        else date_steps(rows, gates, start, launch_on, calendar)
    )
    days = needed if live else calendar.between(start, calendar.on_or_before(launch_on))
    own_freezes = tuple(f for f in freezes if not f.system or f.system in names)
    return Path(
        level=level,
        reasons=reasons,
        gates=gates,
        steps=dated,
        topics=find_topics(answers, facts, gates, reference, done, early),
        suggestions=suggestions,
        minimum_days=needed,
        available_days=days,
        launch_on=launch_on,
        first_honest_date=first_free_day(calendar.add(start, needed), own_freezes, calendar),
        frozen_by="" if live else freeze_on(launch_on, own_freezes),
        commitments=done,
    )


def find_level(facts: dict, reference: Reference) -> tuple[str, tuple[Reason, ...]]:
    """The heaviest level that a rule asks for, and the rules that ask for it."""
    rules = [rule for rule in reference.rules if rule.effect == "level"]
    raised = [rule for rule in rules if holds(rule.condition, facts)]
    level = max((rule.target for rule in raised), key=LEVEL_ORDER.index, default=LEVEL_ORDER[0])
    mine = [rule for rule in raised if rule.target == level]
    return level, tuple(_reason(rule, facts, reference) for rule in mine)


def early_gates(done: tuple[Commitment, ...], kind: str, reference: Reference) -> dict[str, int]:
    """The gates to pass first because they read what is already done, with their rank.

    A gate that comes after the acceptance closes the path: it stays where it is.
    """
    usual = [row for row in reference.milestones if not row.kinds or kind in row.kinds]
    closing = share_of("acceptance", usual, default=1.0)
    return {
        row.ref: min(commitment.weight for commitment in read)
        for row in reference.gates
        if (read := read_by(row.topics, done)) and row.share < closing
    }


def find_gates(
    facts: dict, level: str, reference: Reference, done=(), early=None
) -> tuple[Gate, ...]:
    """The validations that the answers ask for, in their order, with their reasons.

    What is already done and hard to undo asks for its gate too; such gates come first.
    """
    early = early or {}
    asked: dict[str, list[Reason]] = {}
    for rule in _held(reference, "gate", facts):
        asked.setdefault(rule.target, []).append(_reason(rule, facts, reference))
    for row in reference.gates:
        read = read_by(row.topics, done)
        if any(commitment.is_irreversible for commitment in read):
            asked.setdefault(row.ref, [])
        if row.ref in asked:
            asked[row.ref] += [_done(commitment, row.ref in early) for commitment in read]
    rows = [row for row in reference.gates if row.ref in asked]
    rows.sort(key=lambda row: early.get(row.ref, len(WEIGHTS)))
    return tuple(_gate(row, tuple(asked[row.ref]), level, reference) for row in rows)


def _done(commitment: Commitment, first: bool) -> Reason:
    """Why a gate is there when something was done before it."""
    label = str(commitment.label)
    late = _("%(commitment)s : à vérifier en fin de chemin") % {"commitment": label}
    return Reason(f"{said(commitment) if first else late}.", ((label, "yes"),))


def find_topics(
    answers, facts, gates, reference: Reference, done=(), early=None
) -> tuple[OpenTopic, ...]:
    """The subjects to answer: don't-knows, what is already done, rules, then what gates ask for."""
    found: dict[str, tuple[str, str]] = {}
    committed = by_topic(done)
    for question in reference.questions:
        if answers.get(question.slug) == "unknown":
            reason = _("Vous avez répondu « je ne sais pas » : %(noun)s.") % {"noun": question.noun}
            before = f"{said(committed[question.topic])}. " if question.topic in committed else ""
            found.setdefault(question.topic, (before + reason, "unknown"))
    for slug, row in committed.items():
        found.setdefault(slug, (f"{said(row)}.", "started"))
    for rule in _held(reference, "topic", facts):
        found.setdefault(rule.target, (rule.reason, "rule"))
    if facts["level"] != LEVEL_ORDER[0]:
        for gate in gates:
            for slug in gate.topics:
                found.setdefault(
                    slug, (f"Le point de validation « {gate.name} » le demande.", "gate")
                )
    return tuple(
        OpenTopic(row.slug, reason, _needed(row.slug, gates, committed, early), origin, row.voice)
        for row in reference.topics
        if row.slug in found
        for reason, origin in [found[row.slug]]
    )


def needed_by(topic: str, gates: tuple[Gate, ...]) -> str:
    """The first gate that asks for a topic, else the scoping meeting."""
    return next((gate.ref for gate in gates if topic in gate.topics), "scoping")


def _needed(topic: str, gates, committed, early) -> str:
    """What is already done is read before its early gate, else at the scoping meeting."""
    step = needed_by(topic, gates)
    return "scoping" if topic in committed and step not in (early or {}) else step


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
        without = {**answers, question.slug: "no"}
        other = _path(without, kind, dates, reference, calendar, freezes, path.commitments)
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
