"""What somebody from outside receives: the invitation, the date and its file, the end of both."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from governance.models import Notice, Person
from reviews.actions.calendars import guest_file, keep_entry
from reviews.models import MeetingGuest, ScopingMeeting
from reviews.words.meetings import meeting_when

MOST_LETTERS_AN_HOUR = 5


def write_to_guest(guest: MeetingGuest) -> None:
    """The date, the place, and a link that says who invites but opens nothing alone."""
    meeting = guest.meeting
    facts = {
        "inviter": guest.invited_by.name,
        "project": meeting.project.title,
        "reason": guest.reason,
        "when": meeting_when(meeting) if meeting.starts_at else _("date à venir"),
    }
    body = _(
        "%(inviter)s vous invite à la réunion de cadrage de « %(project)s ».\n\n"
        "Pourquoi vous : %(reason)s"
    )
    lines = [body % facts, where_and_when(meeting, facts["when"])]
    lines += [joined()] if meeting.state == ScopingMeeting.State.PLANNED else []
    lines.append(
        _(
            "Le lien est personnel : il mène à un code, envoyé à cette adresse. Pas de compte à "
            "créer. Vous y lisez l’ordre du jour, les pièces partagées et ce qui est noté ; vous ne "
            "verrez que cette réunion. Si la date change, la page le dit.\n\nSi ce message n’est "
            "pas pour vous, ignorez-le : rien ne s’ouvrira."
        )
    )
    Notice.post(
        guest.person,
        key=f"meeting-guest:{guest.pk}",
        subject=_("Invitation à une réunion, %(when)s : « %(project)s »") % facts,
        body="\n\n".join(lines),
        action=_("Ouvrir l’invitation"),
        path=guest.get_absolute_url(),
        calendar=guest_file(meeting, guest.person)
        if meeting.state == ScopingMeeting.State.PLANNED
        else "",
    )
    if meeting.state == ScopingMeeting.State.PLANNED:
        keep_entry(meeting, guest.person)


def take_away_from_guest(guest: MeetingGuest, meeting: ScopingMeeting) -> None:
    """Somebody taken off the list, whose calendar still holds the date: it gives it back."""
    facts = {"project": meeting.project.title, "when": meeting_when(meeting)}
    Notice.post(
        guest.person,
        key=f"meeting-guest:{guest.pk}:{meeting.sequence}:off",
        subject=_("Vous n’êtes plus attendu le %(when)s : « %(project)s »") % facts,
        body=_(
            "Votre invitation à la réunion de cadrage de « %(project)s », %(when)s, est retirée : "
            "vous n’avez plus à y venir.\n\nL’annulation est jointe : ouvrez-la pour libérer la "
            "date dans votre agenda."
        )
        % facts,
        calendar=guest_file(meeting, guest.person, cancelled=True),
    )
    keep_entry(meeting, guest.person, ended=True)


def may_write(person: Person) -> bool:
    """Whether fewer than five letters about meetings left for somebody within the hour."""
    an_hour_ago = timezone.now() - timedelta(hours=1)
    lately = Notice.objects.filter(
        recipient=person, key__startswith="meeting", created_at__gt=an_hour_ago
    )
    return lately.count() < MOST_LETTERS_AN_HOUR


def tell_guests(meeting: ScopingMeeting, *, cancelled: bool = False) -> None:
    """The date was fixed, moved or taken away: those who come from outside learn it too."""
    for guest in meeting.guests.current().select_related("person"):
        tell_guest(guest, meeting, cancelled=cancelled)


def tell_guest(guest: MeetingGuest, meeting: ScopingMeeting, *, cancelled: bool = False) -> None:
    """The date as it is now, with the file that puts it in their calendar or takes it away."""
    facts = {"project": meeting.project.title, "when": meeting_when(meeting)}
    if cancelled:
        subject = _("Réunion annulée : « %(project)s »")
        body = _("La réunion de cadrage de « %(project)s », prévue %(when)s, n’aura pas lieu.")
        lines = [body % facts]
        lines.append(
            _("L’annulation est jointe : ouvrez-la pour libérer la date dans votre agenda.")
        )
    else:
        subject = _("La réunion a lieu le %(when)s : « %(project)s »")
        body = _("La date de la réunion de cadrage de « %(project)s » est fixée.")
        lines = [body % facts, where_and_when(meeting, facts["when"]), joined()]
    Notice.post(
        guest.person,
        key=f"meeting-guest:{guest.pk}:{meeting.sequence}:{'off' if cancelled else 'on'}",
        subject=subject % facts,
        body="\n\n".join(lines),
        action=_("Ouvrir l’invitation"),
        path=guest.get_absolute_url(),
        calendar=guest_file(meeting, guest.person, cancelled=cancelled),
    )
    keep_entry(meeting, guest.person, ended=cancelled)


def joined() -> str:
    """How the file of an invitation is used."""
    return _("L’invitation est jointe : ouvrez-la pour mettre la date dans votre agenda.")


def where_and_when(meeting: ScopingMeeting, when: str) -> str:
    """« Quand : … », « Où : … », « Visioconférence : … », one per line."""
    lines = [_("Quand : %(when)s") % {"when": when}]
    if meeting.place:
        lines.append(_("Où : %(place)s") % {"place": meeting.place})
    if meeting.video_link:
        lines.append(_("Visioconférence : %(link)s") % {"link": meeting.video_link})
    return "\n".join(lines)
