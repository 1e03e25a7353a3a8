"""What an import would do, line by line, and the mark by which two readings are compared. Pure."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field

CREATED, CHANGED, UNCHANGED, REFUSED = "created", "changed", "unchanged", "refused"
OUTCOMES = (CREATED, CHANGED, UNCHANGED, REFUSED)


@dataclass(slots=True)
class Line:
    """One row of the file: what it is about, what it would write, why it is refused."""

    number: int
    name: str = ""
    pk: int | None = None
    facts: dict = field(default_factory=dict)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        if self.problems:
            return REFUSED
        if self.pk is None:
            return CREATED
        return CHANGED if self.changes else UNCHANGED

    def mark(self) -> str:
        """The same for the same outcome, whatever the day."""
        said = [self.outcome, self.pk, self.name, self.changes, self.problems]
        text = json.dumps(said, ensure_ascii=False, default=str)
        return hashlib.blake2s(text.encode(), digest_size=6).hexdigest()


@dataclass
class Plan:
    """Every line of a file, beside the catalogue of this instant."""

    kind: str
    lines: list[Line] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """How many lines end in each way."""
        counted = Counter(line.outcome for line in self.lines)
        return {outcome: counted[outcome] for outcome in OUTCOMES}

    def of(self, outcome: str) -> list[Line]:
        """The lines that end in one way, in the order of the file."""
        return [line for line in self.lines if line.outcome == outcome]

    @property
    def writes(self) -> bool:
        """Whether there is anything to write."""
        return any(line.outcome in (CREATED, CHANGED) for line in self.lines)

    def marks(self) -> dict[str, str]:
        """The mark of each line, by its number in the file."""
        return {str(line.number): line.mark() for line in self.lines}


def digest_of(marks: dict[str, str]) -> str:
    """One mark for a whole plan."""
    return hashlib.sha256(json.dumps(marks, sort_keys=True).encode()).hexdigest()


def moved(plan: Plan, before: dict[str, str]) -> list[Line]:
    """The lines that no longer end as they did when the file was first read."""
    return [line for line in plan.lines if before.get(str(line.number)) != line.mark()]
