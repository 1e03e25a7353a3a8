from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from governance.models.topics import Fact


class Vendor(models.Model):
    """An external company; its people are guests."""

    name = models.CharField(_("nom"), max_length=120)
    siren = models.CharField(_("SIREN"), max_length=9, blank=True)

    class Meta:
        verbose_name = _("prestataire")
        verbose_name_plural = _("prestataires")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="vendor_name_once")]

    def __str__(self):
        return self.name


class VendorAnswer(models.Model):
    """What a vendor answered about itself: kept once, dated, offered again on its next project."""

    vendor = models.ForeignKey(
        Vendor, models.CASCADE, related_name="answers", verbose_name=_("prestataire")
    )
    fact = models.ForeignKey(Fact, models.PROTECT, related_name="+", verbose_name=_("fait"))
    value = models.JSONField(_("réponse"), encoder=DjangoJSONEncoder)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("répondu par")
    )
    answered_at = models.DateTimeField(_("répondu le"))
    confirmed_on = models.DateField(_("confirmé le"))

    class Meta:
        verbose_name = _("réponse de prestataire")
        verbose_name_plural = _("réponses de prestataire")
        ordering = ["vendor", "fact__topic__position", "fact__position"]
        constraints = [
            models.UniqueConstraint(fields=["vendor", "fact"], name="vendor_answer_once")
        ]

    def __str__(self):
        return f"{self.vendor} : {self.fact}"
