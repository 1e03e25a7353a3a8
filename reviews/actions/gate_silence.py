"""Nobody decided in time: what was announced on the request happens, and nothing else.

Escalate: management hears of it. Tacit: a last warning, one more working day, then the announced
agreement, marked for ever. Never: management hears of it and an arbitration may be asked. On the
standard path an opinion that does not come is noted and awaited no more.

What follows may run late, twice or beside itself: only stored due dates are read, and each step
is a row, unique per round and due date. A server whose clock lies does nothing and says so.
"""

import logging

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Closure, Person, Silence
from governance.roles import Mandate
from governance.verdicts import WrongState
from projects import portfolio
from projects.models import Move, Project
from reviews.actions.deciding import follow_decision
from reviews.actions.dues import recompute_dues
from reviews.actions.gates import tell
from reviews.actions.information import pass_questions
from reviews.actions.server_clock import is_trusted
from reviews.actions.turns import take_turn
from reviews.blocking import blockers_at
from reviews.models import Decision, Gate, GateSilence, Round
from reviews.silence import effect_of, passes_over_opinions

EXTRA_DAYS = 1
SILENT = "silent"
Step = GateSilence.Step
logger = logging.getLogger(__name__)


def follow_gates() -> int:
    """Apply the announced effect wherever a due date is over; how many steps were taken."""
    today, calendar = timezone.localdate(), Closure.calendar()
    if not calendar.is_working(today):
        return 0
    if not is_trusted():
        logger.error("the clock of this server is not believed: no silence is noted")
        return 0
    pass_questions()
    recompute_dues(calendar)
    late = list(late_moves(today).values_list("pk", flat=True))
    return sum(follow_one(move_id) for move_id in late)


def late_moves(today):
    """The running balls of decisions and opinions whose stored due date is over."""
    kinds = (Move.Kind.DECIDE_GATE, Move.Kind.GIVE_OPINION)
    moves = Move.objects.running().filter(kind__in=kinds, due_on__lt=today)
    going_on = moves.exclude(project__state=Project.State.CANCELLED)
    return going_on.order_by("due_on", "pk")


def follow_one(move_id: int) -> bool:
    """One ball; what went wrong with it is said, and the others go on."""
    try:
        return apply_silence(move_id=move_id)
    except WrongState:
        return False
    except Exception:
        logger.exception("the silence on ball %s could not be followed", move_id)
        return False


@transaction.atomic
def apply_silence(*, move_id: int) -> bool:
    """Take the next step of the announced effect, unless somebody answered meanwhile."""
    project = Project.objects.get(moves=move_id)
    take_turn(project)
    today = timezone.localdate()
    move = Move.objects.running().filter(pk=move_id, due_on__lt=today).first()
    if move is None:
        return False
    gate = Gate.objects.select_related("project", "milestone", "team", "lead").get(
        pk=move.subject_id
    )
    current = gate.rounds.order_by("-number").first()
    if gate.state != Gate.State.SUBMITTED or current is None:
        return False
    if move.kind == Move.Kind.GIVE_OPINION:
        return pass_over_opinion(gate=gate, move=move)
    effects = {
        Silence.TACIT: warn_or_approve,
        Silence.ESCALATE: escalate,
        Silence.NEVER: offer_arbitration,
    }
    return effects[effect_of(gate)](gate=gate, current=current, move=move)


def pass_over_opinion(*, gate: Gate, move: Move) -> bool:
    """« sans avis »: noted, and the decision does without it; the standard path only."""
    if not passes_over_opinions(gate):
        return False
    Move.objects.filter(pk=move.pk).update(closed_at=timezone.now(), outcome=SILENT)
    told = {"person": move.holder, "due_on": move.due_on.isoformat()}
    journal.record(gate, "opinion.silent", by=None, thread=gate.project.key, **told)
    portfolio.refresh(gate.project)
    return True


def note(step: Step, current: Round, move: Move, **facts) -> GateSilence | None:
    """Write a step, once per round and due date; nothing when it was already taken."""
    row, created = GateSilence.objects.get_or_create(
        round=current, step=step, due_on=move.due_on, defaults={"noted_at": timezone.now(), **facts}
    )
    if not created:
        return None
    if step != Step.TACIT:
        told = {"round": current.number, "due_on": move.due_on.isoformat()}
        journal.record(current.gate, f"gate.{step}", by=None, thread=move.project.key, **told)
    return row


