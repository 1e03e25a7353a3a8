"""What other path rules would do to the projects under way, before anything is saved."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from governance.models import Closure, LevelCode
from projects.models import Project
from projects.questions import asked, relevant
from projects.reference import Reference, load_freezes, load_reference_data
from projects.registration import Path, compute_path, find_level

RUNNING = (Project.State.REGISTERED, Project.State.SCOPED)


class _Undone(Exception):
    """The way out of a change that was only looked at."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What came and what went, by name."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


@dataclass(frozen=True, slots=True)
class Effect:
    """What one project would have, registered with the other rules."""

    project: Project
    before: str
    after: str
    steps: Difference
    topics: Difference
    systems: Difference
    questions: tuple[str, ...]  # asked from now on, never answered
    terms: tuple[str, ...]  # gates whose criteria, delay, silence or team change
    days: tuple[int, int]
    moved: int  # steps that change date

    @property
    def raises_or_lowers(self) -> bool:
        return self.before != self.after

    @property
    def takes_longer_or_less(self) -> bool:
        return self.days[0] != self.days[1]

    @property
    def shown(self) -> bool:
        """Whether anything changes for this project."""
        parts = (self.steps, self.topics, self.systems, self.questions, self.terms, self.moved)
        return self.raises_or_lowers or self.takes_longer_or_less or any(parts)

    @property
    def levels(self) -> tuple[str, str]:
        """« Standard », « Renforcé »"""
        return str(LevelCode(self.before).label), str(LevelCode(self.after).label)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The rules as they would be, and the projects that would have another path."""

    present: Reference
    candidate: Reference
    looked_at: int
    effects: tuple[Effect, ...]

    @property
    def changes_rules(self) -> bool:
        """Whether anything that paths are computed from changes."""
        return self.present != self.candidate


def try_change(write: Callable[[], object]) -> WhatIf:
    """Do a change, read the rules it makes, undo it, and compare every project under way."""
    present, candidate = load_reference_data(), candidate_of(write)
    projects = Project.objects.filter(state__in=RUNNING).select_related("kind")
    rows = list(projects.order_by("title", "pk"))
    calendar, freezes = Closure.calendar(), load_freezes(timezone.localdate())
    found = (
        effect_on(row, present, candidate, calendar, freezes)
        for row in (rows if present != candidate else [])
    )
    return WhatIf(present, candidate, len(rows), tuple(effect for effect in found if effect.shown))


def candidate_of(write: Callable[[], object]) -> Reference:
    """The rules after a change that is then undone: the same code as the save."""
    read = []
    try:
        with transaction.atomic():
            write()
            read.append(load_reference_data())
            raise _Undone
    except _Undone:
        return read[0]


def effect_on(project, present: Reference, candidate: Reference, calendar, freezes) -> Effect:
    """What a project would have under the candidate rules, beside what it has under these."""
    before, after = (
        path_under(rules, project, calendar, freezes) for rules in (present, candidate)
    )
    names = {row.slug: row.name for row in (*present.topics, *candidate.topics)}
    return Effect(
        project=project,
        before=before.level,
        after=after.level,
        steps=difference(steps_of(before), steps_of(after)),
        topics=difference(
            {topic.slug: names[topic.slug] for topic in before.topics},
            {topic.slug: names[topic.slug] for topic in after.topics},
        ),
        systems=difference(expected_systems(before), expected_systems(after)),
        questions=new_questions(project, present, candidate),
        terms=other_terms(before, after),
        days=(before.minimum_days, after.minimum_days),
        moved=moved_steps(before, after),
    )


def path_under(rules: Reference, project: Project, calendar, freezes) -> Path:
    """The path of a project by some rules, as it was registered: answers, date, launch."""
    kind = project.kind.slug
    answers = relevant(rules.questions, kind, project.answers)
    level, _reasons = find_level({**answers, "kind": kind}, rules)
    return compute_path(
        answers,
        kind,
        project.launch_on,
        timezone.localtime(project.registered_at).date(),
        rules,
        calendar,
        freezes,
        started=tuple(project.started),
        imposed=(level, ""),  # the level found: what saying no would save is not asked here
    )


def difference(before: dict[str, str], after: dict[str, str]) -> Difference:
    """What came and what went between two sets of named things."""
    return Difference(
        tuple(name for key, name in after.items() if key not in before),
        tuple(name for key, name in before.items() if key not in after),
    )


def steps_of(path: Path) -> dict[str, str]:
    return {step.ref: step.name for step in path.steps}


def expected_systems(path: Path) -> dict[str, str]:
    return {row.system: row.system for row in path.suggestions if row.expected}


def other_terms(before: Path, after: Path) -> tuple[str, ...]:
    """The gates that stay with other criteria, delay, silence, team or topics."""
    was = {gate.ref: replace(gate, reasons=()) for gate in before.gates}
    return tuple(
        gate.name
        for gate in after.gates
        if gate.ref in was and was[gate.ref] != replace(gate, reasons=())
    )


def moved_steps(before: Path, after: Path) -> int:
    """How many of the steps that stay have another date."""
    was = {step.ref: step.due_on for step in before.steps}
    return sum(was.get(step.ref, step.due_on) != step.due_on for step in after.steps)


def new_questions(project: Project, present: Reference, candidate: Reference) -> tuple[str, ...]:
    """The questions that the candidate rules would ask, and that these do not."""
    kind = project.kind.slug
    known = {row.slug for row in asked(present.questions, kind, project.answers)}
    return tuple(
        row.noun
        for row in asked(candidate.questions, kind, project.answers)
        if row.slug not in known and row.slug not in project.answers
    )
