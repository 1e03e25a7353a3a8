from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reviews.models.gates import Gate


class GateMap(models.Model):
    """A view of the company's map joined to a gate: each round freezes what it shows that day."""

    class Page(models.TextChoices):
        MATRIX = "matrix", _("qui s’appuie sur quoi")
        DOMAINS = "domains", _("par domaine")

    gate = models.ForeignKey(
        Gate, models.CASCADE, related_name="maps", verbose_name=_("point de validation")
    )
    name = models.CharField(_("nom"), max_length=80)
    page = models.CharField(_("carte"), max_length=10, choices=Page)
    filters = models.JSONField(_("filtres"), default=dict, blank=True)
    joined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("jointe par")
    )
    joined_at = models.DateTimeField(_("jointe le"))

    class Meta:
        verbose_name = _("carte jointe")
        verbose_name_plural = _("cartes jointes")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["gate", "page", "name"], name="gate_map_once"),
            models.CheckConstraint(
                condition=Q(page__in=["matrix", "domains"]), name="gate_map_page_known"
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.gate})"
