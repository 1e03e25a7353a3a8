"""The scoping meeting itself: opened, who is there, a second round."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Notice
from governance.roles import Voice
from governance.verdicts import Incomplete, WrongState
from projects import portfolio
from projects.models import Move, Project
from projects.permissions import part_of
from reviews.actions.agenda import write_agenda
from reviews.actions.arbitration_ending import drop_arbitration
from reviews.actions.live import first_item, lay_on_table
from reviews.actions.turns import take_turn
from reviews.models import ScopingMeeting

FEWEST_VOICES = 2
SECOND_ROUND_DAYS = 2


def ask_to_hold(meeting: ScopingMeeting, *, by, **when) -> None:
    """The organiser has the ball until the minutes are closed."""
    Move.open_for(
        meeting,
        Move.Kind.HOLD_MEETING,
        project=meeting.project,
        side=part_of(by, meeting.project) or by.side,
        person=by,
        title=_("Tenir la réunion de cadrage"),
        detail=_("Ouvrir la réunion, noter ce qui en sort, clore le compte rendu le jour même."),
        **when,
    )


def tell_voices(project: Project, *, subject: str, **notice) -> None:
    """The same notice to the people who hold the three seats."""
    for seat in project.seats.voices().select_related("person"):
        Notice.post(seat.person, subject=f"{subject} · {project.title}", **notice)


@transaction.atomic
def hold_meeting(*, meeting: ScopingMeeting, present, by) -> ScopingMeeting:
    """Open the meeting with the voices that are there; from now on notes are taken."""
    take_turn(meeting.project)
    voices = checked_presence(meeting, present)
    if len(voices) < FEWEST_VOICES:
        raise Incomplete(present=_("Une réunion se tient à deux voix au moins. Qui est là ?"))
    meeting.hold(present=voices, by=by)
    write_agenda(meeting)
    lay_on_table(meeting, first_item(meeting))
    portfolio.refresh(meeting.project)
    return meeting


@transaction.atomic
def note_arrivals(*, meeting: ScopingMeeting, present, by) -> ScopingMeeting:
    """A voice joins while the meeting is open."""
    take_turn(meeting.project)
    voices = checked_presence(meeting, present)
    if not meeting.is_open():
        raise WrongState(_("La réunion n’est pas ouverte : les présences ne changent plus."))
    arrived = sorted(set(voices) - meeting.voices_present())
    if arrived:
        meeting.note_presence(arrived)
        journal.record(
            meeting, "meeting.joined", by=by, thread=meeting.project.key, present=arrived
        )
        meeting.bump()
    return meeting


def checked_presence(meeting: ScopingMeeting, present) -> list[str]:
    """Only voices whose seat is held can be there."""
    seated = set(meeting.project.seats.voices().values_list("part", flat=True))
    if not set(present) <= seated:
        raise Incomplete(present=_("Un siège est encore à pourvoir : sa voix ne peut pas être là."))
    return [voice for voice in Voice.values if voice in present]


@transaction.atomic
def reopen_meeting(*, meeting: ScopingMeeting, by) -> ScopingMeeting:
    """A second round: pending signatures are void, given ones stay readable on their version."""
    take_turn(meeting.project)
    meeting.reopen(by=by)
    meeting.refresh_from_db(fields=["current_item"])
    lay_on_table(meeting, meeting.current_item or first_item(meeting))
    for minutes in meeting.minutes.all():
        Move.close_for(minutes, Move.Kind.SIGN_MINUTES, outcome="void")
        Move.close_for(minutes, Move.Kind.SETTLE, outcome="second_round")
        drop_arbitration(subject=minutes, by=by, reason=_("La réunion est rouverte."))
    ask_to_hold(meeting, by=by, days=SECOND_ROUND_DAYS)
    tell_voices(
        meeting.project,
        key=f"meeting:{meeting.pk}:round:{meeting.minutes.count() + 1}",
        subject=_("La réunion de cadrage est rouverte"),
        body=_(
            "%(name)s rouvre la réunion de cadrage pour un second tour. Le compte rendu déjà signé "
            "ou contesté reste lisible ; une nouvelle version sera à signer par les trois voix."
        )
        % {"name": by.name},
        action=_("Voir la réunion"),
        path=reverse("reviews:meeting", args=[meeting.pk]),
    )
    portfolio.refresh(meeting.project)
    return meeting
