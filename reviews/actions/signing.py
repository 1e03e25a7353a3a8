"""Each voice answers the minutes; three agreements sign the scoping."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Notice
from governance.roles import Voice
from governance.verdicts import WrongState, require
from projects import portfolio
from projects.models import Milestone, Move, Project
from reviews.actions.gates import open_gate_moves
from reviews.actions.meetings import tell_voices
from reviews.actions.minutes import voice_seats
from reviews.actions.reports import freeze_minutes, freeze_report
from reviews.delegates import signatory
from reviews.models import Arbitration, Minutes, ScopingMeeting, Signature
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
        freeze_minutes(minutes=minutes, by=by)
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
    """The bearer settles, once however many disagree; not while two arbiters do."""
    by, project = signature.signed_by, meeting.project
    if meeting.state == meeting.State.CLOSED:
        meeting.contest(by=by)
    arbitration = Arbitration.objects.open().about(minutes).first()
    if arbitration is None:
        ask_to_settle(minutes, signature)
    told = {"name": signature.signer, "voice": signature.get_voice_display()}
    letter = {
        "key": f"minutes:{minutes.pk}:{signature.voice}:no",
        "subject": _("%(name)s n’est pas d’accord avec le compte rendu") % told,
        "body": disagreement_words(signature, arbitration) % {**told, "reason": signature.remark},
    }
    minutes_page = reverse("reviews:minutes", args=[minutes.pk])
    tell_voices(project, **letter, action=_("Lire le compte rendu"), path=minutes_page)
    for arbiter in (arbitration.sponsor, arbitration.cio) if arbitration else ():
        path = arbitration.get_absolute_url()
        Notice.post(arbiter, **letter, action=_("Ouvrir l’arbitrage"), path=path)


def ask_to_settle(minutes: Minutes, signature: Signature) -> None:
    """The bearer has the ball: a second round or an arbitration; one ball, whoever else disagrees."""
    if Move.objects.open().about(minutes, Move.Kind.SETTLE).exists():
        return
    seat = voice_seats(minutes.project).filter(part__in=(Voice.BEARER, Voice.IT)).first()
    Move.open_for(
        minutes,
        Move.Kind.SETTLE,
        project=minutes.project,
        side=seat.part,
        person=seat.person,
        title=_("Lever le désaccord sur le compte rendu"),
        detail=signature.remark,
        days=SETTLING_DAYS,
    )


def disagreement_words(signature: Signature, arbitration: Arbitration | None) -> str:
    """What is written to the voices: why, and who settles."""
    if arbitration:
        return _(
            "%(name)s (%(voice)s) n’est pas d’accord non plus. Sa raison :\n\n« %(reason)s »\n\n"
            "L’arbitrage déjà demandé continue : les deux arbitres reçoivent cette raison."
        )
    return _(
        "%(name)s (%(voice)s) n’est pas d’accord. Sa raison :\n\n« %(reason)s »\n\nLe cadrage "
        "n’est pas signé. Le porteur du besoin a cinq jours ouvrés pour rouvrir la réunion ou "
        "demander un arbitrage."
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
