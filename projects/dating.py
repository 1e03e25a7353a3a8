"""The dates of a path, backwards from the launch, on working days. Pure."""

from dataclasses import dataclass
from datetime import date

from governance.working_days import Calendar
from projects.reference import Reference, StepRow

SCOPING_DAYS = 5
ACCEPTANCE_DAYS = 5


@dataclass(frozen=True, slots=True)
class Step:
    """A dated step; days = working days since the step before."""

    ref: str
    name: str
    genre: str
    due_on: date
    days: int


def minimum_days(gates) -> int:
    """The working days a path needs: to meet, to be answered at each gate, to accept."""
    return SCOPING_DAYS + sum(gate.answer_days for gate in gates) + ACCEPTANCE_DAYS


def date_steps(
    rows: list[StepRow], gates, start: date, launch_on: date, calendar: Calendar
) -> tuple[Step, ...]:
    """Every step of the path with its date: ordered, on working days, none after the launch."""
    last = calendar.on_or_before(launch_on)
    first = min(start, last)
    total = calendar.between(first, last)
    offsets = spread([(row.share, needs_of(row, gates)) for row in rows], total)
    steps, before = [], first
    for row, offset in zip(rows, offsets, strict=True):
        due_on = calendar.add(last, offset - total) if offset < total else last
        genre = genre_of(row, gates)
        steps.append(Step(row.ref, row.name, genre, due_on, calendar.between(before, due_on)))
        before = due_on
    return tuple(steps)


def date_forward(rows: list[StepRow], gates, start: date, calendar: Calendar) -> tuple[Step, ...]:
    """The steps of a service that is already open: each gets its own days, from today on."""
    steps, due_on = [], start
    for row in rows:
        days = needs_of(row, gates)
        due_on = calendar.add(due_on, days)
        steps.append(Step(row.ref, row.name, genre_of(row, gates), due_on, days))
    return tuple(steps)


def ordered_steps(
    gates, kind: str, reference: Reference, early: dict[str, int] | None = None
) -> list[StepRow]:
    """The milestones of this kind and the gates of this path, in the order in which they come.

    `early` are the gates to pass right after the scoping meeting, with their rank.
    """
    early = early or {}
    refs = {gate.ref for gate in gates}
    usual = [row for row in reference.milestones if not row.kinds or kind in row.kinds]
    soon = share_of("scoping", usual, default=0.0)
    asked = [
        StepRow(row.ref, row.name, soon if row.ref in early else row.share)
        for row in reference.gates
        if row.ref in refs
    ]
    return sorted([*usual, *asked], key=lambda row: (row.share, early.get(row.ref, -1)))


def share_of(ref: str, rows, *, default: float) -> float:
    """Where a step falls between registration and launch."""
    return next((row.share for row in rows if row.ref == ref), default)


def genre_of(row: StepRow, gates) -> str:
    """Whether a step is a validation or only a date."""
    return "gate" if any(gate.ref == row.ref for gate in gates) else "milestone"


def needs_of(row: StepRow, gates) -> int:
    """The working days that a step takes for itself."""
    fixed = {"scoping": SCOPING_DAYS, "acceptance": ACCEPTANCE_DAYS}
    answers = {gate.ref: gate.answer_days for gate in gates}
    return fixed.get(row.ref, 0) + answers.get(row.ref, 0)


def spread(steps: list[tuple[float, int]], total: int) -> list[int]:
    """How many working days after the start each step falls.

    `steps` are (share of the spare time already used, own days). With too few days, everybody
    gives up the same part of theirs.
    """
    needed = sum(days for _share, days in steps)
    spare, offsets, used = total - needed, [], 0
    for share, days in steps:
        used += days
        exact = used + spare * share if spare >= 0 else used * total / needed
        offsets.append(min(round(exact), total))
    return offsets
