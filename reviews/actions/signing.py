"""Each voice answers the minutes; three agreements sign the scoping."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.roles import Voice
from governance.verdicts import WrongState, require
from projects import portfolio
from projects.models import Milestone, Move, Project
from reviews.actions.gates import open_gate_moves
from reviews.actions.meetings import tell_voices
from reviews.actions.minutes import voice_seats
from reviews.actions.reports import freeze_report
from reviews.delegates import signatory
from reviews.models import Minutes, ScopingMeeting, Signature
from reviews.permissions import can_sign_minutes

SETTLING_DAYS = 5


@transaction.atomic
def sign_minutes(*, minutes: Minutes, answer: str, by, remark: str = "") -> Signature:
    """One voice answers; the third agreement signs the scoping, a disagreement reopens it."""
    meeting = lock_meeting(minutes)
    require(can_sign_minutes(by, minutes))
    signs = signatory(by, minutes)
    voice = signs.voice
    signature = minutes.sign(voice, answer, by=by, remark=remark, on_behalf_of=signs.absent)
    held = Move.objects.open().about(minutes, Move.Kind.SIGN_MINUTES).filter(side=voice)
    held.update(closed_at=timezone.now(), outcome=answer)
    if answer == Signature.Answer.DISAGREED:
        open_disagreement(minutes, meeting, signature)
    elif meeting.state == meeting.State.CLOSED and minutes.is_agreed():
        sign_scoping(meeting, by=by)
    portfolio.refresh(meeting.project)
    return signature


def lock_meeting(minutes: Minutes) -> ScopingMeeting:
    """The meeting of these minutes, one verb at a time; a stopped project is signed no more."""
    journal.lock_chain()
    rows = ScopingMeeting.objects.select_for_update(of=("self",)).select_related("project")
    meeting = rows.get(pk=minutes.meeting_id)
    if meeting.project.state == Project.State.CANCELLED:
        raise WrongState(_("Ce projet est arrêté : son compte rendu ne se signe plus."))
    return meeting


def open_disagreement(minutes: Minutes, meeting: ScopingMeeting, signature: Signature) -> None:
    """The bearer settles: a second round on what is not agreed."""
    by, project = signature.signed_by, meeting.project
    if meeting.state == meeting.State.CLOSED:
        meeting.contest(by=by)
    seat = voice_seats(project).filter(part__in=(Voice.BEARER, Voice.IT)).first()
    Move.open_for(
        minutes,
        Move.Kind.SETTLE,
        project=project,
        side=seat.part,
        person=seat.person,
        title=_("Lever le désaccord sur le compte rendu"),
        detail=signature.remark,
        days=SETTLING_DAYS,
    )
    told = {"name": signature.signer, "voice": signature.get_voice_display()}
    tell_voices(
        project,
        key=f"minutes:{minutes.pk}:{signature.voice}:no",
        subject=_("%(name)s n’est pas d’accord avec le compte rendu") % told,
        body=_(
            "%(name)s (%(voice)s) n’est pas d’accord. Sa raison :\n\n« %(reason)s »\n\nLe cadrage "
            "n’est pas signé. Le porteur du besoin a cinq jours ouvrés pour rouvrir la réunion ou "
            "demander un arbitrage."
        )
        % {**told, "reason": signature.remark},
        action=_("Lire le compte rendu"),
        path=reverse("reviews:minutes", args=[minutes.pk]),
    )


def sign_scoping(meeting: ScopingMeeting, *, by) -> None:
    """Three agreements: the scoping is signed, its report is frozen, the path goes on."""
    project = meeting.project
    meeting.complete(by=by)
    number = project.meetings.filter(state=ScopingMeeting.State.SIGNED).count()
    first = project.state == Project.State.REGISTERED
    if first:
        project.sign_scoping(by=by, number=number)
        for milestone in project.milestones.filter(ref="scoping"):
            milestone.mark(Milestone.State.DONE, on=timezone.localdate())
    freeze_report(project=project, kind="scoping", by=by)
    if first:
        open_gate_moves(project=project, by=by)
    tell_voices(
        project,
        key=f"meeting:{meeting.pk}:signed",
        subject=_("Le cadrage est signé par les trois voix"),
        body=_(
            "Les trois voix sont d’accord. La version %(number)d du dossier de cadrage est figée et "
            "scellée ; le document se prépare et vous attend sur la page du projet."
        )
        % {"number": number},
        action=_("Voir le cadrage"),
        path=reverse("reviews:scoping", args=[project.key]),
    )
