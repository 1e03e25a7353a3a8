"""Reminders and their messages, written together: one transaction per batch, few statements."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Closure, Notice, Person
from governance.typography import as_day
from projects.models import Move, Project
from reviews import digests
from reviews.cadence import Rung
from reviews.letters import language_of
from reviews.models import Reminder

SWEEP_LOCK = 720_033  # PostgreSQL advisory lock: one batch of reminders at a time


@dataclass(frozen=True)
class Due:
    """A reminder to write: which ball, for which due day, at which rung, to whom."""

    move: int
    due_on: date
    rung: Rung
    person: int

    @property
    def key(self) -> tuple:
        return (self.move, self.rung.code, self.person, self.due_on)


@transaction.atomic
def write_digests(wanted: dict[int, list[Due]], mornings: dict[int, str], now: datetime) -> int:
    """One gathered message per person of this batch; nothing for whoever has today's already."""
    take_the_sweep()
    desk = Desk.of([due for dues in wanted.values() for due in dues], now)
    keys = {person: f"digest:{mornings[person]}:{person}" for person in wanted}
    written = set(Notice.objects.filter(key__in=keys.values()).values_list("key", flat=True))
    fresh = {
        person: lines
        for person, dues in wanted.items()
        if keys[person] not in written and (lines := desk.fresh(dues))
    }
    notices = [
        desk.digest(person, keys[person], [due.move for due in lines])
        for person, lines in fresh.items()
    ]
    return desk.keep(notices, list(fresh.values()))


@transaction.atomic
def write_escalations(wanted: list[Due], now: datetime) -> int:
    """One message per ball and person, and a line of the journal per ball."""
    journal.lock_chain()
    take_the_sweep()
    desk = Desk.of(wanted, now)
    fresh = desk.fresh(wanted)
    told = desk.told()
    notices = [desk.escalation(due, told.get(due.move, ())) for due in fresh]
    count = desk.keep(notices, [[due] for due in fresh])
    for move in dict.fromkeys(due.move for due in fresh):
        desk.record(move, [due for due in fresh if due.move == move])
    return count


@dataclass
class Desk:
    """What a batch needs, read at once: its balls as they are now, its people, what was written."""

    now: datetime
    moves: dict[int, Move]
    people: dict[int, Person]
    known: set[tuple]

    @classmethod
    def of(cls, dues: list[Due], now: datetime) -> "Desk":
        """Read again, under the lock: a ball played since, or reminded by another sweep, is out."""
        rows = Move.objects.running().filter(pk__in={due.move for due in dues})
        rows = rows.exclude(project__state=Project.State.CANCELLED)
        moves = rows.select_related("project", "person", "team").order_by("pk")
        known = Reminder.objects.filter(move__in={due.move for due in dues})
        return cls(
            now,
            {move.pk: move for move in moves},
            Person.objects.in_bulk({due.person for due in dues}),
            set(known.values_list("move_id", "rung", "recipient_id", "due_on")),
        )

    def fresh(self, dues: Iterable[Due]) -> list[Due]:
        """Those that nobody wrote, about balls that still run for the same day."""
        return [
            due
            for due in dues
            if due.key not in self.known
            and (move := self.moves.get(due.move))
            and move.due_on == due.due_on
        ]

    def line(self, move: int, reader: Person) -> digests.Line:
        """A ball as one person should read it today."""
        today = timezone.localdate(self.now)
        return digests.Line.of(self.moves[move], reader, today, Closure.cached_calendar())

    def digest(self, person: int, key: str, moves: list[int]) -> Notice:
        """The gathered message of a person."""
        reader = self.people[person]
        with translation.override(language_of(reader)):
            lines = digests.in_order([self.line(pk, reader) for pk in dict.fromkeys(moves)])
            return Notice(
                recipient=reader,
                key=key,
                genre=Notice.Genre.DIGEST,
                subject=digests.digest_subject(reader, lines)[:200],
                body=digests.digest_body(lines),
                action=_("Voir mes actions"),
                path=lines[0].move.get_absolute_url() if len(lines) == 1 else "/",
                created_at=self.now,
            )

    def escalation(self, due: Due, told: Iterable[date]) -> Notice:
        """The message of a person about one late ball."""
        reader = self.people[due.person]
        with translation.override(language_of(reader)):
            line = self.line(due.move, reader)
            return Notice(
                recipient=reader,
                key=f"escalation:{due.move}:{due.rung.code}:{due.due_on:%Y%m%d}:{reader.pk}",
                genre=Notice.Genre.ESCALATION,
                subject=digests.escalation_subject(line)[:200],
                body=digests.escalation_body(line, sorted(set(told))),
                action=_("Ouvrir"),
                path=line.move.get_absolute_url(),
                created_at=self.now,
            )

    def told(self) -> dict[int, list[date]]:
        """On which days each ball was reminded before."""
        rows = Reminder.objects.filter(move__in=self.moves).values_list("move_id", "planned_at")
        found: dict[int, list[date]] = {}
        for move, planned_at in rows.order_by("pk"):
            found.setdefault(move, []).append(as_day(planned_at))
        return found

    def keep(self, notices: list[Notice], lines: list[list[Due]]) -> int:
        """Write the messages, their reminders, and the day on each ball; how many messages."""
        Notice.objects.bulk_create(notices)
        Reminder.objects.bulk_create(
            Reminder(
                move_id=due.move,
                rung=due.rung.code,
                recipient_id=due.person,
                due_on=due.due_on,
                notice=notice,
                planned_at=self.now,
            )
            for notice, dues in zip(notices, lines, strict=True)
            for due in dues
        )
        balls = {due.move for dues in lines for due in dues}
        Move.objects.filter(pk__in=balls).update(reminded_at=self.now)
        return len(notices)

    def record(self, pk: int, dues: list[Due]) -> None:
        """The trail says who was told that a ball is late."""
        move = self.moves[pk]
        journal.record(
            move.ground,
            "ball.escalated",
            by=None,
            thread=move.thread,
            title=move.title,
            kind=move.kind,
            holder=move.holder,
            to=[self.people[due.person].name for due in dues],
            rung=dues[0].rung.label,
        )


def take_the_sweep() -> None:
    """Wait for the batch that another sweep is writing; its rows are read after."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SWEEP_LOCK])
