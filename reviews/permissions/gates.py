"""May this person do this on a gate, a round or what goes with them? Pure answers with their sentence."""

from django.utils.translation import gettext as _

from governance.roles import Side, Voice
from governance.verdicts import ALLOWED, Verdict, refused
from projects.models import Move
from projects.permissions import part_of
from reviews.models import (
    Gate,
    InformationRequest,
    Renewal,
)
from reviews.standins import is_of_team, represented, stands_for


def can_submit_gate(user, gate: Gate) -> Verdict:
    """The vendor submits; the bearer too, so that nobody is stuck."""
    if part_of(user, gate.project) in (Voice.VENDOR, Voice.BEARER):
        return ALLOWED
    return refused(
        _("C’est au prestataire ou au porteur du besoin de soumettre ce point de validation.")
    )


def can_answer_criteria(user, gate: Gate) -> Verdict:
    """The sides that submit the gate say what of it is held; IT reads and decides."""
    if part_of(user, gate.project) in (Voice.VENDOR, Voice.BEARER):
        return ALLOWED
    return refused(_("C’est au prestataire ou au porteur du besoin de répondre à ces critères."))


def can_decide_gate(user, gate: Gate) -> Verdict:
    """The seated IT referent, the deciding team or the referent's relay; never on one's own."""
    if authored(user, gate):
        return refused(_("On ne valide pas ce que l’on a soumis ou écrit soi-même."))
    part = part_of(user, gate.project)
    if gate.project.registered_by_id == user.pk or part in (Voice.BEARER, Voice.VENDOR):
        return refused(_("On ne décide pas sur un projet que l’on porte ou que l’on réalise."))
    in_team = bool(user.team_id) and user.team_id == gate.team_id
    if in_team or part == Voice.IT or stands_for(user, gate.lead):
        return ALLOWED
    return refused(_("Seuls le référent DSI du projet et l’équipe du domaine décident ici."))


def can_withdraw_round(user, gate: Gate) -> Verdict:
    """Whoever submitted the round takes it back, and the bearer of the need."""
    current = gate.rounds.order_by("-number").first()
    if part_of(user, gate.project) == Voice.BEARER or (
        current is not None and current.submitted_by_id == user.pk
    ):
        return ALLOWED
    return refused(_("Le dossier se reprend par qui l’a soumis, ou par le porteur du besoin."))


def can_reopen_gate(user, gate: Gate) -> Verdict:
    """Whoever decides the gate puts its decision in question again, and the management."""
    return ALLOWED if user.is_manager else can_decide_gate(user, gate)


def can_join_map(user, gate: Gate) -> Verdict:
    """The bearer and the IT referent choose the maps that go with a file."""
    if part_of(user, gate.project) not in (Voice.BEARER, Voice.IT):
        return refused(
            _("Seuls le porteur du besoin et le référent DSI joignent une carte à un point.")
        )
    return ALLOWED


def can_make_known(user, gate: Gate) -> Verdict:
    """Whoever decides a gate makes what it accepted known to the next projects."""
    return can_decide_gate(user, gate)


def authored(user, gate: Gate) -> bool:
    """Whether a person submitted the current round or wrote a choice that it judges."""
    current = gate.rounds.order_by("-number").first()
    if current is None:
        return False
    wrote = {(line["choice"] or {}).get("submitted_by_id") for line in current.snapshot["topics"]}
    return current.submitted_by_id == user.pk or user.pk in wrote


def can_give_opinion(user, gate: Gate) -> Verdict:
    """IT people and whoever was asked, or their relay; never those of the submission, no guest."""
    if user.is_guest or (user.side != Side.IT and not was_asked(user, gate)):
        return refused(
            _("Les avis viennent des référents de la DSI et des équipes à qui on les demande.")
        )
    if authored(user, gate):
        return refused(_("On ne donne pas d’avis sur ce que l’on a soumis soi-même."))
    return ALLOWED


def was_asked(user, gate: Gate) -> bool:
    """Whether the advice of a person, of their team, or of somebody absent whose relay they are."""
    moves = Move.objects.about(gate, Move.Kind.GIVE_OPINION).select_related("person")
    asked = list(moves)
    own = any(move.person_id == user.pk or is_of_team(user, move) for move in asked)
    return own or represented(user, asked) is not None


def can_ask_opinions(user, gate: Gate) -> Verdict:
    """Whoever may decide asks more teams for their advice."""
    return can_decide_gate(user, gate)


def can_ask_information(user, gate: Gate) -> Verdict:
    """Whoever may decide asks what is missing, and takes the question back."""
    return can_decide_gate(user, gate)


def can_answer_information(user, request: InformationRequest) -> Verdict:
    """Whoever was asked answers, or whoever holds that seat now, or their relay."""
    if request.person_id == user.pk or part_of(user, request.gate.project) == request.asked:
        return ALLOWED
    if stands_for(user, request.person):
        return ALLOWED
    return refused(_("C’est à %(name)s de répondre.") % {"name": request.person})


def can_waive_gate(user, gate: Gate) -> Verdict:
    """Management signs waivers."""
    if not user.is_manager:
        return refused(_("Une dérogation est signée par la direction, qui en porte le risque."))
    return ALLOWED


def can_add_renewal(user, gate: Gate) -> Verdict:
    """Whoever may decide the gate says what must be renewed."""
    return can_decide_gate(user, gate)


def can_renew(user, renewal: Renewal) -> Verdict:
    """Whoever owes the renewal, or their relay."""
    if renewal.owner_id == user.pk or stands_for(user, renewal.owner):
        return ALLOWED
    return refused(_("C’est à %(name)s de le renouveler.") % {"name": renewal.owner})
