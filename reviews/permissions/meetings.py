"""May this person do this around a scoping meeting and its minutes? Pure answers with their sentence."""

from django.utils.translation import gettext as _

from governance.roles import LEADERS, Voice
from governance.verdicts import ALLOWED, Verdict, refused
from projects.models import Project
from projects.permissions import part_of
from reviews.delegates import signatory
from reviews.models import (
    Minutes,
    Outcome,
    ScopingMeeting,
)


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
