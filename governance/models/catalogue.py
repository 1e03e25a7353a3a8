from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.models.people import Team


class System(models.Model):
    """A system of the company's information system, with the team and person who own it."""

    class PersonalData(models.TextChoices):
        NONE = "none", _("non")
        LOW = "low", _("faible")
        INDIRECT = "indirect", _("indirect")
        PSEUDONYMOUS = "pseudonymous", _("pseudonyme")
        AGGREGATED = "aggregated", _("agrégé")
        TRANSIT = "transit", _("en transit")
        YES = "yes", _("oui")

    class Criticality(models.IntegerChoices):
        VITAL = 1, _("vitale")
        STRONG = 2, _("forte")
        MEDIUM = 3, _("moyenne")
        LOW = 4, _("faible")

    number = models.PositiveSmallIntegerField(_("numéro"), unique=True)
    name = models.CharField(_("nom"), max_length=60, unique=True)
    category = models.CharField(_("catégorie"), max_length=40)
    nature = models.CharField(_("nature"), max_length=200)
    owner_team = models.ForeignKey(
        Team, models.PROTECT, related_name="systems", verbose_name=_("équipe propriétaire")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="systems",
        verbose_name=_("propriétaire"),
    )
    criticality = models.PositiveSmallIntegerField(_("criticité"), choices=Criticality)
    personal_data = models.CharField(_("données personnelles"), max_length=14, choices=PersonalData)

    class Meta:
        verbose_name = _("système")
        verbose_name_plural = _("systèmes")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(criticality__in=[1, 2, 3, 4]), name="system_crit_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    personal_data__in=[
                        "none",
                        "low",
                        "indirect",
                        "pseudonymous",
                        "aggregated",
                        "transit",
                        "yes",
                    ]
                ),
                name="system_personal_data_known",
            ),
        ]

    def __str__(self):
        return self.name


class FreezePeriod(models.Model):
    """Dates on which a system, or all of them, accepts no release."""

    system = models.ForeignKey(
        System,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="freezes",
        verbose_name=_("système"),
    )
    label = models.CharField(_("libellé"), max_length=80)
    starts_on = models.DateField(_("premier jour"))
    ends_on = models.DateField(_("dernier jour"))

    class Meta:
        verbose_name = _("période de gel")
        verbose_name_plural = _("périodes de gel")
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="freeze_ordered")
        ]

    def __str__(self):
        return self.label
