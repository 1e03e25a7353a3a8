from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


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
