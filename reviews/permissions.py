"""May this person do this in a meeting or at a gate? Pure answers with their sentence."""

from django.utils.translation import gettext as _

from governance.roles import Side, Voice
from governance.verdicts import ALLOWED, Verdict, refused
from projects.models import LevelChange, Move, Project
from projects.permissions import part_of
from reviews.models import Finding, Gate, Minutes, Outcome, Report, ScopingMeeting

LEADERS = (Voice.BEARER, Voice.IT)


def can_plan_meeting(user, meeting: ScopingMeeting) -> Verdict:
    """The bearer and the IT referent fix, open, close and reopen the meeting."""
    if part_of(user, meeting.project) in (Voice.BEARER, Voice.IT):
        return ALLOWED
    return refused(_("Seuls le porteur du besoin et le référent DSI mènent la réunion."))


def can_write_minutes(user, meeting: ScopingMeeting) -> Verdict:
    """The three voices write what is said."""
    if part_of(user, meeting.project) in Voice.values:
        return ALLOWED
    return refused(_("Seules les trois voix du projet écrivent dans cette réunion."))


def can_sign_minutes(user, minutes: Minutes) -> Verdict:
    """A voice signs for itself; one person never signs for two."""
    voice = part_of(user, minutes.project)
    if voice not in Voice.values:
        return refused(_("Seules les trois voix du projet signent. On ne signe pas pour un autre."))
    if minutes.signatures.filter(signed_by=user).exclude(voice=voice).exists():
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
    return refused(_("C’est au prestataire ou au porteur du besoin de soumettre ce point."))


def can_decide_gate(user, gate: Gate) -> Verdict:
    """The seated IT referent decides, or the deciding team; never on their own submission."""
    if authored(user, gate):
        return refused(_("On ne valide pas ce que l’on a soumis ou écrit soi-même."))
    in_team = bool(user.team_id) and user.team_id == gate.team_id
    if in_team or part_of(user, gate.project) == Voice.IT:
        return ALLOWED
    return refused(_("Seuls le référent DSI du projet et l’équipe du domaine décident ici."))


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
    """IT people give opinions; those of the project's own submission do not."""
    if user.is_guest or user.side != Side.IT:
        return refused(_("Les avis sont donnés par les référents de la DSI."))
    if authored(user, gate):
        return refused(_("On ne donne pas d’avis sur ce que l’on a soumis soi-même."))
    return ALLOWED


def can_waive_gate(user, gate: Gate) -> Verdict:
    """Management signs waivers."""
    if not user.is_manager:
        return refused(_("Une dérogation est signée par la direction, qui en porte le risque."))
    return ALLOWED


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


def can_ask_report(user, project: Project) -> Verdict:
    """Those who sit at the table and management ask for the scoping report."""
    if user.is_manager or user.is_steward or part_of(user, project):
        return ALLOWED
    return refused(_("Demandez le dossier à l’une des trois voix du projet."))


def can_read_report(user, report: Report) -> Verdict:
    """Who sees the project reads its documents."""
    return ALLOWED
