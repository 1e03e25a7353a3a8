"""The roles of Cadrage: stable slugs, with the sentence that says who may hold each."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Voice(models.TextChoices):
    """The three voices of a project, in the order in which they are shown."""

    BEARER = "bearer", _("Marketing")
    VENDOR = "vendor", _("Prestataire")
    IT = "it", _("DSI")


LEADERS = (Voice.BEARER, Voice.IT)  # who lead a project together


class Side(models.TextChoices):
    """Who can have the ball: the three voices, and those who stand behind them."""

    BEARER = "bearer", _("Marketing")
    VENDOR = "vendor", _("Prestataire")
    IT = "it", _("DSI")
    OWNER = "owner", _("Propriétaire de système")
    MANAGEMENT = "management", _("Direction")
    STEWARD = "steward", _("Gouvernance")


class Mandate(models.TextChoices):
    """What a person may do for the whole company, beside their seats on projects."""

    NONE = "none", _("Aucun")
    MANAGER = "manager", _("Direction")
    STEWARD = "steward", _("Gouvernance")


class Role(models.TextChoices):
    """Every way to stand before a project; the permission table is written with these."""

    BEARER = "bearer", _("porteur du besoin")
    VENDOR = "vendor", _("prestataire")
    IT = "it", _("référent DSI")
    CONTRIBUTOR = "contributor", _("contributeur")
    OBSERVER = "observer", _("observateur")
    OWNER = "owner", _("propriétaire de système")
    MANAGER = "manager", _("direction")
    STEWARD = "steward", _("gouvernance")
    EMPLOYEE = "employee", _("salarié sans siège")
    GUEST = "guest", _("invité d’un autre projet")


class Domain(models.TextChoices):
    """What an IT referent is competent for."""

    ARCHITECTURE = "architecture", _("architecture")
    INFRASTRUCTURE = "infrastructure", _("infrastructure")
    SECURITY = "security", _("sécurité")
    INTEGRATION = "integration", _("intégration")
    DATA = "data", _("données et RGPD")
    OPERATIONS = "operations", _("exploitation")


SENTENCES = {
    Role.BEARER: _("Directeur ou directrice marketing ou communication, qui porte le besoin."),
    Role.VENDOR: _("Personne du prestataire, invitée : elle ne voit que ses projets."),
    Role.IT: _("Référent de la DSI qui a pris son siège sur le projet."),
    Role.CONTRIBUTOR: _("Collègue qui aide une des trois voix, sans signer."),
    Role.OBSERVER: _("Personne qui suit le projet sans agir."),
    Role.OWNER: _("Personne ou équipe propriétaire d’un système du catalogue."),
    Role.MANAGER: _("Direction : voit le portefeuille, signe les dérogations."),
    Role.STEWARD: _("Gouvernance : tient à jour règles, chemins et catalogue."),
    Role.EMPLOYEE: _("Toute personne de l’entreprise : elle voit, elle n’agit pas."),
    Role.GUEST: _("Prestataire d’un autre projet : ce projet n’existe pas pour lui."),
}
