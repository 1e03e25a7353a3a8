"""The stewards keep the ladder of reminders: one change at a time, tried on the open balls."""

from collections.abc import Callable, Iterable
from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from governance import journal
from governance.models import Closure, JournalEntry, ReminderRung
from governance.verdicts import Incomplete
from projects.actions.pathbook import Overtaken
from reviews.actions.reminders import Sweep, policy, rung_of
from reviews.cadence import Ladder, Tomorrow, problems

THREAD = "cadence"
NOON = time(12)


@transaction.atomic
def keep_rung(*, write: Callable[[], ReminderRung], seen: int, what: str, by) -> ReminderRung:
    """Write a change of the ladder, unless another came since `seen` or it makes no sense."""
    journal.lock_chain()
    if last_change() != seen:
        raise Overtaken
    row = write()
    if found := problems(policy().rungs):
        raise Incomplete(days=found[0])
    journal.record(row, "cadence.changed", by=by, thread=THREAD, what=what)
    return row


def last_change() -> int:
    """The number of the last change of the ladder, 0 before the first."""
    return changes().values_list("pk", flat=True).first() or 0


def changes_since(seen: int) -> list[JournalEntry]:
    """Who changed what in the ladder since a change, the newest first."""
    return list(changes().filter(pk__gt=seen)[:10])


def changes():
    """The trail of the ladder."""
    return JournalEntry.objects.filter(thread=THREAD, verb="cadence.changed").order_by("-pk")


def with_rung(row: ReminderRung) -> Ladder:
    """The ladder as it would be with this row."""
    kept = [rung_of(other) for other in ReminderRung.objects.exclude(pk=row.pk).order_by("pk")]
    return Ladder.of([*kept, rung_of(row)])


def tomorrow(ladder: Ladder) -> Tomorrow:
    """How many open balls would be reminded on the next working day, and by how many messages."""
    calendar = Closure.calendar()
    day = calendar.add(timezone.localdate(), 1)
    sweep = Sweep.at(timezone.make_aware(datetime.combine(day, NOON)), ladder, calendar)
    return counted(sweep.due() if sweep else ())


def counted(dues: Iterable) -> Tomorrow:
    """The same, counted without keeping them."""
    balls, people, urgent = set(), set(), 0
    for due in dues:
        balls.add(due.move)
        if due.rung.urgent:
            urgent += 1
        else:
            people.add(due.person)
    return Tomorrow(len(balls), len(people), urgent)
