"""The meetings open to guests who hold no seat, as the list of guests shows them."""

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from projects import guest_rooms
from projects.guest_rooms import Room
from reviews.models import MeetingGuest, ScopingMeeting


def meeting_rooms(people: Iterable) -> Iterator[tuple[int, Room]]:
    """Each guest with the meetings to which they are asked and that still open."""
    open_still = ScopingMeeting.objects.open_to_guests().values("pk")
    rows = MeetingGuest.objects.current().filter(person__in=people, meeting__in=open_still)
    for guest in rows.select_related("meeting__project").order_by("meeting__starts_at", "pk"):
        yield (
            guest.person_id,
            Room(
                title=guest.meeting.project.title,
                words=_("accès à une réunion seulement"),
                url=reverse("reviews:meeting", args=[guest.meeting_id]),
            ),
        )


def register_all() -> None:
    """Have the list of guests ask here."""
    guest_rooms.register(meeting_rooms)
