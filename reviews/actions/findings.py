"""What a decision leaves to do: opened with an owner and a date, proven, lifted."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.models import Notice
from governance.roles import Side
from governance.verdicts import require
from projects import portfolio
from projects.models import Move
from projects.permissions import part_of
from reviews.actions.turns import take_turn
from reviews.models import Decision, Finding, Gate
from reviews.permissions import can_lift_finding, can_prove_finding

LOOK_DAYS = 3


def open_finding(*, gate: Gate, decision: Decision, owner, due_on, **fields) -> Finding:
    """Write a reservation or a blocker and give its owner the ball."""
    finding = Finding.objects.create(
        gate=gate, decision=decision, owner=owner, due_on=due_on, **fields
    )
    Move.open_for(
        finding,
        Move.Kind.LIFT_FINDING,
        project=gate.project,
        side=part_side(owner, gate.project),
        person=owner,
        title=finding.text,
        detail=_("Réserve du point « %(gate)s »") % {"gate": gate.name},
        due_on=due_on,
    )
    return finding


def part_side(person, project) -> str:
    """The side on which a person plays on this project."""
    part = part_of(person, project)
    return part if part in Side.values else person.side


@transaction.atomic
def prove_finding(*, finding: Finding, proof: str, by) -> None:
    """The owner says what was done: the ball goes to the one who decided."""
    take_turn(finding.project)
    require(can_prove_finding(by, finding))
    finding.prove(proof, by=by)
    Move.close_for(finding, Move.Kind.LIFT_FINDING, outcome="proven")
    referee = finding.decision.decided_by
    path = reverse("reviews:finding", args=[finding.pk])
    Move.open_for(
        finding,
        Move.Kind.LIFT_FINDING,
        project=finding.project,
        side=part_side(referee, finding.project),
        person=referee,
        title=_("Lever la réserve : %(text)s") % {"text": finding.text},
        detail=_("%(person)s dit que c’est fait.") % {"person": by},
        days=LOOK_DAYS,
    )
    Notice.post(
        referee,
        key=f"finding:{finding.pk}:{finding.proven_at:%Y%m%d%H%M%S}",
        subject=_("Une réserve est prête à être levée"),
        body=f"{finding.text}\n\n{finding.proof}",
        action=_("Regarder la preuve"),
        path=path,
    )
    portfolio.refresh(finding.project)


@transaction.atomic
def lift_finding(*, finding: Finding, by) -> None:
    """The condition is met: nobody has the ball on it any more."""
    take_turn(finding.project)
    require(can_lift_finding(by, finding))
    finding.lift(by=by)
    Move.close_for(finding, Move.Kind.LIFT_FINDING, outcome="lifted")
    portfolio.refresh(finding.project)
