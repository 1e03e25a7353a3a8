"""For whom somebody decides or advises at a gate: themselves, or the absent whose relay they are."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from governance.delegation import stand_in, stand_ins
from governance.models import Absence, JournalEntry, Person
from reviews.delegates import delegates_of

A_DAY = timedelta(days=1)


def stands_for(user, absent: Person | None) -> bool:
    """Whether a person is today the relay of somebody who is away (three steps at most)."""
    if absent is None or absent.pk == user.pk or absent.vendor_id != user.vendor_id:
        return False
    today = timezone.localdate()
    return stand_in(absent.pk, today, Absence.away_on(today)) == user.pk


def relays_of(project) -> dict[int, Person]:
    """Who signs or decides today for a voice of a project that is away, and for which one."""
    seats = project.seats.voices().select_related("person")
    people, today = {seat.person_id: seat.person for seat in seats}, timezone.localdate()
    found = {
        one.pk: people[pk] for pk, rows in delegates_of(people.values()).items() for one in rows
    }
    chains = stand_ins(people, today, Absence.away_on(today))
    return found | {relay: people[pk] for pk, relay in chains.items()}


def relay_until(user, absent: Person | None, since: datetime) -> date | None:
    """The last day on which a person was the relay of somebody, when it passed after an instant."""
    if absent is None:
        return None
    today, day = timezone.localdate(), timezone.localdate(since)
    rows = absent.absences.filter(delegate=user, ends_on__gte=day - A_DAY, ends_on__lt=today)
    last = rows.order_by("-ends_on").first()
    return last.ends_on if last and (last.ends_on >= day or came_back(last, since)) else None


def came_back(absence: Absence, since: datetime) -> bool:
    """Whether somebody came back sooner than noted, after an instant."""
    label = absence._meta.label_lower
    rows = JournalEntry.objects.filter(subject_label=label, subject_id=absence.pk)
    return rows.filter(verb="absence.ended", recorded_at__gte=since).exists()


def represented(user, moves) -> Person | None:
    """The absent person whose ball a relay plays; nobody when the ball is theirs or their team's."""
    own = any(user.pk == move.person_id or is_of_team(user, move) for move in moves)
    held = [] if own else [move.person for move in moves if move.person_id]
    return next((person for person in held if stands_for(user, person)), None)


def is_of_team(user, move) -> bool:
    """Whether a ball was given to this person's team."""
    return bool(user.team_id) and move.team_id == user.team_id
