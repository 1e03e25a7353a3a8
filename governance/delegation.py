"""Who plays for whom while somebody is away. Pure: absences in, people out.

An absence counts on its first and on its last day, in the company's dates (Europe/Paris). The
clock does not stop: the delegate plays, and the absent person keeps their right. When the delegate
is away too, their own delegate plays, three steps at most; a chain that comes back on itself, or
goes further, leads to nobody.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

LONGEST_CHAIN = 3


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody is away from a day to another, both included, and who plays for them."""

    person: int
    delegate: int | None
    first: date
    last: date

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last

    def meets(self, other: "Away") -> bool:
        """Whether two absences share a day."""
        return self.first <= other.last and other.first <= self.last


def stand_in(person: int, day: date, absences: Iterable[Away]) -> int | None:
    """Who plays for a person on a day; nobody when they are there, or when nobody was named."""
    away = {row.person: row for row in absences if row.covers(day)}
    seen, current = {person}, person
    for _step in range(LONGEST_CHAIN):
        row = away.get(current)
        if row is None or row.delegate is None or row.delegate in seen:
            return None
        seen.add(row.delegate)
        current = row.delegate
        if current not in away:
            return current
    return None


def stand_ins(people: Iterable[int], day: date, absences: Iterable[Away]) -> dict[int, int]:
    """The same for several people: who is away, and who plays for them."""
    rows = list(absences)
    found = {person: stand_in(person, day, rows) for person in people}
    return {person: delegate for person, delegate in found.items() if delegate is not None}


def chain_problem(new: Away, absences: Iterable[Away]) -> str:
    """Why an absence cannot be kept: « loop », « long », or nothing.

    Only absences that share a day with it are looked at, on both sides: the delegate's own
    absences, and those of whoever counts on this person.
    """
    others = [row for row in absences if row.person != new.person and row.meets(new)]
    if new.delegate is None:
        return ""
    after = _steps(new.delegate, others, forward=True, stop=new.person)
    if after is None:
        return "loop"
    before = _steps(new.person, others, forward=False, stop=new.delegate)
    if before is None:
        return "loop"
    return "long" if before + 1 + after > LONGEST_CHAIN else ""


def _steps(start: int, rows: list[Away], *, forward: bool, stop: int) -> int | None:
    """How many delegations follow (or come before) a person; None when they come back to `stop`."""
    longest, layer, seen = 0, {start}, {start}
    while layer:
        following = {
            (row.delegate if forward else row.person)
            for row in rows
            if row.delegate is not None and (row.person if forward else row.delegate) in layer
        }
        if stop in following:
            return None
        layer = following - seen
        seen |= layer
        longest += bool(layer)
    return longest
