"""Who should be reminded of which ball today: found by its due day, written once, in batches.

Gathered by person and by working day at the hour each of them chose; an urgent rung leaves at
once and alone. Each reminder is a row, unique on ball, rung, person and due day, written in the
transaction of its message: whatever stops in the middle, the next sweep finds the rest.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from governance.models import Closure, MailSettings, ReminderRung
from governance.working_days import Calendar
from projects.models import Move, Project
from reviews.actions.crowd import Crowd, mail_settings
from reviews.actions.reminder_rows import Due, write_digests, write_escalations
from reviews.cadence import HOLDER, Ladder, Rung, day_there, hour_has_come, is_by_hand
from reviews.models import Reminder

BATCH, CHUNK = 200, 2_000
URGENT_FROM = time(7)
AHEAD = timedelta(minutes=5)
logger = logging.getLogger(__name__)


def plan_reminders() -> int:
    """Write the reminders that are due and their messages; how many messages."""
    now, ladder = timezone.now(), policy()
    sweep = Sweep.at(now, ladder, Closure.calendar())
    if sweep is None:
        return 0
    warn_of_a_clock_set_back(now)
    gathered, urgent = defaultdict(list), []
    for due in sweep.due():
        (urgent.append(due) if due.rung.urgent else gathered[due.person].append(due))
    ready = sweep.ready(gathered)
    written = 0
    for people in batches(sorted(ready), BATCH):
        lines = {person: gathered[person] for person in people}
        written += write_digests(lines, ready, now)
    if sweep.urgent_may_leave():
        for some in batches(urgent, BATCH):
            written += write_escalations(some, now)
    return written


def policy() -> Ladder:
    """The rungs as the stewards keep them."""
    return Ladder.of(rung_of(row) for row in ReminderRung.objects.order_by("pk"))


def rung_of(row: ReminderRung) -> Rung:
    """A rung as the ladder reads it."""
    return Rung(row.code, row.days, row.audience, row.label, row.urgent, row.stops, row.in_use)


def open_balls(window: tuple[date, date]):
    """The balls whose clock runs and whose due day is near: read by the index of due days."""
    rows = Move.objects.running().filter(due_on__range=window)
    rows = rows.exclude(project__state=Project.State.CANCELLED).order_by("due_on", "pk")
    return rows.values_list("pk", "project_id", "person_id", "team_id", "due_on", named=True)


@dataclass
class Sweep:
    """One look at the balls that are due around today."""

    now: datetime
    today: date
    ladder: Ladder
    calendar: Calendar
    window: tuple[date, date]
    crowd: Crowd
    left: dict[int, list[tuple[str, int, date]]]

    @classmethod
    def at(cls, now: datetime, ladder: Ladder, calendar: Calendar) -> "Sweep | None":
        """A sweep at this instant; None when the policy sends nothing."""
        today = timezone.localdate(now)
        window = ladder.window(calendar, today)
        if window is None:
            return None
        return cls(now, today, ladder, calendar, window, Crowd.on(today), reminded(window))

    def due(self) -> Iterable[Due]:
        """Every reminder that is due now and was not written yet."""
        late: dict[date, int] = {}
        for ball in open_balls(self.window).iterator(chunk_size=CHUNK):
            if ball.due_on not in late:
                late[ball.due_on] = self.calendar.between(ball.due_on, self.today)
            yield from self.of(ball, late[ball.due_on])

    def of(self, ball, late: int) -> Iterable[Due]:
        """The reminders of one ball."""
        left, own = self.left.get(ball.pk, ()), self.ladder.codes_of(HOLDER)
        holders = self.crowd.holders(ball)
        for holder in holders:
            codes = {code for code, person, _day in left if person == holder and code in own}
            if rung := self.ladder.for_holder(late, codes):
                yield Due(ball.pk, ball.due_on, rung, holder)
        told = any(code in own or is_by_hand(code) for code, _p, day in left if day < self.today)
        if holders and not told:
            return
        others = self.crowd.others(ball, holders)
        codes = {
            name: {code for code, _p, _day in left} & self.ladder.codes_of(name) for name in others
        }
        for rung in self.ladder.for_others(late, codes):
            for person in others[rung.audience]:
                yield Due(ball.pk, ball.due_on, rung, person)

    def ready(self, people: Iterable[int]) -> dict[int, str]:
        """Whose hour has come on a working day of theirs, and the name of that morning."""
        chosen, usual = mail_settings(people), MailSettings()
        found = {}
        for person in people:
            wish = chosen.get(person, usual)
            day = day_there(self.now, wish.zone)
            if not settings.REMIND_ON_WORKING_MORNINGS:
                found[person] = f"{self.now:%Y%m%d%H%M%S%f}"
            elif self.calendar.is_working(day) and hour_has_come(self.now, wish.hour, wish.zone):
                found[person] = f"{day:%Y%m%d}"
        return found

    def urgent_may_leave(self) -> bool:
        """Whether people are at work, or soon will be: an escalation waits for no digest."""
        if not settings.REMIND_ON_WORKING_MORNINGS:
            return True
        here = timezone.localtime(self.now)
        return self.calendar.is_working(self.today) and here.time() >= URGENT_FROM


def reminded(window: tuple[date, date]) -> dict[int, list[tuple[str, int, date]]]:
    """Which rungs left for the due days that hold now: rung, person and day, by ball."""
    found = defaultdict(list)
    rows = Reminder.objects.filter(
        move__closed_at=None,
        move__paused_at=None,
        move__due_on__range=window,
        due_on=F("move__due_on"),
    ).values_list("move_id", "rung", "recipient_id", "planned_at")
    for move, rung, person, planned_at in rows.order_by("pk").iterator(chunk_size=CHUNK):
        found[move].append((rung, person, timezone.localdate(planned_at)))
    return found


def warn_of_a_clock_set_back(now: datetime) -> None:
    """Say it when reminders were written in the future; the due days are stored, nothing doubles."""
    last = Reminder.objects.order_by("-pk").values_list("planned_at", flat=True).first()
    if last and last > now + AHEAD:
        logger.error("the clock went back: the last reminder was written at %s", last.isoformat())


def batches(rows: Iterable, size: int):
    """The same rows, some at a time."""
    rows = iter(rows)
    while some := list(islice(rows, size)):
        yield some
