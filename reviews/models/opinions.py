from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.models import Team
from reviews.models.rounds import Round


class Opinion(models.Model):
    """A referent's advice in their domain; the lead decides."""

    class Value(models.TextChoices):
        FAVOURABLE = "favourable", _("Favorable")
        RESERVED = "reserved", _("Favorable, avec réserve")
        UNFAVOURABLE = "unfavourable", _("Défavorable")

    round = models.ForeignKey(
        Round, models.CASCADE, related_name="opinions", verbose_name=_("passage")
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, related_name="+", verbose_name=_("équipe")
    )
    value = models.CharField(_("avis"), max_length=14, choices=Value)
    text = models.TextField(_("en une phrase"), blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("donné par")
    )
    given_at = models.DateTimeField(_("donné le"))
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("donné pour"),
    )

    class Meta:
        verbose_name = _("avis")
        verbose_name_plural = _("avis")
        ordering = ["given_at"]
        constraints = [
            models.UniqueConstraint(fields=["round", "given_by"], name="opinion_once"),
            models.CheckConstraint(
                condition=Q(value="favourable")
                | (Q(value__in=["reserved", "unfavourable"]) & ~Q(text="")),
                name="opinion_says_why",
            ),
        ]

    def __str__(self):
        return f"{self.given_by} : {self.get_value_display()}"
