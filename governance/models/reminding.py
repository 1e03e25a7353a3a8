from datetime import time
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.models.kept import Retired

MORNING = time(8)


class ReminderRung(Retired):
    """One rung of the reminders: when, counted in working days from the due day, and to whom."""

    class Audience(models.TextChoices):
        HOLDER = "holder", _("qui tient la balle")
        DELEGATE = "delegate", _("son délégué, s’il est absent")
        LEAD = "lead", _("le responsable de son équipe")
        MANAGEMENT = "management", _("la direction")

    code = models.SlugField(_("identifiant"), max_length=16, unique=True)
    label = models.CharField(_("libellé"), max_length=80)
    days = models.SmallIntegerField(_("jours ouvrés après l’échéance (négatif : avant)"))
    audience = models.CharField(_("à qui"), max_length=10, choices=Audience)
    urgent = models.BooleanField(_("envoyée tout de suite, seule"), default=False)
    stops = models.BooleanField(_("après elle, plus de message"), default=False)

    class Meta:
        verbose_name = _("degré de relance")
        verbose_name_plural = _("degrés de relance")
        ordering = ["days", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(audience__in=["holder", "delegate", "lead", "management"]),
                name="rung_audience_known",
            ),
            models.CheckConstraint(condition=Q(days__gte=-20, days__lte=60), name="rung_days_sane"),
        ]

    def __str__(self):
        return self.label


class MailSettings(models.Model):
    """How a person wants to be written to: at what hour, in which zone, gathered or not at all."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="mail_settings",
        verbose_name=_("personne"),
    )
    hour = models.TimeField(_("heure des relances"), default=MORNING)
    zone = models.CharField(_("fuseau horaire"), max_length=40, default="Europe/Paris")
    no_digest_since = models.DateTimeField(_("relances coupées le"), null=True, blank=True)

    class Meta:
        verbose_name = _("réglage des messages")
        verbose_name_plural = _("réglages des messages")

    def __str__(self):
        return str(self.person)

    def clean(self):
        if self.zone not in available_timezones():
            raise ValidationError({"zone": _("Ce fuseau horaire n’existe pas.")})


class ChatChannel(models.Model):
    """A channel of the company's chat that hears of what happens, by an incoming webhook."""

    class Flavour(models.TextChoices):
        TEAMS = "teams", _("Microsoft Teams")
        SLACK = "slack", _("Slack")
        MATTERMOST = "mattermost", _("Mattermost")

    label = models.CharField(_("libellé"), max_length=80)
    flavour = models.CharField(_("outil"), max_length=10, choices=Flavour)
    url = models.CharField(_("adresse secrète du canal"), max_length=500)
    in_use = models.BooleanField(_("en usage"), default=True)
    failures = models.PositiveSmallIntegerField(_("échecs de suite"), default=0)
    failing_since = models.DateTimeField(_("en échec depuis"), null=True, blank=True)
    heard_up_to = models.BigIntegerField(_("dernière ligne de journal lue"), default=0)

    class Meta:
        verbose_name = _("canal de discussion")
        verbose_name_plural = _("canaux de discussion")
        ordering = ["label", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(flavour__in=["teams", "slack", "mattermost"]),
                name="channel_flavour_known",
            )
        ]

    def __str__(self):
        return self.label
