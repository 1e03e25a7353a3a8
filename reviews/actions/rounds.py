"""What was judged changes, or is taken back: the round follows, and nobody decides on an old file.

A new version of a choice that a gate judges arrives in one of two moments. The gate waits for its
decision: a new round takes the place of the one under review. The gate is decided: the decision is
kept, it becomes « à confirmer », and whoever gave it reads the differences.
"""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from governance import journal
from governance.typography import visible
from governance.verdicts import Incomplete, require
from projects import afterwards, portfolio
from projects.models import Dependency, Milestone, Move, TechnicalChoice
from reviews.actions.arbitration_ending import drop_arbitration
from reviews.actions.criteria import cite_file
from reviews.actions.gate_waivers import follow_waived
from reviews.actions.gates import (
    REWORK_DAYS,
    ask_decision,
    ask_submission,
    decision_title,
    last_decision,
    tell,
    tell_decider,
    who_confirms,
)
from reviews.actions.information import drop_question
from reviews.actions.opinions import ask_opinions
from reviews.actions.turns import take_turn
from reviews.leaning_changes import LEANING_GATE, same_judged
from reviews.models import Gate, Round
from reviews.permissions import can_reopen_gate, can_withdraw_round
from reviews.snapshots import gate_snapshot

State = Gate.State
FOLLOWED = (State.SUBMITTED, State.APPROVED, State.RESERVED, State.WAIVED)
SHORTEST_REASON = 10


def register_all() -> None:
    """Ask the floor of the projects to be told when something judged changes."""
    afterwards.register(afterwards.CHOICE_SUBMITTED, follow_choice)
    afterwards.register(afterwards.DEPENDENCY_DECLARED, follow_dependency)
    afterwards.register(afterwards.DEPENDENCY_ANSWERED, follow_answer)
    afterwards.register(afterwards.DEPENDENCY_ASKED_AGAIN, follow_new_request)


def follow_choice(choice: TechnicalChoice, *, by) -> None:
    """A new version of a choice: each gate of the project that judged the topic follows."""
    subject = choice.subject
    reason = _("%(topic)s a changé : version %(n)s, par %(who)s.") % {
        "topic": subject.topic,
        "n": choice.version,
        "who": by,
    }
    for gate in gates_of(subject.project).filter(topics=subject.topic):
        follow_change(gate=gate, by=by, reason=reason)


def follow_dependency(dependency: Dependency, *, by) -> None:
    """A new dependency: the gate that judges what the project leans on follows."""
    reason = _("Nouvelle dépendance à %(system)s, déclarée par %(who)s.") % {
        "system": dependency.system,
        "who": by,
    }
    follow_leaning(dependency, by=by, reason=reason)


def follow_answer(dependency: Dependency, *, by) -> None:
    """An owner answered: a condition or a refusal that the gate did not judge is followed."""
    reason = _("Dépendance à %(system)s : %(answer)s, par %(who)s.") % {
        "system": dependency.system,
        "answer": dependency.get_state_display().lower(),
        "who": by,
    }
    follow_leaning(dependency, by=by, reason=reason)


def follow_new_request(dependency: Dependency, *, by) -> None:
    """What an owner refused is asked again, otherwise: the gate that judged the refusal follows."""
    reason = _("Dépendance à %(system)s : demandée de nouveau par %(who)s.") % {
        "system": dependency.system,
        "who": by,
    }
    follow_leaning(dependency, by=by, reason=reason)


def follow_leaning(dependency: Dependency, *, by, reason: str) -> None:
    """The gate that judges what the project leans on, if it judged another state of it."""
    journal.lock_chain()
    for gate in gates_of(dependency.project).filter(ref=LEANING_GATE):
        follow_change(gate=gate, by=by, reason=reason)


def gates_of(project):
    """The gates under review or decided, in the order of the path."""
    rows = project.gates.filter(state__in=FOLLOWED)
    return rows.select_related("project", "milestone", "team").order_by("milestone__position")


def follow_change(*, gate: Gate, by, reason: str) -> Round | None:
    """A new round when what the last one judged is no longer the same; else nothing."""
    snapshot = gate_snapshot(gate)
    if gate.state == State.WAIVED:
        return follow_waived(gate=gate, snapshot=snapshot, by=by, reason=reason)
    last = gate.rounds.filter(withdrawn_at=None).order_by("-number").first()
    if last is None or same_judged(gate, last.snapshot, snapshot):
        return None
    cite_file(gate)
    if gate.state == State.SUBMITTED:
        return replace_round(gate=gate, last=last, snapshot=snapshot, by=by, reason=reason)
    return ask_to_confirm(gate=gate, snapshot=snapshot, by=by, reason=reason)


