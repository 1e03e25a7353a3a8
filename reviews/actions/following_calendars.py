"""What calendars must learn after the invitation: people seated or replaced since, another length.

A length that changes is told once the agenda has been left alone for ten minutes, so that arranging
it does not write to everybody at each point.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.models import JournalEntry, Notice, Person
from projects.models import Project
from reviews.actions.calendars import keep_entry, said_of
from reviews.actions.dating import letter_body, send
from reviews.actions.meeting_guest_letters import may_write, take_away_from_guest, tell_guest
from reviews.calendar_files import invitation
from reviews.models import CalendarEntry, ScopingMeeting
from reviews.words.meetings import meeting_when

State = ScopingMeeting.State
QUIET = timedelta(minutes=10)


def follow_invitations() -> int:
    """The meetings to come whose calendars had something to learn; how many there were."""
    rows = ScopingMeeting.objects.filter(state=State.PLANNED, starts_at__gt=timezone.now())
    rows = rows.exclude(project__state=Project.State.CANCELLED)
    return sum(follow_invitation(meeting=meeting) for meeting in list(rows))


@dataclass(frozen=True)
class News:
    """What the calendars of a meeting do not say yet."""

    gone: tuple[CalendarEntry, ...] = ()
    come: tuple[int, ...] = ()
    changed: bool = False

    def __bool__(self):
        return bool(self.gone or self.come or self.changed)


@transaction.atomic
def follow_invitation(*, meeting: ScopingMeeting) -> bool:
    """Bring every calendar to the date as it is; whether anybody was written to."""
    journal.lock_chain()
    meeting = ScopingMeeting.objects.select_related("project", "organiser").get(pk=meeting.pk)
    if meeting.state != State.PLANNED or meeting.project.state == Project.State.CANCELLED:
        return False
    voices = [row.person for row in meeting.project.seats.voices().select_related("person")]
    if not meeting.calendar_entries.exists():
        return adopt(meeting, voices)
    guests = list(meeting.guests.current().select_related("person"))
    news = news_of(meeting, {person.pk for person in [*voices, *(row.person for row in guests)]})
    if news:
        meeting.raise_sequence()
        tell_each(meeting, news, voices, guests)
    return bool(news)


def news_of(meeting: ScopingMeeting, awaited: set[int]) -> News:
    """Who came and who left since the last version, and whether it says another length."""
    rows = meeting.calendar_entries.standing().select_related("person")
    held = {row.person_id: row for row in rows}
    left = [row for row in held.values() if row.person_id not in awaited]
    return News(
        gone=tuple(row for row in left if may_write(row.person)),
        come=tuple(sorted(awaited - set(held))),
        changed=says_otherwise(meeting, held.values()) and is_quiet(meeting),
    )


def tell_each(meeting: ScopingMeeting, news: News, voices, guests) -> None:
    """Take the date away from those who left, invite those who came, tell all of the length."""
    for row in news.gone:
        guest = meeting.guests.filter(person=row.person).order_by("pk").last()
        if guest:
            take_away_from_guest(guest, meeting)
        else:
            take_away(meeting, row)
    for person in voices:
        if person.pk in news.come:
            invite_newcomer(meeting, person, voices)
    for guest in guests:
        if guest.person_id in news.come:
            tell_guest(guest, meeting)
    if news.changed:
        tell_length(meeting)


def adopt(meeting: ScopingMeeting, voices: list[Person]) -> bool:
    """An invitation that left before entries were kept: the voices have it already."""
    for person in voices:
        keep_entry(meeting, person)
    return False


def says_otherwise(meeting: ScopingMeeting, entries) -> bool:
    """Whether a calendar holds another length or another place than the meeting has now."""
    return any(row.said != said_of(meeting) for row in entries)


def is_quiet(meeting: ScopingMeeting) -> bool:
    """Whether nobody has been arranging the agenda for a while."""
    lately = JournalEntry.objects.filter(
        subject_label=meeting._meta.label_lower,
        subject_id=meeting.pk,
        verb__startswith="agenda.",
        recorded_at__gt=timezone.now() - QUIET,
    )
    return not lately.exists()


def take_away(meeting: ScopingMeeting, entry: CalendarEntry) -> None:
    """Somebody who held a seat when the date was fixed: their calendar gives the date back."""
    person, told = entry.person, {"project": meeting.project.title, "when": meeting_when(meeting)}
    file = invitation(meeting, [person], [], reader=person, cancelled=True)
    Notice.post(
        person,
        key=f"meeting:{meeting.pk}:{meeting.sequence}",
        subject=_("Vous n’êtes plus attendu le %(when)s : « %(project)s »") % told,
        body=_(
            "Vous ne tenez plus de siège sur « %(project)s » : vous n’avez plus à venir à la "
            "réunion de cadrage, %(when)s.\n\nL’annulation est jointe : ouvrez-la pour libérer la "
            "date dans votre agenda."
        )
        % told,
        calendar=file.decode(),
    )
    keep_entry(meeting, person, ended=True)


def invite_newcomer(meeting: ScopingMeeting, person: Person, voices: list[Person]) -> None:
    """Somebody who took a seat after the date was fixed is invited as the others were."""
    told, lines = {"when": meeting_when(meeting)}, list(meeting.items.on_agenda())
    opening = _(
        "Vous tenez maintenant un siège de « %(project)s ». La réunion de cadrage a lieu %(when)s : "
        "votre voix y est attendue."
    ) % {**told, "project": meeting.project.title}
    Notice.post(
        person,
        key=f"meeting:{meeting.pk}:{meeting.sequence}",
        subject=_("Réunion de cadrage le %(when)s") % told + f" · {meeting.project.title}",
        body=letter_body(meeting, opening, lines),
        action=_("Voir la réunion"),
        path=reverse("reviews:meeting", args=[meeting.pk]),
        calendar=invitation(meeting, voices, lines, reader=person).decode(),
    )
    keep_entry(meeting, person)


def tell_length(meeting: ScopingMeeting) -> None:
    """The meeting takes more or less time than calendars say: everybody who comes learns it."""
    told = {"project": meeting.project.title, "when": meeting_when(meeting)}
    told["minutes"] = str(meeting.minutes_planned)
    opening = _(
        "L’ordre du jour de la réunion de cadrage de « %(project)s », %(when)s, a changé : elle est "
        "prévue pour %(minutes)s minutes."
    )
    lines = list(meeting.items.on_agenda())
    send(
        meeting,
        items=lines,
        subject=_("Réunion du %(when)s : %(minutes)s minutes") % told,
        body=letter_body(meeting, opening % told, lines),
    )
