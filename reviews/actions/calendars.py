"""What each calendar holds of a meeting, and the file of somebody who comes from outside."""

from hashlib import sha256

from django.utils import timezone

from governance.models import Person
from reviews.calendar_files import invitation
from reviews.models import CalendarEntry, ScopingMeeting


def said_of(meeting: ScopingMeeting) -> str:
    """What a calendar must not say wrong: when, for how long, where."""
    facts = (
        int(meeting.starts_at.timestamp()),
        meeting.minutes_planned,
        meeting.place,
        meeting.video_link,
    )
    return sha256(repr(facts).encode()).hexdigest()


def keep_entry(meeting: ScopingMeeting, person: Person, *, ended: bool = False) -> None:
    """This version of the date left for somebody's calendar, to stand there or to be taken away."""
    facts = {
        "sequence": meeting.sequence,
        "said": said_of(meeting),
        "ended": ended,
        "sent_at": timezone.now(),
    }
    CalendarEntry.objects.update_or_create(meeting=meeting, person=person, defaults=facts)


def guest_file(meeting: ScopingMeeting, person: Person, *, cancelled: bool = False) -> str:
    """The invitation of somebody from outside: the agenda, and no address but the organiser's."""
    items = [] if cancelled else list(meeting.items.on_agenda())
    file = invitation(meeting, [person], items, reader=person, cancelled=cancelled, outside=True)
    return file.decode()
