"""Where a project stands on its path, what is asked of it, what comes out. Pure rows, no rule."""

from dataclasses import dataclass
from datetime import date

from projects.path import Gate, OpenTopic, Path
from projects.reference import StepRow


@dataclass(frozen=True, slots=True)
class StepNow:
    """A step of the project as it stands; gate = the state of its validation, if it has one."""

    ref: str
    name: str
    genre: str
    state: str
    due_on: date
    gate: str = ""
    begun: bool = False  # submitted at least once, or decided
    answer_days: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a project stands on its path."""

    level: str
    steps: tuple[StepNow, ...]
    needed_topics: frozenset[str] = frozenset()
    answered_topics: frozenset[str] = frozenset()
    validated_topics: frozenset[str] = frozenset()
    systems: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Moved:
    """A step whose day changes."""

    name: str
    was: date
    now: date


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A step that comes on the path, or a validation that was skipped and no longer is."""

    ref: str
    name: str
    genre: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Relay:
    """Everything that a change does to a path: what is shown, then written, is this and no more."""

    level_was: str
    level: str
    reasons: tuple[str, ...]
    gates: tuple[Gate, ...]
    added: tuple[Newcomer, ...] = ()
    dropped: tuple[StepNow, ...] = ()
    kept: tuple[StepNow, ...] = ()
    order: tuple[str, ...] = ()
    dates: tuple[tuple[str, date], ...] = ()
    moved: tuple[Moved, ...] = ()
    topics: tuple[OpenTopic, ...] = ()
    opened_topics: tuple[str, ...] = ()
    closed_topics: tuple[str, ...] = ()
    doubted_topics: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    unsettled: tuple[StepNow, ...] = ()
    missing_days: int = 0
    honest_date: date | None = None
    frozen_by: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What is asked of a path: the paths before and after, and what it puts in doubt."""

    before: Path
    after: Path
    standing: Standing
    reopens: bool = False  # the three voices meet again
    skips: tuple[str, ...] = ()  # validations that a project accepted at once does not pass
    doubted: frozenset[str] = frozenset()  # topics whose answers no longer hold for sure
    launch_moved: bool = False
    rows: tuple[StepRow, ...] = ()  # the steps of the path after, in their order
    forward: bool = False  # the service is open already: dates go forward, no launch to keep
