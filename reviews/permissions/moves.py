"""May this person remind, take or pass a ball, or read a queue? Pure answers with their sentence."""

from django.utils.translation import gettext as _

from governance.models import Team
from governance.roles import Voice
from governance.verdicts import ALLOWED, Verdict, refused
from projects.models import Move
from projects.permissions import part_of


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
