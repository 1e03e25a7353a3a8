"""What must still be done: written with an owner and a date, proven, weighed, lifted."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Notice, Person
from governance.roles import Side
from governance.typography import long_day, visible
from governance.verdicts import Incomplete, WrongState, require
from projects import afterwards, portfolio
from projects.models import Move, Project
from projects.permissions import part_of
from reviews.actions.gates import next_gate, offer_launch
from reviews.actions.turns import take_turn
from reviews.blocking import blockers_in_words, launch_blockers, stops_launch
from reviews.models import Decision, Finding, Gate
from reviews.permissions import (
    can_decide_gate,
    can_lift_finding,
    can_prove_finding,
    can_raise_finding,
    can_weigh_finding,
)

LOOK_DAYS = 3
SIGNED = (Project.State.SCOPED, Project.State.LIVE)
Weight = Finding.Weight


def open_finding(*, gate: Gate, owner, due_on, decision: Decision | None = None, **fields):
    """Write a reservation or a blocker and give its owner the ball."""
    finding = Finding.objects.create(
        gate=gate,
        decision=decision,
        owner=owner,
        due_on=due_on,
        after_signature=gate.project.state in SIGNED,
        **fields,
    )
    Move.open_for(
        finding,
        Move.Kind.LIFT_FINDING,
        project=gate.project,
        side=part_side(owner, gate.project),
        person=owner,
        title=finding.text,
        detail=_("%(weight)s de la validation « %(gate)s »")
        % {"weight": finding.get_weight_display().capitalize(), "gate": gate.name},
        due_on=due_on,
    )
    return finding


def part_side(person, project) -> str:
    """The side on which a person plays on this project."""
    part = part_of(person, project)
    return part if part in Side.values else person.side


@transaction.atomic
def raise_finding(*, gate: Gate, text: str, by, due_on, **fields) -> Finding:
    """Anybody at the table writes what they found, outside any decision; IT says what blocks."""
    take_turn(gate.project)
    gate.project.refresh_from_db(fields=["state"])
    require(can_raise_finding(by, gate.project))
    if fields.get("weight") == Weight.BLOCKER:
        require(can_decide_gate(by, gate))
    text = visible(text)
    if not text:
        raise Incomplete(text=_("Dites ce qu’il faut faire."))
    if due_on <= timezone.localdate():
        raise Incomplete(due_on=_("Ce jour est passé : laissez le temps de le faire."))
    finding = open_finding(
        gate=gate, text=text, due_on=due_on, raised_by=by, raised_at=timezone.now(), **fields
    )
    told = {"weight": finding.weight, "owner": finding.owner.name}
    journal.record(finding, "finding.raised", by=by, thread=gate.project.key, **told)
    tell_owner(finding, by)
    follow_blockers(gate.project)
    portfolio.refresh(gate.project)
    return finding


def tell_owner(finding: Finding, by) -> None:
    """Whoever must do it hears of it, unless they wrote it themselves."""
    if finding.owner == by:
        return
    Notice.post(
        finding.owner,
        key=f"finding-raised:{finding.pk}",
        subject=_("À faire avant le %(day)s : %(project)s")
        % {"day": long_day(finding.due_on), "project": finding.project},
        body=_("%(person)s a noté un constat : %(text)s") % {"person": by, "text": finding.text},
        action=_("Voir le constat"),
        path=reverse("reviews:finding", args=[finding.pk]),
    )


@transaction.atomic
def weigh_finding(*, finding: Finding, weight: str, by) -> None:
    """IT says that a finding blocks the launch, or that it does not."""
    take_turn(finding.project)
    require(can_weigh_finding(by, finding))
    finding.weigh(weight, by=by)
    follow_blockers(finding.project)
    portfolio.refresh(finding.project)


@transaction.atomic
def prove_finding(*, finding: Finding, proof: str, by) -> None:
    """The owner says what was done: the ball goes to the one who decided."""
    take_turn(finding.project)
    require(can_prove_finding(by, finding))
    finding.prove(proof, by=by)
    Move.close_for(finding, Move.Kind.LIFT_FINDING, outcome="proven")
    referee = referee_of(finding)
    Move.open_for(
        finding,
        Move.Kind.LIFT_FINDING,
        project=finding.project,
        side=part_side(referee, finding.project) if referee else Side.IT,
        person=referee,
        team=None if referee else finding.gate.team,
        title=_("Lever la réserve : %(text)s") % {"text": finding.text},
        detail=_("%(person)s dit que c’est fait.") % {"person": by},
        days=LOOK_DAYS,
    )
    for person in [referee] if referee else finding.gate.team.people.filter(is_active=True):
        tell_proof(finding, person)
    portfolio.refresh(finding.project)


def referee_of(finding: Finding) -> Person | None:
    """Who looks at the proof: the one who decided, else the gate's lead, never the owner."""
    decided = finding.decision.decided_by if finding.decision else None
    known = [person for person in (decided, finding.gate.lead) if person]
    return next((person for person in known if person != finding.owner), None)


def tell_proof(finding: Finding, person) -> None:
    """A proof is there to be looked at."""
    Notice.post(
        person,
        key=f"finding:{finding.pk}:{finding.proven_at:%Y%m%d%H%M%S}",
        subject=_("Une réserve est prête à être levée"),
        body=f"{finding.text}\n\n{finding.proof}",
        action=_("Regarder la preuve"),
        path=reverse("reviews:finding", args=[finding.pk]),
    )


@transaction.atomic
def lift_finding(*, finding: Finding, by, **real) -> None:
    """The condition is met: nobody has the ball on it any more, and what it took is known."""
    take_turn(finding.project)
    require(can_lift_finding(by, finding))
    finding.lift(by=by, **real)
    Move.close_for(finding, Move.Kind.LIFT_FINDING, outcome="lifted")
    follow_blockers(finding.project)
    portfolio.refresh(finding.project)


def follow_blockers(project: Project) -> None:
    """The launch is the bearer's to announce as long as nothing blocks it."""
    if stops_launch(project):
        Move.close_for(project, Move.Kind.GO_LIVE, outcome="blocked")
    elif next_gate(project) is None:
        offer_launch(project=project)


def register_all() -> None:
    """Ask the floor of the projects to be told before a project goes into service."""
    afterwards.register(afterwards.GOING_LIVE, hold_launch)


def hold_launch(project: Project, *, by) -> None:
    """Nobody puts into service what something blocks: which, and who owes it, is said."""
    left = launch_blockers(project)
    if left:
        sentence = _(
            "La mise en service attend que ceci soit levé : %(list)s. Pour passer outre, la "
            "direction signe une dérogation qui nomme ce qui bloque."
        )
        raise WrongState(sentence % {"list": blockers_in_words(left)})
