"""May this person do this in a meeting or at a gate? Pure answers with their sentence."""

from django.utils.translation import gettext as _

from governance.models import Team
from governance.roles import Side, Voice
from governance.verdicts import ALLOWED, Verdict, refused
from projects.models import LevelChange, Move, Project
from projects.permissions import part_of
from reviews.delegates import signatory
from reviews.models import (
    Arbitration,
    ArbitrationPosition,
    Finding,
    Gate,
    InformationRequest,
    Minutes,
    Outcome,
    Renewal,
    Report,
    ScopingMeeting,
)
from reviews.standins import is_of_team, relays_of, represented, stands_for

LEADERS = (Voice.BEARER, Voice.IT)


def can_plan_meeting(user, meeting: ScopingMeeting) -> Verdict:
    """The bearer and the IT referent fix, open, close and reopen the meeting."""
    if part_of(user, meeting.project) in (Voice.BEARER, Voice.IT):
        return ALLOWED
    return refused(_("Seuls le porteur du besoin et le référent DSI mènent la réunion."))


def can_call_meeting(user, project: Project) -> Verdict:
    """The bearer and the IT referent ask for another meeting."""
    if part_of(user, project) in LEADERS:
        return ALLOWED
    return refused(_("Seuls le porteur du besoin et le référent DSI prévoient une réunion."))


def can_write_minutes(user, meeting: ScopingMeeting) -> Verdict:
    """The three voices write what is said."""
    if part_of(user, meeting.project) in Voice.values:
        return ALLOWED
    return refused(_("Seules les trois voix du projet écrivent dans cette réunion."))


def can_ask_to_meeting(user, meeting: ScopingMeeting) -> Verdict:
    """The bearer and the IT referent say who comes from outside."""
    if part_of(user, meeting.project) in LEADERS:
        return ALLOWED
    return refused(_("Seuls le porteur du besoin et le référent DSI invitent à la réunion."))


def can_share_documents(user, meeting: ScopingMeeting) -> Verdict:
    """The three voices open documents of the project to the people of a meeting."""
    if part_of(user, meeting.project) in Voice.values:
        return ALLOWED
    return refused(_("Seules les trois voix du projet partagent des pièces avec la réunion."))


def can_read_slots(user, meeting: ScopingMeeting) -> Verdict:
    """The company and the seats of the project read who can come when; a passing guest does not."""
    if user.is_guest and not part_of(user, meeting.project):
        return refused(_("Les dates se choisissent entre les trois voix du projet."))
    return ALLOWED


def can_answer_slots(user, meeting: ScopingMeeting) -> Verdict:
    """Each of the three voices says when it can come."""
    if part_of(user, meeting.project) in Voice.values:
        return ALLOWED
    return refused(_("Seules les trois voix du projet répondent sur les dates."))


def can_sign_minutes(user, minutes: Minutes) -> Verdict:
    """A voice signs for itself, or its delegate of the day; one person never signs for two."""
    signs = signatory(user, minutes)
    if signs is None:
        return refused(
            _(
                "Seules les trois voix du projet signent, ou leur délégué pendant une absence. On "
                "ne signe pas pour un autre."
            )
        )
    if minutes.signatures.filter(signed_by=user).exclude(voice=signs.voice).exists():
        return refused(_("Vous avez déjà signé pour une autre voix : une personne, une voix."))
    return ALLOWED


def can_finish_outcome(user, outcome: Outcome) -> Verdict:
    """Whoever it was given to says that it is done."""
    if outcome.owner_id == user.pk:
        return ALLOWED
    if outcome.owner is None:
        return refused(_("Cette ligne constate quelque chose : personne n’a à la terminer."))
    return refused(_("C’est à %(owner)s de répondre.") % {"owner": outcome.owner})


def can_check_later(user, project: Project) -> Verdict:
    """The seated IT referent or their team reads an express project again, never their own."""
    if project.registered_by_id == user.pk:
        return refused(_("On ne relit pas un projet que l’on a enregistré soi-même."))
    seats = project.seats.current().filter(part=Voice.IT).select_related("person")
    referent = next((seat.person for seat in seats), None)
    same_team = referent and user.team_id and referent.team_id == user.team_id
    if referent and (referent.pk == user.pk or same_team):
        return ALLOWED
    return refused(_("C’est au référent DSI du projet, ou à son équipe, de le relire."))


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


def can_raise_finding(user, project: Project) -> Verdict:
    """The three voices and the people of IT write what they find, at any time."""
    if part_of(user, project) in Voice.values or (user.side == Side.IT and not user.is_guest):
        return ALLOWED
    return refused(_("Un constat s’écrit par l’une des trois voix ou par la DSI."))


def can_weigh_finding(user, finding: Finding) -> Verdict:
    """Whoever may decide the gate says what blocks."""
    return can_decide_gate(user, finding.gate)


def can_prove_finding(user, finding: Finding) -> Verdict:
    """The owner of a reservation brings the proof."""
    if finding.owner_id != user.pk:
        return refused(_("C’est à %(owner)s d’apporter la preuve.") % {"owner": finding.owner})
    return ALLOWED


def can_lift_finding(user, finding: Finding) -> Verdict:
    """Whoever may decide the gate lifts its reservations, but never their own."""
    if finding.owner_id == user.pk:
        return refused(_("On ne lève pas sa propre réserve."))
    return can_decide_gate(user, finding.gate)


def can_ask_level(user, project: Project) -> Verdict:
    """The bearer and the IT referent ask for another level."""
    if part_of(user, project) in LEADERS:
        return ALLOWED
    return refused(_("Le chemin se choisit entre le porteur du besoin et le référent DSI."))


