"""May this person have something printed for a committee, or call a print off? Pure answers with their sentence."""

from django.utils.translation import gettext as _

from governance.verdicts import ALLOWED, Verdict, refused
from projects.permissions import part_of
from reviews.models import CommitteeBundle, Report


def can_ask_committee(user) -> Verdict:
    """The company's people see the whole portfolio; they may print what they see of it."""
    if user.is_guest:
        return refused(_("Le rapport au comité se demande par une personne de l’entreprise."))
    return ALLOWED


def can_stop_print(user, work: Report | CommitteeBundle) -> Verdict:
    """Whoever may ask for a document calls it off, and asks for it again."""
    if work.asked_by_id == user.pk or user.is_manager or user.is_steward:
        return ALLOWED
    project = getattr(work, "project", None)
    if project is not None and part_of(user, project):
        return ALLOWED
    return refused(
        _("Ce document s’annule par %(name)s, qui l’a demandé.") % {"name": work.asked_by}
    )
