"""Reminders read again at the moment they leave: what was played meanwhile is not said."""

from django.conf import settings
from django.utils import timezone, translation

from governance import outbox
from governance.models import Closure, Notice, Person, ReminderRung
from projects.models import Move
from reviews import digests
from reviews.cadence import HOLDER, is_by_hand
from reviews.models import Reminder


def read_digest(notice: Notice) -> dict | None:
    """The balls of a gathering that are still to be played; None when there are none left."""
    moves = list({row.move_id: row.move for row in standing(notice)}.values())
    if not moves:
        return None
    today, calendar = timezone.localdate(), Closure.cached_calendar()
    with translation.override(language_of(notice.recipient)):
        lines = [digests.Line.of(move, notice.recipient, today, calendar) for move in moves]
        lines = digests.in_order(lines)
        said = digests.digest_subject(notice.recipient, lines), digests.digest_body(lines)
        keep_words(notice, *said)
        return {"lines": lines, "day_sentence": digests.digest_day(today, lines)}


def read_escalation(notice: Notice) -> dict | None:
    """An escalation about a ball that was played since is not sent."""
    return {} if standing(notice) else None


def read_act(notice: Notice) -> dict | None:
    """A reminder sent by hand is not sent about a ball that was played; other acts are."""
    rows = list(notice.reminders.all()[:1])
    return {} if not rows or standing(notice) else None


def standing(notice: Notice) -> list[Reminder]:
    """The reminders of a message whose ball is still to play, due the same day, by the same."""
    rows = notice.reminders.select_related("move__project", "move__person", "move__team")
    codes = ReminderRung.objects.filter(audience=HOLDER).values_list("code", flat=True)
    own, reader = set(codes), notice.recipient
    return [
        row
        for row in rows.order_by("pk")
        if still_due(row)
        and not ((row.rung in own or is_by_hand(row.rung)) and passed_on(row.move, reader))
    ]


def still_due(row: Reminder) -> bool:
    """Whether the ball is still to be played, for the same day."""
    move = row.move
    over = move.closed_at or move.paused_at or move.is_stopped
    return not over and move.due_on == row.due_on


def passed_on(move: Move, reader: Person) -> bool:
    """Whether the ball that this person held when they were reminded is somebody else's now."""
    if move.person_id:
        return move.person_id != reader.pk
    return move.team_id != reader.team_id


def keep_words(notice: Notice, subject: str, body: str) -> None:
    """The inbox says what the e-mail says."""
    if (notice.subject, notice.body) != (subject[:200], body):
        notice.subject, notice.body = subject[:200], body
        notice.save(update_fields=["subject", "body"])


def language_of(person: Person) -> str:
    """The language a person is written to in."""
    return person.language or settings.LANGUAGE_CODE


def register_all() -> None:
    """Have the outbox ask here before a message leaves."""
    outbox.READERS.update(
        {
            Notice.Genre.DIGEST: read_digest,
            Notice.Genre.ESCALATION: read_escalation,
            Notice.Genre.ACT: read_act,
        }
    )
