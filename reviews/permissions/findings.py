"""May this person raise, weigh, prove or lift a finding? Pure answers with their sentence."""

from django.utils.translation import gettext as _

from governance.roles import Side, Voice
from governance.verdicts import ALLOWED, Verdict, refused
from projects.models import Project
from projects.permissions import part_of
from reviews.models import (
    Finding,
)
from reviews.permissions.gates import can_decide_gate


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
