"""The decision on a gate, and what follows from it at once."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.verdicts import Incomplete, WrongState, require
from projects import portfolio, topics
from projects.models import Milestone, Move, ProjectTopic
from reviews.actions.arbitration_ending import drop_arbitration
from reviews.actions.findings import open_finding
from reviews.actions.gate_records import freeze_record
from reviews.actions.gates import ask_submission, check_heard, open_gate_moves, tell
from reviews.actions.information import drop_question
from reviews.actions.renewals import keep_valid
from reviews.actions.turns import take_turn
from reviews.blocking import blockers_at, blockers_in_words
from reviews.models import Decision, Gate
from reviews.permissions import can_decide_gate
from reviews.standins import relay_until, stands_for
from reviews.words.decisions import said

State = Gate.State
REWORK_DAYS = 5


@transaction.atomic
def decide_gate(*, gate: Gate, outcome, round_number: int, by, reservations=(), **words):
    """Decide one round: the state, the decision, its conditions and the next ball, together.

    `words`: the word for the three voices and, for a refusal, its alternative or legal ground.
    """
    take_turn(gate.project)
    gate.refresh_from_db(fields=["lead", "team"])
    require_decider(gate, by)
    check_heard(gate)
    check_blockers(gate, outcome)
    if outcome == State.RESERVED and not reservations:
        raise Incomplete(reservations=_("Écrivez au moins une réserve : quoi, qui, avant quand."))
    absent = gate.lead if stands_for(by, gate.lead) else None
    decision = gate.decide(outcome, by=by, round_number=round_number, on_behalf_of=absent, **words)
    follow_decision(gate=gate, decision=decision, by=by, reservations=reservations)
    return decision


def require_decider(gate: Gate, by) -> None:
    """Refuse whoever may not decide; a relay whose days are over while they read is too late."""
    verdict = can_decide_gate(by, gate)
    current = gate.rounds.order_by("-number").first()
    if verdict or current is None:
        return require(verdict)
    if over := relay_until(by, gate.lead, current.submitted_at):
        sentence = _(
            "Vous décidiez pour %(name)s : cette délégation a pris fin le %(day)s, et %(name)s "
            "décide de nouveau. Transmettez vos mots, ils sont gardés ci-dessous."
        )
        raise WrongState(sentence % {"name": gate.lead, "day": over.strftime("%d/%m/%Y")})
    return require(verdict)


def check_blockers(gate: Gate, outcome: str) -> None:
    """The last gate before the launch is not approved while something blocks: a waiver is."""
    left = blockers_at(gate) if outcome in Gate.DECIDED else []
    if left:
        sentence = _(
            "Rien n’est validé tant que ceci bloque : %(list)s. Pour passer quand même, la "
            "direction signe une dérogation."
        )
        raise Incomplete(outcome=sentence % {"list": blockers_in_words(left)})


def follow_decision(*, gate: Gate, decision: Decision, by, reservations=()) -> None:
    """What a decision sets going, signed or tacit: its conditions, the next ball, the news."""
    outcome = decision.outcome
    drop_question(gate=gate, by=by)
    drop_arbitration(subject=gate, by=by, reason=_("La validation est décidée entre-temps."))
    Move.close_for(gate, Move.Kind.DECIDE_GATE, Move.Kind.GIVE_OPINION, outcome=outcome)
    for line in reservations if outcome == State.RESERVED else ():
        open_finding(gate=gate, decision=decision, **line)
    if gate.is_decided:
        validate_topics(gate=gate, snapshot=decision.round.snapshot)
        note = _("accord tacite") if decision.tacit else ""
        note = _("avec réserves") if outcome == State.RESERVED else note
        gate.milestone.mark(Milestone.State.DONE, on=timezone.localdate(), note=note)
        open_gate_moves(project=gate.project, by=by)
    else:
        gate.milestone.mark(Milestone.State.NOW, note=decision.get_outcome_display())
        ask_submission(gate=gate, days=REWORK_DAYS)
    keep_valid(gate=gate, decision=decision)
    freeze_record(decision=decision, by=by or decision.round.submitted_by)
    announce_decision(gate=gate, decision=decision)
    portfolio.refresh(gate.project)


def validate_topics(*, gate: Gate, snapshot: dict) -> None:
    """Each topic of the frozen file is validated at the version that was read."""
    versions = {
        line["subject"]: line["choice"]["version"] for line in snapshot["topics"] if line["choice"]
    }
    for subject in ProjectTopic.objects.filter(pk__in=versions):
        subject.validated_version = versions[subject.pk]
        topics.refresh(subject)


def announce_decision(*, gate: Gate, decision) -> None:
    """The three voices hear of a decision at once, each in one e-mail."""
    people = [seat.person for seat in gate.project.seats.voices().select_related("person")]
    tell(
        [person for person in people if person != decision.decided_by],
        key=f"decision:{decision.pk}",
        subject=_("%(gate)s : %(outcome)s")
        % {"gate": gate.name, "outcome": decision.get_outcome_display()},
        body="\n\n".join(filter(None, [f"{decision.signature}, {gate.project}.", *said(decision)])),
        action=_("Voir la décision"),
        path=reverse("reviews:gate", args=[gate.pk]),
    )
