"""What a path is made of: its reasons, gates, open topics, suggestions, and the whole. Pure."""

from dataclasses import dataclass
from datetime import date

from projects.commitments import ALREADY_LIVE, Commitment
from projects.dating import Step
from projects.reference import CriterionRow


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
    origin: str  # unknown, started, rule or gate
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
    commitments: tuple[Commitment, ...] = ()  # what was done before, hardest to undo first

    @property
    def catch_up(self) -> bool:
        """Whether something was decided, signed or opened before registration."""
        return bool(self.commitments)

    @property
    def is_live(self) -> bool:
        """Whether the service is already open: its steps are dated forward."""
        return any(row.slug == ALREADY_LIVE for row in self.commitments)

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
