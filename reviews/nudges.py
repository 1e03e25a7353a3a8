"""Which balls of a page may be reminded by hand, by whoever reads it."""

from collections.abc import Sequence

from django.utils import timezone

from governance.models import Person
from projects.models import Move
from reviews.permissions import can_remind


def nudgeable(moves: Sequence[Move], user: Person) -> set[int]:
    """The balls of one project that this person waits for and that nobody reminded today."""
    others = [move for move in moves if not holds(move, user)]
    if not others or not can_remind(user, others[0]):
        return set()
    today = timezone.localdate()
    return {
        move.pk
        for move in others
        if move.paused_at is None
        and (move.reminded_at is None or timezone.localdate(move.reminded_at) < today)
    }


def holds(move: Move, user: Person) -> bool:
    """Whether a ball is in this person's hands, or in their team's while nobody took it."""
    if move.person_id:
        return move.person_id == user.pk
    return move.team_id == user.team_id


def reminder_lines(move: Move, open_to: set[int]) -> dict:
    """When a ball was last reminded, and its number when it may be reminded now."""
    return {"reminded": move.reminded_at, "nudge": move.pk if move.pk in open_to else None}
