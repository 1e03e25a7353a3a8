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


def can_browse_catalogue(user) -> Verdict:
    """The catalogue says who leans on what: it is read between the company's people."""
    if user.is_guest:
        return refused(
            _(
                "Le catalogue SI se lit entre salariés. Les systèmes de votre projet sont sur sa "
                "page Dépendances."
            )
        )
    return ALLOWED


def owns_system(user, system) -> bool:
    """Whether somebody answers for a system: its owner, or anybody of the team that owns it."""
    if user.is_guest:
        return False
    return system.owner_id == user.pk or (user.team_id and user.team_id == system.owner_team_id)


def can_keep_system(user, system) -> Verdict:
    """A system is kept by its owner, by the team that owns it, and by the stewards."""
    if user.is_steward or owns_system(user, system):
        return ALLOWED
    return refused(
        _("Cette fiche est tenue par %(who)s et par la gouvernance. Dites-leur ce qui change.")
        % {"who": system.owner_team}
    )


def can_add_system(user) -> Verdict:
    """A new system enters the catalogue through the stewards."""
    if not user.is_steward:
        return refused(_("La gouvernance ajoute les systèmes au catalogue. Demandez-lui."))
    return ALLOWED


def can_import_catalogue(user) -> Verdict:
    """The files of other inventories come in through the stewards."""
    if not user.is_steward:
        return refused(_("La gouvernance importe le catalogue. Confiez-lui votre fichier."))
    return ALLOWED


def can_keep_tokens(user) -> Verdict:
    """The keys that open the API to other tools are given and taken back by the stewards."""
    if not user.is_steward:
        return refused(_("Les jetons d’API sont tenus par la gouvernance. Demandez-lui."))
    return ALLOWED
