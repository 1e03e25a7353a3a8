"""The days of the demo company: acts at their hour, mails and reminders in between."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import time_machine
from django.utils import timezone

from governance.models import Closure
from governance.tasks import send_due_notices
from governance.working_days import Calendar
from reviews.actions.gate_silence import follow_one, late_moves
from reviews.actions.gate_waivers import follow_waivers
from reviews.actions.reminders import plan_reminders
from reviews.actions.renewals import follow_renewals
from reviews.actions.silences import follow_signatures

MORNING = time(8, 0)
EARLIEST, LATEST = time(8, 0), time(17, 30)


@dataclass
class Stage:
    """What happens on which working day before (or, negative, after) today."""

    today: date = field(default_factory=timezone.localdate)
    acts: dict = field(default_factory=lambda: defaultdict(list))

    @property
    def calendar(self) -> Calendar:
        return Closure.calendar()

    def day(self, days_ago: int) -> date:
        """The working day that many working days before today."""
        return self.calendar.add(self.today, -days_ago)

    def at(self, days_ago: int, hour: float, act: Callable) -> None:
        """Something to play that day, at that hour."""
        moment = time(int(hour), int(hour % 1 * 60))
        self.acts[self.day(days_ago)].append((moment, len(self.acts), act))

    def lately(self, minutes_ago: int, act: Callable) -> None:
        """Something to play today, that many minutes before now."""
        self.acts[self.today].append((self.moment(minutes_ago), len(self.acts), act))

    def moment(self, minutes_ago: int) -> time:
        """That many minutes before now, never yesterday."""
        then = timezone.localtime() - timedelta(minutes=minutes_ago)
        return then.time() if then.date() == self.today else time.min

    def open_hour(self, minutes_ago: int) -> datetime:
        """The quarter of an hour of that moment, on the last working day and within its hours."""
        moment = self.moment(minutes_ago)
        quarter = moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)
        day = self.today if self.calendar.is_working(self.today) else self.day(1)
        return local(day, min(max(quarter, EARLIEST), LATEST))

    def play(self) -> int:
        """Play every act in its order; how many were played."""
        played = 0
        for day in self.working_days():
            if day < self.today:
                with time_machine.travel(local(day, MORNING)):
                    begin_day(day)
            for moment, _order, act in sorted(self.acts.get(day, ()), key=lambda line: line[0]):
                with time_machine.travel(local(day, moment)):
                    act()
                    played += 1
        return played

    def working_days(self) -> list[date]:
        """Every working day from the first act to yesterday, and the days that have acts."""
        first = min(self.acts)
        span = self.calendar.between(first, self.today)
        days = set(self.calendar.next_days(first, span)) | set(self.acts)
        return sorted(day for day in days if day < self.today or day in self.acts)


def begin_day(day: date) -> None:
    """What the queue does of a morning: silences noted, reminders written, e-mails sent."""
    follow_signatures()
    for move in late_moves(day):
        follow_one(move.pk)
    follow_waivers()
    follow_renewals()
    plan_reminders()
    send_due_notices()


def local(day: date, moment: time) -> datetime:
    """A moment of the company's zone."""
    return timezone.make_aware(datetime.combine(day, moment))