def replace_round(*, gate: Gate, last: Round, snapshot: dict, by, reason: str) -> Round:
    """The round under review leaves for a new one: same ball, same clock, the new number."""
    drop_question(gate=gate, by=by)
    last.withdraw(by=by, reason=reason)
    opened = gate.open_round(snapshot, by=by, reason=last.reason, confirms=last.confirms)
    told = {"previous": last.number, "round": opened.number, "reason": reason}
    journal.record(gate, "gate.replaced", by=by, thread=gate.project.key, **told)
    if gate.doubt:
        gate.set_doubt(reason)
    title = decision_title(gate, opened.number)[:160]
    moves = Move.objects.open().about(gate, Move.Kind.DECIDE_GATE)
    moves.update(title=title)
    for move in moves.select_related("person"):
        tell_decider(move, gate=gate, number=opened.number)
    note = _("passage %(n)s en cours") % {"n": opened.number}
    gate.milestone.mark(Milestone.State.NOW, note=note)
    ask_opinions(gate=gate)
    return opened


def ask_to_confirm(*, gate: Gate, snapshot: dict, by, reason: str) -> Round:
    """The decision is kept and must be confirmed: a new round, for the same person."""
    decision = last_decision(gate)
    gate.unsettle(by=by, reason=reason)
    opened = gate.submit(snapshot, by=by, confirms=decision)
    gate.milestone.mark(Milestone.State.NOW, note=_("à confirmer"))
    Move.close_for(gate.project, Move.Kind.GO_LIVE, outcome="to_confirm")
    ask_decision(gate=gate, number=opened.number, again=who_confirms(gate, decision))
    return opened


@transaction.atomic
def withdraw_round(*, gate: Gate, by, reason: str) -> Round:
    """Whoever submitted takes the file back: nobody owes anything on it any more."""
    take_turn(gate.project)
    gate.refresh_from_db(fields=["state", "doubt"])
    require(can_withdraw_round(by, gate))
    reason = visible(reason)
    if not reason:
        raise Incomplete(reason=_("Dites en une phrase pourquoi vous reprenez le dossier."))
    taken = gate.take_back(by=by, reason=reason)
    drop_question(gate=gate, by=by)
    drop_arbitration(subject=gate, by=by, reason=_("Le dossier est repris."))
    deciders = [move.person for move in holders(gate)]
    Move.close_for(gate, Move.Kind.DECIDE_GATE, Move.Kind.GIVE_OPINION, outcome="withdrawn")
    gate.milestone.mark(Milestone.State.NOW, note=_("dossier repris"))
    ask_submission(gate=gate, days=REWORK_DAYS)
    tell(
        [person for person in deciders if person != by],
        key=f"gate:{gate.pk}:{taken.number}:withdrawn",
        subject=_("Plus rien à décider : %(gate)s") % {"gate": gate.name},
        body=_("%(who)s a repris le dossier du passage %(n)s : %(why)s")
        % {"who": by, "n": taken.number, "why": reason},
        action=_("Voir le point de validation"),
        path=reverse("reviews:gate", args=[gate.pk]),
    )
    portfolio.refresh(gate.project)
    return taken


def holders(gate: Gate) -> list[Move]:
    """The balls that named people hold on the round under review."""
    kinds = (Move.Kind.DECIDE_GATE, Move.Kind.GIVE_OPINION)
    rows = Move.objects.open().about(gate, *kinds).exclude(person=None)
    return list(rows.select_related("person"))


@transaction.atomic
def reopen_gate(*, gate: Gate, by, reason: str) -> Gate:
    """A decision is put in question again: it stays in the file, and the project submits anew."""
    take_turn(gate.project)
    gate.refresh_from_db(fields=["state", "doubt"])
    require(can_reopen_gate(by, gate))
    reason = visible(reason)
    if len(reason) < SHORTEST_REASON:
        raise Incomplete(reason=_("Dites pourquoi, en dix caractères au moins."))
    gate.unsettle(by=by, reason=reason, verb="gate.reopened")
    Move.close_for(gate.project, Move.Kind.GO_LIVE, outcome="reopened")
    gate.milestone.mark(Milestone.State.NOW, note=_("rouvert"))
    ask_submission(gate=gate, days=REWORK_DAYS)
    people = [seat.person for seat in gate.project.seats.voices().select_related("person")]
    tell(
        [person for person in people if person != by],
        key=f"gate:{gate.pk}:reopened:{gate.rounds.count()}",
        subject=_("Point rouvert : %(gate)s") % {"gate": gate.name},
        body=_("%(who)s rouvre ce point de validation de « %(project)s » : %(why)s")
        % {"who": by, "project": gate.project, "why": reason},
        action=_("Voir le point de validation"),
        path=reverse("reviews:gate", args=[gate.pk]),
    )
    portfolio.refresh(gate.project)
    return gate
