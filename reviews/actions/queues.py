"""A team's queue: somebody takes a ball, gives it back, or passes it to a colleague."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Person, Team
from governance.typography import visible
from governance.verdicts import Incomplete, WrongState, require
from projects import portfolio
from projects.models import Move
from reviews.actions.turns import take_turn_of
from reviews.models import Gate
from reviews.permissions import (
    can_decide_gate,
    can_give_opinion,
    can_name_lead,
    can_pass_move,
    can_take_move,
)

RIGHTS = {Move.Kind.DECIDE_GATE: can_decide_gate, Move.Kind.GIVE_OPINION: can_give_opinion}


@transaction.atomic
def take_move(*, move: Move, by: Person) -> Move:
    """« Je prends »: the ball of the team is one person's; the next one reads who took it."""
    take_turn_of(move)
    require(can_take_move(by, move))
    require_part(move, by)
    waiting = Move.objects.open().filter(pk=move.pk, person=None)
    give(move, waiting, person=by, taken_at=timezone.now())
    told = {"move": move.title, "team": str(move.team)}
    journal.record(move.ground, "queue.taken", by=by, thread=move.thread, **told)
    refresh_ground(move)
    return move


@transaction.atomic
def release_move(*, move: Move, by: Person) -> Move:
    """Back to the queue, with nobody: a colleague may take it."""
    take_turn_of(move)
    held = held_now(move)
    require(can_pass_move(by, move))
    give(move, held, person=None, taken_at=None)
    told = {"move": move.title, "team": str(move.team)}
    journal.record(move.ground, "queue.released", by=by, thread=move.thread, **told)
    refresh_ground(move)
    return move


@transaction.atomic
def hand_over_move(*, move: Move, by: Person, colleague: Person, reason: str = "") -> Move:
    """Pass a ball to a colleague of the same team, with a word when it helps."""
    take_turn_of(move)
    held = held_now(move)
    require(can_pass_move(by, move))
    if colleague.team_id != move.team_id or not colleague.is_active:
        raise Incomplete(colleague=_("Choisissez une personne de cette équipe."))
    if colleague.pk == move.person_id:
        raise Incomplete(colleague=_("Cette personne a déjà la balle."))
    if not may_play(move, colleague):
        raise Incomplete(colleague=_("Cette personne ne peut pas répondre sur ce dossier."))
    give(move, held, person=colleague, taken_at=timezone.now())
    told = {"move": move.title, "to": colleague.name, "reason": visible(reason)}
    journal.record(move.ground, "queue.handed_over", by=by, thread=move.thread, **told)
    refresh_ground(move)
    return move


@transaction.atomic
def name_lead(*, team: Team, by: Person, lead: Person | None) -> Team:
    """Say who leads a team, or that nobody does for now."""
    journal.lock_chain()
    require(can_name_lead(by))
    if lead and (lead.team_id != team.pk or not lead.is_active):
        raise Incomplete(lead=_("Choisissez une personne de cette équipe."))
    team.lead = lead
    team.save(update_fields=["lead"])
    journal.record(team, "team.lead_named", by=by, lead=lead.name if lead else "")
    return team


def refresh_ground(move: Move) -> None:
    """The list columns of its project; the catalogue has none."""
    if move.project_id:
        portfolio.refresh(move.project)


def held_now(move: Move):
    """The ball as it is in this instant, and the only state from which it is passed on."""
    move.refresh_from_db(fields=["person", "closed_at", "taken_at"])
    if move.closed_at or move.person_id is None:
        raise WrongState(what_happened(move))
    return Move.objects.open().filter(pk=move.pk, person=move.person_id)


def give(move: Move, rows, *, person: Person | None, taken_at) -> None:
    """One row or none: the ball changes hands once, and the decision with it."""
    twice = Move.objects.open().filter(
        kind=move.kind, subject_label=move.subject_label, subject_id=move.subject_id
    )
    if person and twice.exclude(pk=move.pk).filter(person=person).exists():
        raise WrongState(_("%(name)s tient déjà cette balle à un autre titre.") % {"name": person})
    if not rows.update(person=person, taken_at=taken_at):
        move.refresh_from_db()
        raise WrongState(what_happened(move))
    move.person, move.taken_at = person, taken_at
    if move.kind == Move.Kind.DECIDE_GATE:
        Gate.objects.filter(pk=move.subject_id).update(lead=person)


def what_happened(move: Move) -> str:
    """Where the ball is now, in a sentence."""
    if move.closed_at:
        return _("Cette balle a été jouée entre-temps.")
    if move.person:
        return _("%(name)s a déjà pris cette balle.") % {"name": move.person}
    return _("Cette balle est revenue dans la file : personne ne la tient.")


def gate_of(move: Move) -> Gate | None:
    """The gate of a ball that asks for a decision or an opinion."""
    return Gate.objects.get(pk=move.subject_id) if move.kind in RIGHTS else None


def require_part(move: Move, person: Person) -> None:
    """Nobody takes a decision or an opinion that they may not give."""
    gate = gate_of(move)
    if gate:
        require(RIGHTS[move.kind](person, gate))


def may_play(move: Move, person: Person) -> bool:
    """Whether a colleague may do what the ball asks."""
    gate = gate_of(move)
    return gate is None or bool(RIGHTS[move.kind](person, gate))
