"""A gate is asked for, then submitted on a frozen file: the referent has the ball."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.models import Closure, Notice
from governance.roles import Side, Voice
from governance.typography import long_day, visible
from governance.verdicts import Incomplete, WrongState, require
from projects import portfolio
from projects.actions.seats import open_topics
from projects.models import Milestone, Move, Project
from reviews.actions.arbitration_ending import drop_arbitration
from reviews.actions.criteria import cite_file
from reviews.actions.opinions import ask_opinions
from reviews.actions.turns import take_turn
from reviews.blocking import stops_launch
from reviews.decision_links import decision_ticket
from reviews.models import Decision, Gate, Round
from reviews.permissions import can_decide_gate, can_submit_gate
from reviews.readiness import missing_lines
from reviews.silence import effect_of
from reviews.snapshots import gate_snapshot
from reviews.standing import resting_problem

State = Gate.State
REWORK_DAYS = 5


@transaction.atomic
def open_gate_moves(*, project: Project, by) -> None:
    """Give the ball for the next gate to whoever submits it: the vendor, else the bearer."""
    gate = next_gate(project)
    if gate is None:
        offer_launch(project=project)
        return
    if gate.state == State.SUBMITTED:
        return
    gate.milestone.mark(Milestone.State.NOW)
    ask_submission(gate=gate, due_on=submission_date(gate))
    vendor = project.seats.current().filter(part=Voice.VENDOR).exclude(taken_at=None).first()
    if vendor:
        open_topics(vendor)


def next_gate(project: Project) -> Gate | None:
    """The first gate of the path that nobody decided yet."""
    waiting = project.gates.exclude(state__in=Gate.DECIDED).select_related("milestone", "project")
    return waiting.order_by("milestone__position").first()


def submission_date(gate: Gate):
    """Early enough for the answer delay to end on the milestone's day, never in the past."""
    early = Closure.calendar().add(gate.milestone.due_on, -gate.answer_days)
    return max(early, timezone.localdate())


def ask_submission(*, gate: Gate, due_on=None, days=None) -> Move:
    """Open the move of submitting a gate."""
    seat = gate.project.seats.voices().filter(part__in=(Voice.VENDOR, Voice.BEARER)).last()
    return Move.open_for(
        gate,
        Move.Kind.SUBMIT_GATE,
        project=gate.project,
        side=seat.part,
        person=seat.person,
        title=_("Soumettre « %(gate)s »") % {"gate": gate.name},
        detail=_("Le référent décide sur la version que vous figez."),
        due_on=due_on,
        days=days,
    )


def offer_launch(*, project: Project) -> None:
    """Every gate is decided: the bearer says when the project is in service."""
    launch = project.milestones.filter(ref="launch").first()
    bearer = project.seats.current().filter(part=Voice.BEARER).first()
    if not (launch and bearer and project.state == Project.State.SCOPED):
        return
    if stops_launch(project):
        return
    Move.open_for(
        project,
        Move.Kind.GO_LIVE,
        project=project,
        side=Side.BEARER,
        person=bearer.person,
        title=_("Dire que le projet est en service"),
        detail=_("Tous les points de validation sont décidés."),
        due_on=max(launch.due_on, timezone.localdate()),
    )


@transaction.atomic
def submit_gate(*, gate: Gate, by, reason: str = "") -> Round:
    """Freeze the file and start the referent's clock; incomplete is allowed, with a reason."""
    take_turn(gate.project)
    require(can_submit_gate(by, gate))
    check_heard(gate)
    reason = visible(reason)
    if missing_lines(gate) and not reason:
        raise Incomplete(
            reason=_("Il manque des réponses. Dites pourquoi vous soumettez quand même.")
        )
    snapshot = gate_snapshot(gate)
    confirmed = last_decision(gate) if gate.state == State.TO_CONFIRM else None
    opened = gate.submit(snapshot, by=by, reason=reason, confirms=confirmed)
    cite_file(gate)
    Move.close_for(gate, Move.Kind.SUBMIT_GATE, outcome="submitted")
    drop_arbitration(subject=gate, by=by, reason=_("Un nouveau passage est soumis."))
    gate.milestone.mark(
        Milestone.State.NOW, note=_("passage %(n)s en cours") % {"n": opened.number}
    )
    ask_decision(gate=gate, number=opened.number, again=who_confirms(gate, confirmed))
    ask_opinions(gate=gate)
    portfolio.refresh(gate.project)
    return opened


def check_heard(gate: Gate) -> None:
    """No gate rests on a meeting whose missing voice has not read and answered the minutes."""
    problem = resting_problem(gate.project)
    if problem:
        raise WrongState(problem)


def last_decision(gate: Gate) -> Decision | None:
    """The decision that stands, signed or tacit."""
    rows = Decision.objects.filter(round__gate=gate).select_related("decided_by", "round")
    return rows.order_by("-decided_at", "-pk").first()


def who_confirms(gate: Gate, decision: Decision | None):
    """Whoever gave a decision confirms it, as long as they still may."""
    again = decision.decided_by if decision else None
    return again if again and again.is_active and can_decide_gate(again, gate) else None


def ask_decision(*, gate: Gate, number: int, again=None) -> None:
    """The ball goes to whoever decided already, else the seated IT referent, else the team."""
    seat = gate.project.seats.current().filter(part=Voice.IT).exclude(taken_at=None).first()
    gate.lead = again or (seat.person if seat else None)
    gate.save(update_fields=["lead"])
    move = Move.open_for(
        gate,
        Move.Kind.DECIDE_GATE,
        project=gate.project,
        side=Side.IT,
        person=gate.lead,
        team=None if gate.lead else gate.team,
        title=decision_title(gate, number),
        detail=_("Sans réponse : %(effect)s.") % {"effect": effect_of(gate).label},
        days=gate.answer_days,
    )
    tell_decider(move, gate=gate, number=number)


def decision_title(gate: Gate, number: int) -> str:
    """What the ball of a decision says, with the round it is about."""
    words = {"gate": gate.name, "n": number}
    if gate.doubt:
        return _("Confirmer : %(gate)s, passage %(n)s") % words
    return _("Décider : %(gate)s, passage %(n)s") % words


def tell_decider(move: Move, *, gate: Gate, number: int) -> None:
    """The referent hears of the round that waits for them; a team finds it in its queue."""
    if not move.person:
        return
    body = _("%(project)s, passage %(n)s. Réponse attendue avant le %(day)s.") % {
        "project": gate.project,
        "n": number,
        "day": long_day(move.due_on),
    }
    subject = (
        _("À vous de confirmer : %(gate)s") if gate.doubt else _("À vous de décider : %(gate)s")
    )
    tell(
        [move.person],
        key=f"gate:{gate.pk}:{number}",
        subject=subject % {"gate": gate.name},
        body="\n\n".join(filter(None, [gate.doubt, body])),
        action=_("Ouvrir la décision"),
        path=link_to_decide(move.person, gate=gate, number=number),
    )


def link_to_decide(person, *, gate: Gate, number: int) -> str:
    """The address of a round for one person, for three days; it opens a page and decides nothing."""
    ticket = decision_ticket(person=person, round=gate.rounds.get(number=number))
    return reverse("reviews:decision-link", args=[ticket])


def tell(people, *, key: str, subject: str, body: str, action: str, path: str) -> None:
    """The same notice to several people."""
    for person in people:
        Notice.post(person, key=key, subject=subject, body=body, action=action, path=path)
