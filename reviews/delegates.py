"""Who may sign minutes, and for whom: the person of a seat, or their delegate of the day."""

from dataclasses import dataclass

from django.utils import timezone

from governance.models import Absence, Person
from projects.models import Move, Seat
from reviews.models import Arbitration, Minutes


@dataclass(frozen=True)
class Signatory:
    """The voice that somebody answers for, and the absent person they stand in for, if any."""

    voice: str
    absent: Person | None = None


def signatory(user, minutes: Minutes) -> Signatory | None:
    """For whom a person signs these minutes today; a voice of the project only for itself."""
    seats = list(minutes.project.seats.voices().select_related("person"))
    own = next((seat for seat in seats if seat.person_id == user.pk), None)
    if own is not None:
        return Signatory(own.part)
    covered = {seat.part: seat.person for seat in covered_seats(seats, user)}
    if not covered or user.pk in arbiters_of(minutes):
        return None
    answers = dict(minutes.signatures.values_list("voice", "signed_by"))
    given = [voice for voice in covered if answers.get(voice) == user.pk]
    waiting = [voice for voice in covered if voice not in answers]
    voice = next(iter([*given, *waiting, *covered]))
    return Signatory(voice, covered[voice])


def arbiters_of(minutes: Minutes) -> set[int]:
    """Who was asked to settle a disagreement on the minutes of this meeting: they sign for nobody."""
    versions = Minutes.objects.filter(meeting=minutes.meeting_id).values("pk")
    rows = Arbitration.objects.filter(
        subject_label=minutes._meta.label_lower, subject_id__in=versions
    ).exclude(state=Arbitration.State.WITHDRAWN)
    return {person for pair in rows.values_list("sponsor", "cio") for person in pair}


def covered_seats(seats, user) -> list[Seat]:
    """The seats whose person is away today and named this delegate."""
    away = delegates_of([seat.person for seat in seats])
    return [seat for seat in seats if user.pk in {one.pk for one in away.get(seat.person_id, [])}]


def delegates_of(people) -> dict[int, list[Person]]:
    """The delegates of today, by absent person: one step, never from delegate to delegate."""
    today = timezone.localdate()
    rows = Absence.objects.filter(
        person__in=people, starts_on__lte=today, ends_on__gte=today, delegate__is_active=True
    ).select_related("person", "delegate")
    found: dict[int, list[Person]] = {}
    for row in rows.order_by("pk"):
        known = found.setdefault(row.person_id, [])
        if same_house(row.person, row.delegate) and row.delegate not in known:
            known.append(row.delegate)
    return found


def covered_moves(user) -> list[Move]:
    """The signatures that somebody may give today for people who are away; they wait for either."""
    absent = Absence.cached_covered(user, timezone.localdate())
    if not absent:
        return []
    moves = Move.objects.open().filter(kind=Move.Kind.SIGN_MINUTES, person__in=absent)
    moves = list(moves.select_related("project", "person").order_by("due_on", "pk"))
    rows = Minutes.objects.visible_to(user).select_related("meeting__project").defer("content")
    minutes = rows.in_bulk([move.subject_id for move in moves])
    return [
        move
        for move in moves
        if move.subject_id in minutes and answers_for(user, minutes[move.subject_id], move)
    ]


def answers_for(user, minutes: Minutes, move: Move) -> bool:
    """Whether it is for the holder of this ball that somebody signs these minutes."""
    signs = signatory(user, minutes)
    signed = minutes.signatures.filter(signed_by=user).exists()
    return signs is not None and signs.absent == move.person and not signed


def same_house(absent: Person, delegate: Person) -> bool:
    """A guest stands in for a guest of the same vendor, an employee for an employee."""
    return absent.vendor_id == delegate.vendor_id


def free_delegates(minutes: Minutes, seats) -> dict[str, list[Person]]:
    """By voice, the delegates of today who hold no voice here, arbitrate nothing and signed nothing yet."""
    busy = {seat.person_id for seat in seats}
    busy |= set(minutes.signatures.values_list("signed_by", flat=True)) | arbiters_of(minutes)
    away = delegates_of([seat.person for seat in seats])
    return {
        seat.part: [one for one in away.get(seat.person_id, []) if one.pk not in busy]
        for seat in seats
    }
