"""The date of a scoping meeting: fixed, moved, called off, and the invitations that follow."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Closure, Notice, Person
from governance.roles import LEADERS
from governance.typography import visible
from governance.verdicts import Incomplete, WrongState, require
from projects import portfolio
from projects.models import Move, Project
from projects.permissions import part_of
from reviews.actions.agenda import planned_agenda, write_agenda
from reviews.actions.calendars import keep_entry
from reviews.actions.meeting_guest_letters import tell_guests
from reviews.actions.meetings import ask_to_hold
from reviews.actions.turns import take_turn
from reviews.calendar_files import invitation
from reviews.models import ScopingMeeting, Slot
from reviews.permissions import can_plan_meeting
from reviews.slots import slot_problem
from reviews.words.meetings import meeting_when

PLAN_AGAIN_DAYS = 2
SECURE_LINK = URLValidator(schemes=["https"])


@dataclass(frozen=True)
class Appointment:
    """When and where the three voices meet; why, when a person chose the date for them."""

    starts_at: datetime
    place: str = ""
    video_link: str = ""
    reason: str = ""


@transaction.atomic
def plan_meeting(  # noqa: PLR0913 -- when, where twice, why, who
    *, meeting: ScopingMeeting, starts_at: datetime, place="", video_link="", reason="", by
) -> ScopingMeeting:
    """Fix the date by hand, or move it: with a reason, since the voices did not all choose it."""
    take_turn(meeting.project)
    require(can_plan_meeting(by, meeting))
    place, video_link = checked_place(place, video_link)
    reason = visible(reason)[:240]
    if not reason:
        raise Incomplete(reason=_("Dites pourquoi cette date : les deux autres voix le liront."))
    settle_date(meeting, Appointment(starts_at, place, video_link, reason), by=by)
    return meeting


def settle_date(meeting: ScopingMeeting, chosen: Appointment, *, by=None) -> None:
    """The date stands: agenda written again, voices invited, the ball to whoever organises.

    `by` is whoever fixed it by hand; nobody when the answers of the three voices did.
    """
    check_slot(chosen.starts_at, planned_agenda(meeting).minutes)
    organiser, was_at = organiser_of(meeting) or by, meeting.starts_at
    meeting.plan(
        chosen.starts_at,
        by=by,
        verb="" if by else "meeting.agreed",
        place=chosen.place,
        video_link=chosen.video_link,
        fixed_reason=chosen.reason,
        organiser=organiser,
    )
    write_agenda(meeting)
    kinds = (Move.Kind.PLAN_MEETING, Move.Kind.CHOOSE_SLOT, Move.Kind.HOLD_MEETING)
    Move.close_for(meeting, *kinds, outcome="planned")
    ask_to_hold(meeting, by=organiser, due_on=timezone.localdate(chosen.starts_at))
    invite_voices(meeting, by=by, was_at=was_at)
    portfolio.refresh(meeting.project)


def organiser_of(meeting: ScopingMeeting) -> Person | None:
    """Whoever organises, as long as they still lead the project with the other leader."""
    person = meeting.organiser
    return person if person and part_of(person, meeting.project) in LEADERS else None


def checked_place(place: str, video_link: str) -> tuple[str, str]:
    """A room, a video link, or both; the link is one that a browser opens safely."""
    place, video_link = " ".join(visible(place).split())[:200], video_link.strip()
    if not (place or video_link):
        raise Incomplete(
            place=_("Dites où l’on se voit : une salle, ou un lien de visioconférence.")
        )
    if video_link:
        try:
            SECURE_LINK(video_link)
        except ValidationError:
            raise Incomplete(
                video_link=_("Copiez le lien entier : il commence par https://.")
            ) from None
    return place, video_link


def check_slot(starts_at: datetime, minutes: int) -> None:
    """A meeting takes place on a working day to come, between 8 h and 19 h in Paris."""
    start, now = timezone.localtime(starts_at), timezone.localtime()
    if problem := slot_problem(start, minutes, Closure.calendar(), now):
        raise Incomplete(**problem)


@transaction.atomic
def call_off_meeting(*, meeting: ScopingMeeting, reason: str, by) -> ScopingMeeting:
    """The date no longer stands: calendars take it away, and another one is to be found."""
    take_turn(meeting.project)
    require(can_plan_meeting(by, meeting))
    reason = visible(reason)[:240]
    if not reason:
        raise Incomplete(reason=_("Dites pourquoi : les deux autres voix le liront."))
    take_date_away(meeting, reason, by=by)
    ask_to_plan(meeting, detail=_("La date a été annulée : les trois voix en attendent une autre."))
    portfolio.refresh(meeting.project)
    return meeting


@transaction.atomic
def call_off_stopped() -> int:
    """The meetings to come of projects that stopped are called off; how many were."""
    journal.lock_chain()
    rows = ScopingMeeting.objects.filter(
        state=ScopingMeeting.State.PLANNED,
        project__state=Project.State.CANCELLED,
        starts_at__gt=timezone.now(),
    ).select_related("project", "organiser")
    meetings = list(rows)
    for meeting in meetings:
        take_date_away(meeting, _("le projet est arrêté"), by=None)
    return len(meetings)


def take_date_away(meeting: ScopingMeeting, reason: str, *, by) -> None:
    """Without its date, a meeting waits: the voices know why, the dates on offer are over."""
    if meeting.state != ScopingMeeting.State.PLANNED:
        raise WrongState(_("Cette réunion n’a pas de date à annuler."))
    was = ScopingMeeting.objects.select_related("project", "organiser").get(pk=meeting.pk)
    meeting.call_off(reason, by=by)
    was.sequence = meeting.sequence
    open_slots = Slot.objects.filter(meeting=meeting, withdrawn_at=None)
    open_slots.update(withdrawn_at=timezone.now())
    Move.close_for(meeting, Move.Kind.HOLD_MEETING, outcome="cancelled")
    tell_called_off(was, reason, by=by)


def ask_to_plan(meeting: ScopingMeeting, *, detail: str) -> Move | None:
    """Whoever organises has to find a date; nothing when they already know it."""
    if Move.objects.open().about(meeting, Move.Kind.PLAN_MEETING).exists():
        return None
    project = meeting.project
    organiser = organiser_of(meeting)
    seat = None if organiser else project.seats.voices().filter(part__in=LEADERS).first()
    if organiser is None and seat is None:
        return None
    return Move.open_for(
        meeting,
        Move.Kind.PLAN_MEETING,
        project=project,
        side=part_of(organiser, project) if organiser else seat.part,
        person=organiser or seat.person,
        title=_("Fixer la réunion de cadrage"),
        detail=detail,
        days=PLAN_AGAIN_DAYS,
    )


def invite_voices(meeting: ScopingMeeting, *, by, was_at=None) -> None:
    """The three voices receive the date, the agenda and the calendar file, once per version."""
    lines = list(meeting.items.on_agenda())
    subject, opening = invitation_words(meeting, by=by, was_at=was_at)
    send(meeting, items=lines, subject=subject, body=letter_body(meeting, opening, lines))


def letter_body(meeting: ScopingMeeting, opening: str, lines) -> str:
    """What an invitation says: why one writes, where, what about, and that the file is joined."""
    agenda = "\n".join(
        f"{n}. {item.title} ({item.minutes_planned} min)" for n, item in enumerate(lines, 1)
    )
    return "\n\n".join(
        [
            opening,
            *where_lines(meeting),
            _("Ordre du jour :") + "\n" + agenda,
            _("L’invitation est jointe : ouvrez-la pour mettre la date dans votre agenda."),
        ]
    )


def invitation_words(meeting: ScopingMeeting, *, by, was_at=None) -> tuple[str, str]:
    """The subject and the first sentence: agreed, fixed by somebody, elsewhere, or moved."""
    told = {"project": meeting.project.title, "when": meeting_when(meeting)}
    told["name"] = by.name if by else ""
    if by is None:
        opening = _("Cette date convient aux trois voix de « %(project)s » : %(when)s.")
        return _("Réunion de cadrage le %(when)s") % told, opening % told
    if was_at and was_at == meeting.starts_at:
        opening = _(
            "%(name)s a changé le lieu de la réunion de cadrage de « %(project)s », %(when)s."
        )
        return _("Réunion du %(when)s, autre lieu") % told, opening % told
    if meeting.sequence > 1:
        opening = _(
            "%(name)s a changé la date de la réunion de cadrage de « %(project)s ». "
            "Nouvelle date : %(when)s."
        )
        return _("Réunion déplacée au %(when)s") % told, opening % told
    opening = _("%(name)s a fixé la réunion de cadrage de « %(project)s » au %(when)s.")
    return _("Réunion de cadrage le %(when)s") % told, opening % told


def where_lines(meeting: ScopingMeeting) -> list[str]:
    """The room, the link, and why this date when somebody chose it for the others."""
    told = []
    if meeting.place:
        told.append(_("Où : %(place)s") % {"place": meeting.place})
    if meeting.video_link:
        told.append(_("Visioconférence : %(url)s") % {"url": meeting.video_link})
    if meeting.fixed_reason:
        told.append(_("Pourquoi cette date : %(reason)s") % {"reason": meeting.fixed_reason})
    return told


def tell_called_off(was: ScopingMeeting, reason: str, *, by) -> None:
    """The voices learn that the date no longer stands; their calendars take it away."""
    told = {"project": was.project.title, "when": meeting_when(was), "reason": reason}
    told["name"] = by.name if by else ""
    opening = (
        _("%(name)s annule la réunion de cadrage de « %(project)s » prévue %(when)s.")
        if by
        else _("La réunion de cadrage de « %(project)s », prévue %(when)s, n’aura pas lieu.")
    )
    send(
        was,
        items=[],
        subject=_("Réunion annulée : %(when)s") % told,
        body="\n\n".join(
            [
                opening % told,
                _("Pourquoi : %(reason)s") % told,
                _("L’annulation est jointe : ouvrez-la pour libérer la date dans votre agenda."),
            ]
        ),
        cancelled=True,
    )


def send(meeting: ScopingMeeting, *, items, subject: str, body: str, cancelled=False) -> None:
    """One e-mail to each voice, with the calendar file that is theirs, as it is now."""
    seats = list(meeting.project.seats.voices().select_related("person"))
    people = [seat.person for seat in seats]
    for seat in seats:
        file = invitation(meeting, people, items, reader=seat.person, cancelled=cancelled)
        Notice.post(
            seat.person,
            key=f"meeting:{meeting.pk}:{meeting.sequence}",
            subject=f"{subject} · {meeting.project.title}",
            body=body,
            action=_("Voir la réunion"),
            path=reverse("reviews:meeting", args=[meeting.pk]),
            calendar=file.decode(),
        )
        keep_entry(meeting, seat.person, ended=cancelled)
    tell_guests(meeting, cancelled=cancelled)
