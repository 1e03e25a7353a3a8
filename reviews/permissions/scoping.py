"""May this person change the level or the scope of a project? Pure answers with their sentence."""

from django.utils.translation import gettext as _

from governance.roles import LEADERS, Voice
from governance.verdicts import ALLOWED, Verdict, refused
from projects.models import LevelChange, Move, Project
from projects.permissions import part_of


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
