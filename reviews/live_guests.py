"""Who was asked to the meeting from outside, and whether they have its page before them."""

from django.utils.translation import gettext as _

from reviews.models import Attendance, ScopingMeeting


def guest_lines(meeting: ScopingMeeting, people: list[Attendance]) -> list[dict]:
    """Each guest: name, company, on the page or not; they have no voice and count for none."""
    here = {row.person_id for row in people}
    rows = meeting.guests.current().select_related("person__vendor").order_by("invited_at", "pk")
    return [
        {
            "person": guest.person_id,
            "name": guest.person.name,
            "organisation": str(guest.person.vendor),
            "state": "present" if guest.person_id in here else "neutral",
            "state_label": _("En ligne") if guest.person_id in here else _("Pas encore là"),
        }
        for guest in rows
    ]
