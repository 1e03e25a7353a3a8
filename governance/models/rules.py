from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.models.kept import Kept
from governance.models.people import Team
from governance.models.topics import Topic, TopicOption


class RuleVerdict(models.TextChoices):
    """What a ground rule says of the facts it meets, from the mildest to the strictest."""

    ALLOWED = "allowed", _("Autorisé")
    CONDITIONAL = "conditional", _("Autorisé sous conditions")
    DPO = "dpo", _("Avis du DPO requis")
    RSSI = "rssi", _("Avis du RSSI requis")
    REFUSED = "refused", _("Non conforme au socle")


class RuleQuerySet(models.QuerySet):
    def valid(self, on):
        """The rules in force on a day."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_until=None) | Q(valid_until__gte=on)
        )


class GroundRule(Kept):
    """What IT says in advance about a topic. Its condition is data: see evaluation.py."""

    ref = models.CharField(_("référence"), max_length=8)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="rules", verbose_name=_("sujet"))
    title = models.CharField(_("titre"), max_length=120)
    trigger = models.TextField(_("quand elle s’applique"))
    condition = models.JSONField(_("condition"))
    requirement = models.JSONField(_("exigence"), default=dict, blank=True)
    verdict = models.CharField(_("verdict"), max_length=12, choices=RuleVerdict)
    allows = models.TextField(_("ce que l’on peut faire"))
    why = models.TextField(_("pourquoi"))
    alternative = models.TextField(_("solution déjà admise"))
    alternative_option = models.ForeignKey(
        TopicOption,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("solution à reprendre"),
    )
    source = models.TextField(_("source"))
    owner = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="rules", verbose_name=_("équipe")
    )
    valid_from = models.DateField(_("valable dès le"), null=True, blank=True)
    valid_until = models.DateField(_("valable jusqu’au"), null=True, blank=True)
    change = models.CharField(_("ce qui change"), max_length=200, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("publiée par"),
    )
    published_at = models.DateTimeField(_("publiée le"), null=True, blank=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("règle du socle")
        verbose_name_plural = _("règles du socle")
        ordering = ["ref", "version"]
        constraints = [
            models.UniqueConstraint(fields=["ref", "version"], name="rule_version_once"),
            models.CheckConstraint(
                condition=Q(verdict__in=RuleVerdict.values), name="rule_verdict_known"
            ),
        ]

    def __str__(self):
        return f"{self.ref} {self.title}"
