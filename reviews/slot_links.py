"""The link of an e-mail that opens the dates on offer: whose voice, for which meeting, until when.

Nothing secret is stored: the link is the signed numbers of the meeting, of the seat and of the
invitation's version. A seat that ended or a date that was fixed kills it.
"""

from dataclasses import dataclass

from django.core import signing
from django.utils import timezone

from projects.models import Seat
from reviews.models import ScopingMeeting, Slot

_signer = signing.Signer(salt="reviews.slots", sep="~")
OPEN, FIXED, ENDED, PASSED = "open", "fixed", "ended", "passed"


@dataclass(frozen=True)
class SlotLink:
    """What a link names, and whether it still opens."""

    meeting: ScopingMeeting
    seat: Seat
    state: str


def sign(meeting: ScopingMeeting, seat: Seat) -> str:
    """The link of a voice, until the date of this meeting is fixed."""
    return _signer.sign(f"{meeting.pk}-{seat.pk}-{meeting.sequence}")


def find(link: str) -> SlotLink | None:
    """What a link names, whatever its state; None when it is not one of ours."""
    try:
        meeting_pk, seat_pk, sequence = map(int, _signer.unsign(link).split("-"))
    except (signing.BadSignature, ValueError):
        return None
    meetings = ScopingMeeting.objects.select_related("project", "organiser")
    meeting = meetings.filter(pk=meeting_pk).first()
    seat = Seat.objects.select_related("person").filter(pk=seat_pk).first()
    if meeting is None or seat is None:
        return None
    return SlotLink(meeting, seat, state_of(meeting, seat, sequence))


def state_of(meeting: ScopingMeeting, seat: Seat, sequence: int) -> str:
    """Whether the dates may still be answered through a link."""
    if seat.left_at or not seat.person.is_active or meeting.project.is_over:
        return ENDED
    if meeting.state != ScopingMeeting.State.TO_PLAN:
        return FIXED
    if meeting.sequence != sequence:
        return ENDED
    coming = Slot.objects.filter(meeting=meeting, withdrawn_at=None, starts_at__gt=timezone.now())
    return OPEN if coming.exists() else PASSED
