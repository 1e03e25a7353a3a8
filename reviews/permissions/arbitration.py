"""May this person bring two positions, name options or arbitrate? Pure answers with their sentence."""

from django.utils.translation import gettext as _

from governance.roles import LEADERS, Voice
from governance.verdicts import ALLOWED, Verdict, refused
from projects.models import Project
from projects.permissions import part_of
from reviews.models import (
    Arbitration,
    ArbitrationPosition,
)
from reviews.standins import relays_of


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
