"""May this person do this on this floor? Pure answers with their sentence."""

from django.utils.translation import gettext as _

from governance.verdicts import ALLOWED, Verdict, refused


def can_browse_rules(user) -> Verdict:
    """The whole of the ground rules is for the company's people."""
    if user.is_guest:
        return refused(
            _(
                "Le socle complet se lit entre salariés. Les règles qui touchent votre projet "
                "s’affichent sur ses choix techniques."
            )
        )
    return ALLOWED


def can_keep_guests(user) -> Verdict:
    """Who was invited, and who is signed in now, is the stewards' business."""
    if not user.is_steward:
        return refused(_("Les accès des invités sont tenus par la gouvernance. Demandez-lui."))
    return ALLOWED


def can_keep_paths(user) -> Verdict:
    """The paths are kept by the stewards of the company."""
    if not user.is_steward:
        return refused(_("Les chemins sont tenus à jour par la gouvernance. Demandez-lui."))
    return ALLOWED


def can_keep_absences(user, person) -> Verdict:
    """Everyone keeps their own absences; a steward those of the company's people too."""
    if person.pk == user.pk or (user.is_steward and not person.is_guest):
        return ALLOWED
    return refused(
        _("Chacun note ses propres absences ; la gouvernance aide quand on ne peut pas.")
    )


def can_keep_cadence(user) -> Verdict:
    """The reminders, and the channels that hear of what happens, are kept by the stewards."""
    if not user.is_steward:
        return refused(
            _("Les relances et les canaux sont tenus à jour par la gouvernance. Demandez-lui.")
        )
    return ALLOWED