def escalate(*, gate: Gate, current: Round, move: Move) -> bool:
    """Management hears that nobody decided; the ball stays where it is."""
    row = note(Step.ESCALATED, current, move)
    if row is None:
        return False
    tell_management(
        row,
        gate,
        subject=_("Décision en retard : %(gate)s, %(project)s"),
        body=_(
            "%(holder)s devait décider avant le %(due)s. Le délai est passé et rien n’est décidé : "
            "comme c’était annoncé, c’est remonté à vous. Personne n’a validé à sa place."
        ),
        move=move,
    )
    return True


def offer_arbitration(*, gate: Gate, current: Round, move: Move) -> bool:
    """Here silence is never an agreement: management hears of it, an arbitration is possible."""
    row = note(Step.OFFERED, current, move)
    if row is None:
        return False
    tell_management(
        row,
        gate,
        subject=_("Délai passé sans décision : %(gate)s, %(project)s"),
        body=_(
            "%(holder)s devait décider avant le %(due)s. Ici un silence ne vaut jamais accord : "
            "le porteur du besoin et le référent peuvent demander un arbitrage."
        ),
        move=move,
    )
    return True


def warn_or_approve(*, gate: Gate, current: Round, move: Move) -> bool:
    """The last warning, then, once its own day is over, the announced agreement.

    A silence never agrees to a launch that something blocks: management hears of it instead.
    """
    if blockers_at(gate):
        return escalate(gate=gate, current=current, move=move)
    warning = current.silences.filter(step=Step.WARNED, due_on=move.due_on).first()
    today = timezone.localdate()
    if warning is None:
        return warn(gate=gate, current=current, move=move)
    if today <= warning.answer_by or timezone.localdate(warning.noted_at) >= today:
        return False
    approve_tacitly(gate=gate, current=current, move=move, warning=warning)
    return True


def warn(*, gate: Gate, current: Round, move: Move) -> bool:
    """« Sans réponse avant demain soir, le silence vaudra accord »: to whoever may still answer."""
    answer_by = Closure.calendar().add(timezone.localdate(), EXTRA_DAYS)
    row = note(Step.WARNED, current, move, answer_by=answer_by)
    if row is None:
        return False
    tell_all(
        row,
        deciders(gate, move) + voices(gate),
        gate,
        subject=_("Dernier avertissement : %(gate)s, %(project)s"),
        body=_(
            "%(holder)s devait décider avant le %(due)s. Sans réponse avant le %(last)s inclus, "
            "le silence vaudra accord, comme c’était annoncé sur la demande."
        ),
        facts={"holder": move.holder, "due": day(move.due_on), "last": day(answer_by)},
    )
    return True


def approve_tacitly(*, gate: Gate, current: Round, move: Move, warning: GateSilence) -> Decision:
    """The silence is an agreement, as it was announced: by nobody, and marked so for ever."""
    word = _(
        "Accord tacite : aucune réponse avant le %(due)s, ni avant le %(last)s après le dernier "
        "avertissement du %(warned)s. Cet effet était annoncé sur la demande."
    ) % {
        "due": day(move.due_on),
        "last": day(warning.answer_by),
        "warned": day(timezone.localdate(warning.noted_at)),
    }
    decision = gate.decide(
        Decision.Outcome.APPROVED, by=None, round_number=current.number, word=word
    )
    note(Step.TACIT, current, move)
    follow_decision(gate=gate, decision=decision, by=None)
    return decision


def tell_management(row: GateSilence, gate: Gate, *, subject, body, move: Move) -> None:
    """Management, and the one whose answer is awaited."""
    people = list(Person.objects.filter(mandate=Mandate.MANAGER, is_active=True))
    facts = {"holder": move.holder, "due": day(move.due_on)}
    tell_all(row, people + deciders(gate, move), gate, subject=subject, body=body, facts=facts)


def tell_all(row: GateSilence, people, gate: Gate, *, subject, body, facts) -> None:  # noqa: PLR0913 -- a notice
    """One notice each, and who was told is kept."""
    known = {person.pk: person for person in people}
    row.told.set(known.values())
    told = facts | {"gate": gate.name, "project": gate.project}
    tell(
        known.values(),
        key=f"gate-silence:{row.pk}",
        subject=subject % told,
        body=body % told,
        action=_("Ouvrir le point de validation"),
        path=reverse("reviews:gate", args=[gate.pk]),
    )


def deciders(gate: Gate, move: Move) -> list[Person]:
    """Whoever holds the ball of the decision: a person, or their whole team."""
    if move.person:
        return [move.person]
    return list(move.team.people.filter(is_active=True)) if move.team else []


def voices(gate: Gate) -> list[Person]:
    """The three voices of the project."""
    return [seat.person for seat in gate.project.seats.voices().select_related("person")]


def day(value) -> str:
    """« 30/11/2026 »."""
    return value.strftime("%d/%m/%Y")
