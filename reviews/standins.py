"""For whom somebody decides or advises at a gate: themselves, or the absent whose relay they are."""

from django.utils import timezone

from governance.delegation import stand_in
from governance.models import Absence, Person


def stands_for(user, absent: Person | None) -> bool:
    """Whether a person is today the relay of somebody who is away (three steps at most)."""
    if absent is None or absent.pk == user.pk or absent.vendor_id != user.vendor_id:
        return False
    today = timezone.localdate()
    return stand_in(absent.pk, today, Absence.away_on(today)) == user.pk


def represented(user, moves) -> Person | None:
    """The absent person whose ball a relay plays; nobody when the ball is theirs or their team's."""
    own = any(user.pk == move.person_id or is_of_team(user, move) for move in moves)
    held = [] if own else [move.person for move in moves if move.person_id]
    return next((person for person in held if stands_for(user, person)), None)


def is_of_team(user, move) -> bool:
    """Whether a ball was given to this person's team."""
    return bool(user.team_id) and move.team_id == user.team_id
