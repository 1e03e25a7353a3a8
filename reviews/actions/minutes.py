"""The minutes: frozen when the meeting closes, then signed or contested by each voice."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import typography
from governance.models import Notice
from governance.models.journal import fingerprint
from governance.roles import Voice
from governance.verdicts import require
from projects import portfolio
from projects.models import Milestone, Move, Project
from projects.permissions import part_of
from reviews.actions.gates import open_gate_moves
from reviews.actions.meetings import tell_voices
from reviews.actions.reports import freeze_report
from reviews.minutes import minutes_content, minutes_text, missing_sentence
from reviews.models import Minutes, ScopingMeeting, Signature
from reviews.permissions import can_sign_minutes

SIGNING_DAYS = 2
SETTLING_DAYS = 5


@transaction.atomic
def close_meeting(*, meeting: ScopingMeeting, by) -> Minutes:
    """Freeze what was said: the next version of the minutes, to be signed by the three voices."""
    meeting.close(by=by)
    seats = list(voice_seats(meeting.project))
    items = meeting.items.select_related("topic").prefetch_related("outcomes__owner")
    number, now = meeting.minutes.count() + 1, timezone.now()
    content = minutes_content(meeting, seats, items, number=number, closed_at=now)
    minutes = Minutes.objects.create(
        meeting=meeting,
        number=number,
        content=content,
        sha256=fingerprint(content),
        closed_by=by,
        closed_at=now,
    )
    Move.close_for(meeting, Move.Kind.HOLD_MEETING, outcome="held")
    ask_signatures(minutes, seats)
    send_minutes(minutes, seats)
    portfolio.refresh(meeting.project)
    return minutes


def voice_seats(project: Project):
    """The seats of the three voices, with their people."""
    return project.seats.voices().select_related("person__vendor", "person__team")


def ask_signatures(minutes: Minutes, seats) -> None:
    """Each voice has two working days to read and to sign."""
    for seat in seats:
        Move.open_for(
            minutes,
            Move.Kind.SIGN_MINUTES,
            project=minutes.project,
            side=seat.part,
            person=seat.person,
            title=_("Signer le compte rendu du cadrage"),
            detail=missing_sentence(minutes.content)
            or _("D’accord, avec une remarque, ou pas d’accord."),
            days=SIGNING_DAYS,
        )


def send_minutes(minutes: Minutes, seats) -> None:
    """The minutes leave the same day; whoever signed an earlier version reads that it is void."""
    earlier = Signature.objects.filter(minutes__meeting=minutes.meeting_id)
    signed = {
        row.signed_by_id: row for row in earlier.select_related("minutes").order_by("signed_at")
    }
    for seat in seats:
        opening = _("Voici ce qui est convenu. Vous avez deux jours ouvrés pour signer.")
        if seat.person_id in signed:
            opening = replaced_sentence(signed[seat.person_id])
        Notice.post(
            seat.person,
            key=f"minutes:{minutes.pk}",
            subject=_("Compte rendu à signer · %(project)s") % {"project": minutes.project},
            body=f"{opening}\n\n{minutes_text(minutes.content)}",
            action=_("Lire et signer"),
            path=reverse("reviews:signature", args=[minutes.pk]),
        )


def replaced_sentence(signature: Signature) -> str:
    """What becomes of a signature whose minutes changed."""
    return _(
        "Le compte rendu a changé depuis votre signature du %(day)s. Cette signature ne vaut que "
        "pour la version %(number)d, qui reste lisible : merci de relire et de signer celle-ci."
    ) % {"day": typography.long_day(signature.signed_at), "number": signature.minutes.number}


@transaction.atomic
def sign_minutes(*, minutes: Minutes, answer: str, by, remark: str = "") -> Signature:
    """One voice answers; the third agreement signs the scoping, a disagreement reopens it."""
    meeting = ScopingMeeting.objects.select_for_update().get(pk=minutes.meeting_id)
    require(can_sign_minutes(by, minutes))
    voice = part_of(by, meeting.project)
    signature = minutes.sign(voice, answer, by=by, remark=remark)
    held = Move.objects.open().about(minutes, Move.Kind.SIGN_MINUTES).filter(side=voice)
    held.update(closed_at=timezone.now(), outcome=answer)
    if answer == Signature.Answer.DISAGREED:
        open_disagreement(minutes, meeting, signature)
    elif meeting.state == meeting.State.CLOSED and minutes.is_agreed():
        sign_scoping(meeting, by=by)
    portfolio.refresh(meeting.project)
    return signature


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
    told = {"name": by.name, "voice": signature.get_voice_display()}
    tell_voices(
        project,
        key=f"minutes:{minutes.pk}:{signature.voice}:no",
        subject=_("%(name)s n’est pas d’accord avec le compte rendu") % told,
        body=_(
            "%(name)s (%(voice)s) n’est pas d’accord. Sa raison :\n\n« %(reason)s »\n\nLe cadrage "
            "n’est pas signé. Le porteur du besoin a cinq jours ouvrés pour rouvrir la réunion."
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
