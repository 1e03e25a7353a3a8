"""The dates of what is left of a path, from today to the launch, on working days. Pure."""

from dataclasses import dataclass
from datetime import date

from governance.working_days import Calendar
from projects.dating import date_forward, date_steps, needs_of
from projects.reference import StepRow


@dataclass(frozen=True, slots=True)
class Ahead:
    """A step that is left: its place on the path, the days that IT has to answer."""

    ref: str
    name: str
    share: float
    answer_days: int


def days_needed(ahead: list[Ahead]) -> int:
    """The working days that what is left takes."""
    return sum(needs_of(row, ahead) for row in rows_ahead(ahead, 0.0))


def date_ahead(
    ahead: list[Ahead], passed: float, today: date, launch_on: date | None, calendar: Calendar
) -> tuple[tuple[str, date], ...]:
    """A day for each step that is left: ordered, on working days, none after the launch.

    Without a launch (the service is open already), each step gets its own days from today on.
    """
    start = calendar.on_or_before(today)
    if launch_on is None:
        forward = date_forward(rows_ahead(ahead, passed), ahead, start, calendar)
        return tuple((step.ref, step.due_on) for step in forward)
    last = calendar.on_or_before(launch_on)
    first = min(calendar.on_or_after(today), last)
    steps = date_steps(rows_ahead(ahead, passed), ahead, start, launch_on, calendar)
    return tuple((step.ref, max(step.due_on, first)) for step in steps)


def rows_ahead(ahead: list[Ahead], passed: float) -> list[StepRow]:
    """The steps that are left, their shares counted from where the project stands."""
    left = 1 - passed
    return [
        StepRow(step.ref, step.name, max(step.share - passed, 0.0) / left if left > 0 else 1.0)
        for step in ahead
    ]
