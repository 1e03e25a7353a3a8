"""The working-day clock of an answer: how long it ran, how long it stood still, what is left. Pure.

A day counts once it is over in the company's zone, and the day on which the clock was started is
not counted. A pause stops the clock from the day it starts; it runs again the next working day
after the answer. Everything is a date of the company's calendar: whoever reads from another zone,
at whatever hour, reads the same days, and the two nights of the year that lose or gain an hour
change nothing.

An absence does not stop the clock: the delegate plays. A clock that jumps back never makes a
negative day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from django.utils.timezone import get_default_timezone

from governance.working_days import ONE_DAY, Calendar

Pause = tuple[date, date | None]
Instants = Iterable[tuple[datetime, datetime | None]]
FAR = timedelta(days=3660)


def day_in(moment: datetime, zone: tzinfo) -> date:
    """The company's date at an instant."""
    return moment.astimezone(zone).date()


@dataclass(frozen=True)
class Clock:
    """A delay of some working days: since when, stopped when, under which calendar."""

    opened: date
    days: int
    pauses: tuple[Pause, ...]
    calendar: Calendar

    @classmethod
    def started(
        cls, opened: datetime, days: int, pauses: Instants, calendar: Calendar, zone: tzinfo
    ) -> "Clock":
        """The clock of an answer, from the instants that were written down."""
        spans = tuple(
            (day_in(start, zone), day_in(max(end, start), zone) if end else None)
            for start, end in pauses
        )
        return cls(day_in(opened, zone), days, spans, calendar)

    @classmethod
    def of(cls, move, calendar: Calendar) -> "Clock":
        """The clock of a ball whose pauses were read with it."""
        spans = [(pause.started_at, pause.ended_at) for pause in move.pauses.all()]
        return cls.started(move.opened_at, move.days, spans, calendar, get_default_timezone())

    @property
    def stopped_on(self) -> date | None:
        """Since which day the clock stands still; nothing while it runs."""
        return next((start for start, end in self.pauses if end is None), None)

    def counts(self, day: date) -> bool:
        """Whether a day is taken from the delay once it is over."""
        return day > self.opened and self.calendar.is_working(day) and not self.stands_still(day)

    def stands_still(self, day: date) -> bool:
        """Whether the clock is stopped that day: the days of asking and of answering included."""
        return any(start <= day and (end is None or day <= end) for start, end in self.pauses)

    def ran(self, today: date) -> int:
        """The days that are over, late ones included."""
        return self._counted(self.opened, today - ONE_DAY)

    def elapsed(self, today: date) -> int:
        """The days of the delay that are over."""
        return min(self.ran(today), self.days)

    def remaining(self, today: date) -> int:
        """The days of the delay that are left, today included while it counts."""
        return self.days - self.elapsed(today)

    def day(self, today: date) -> int:
        """« jour 2 sur 5 »: the day that runs, or the one that will when the clock runs again."""
        if self.days == 0:
            return 0
        under_way = self.counts(today) or self.stands_still(today)
        return min(max(self.ran(today) + under_way, 1), self.days)

    def due(self) -> date | None:
        """The last day of the delay; nobody knows it while the clock stands still before it."""
        day, left = self.opened, self.days
        if not left:
            return self.calendar.on_or_after(day)
        for _step in range(FAR.days):
            if self.stopped_on and day >= self.stopped_on:
                return None
            day += ONE_DAY
            left -= self.counts(day)
            if not left:
                return day
        return None

    def is_over(self, today: date) -> bool:
        """Whether the delay is used up: its last day is over too."""
        due = self.due()
        return due is not None and today > due

    def late(self, today: date) -> int:
        """The days that count since the last one of the delay, today included."""
        due = self.due()
        return self._counted(due, today) if due else 0

    def _counted(self, start: date, end: date) -> int:
        """The days that count after a day, up to and including another."""
        return sum(self.counts(start + timedelta(n)) for n in range(1, (end - start).days + 1))


def read_on(move, today: date) -> date:
    """The day that a ball's clock shows: today, or the day on which it was stopped."""
    return min(today, day_in(move.paused_at, get_default_timezone())) if move.paused_at else today
