"""What an arbitration can be asked on: who may ask, who faces whom, what happens after."""

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.models import Silence
from governance.roles import Voice
from governance.verdicts import WrongState
from projects.models import Milestone, Move
from reviews.actions.gates import REWORK_DAYS, ask_submission
from reviews.actions.minutes import close_meeting, voice_seats
from reviews.actions.signing import SETTLING_DAYS
from reviews.actions.turns import take_turn
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
from reviews.silence import effect_of
from reviews.words.arbitration import decision_text

PLAYED = (Move.Kind.SUBMIT_GATE, Move.Kind.DECIDE_GATE)
LONGEST_DETAIL = 240


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

    def standing_option(self, subject) -> str:
        """The option that leaves what is disputed as it stands, when there is always one."""
        return ""


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
    """A gate that was refused, or whose decision is late where no silence agrees."""

    model = Gate

    def check(self, subject) -> None:
        """A refusal that still stands is arbitrated, and an answer that should have come."""
        subject.refresh_from_db(fields=["state"])
        if subject.state != Gate.State.REFUSED and not is_overdue(subject):
            raise WrongState(
                _(
                    "Ce point de validation n’est pas refusé, et sa décision n’est pas en retard "
                    "là où un silence ne vaut jamais accord : rien à arbitrer."
                )
            )

    def standing_option(self, subject) -> str:
        """The arbiters may always say that the refusal stands."""
        return _("Le refus est maintenu") if subject.state == Gate.State.REFUSED else ""

    def sides(self, subject) -> tuple[str, str]:
        """Whoever submitted faces IT, which refused or did not answer."""
        current = subject.rounds.order_by("-number").first()
        seats = subject.project.seats.current().filter(person=current and current.submitted_by)
        part = seats.values_list("part", flat=True).first()
        return (Voice.VENDOR if part == Voice.VENDOR else Voice.BEARER, Voice.IT)

    def proposed_question(self, subject) -> str:
        """What the refusal said, to be made a question; of a silence, what is awaited."""
        if subject.state == Gate.State.SUBMITTED:
            return _("%(gate)s : comment continuer sans attendre ?") % {"gate": subject.name}
        current = subject.rounds.order_by("-number").select_related("decision").first()
        return getattr(getattr(current, "decision", None), "word", "")

    def asked(self, subject) -> None:
        """Nothing has to be submitted while the arbiters read; a late answer may still come."""
        Move.close_for(subject, Move.Kind.SUBMIT_GATE, outcome="arbitration")

    def decided(self, arbitration: Arbitration, subject, *, by) -> None:
        """The refusal stands, or it is open again on the option retained; nothing is validated."""
        ruling = _("Arbitrage rendu : %(option)s.") % {"option": arbitration.chosen}
        if subject.state == Gate.State.REFUSED and not arbitration.chosen.stands:
            subject.overrule(by=by, reason=ruling)
            subject.milestone.mark(Milestone.State.NOW, note=_("rouvert"))
        self.withdrawn(subject)
        moves = Move.objects.open().about(subject, *PLAYED)
        moves.update(detail=ruling[:LONGEST_DETAIL])

    def withdrawn(self, subject) -> None:
        """Whoever submits has the ball again, while the refusal stands or was overruled."""
        if subject.state in (Gate.State.REFUSED, Gate.State.TO_CONFIRM):
            ask_submission(gate=subject, days=REWORK_DAYS)

    def what_follows(self) -> str:
        """What the decision does, said before it is made."""
        return _(
            "La décision est dite aux trois voix et s’écrit au procès-verbal. Un refus est "
            "maintenu, ou la validation est rouverte et la balle revient pour le passage suivant. "
            "Un point de validation n’est jamais validé par un arbitrage seul."
        )


def is_overdue(gate: Gate) -> bool:
    """Whether a decision is late at a gate where a silence is never an agreement."""
    if gate.state != Gate.State.SUBMITTED or effect_of(gate) != Silence.NEVER:
        return False
    waiting = Move.objects.open().about(gate, Move.Kind.DECIDE_GATE).filter(paused_at=None)
    return waiting.filter(due_on__lt=timezone.localdate()).exists()


GROUNDS = {ground.label(): ground for ground in (MinutesGround(), GateGround())}


def ground_of(subject) -> Ground:
    """The rules of what is disputed."""
    return GROUNDS[subject._meta.label_lower]


def subject_of(arbitration: Arbitration):
    """What an arbitration is about."""
    rows = GROUNDS[arbitration.subject_label].model.objects
    joined = "meeting__project" if arbitration.subject_label == "reviews.minutes" else "project"
    return rows.select_related(joined).get(pk=arbitration.subject_id)
