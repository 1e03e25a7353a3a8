"""Days that count: not week-ends, not public holidays, not company closures. Pure.

A working day is a date of the company's calendar (Europe/Paris); a delay of n working days
opened on a day ends n working days later, that day not counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

import holidays

ONE_DAY = timedelta(days=1)


@lru_cache(maxsize=64)
def public_holidays(year: int, subdivision: str = "") -> frozenset[date]:
    """The French public holidays of a year (11; 13 in Alsace-Moselle, subdivision "57")."""
    return frozenset(holidays.France(years=year, subdiv=subdivision or None))


@dataclass(frozen=True)
class Calendar:
    """The company's working days: public holidays plus its own closures."""

    closures: tuple[tuple[date, date], ...] = ()
    subdivision: str = ""
    _known: dict = field(default_factory=dict, compare=False, repr=False)

    def is_working(self, day: date) -> bool:
        """Whether people are at work that day."""
        if day not in self._known:
            closed = any(first <= day <= last for first, last in self.closures)
            off = day in public_holidays(day.year, self.subdivision)
            self._known[day] = day.weekday() < 5 and not off and not closed
        return self._known[day]

    def on_or_after(self, day: date) -> date:
        """The day itself when it counts, otherwise the next one that does."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def on_or_before(self, day: date) -> date:
        """The day itself when it counts, otherwise the last one that did."""
        while not self.is_working(day):
            day -= ONE_DAY
        return day

    def add(self, day: date, count: int) -> date:
        """The date `count` working days after (or, negative, before) a day."""
        step = ONE_DAY if count >= 0 else -ONE_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_working(day):
                day += step
        return self.on_or_after(day) if count == 0 else day

    def between(self, start: date, end: date) -> int:
        """Working days after `start`, up to and including `end`; negative when end is past."""
        if end < start:
            return -self.between(end, start)
        span = (end - start).days
        return sum(self.is_working(start + timedelta(days=n)) for n in range(1, span + 1))

    def next_days(self, start: date, count: int) -> list[date]:
        """The first `count` working days from a day on, itself included when it counts."""
        days = [self.on_or_after(start)]
        while len(days) < count:
            days.append(self.add(days[-1], 1))
        return days


def calendar_of(closures: Iterable[tuple[date, date]], subdivision: str = "") -> Calendar:
    """The calendar of a company with these closures."""
    return Calendar(closures=tuple(sorted(closures)), subdivision=subdivision)