def can_answer_level(user, change: LevelChange) -> Verdict:
    """The other side answers, never whoever asked."""
    if change.asked_by_id == user.pk:
        return refused(_("On ne répond pas à sa propre demande : c’est à l’autre voix."))
    if part_of(user, change.project) == awaited_part(change):
        return ALLOWED
    return refused(_("Le chemin se choisit entre le porteur du besoin et le référent DSI."))


def awaited_part(change: LevelChange) -> str:
    """The side that was asked to answer."""
    moves = Move.objects.about(change, Move.Kind.AGREE_LEVEL).order_by("-pk")
    return moves.values_list("side", flat=True).first() or ""


def can_withdraw_level(user, change: LevelChange) -> Verdict:
    """Whoever asked takes the question back."""
    if change.asked_by_id == user.pk:
        return ALLOWED
    return refused(_("Seule la personne qui a demandé retire sa demande."))


def can_change_scope(user, project: Project) -> Verdict:
    """The bearer changes the need; the IT referent may write it down too, under their own name."""
    if part_of(user, project) in LEADERS:
        return ALLOWED
    return refused(
        _(
            "Le besoin et la date se changent entre le porteur du besoin et le référent DSI. "
            "Dites-leur ce qui a changé."
        )
    )


def can_remind(user, move: Move) -> Verdict:
    """Whoever waits on the project reminds the holder of a ball, never themselves."""
    if move.person_id == user.pk or (move.person_id is None and move.team_id == user.team_id):
        return refused(_("La balle est chez vous : c’est à vous de jouer."))
    if move.project is None:
        allowed = user.is_steward
    else:
        waits = Move.objects.open().filter(project=move.project_id).held_by(user)
        allowed = part_of(user, move.project) in Voice.values or waits.exists()
    if allowed:
        return ALLOWED
    return refused(_("Seules les personnes qui attendent cette balle relancent qui la tient."))


def can_read_queue(user, team: Team) -> Verdict:
    """The team reads its queue, and so do its lead, management and the stewards."""
    if not user.is_guest and (
        user.team_id == team.pk or team.lead_id == user.pk or user.is_manager or user.is_steward
    ):
        return ALLOWED
    return refused(_("Cette file se lit par les personnes de l’équipe."))


def can_take_move(user, move: Move) -> Verdict:
    """Anyone of the team takes a ball that was given to the team."""
    if move.team_id and user.team_id == move.team_id:
        return ALLOWED
    return refused(_("Cette balle est dans la file d’une autre équipe."))


def can_pass_move(user, move: Move) -> Verdict:
    """Whoever holds a ball of the team passes it on; the lead of the team may too."""
    if move.team and user.pk in (move.person_id, move.team.lead_id):
        return ALLOWED
    return refused(_("C’est à %(holder)s de passer cette balle.") % {"holder": move.holder})


def can_name_lead(user) -> Verdict:
    """A steward says who leads a team."""
    if user.is_steward:
        return ALLOWED
    return refused(_("La gouvernance nomme le responsable d’une équipe."))


def can_ask_report(user, project: Project) -> Verdict:
    """Those who sit at the table and management ask for the scoping report."""
    if user.is_manager or user.is_steward or part_of(user, project):
        return ALLOWED
    return refused(_("Demandez le dossier à l’une des trois voix du projet."))


def can_read_report(user, report: Report) -> Verdict:
    """Who sees the project reads its documents."""
    return ALLOWED


def can_ask_arbitration(user, project: Project) -> Verdict:
    """The bearer and the IT referent ask for an arbitration."""
    if part_of(user, project) in LEADERS:
        return ALLOWED
    return refused(_("Un arbitrage se demande par le porteur du besoin ou le référent DSI."))


def can_write_position(user, position: ArbitrationPosition) -> Verdict:
    """Whoever holds the position writes it, or whoever holds that seat now."""
    if position.holder_id == user.pk:
        return ALLOWED
    if part_of(user, position.arbitration.project) == position.side:
        return ALLOWED
    return refused(_("Cette position s’écrit par %(name)s.") % {"name": position.holder})


def can_arbitrate(user, arbitration: Arbitration) -> Verdict:
    """The named pair decides, as long as neither is a voice of the project."""
    if not arbitration.is_arbiter(user):
        return refused(
            _("C’est à %(sponsor)s et à %(cio)s de trancher.")
            % {"sponsor": arbitration.sponsor, "cio": arbitration.cio}
        )
    if part_of(user, arbitration.project) in Voice.values:
        return refused(_("On n’arbitre pas un projet dont on est l’une des voix."))
    if absent := relays_of(arbitration.project).get(user.pk):
        told = {"name": absent}
        return refused(
            _("Vous agissez pour %(name)s, l’une des voix : vous n’arbitrez pas.") % told
        )
    return ALLOWED


def can_add_option(user, arbitration: Arbitration) -> Verdict:
    """Both sides and the arbiters propose ways out."""
    sides = arbitration.positions.select_related("holder", "arbitration__project")
    if can_arbitrate(user, arbitration) or any(can_write_position(user, side) for side in sides):
        return ALLOWED
    return refused(_("Les options s’ajoutent par les deux côtés et par les arbitres."))


def can_withdraw_arbitration(user, arbitration: Arbitration) -> Verdict:
    """Whoever asked takes it back; when they left their seat, either leader of the project."""
    asked_by = arbitration.opened_by
    if part_of(user, arbitration.project) in LEADERS and (
        asked_by == user or part_of(asked_by, arbitration.project) not in LEADERS
    ):
        return ALLOWED
    return refused(
        _("L’arbitrage se retire par la personne qui l’a demandé : %(name)s.") % {"name": asked_by}
    )
