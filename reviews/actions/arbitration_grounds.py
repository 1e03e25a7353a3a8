"""What an arbitration can be asked on: who may ask, who faces whom, what happens after."""

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.roles import Voice
from governance.verdicts import WrongState
from projects.models import Move
from reviews.actions.gates import REWORK_DAYS, ask_submission
from reviews.actions.minutes import close_meeting, voice_seats
from reviews.actions.signing import SETTLING_DAYS
from reviews.actions.turns import take_turn
from reviews.arbitration_words import decision_text
from reviews.models import (
    AgendaItem,
    Arbitration,
    Gate,
    Minutes,
    Outcome,
    ScopingMeeting,
    Signature,
)
from reviews.permissions import can_ask_arbitration


class Ground:
    """A kind of thing that two sides may disagree on."""

    model: type
    may_ask = staticmethod(can_ask_arbitration)

    def label(self) -> str:
        """How a row names this kind of thing."""
        return self.model._meta.label_lower

    def hold(self, subject) -> None:
        """Keep what is disputed as it is until the transaction ends."""
        take_turn(subject.project)


class MinutesGround(Ground):
    """Minutes that a voice does not agree with."""

    model = Minutes

    def hold(self, subject) -> None:
        """One's turn first, as every verb does, then the meeting."""
        take_turn(subject.project)
        ScopingMeeting.objects.select_for_update().get(pk=subject.meeting_id)

    def check(self, subject) -> None:
        """Only the last minutes of a contested meeting are arbitrated."""
        meeting = ScopingMeeting.objects.get(pk=subject.meeting_id)
        if meeting.state != meeting.State.CONTESTED or subject.is_replaced():
            raise WrongState(_("Ce compte rendu n’est pas contesté : il n’y a rien à arbitrer."))

    def sides(self, subject) -> tuple[str, str]:
        """The voice that disagreed, facing the bearer; when it is the bearer, facing IT."""
        said = subject.signatures.filter(answer=Signature.Answer.DISAGREED).order_by("signed_at")
        voice = said.values_list("voice", flat=True).first()
        return (Voice.VENDOR, Voice.BEARER) if voice == Voice.VENDOR else (Voice.BEARER, Voice.IT)

    def proposed_question(self, subject) -> str:
        """The reason of the first disagreement, to be made a question."""
        said = subject.signatures.filter(answer=Signature.Answer.DISAGREED).order_by("signed_at")
        return said.values_list("remark", flat=True).first() or ""

    def asked(self, subject) -> None:
        """Nobody has to settle it alone any more."""
        Move.close_for(subject, Move.Kind.SETTLE, outcome="arbitration")

    def decided(self, arbitration: Arbitration, subject, *, by) -> None:
        """The same minutes and the decision make the next version, which the voices sign."""
        meeting = ScopingMeeting.objects.select_related("project").get(pk=subject.meeting_id)
        opened_at = meeting.opened_at
        meeting.reopen(by=by)
        meeting.opened_at = opened_at
        meeting.save(update_fields=["opened_at"])
        for minutes in meeting.minutes.all():
            Move.close_for(minutes, Move.Kind.SIGN_MINUTES, Move.Kind.SETTLE, outcome="arbitrated")
        write_decision(meeting, arbitration, by=by)
        close_meeting(meeting=meeting, by=by)

    def withdrawn(self, subject) -> None:
        """The bearer settles again, while the minutes are still contested."""
        meeting = ScopingMeeting.objects.select_related("project").get(pk=subject.meeting_id)
        leaders = (Voice.BEARER, Voice.IT)
        seat = voice_seats(meeting.project).filter(part__in=leaders).first()
        if seat is None or meeting.state != meeting.State.CONTESTED or subject.is_replaced():
            return
        Move.open_for(
            subject,
            Move.Kind.SETTLE,
            project=meeting.project,
            side=seat.part,
            person=seat.person,
            title=_("Lever le désaccord sur le compte rendu"),
            detail=_("L’arbitrage est retiré : rouvrez la réunion pour écrire votre accord."),
            days=SETTLING_DAYS,
        )

    def what_follows(self) -> str:
        """What the decision does, said before it is made."""
        return _(
            "La décision s’ajoute au compte rendu : une nouvelle version part aux trois voix, qui "
            "la signent. Personne n’est compté d’accord sans avoir signé."
        )


def write_decision(meeting: ScopingMeeting, arbitration: Arbitration, *, by) -> Outcome:
    """The decision takes its place in the minutes, as a point of its own."""
    now = timezone.now()
    last = meeting.items.aggregate(last=Max("position"))["last"] or 0
    item = AgendaItem.objects.create(
        meeting=meeting,
        title=_("Arbitrage"),
        why=arbitration.question,
        minutes_planned=0,
        position=last + 1,
        key=f"arbitration:{arbitration.pk}",
        added_by=by,
        added_at=now,
    )
    return Outcome.objects.create(
        item=item,
        kind=Outcome.Kind.DECISION,
        text=decision_text(arbitration),
        written_by=by,
        written_at=now,
    )


class GateGround(Ground):
    """A gate that was refused."""

    model = Gate

    def check(self, subject) -> None:
        """Only a refusal that still stands is arbitrated."""
        subject.refresh_from_db(fields=["state"])
        if subject.state != Gate.State.REFUSED:
            raise WrongState(_("Ce point de validation n’est pas refusé : rien à arbitrer."))

    def sides(self, subject) -> tuple[str, str]:
        """Whoever submitted faces IT, which refused."""
        current = subject.rounds.order_by("-number").first()
        seats = subject.project.seats.current().filter(person=current and current.submitted_by)
        part = seats.values_list("part", flat=True).first()
        return (Voice.VENDOR if part == Voice.VENDOR else Voice.BEARER, Voice.IT)

    def proposed_question(self, subject) -> str:
        """What the refusal said, to be made a question."""
        current = subject.rounds.order_by("-number").select_related("decision").first()
        return getattr(getattr(current, "decision", None), "word", "")

    def asked(self, subject) -> None:
        """Nothing has to be submitted while the arbiters read."""
        Move.close_for(subject, Move.Kind.SUBMIT_GATE, outcome="arbitration")

    def decided(self, arbitration: Arbitration, subject, *, by) -> None:
        """The ball goes back for the next round, which is made from the option retained."""
        self.withdrawn(subject)

    def withdrawn(self, subject) -> None:
        """Whoever submits has the ball again, while the refusal stands."""
        if subject.state == Gate.State.REFUSED:
            ask_submission(gate=subject, days=REWORK_DAYS)

    def what_follows(self) -> str:
        """What the decision does, said before it is made."""
        return _(
            "La décision est dite aux trois voix, et la balle revient pour le passage suivant. "
            "Un point de validation n’est jamais validé par un arbitrage seul."
        )


GROUNDS = {ground.label(): ground for ground in (MinutesGround(), GateGround())}


def ground_of(subject) -> Ground:
    """The rules of what is disputed."""
    return GROUNDS[subject._meta.label_lower]


def subject_of(arbitration: Arbitration):
    """What an arbitration is about."""
    rows = GROUNDS[arbitration.subject_label].model.objects
    joined = "meeting__project" if arbitration.subject_label == "reviews.minutes" else "project"
    return rows.select_related(joined).get(pk=arbitration.subject_id)
