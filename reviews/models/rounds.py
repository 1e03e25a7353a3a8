from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.models.journal import fingerprint
from governance.verdicts import WrongState
from reviews.models.decisions import Decision


class Round(models.Model):
    """One submission of a gate, on a frozen snapshot."""

    gate = models.ForeignKey(
        "reviews.Gate", models.CASCADE, related_name="rounds", verbose_name=_("point de validation")
    )
    number = models.PositiveSmallIntegerField(_("passage"))
    snapshot = models.JSONField(_("instantané"), encoder=DjangoJSONEncoder)
    sha256 = models.CharField(_("empreinte"), max_length=64)
    reason = models.TextField(_("pourquoi soumettre incomplet"), blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("soumis par")
    )
    submitted_at = models.DateTimeField(_("soumis le"))
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("retiré par"),
    )
    withdrawn_at = models.DateTimeField(_("retiré le"), null=True, blank=True)
    withdrawn_reason = models.TextField(_("pourquoi le retirer"), blank=True)
    confirms = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="confirmed_by_rounds",
        verbose_name=_("confirme la décision"),
    )

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ["gate", "number"]
        constraints = [
            models.UniqueConstraint(fields=["gate", "number"], name="round_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="round_withdrawn_by_someone",
            ),
        ]

    def __str__(self):
        return f"{self.gate.name}, {_('passage')} {self.number}"

    @property
    def verdict(self) -> Decision | None:
        """The decision on this round, when there is one."""
        return getattr(self, "decision", None)

    def withdraw(self, *, by, reason: str) -> None:
        """Nobody decides on this round any more; it stays in the file, with the reason."""
        self.withdrawn_by, self.withdrawn_at, self.withdrawn_reason = by, timezone.now(), reason
        self.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])

    def check_seal(self) -> None:
        """Nobody decides on a file that is not the one that was frozen."""
        if fingerprint(self.snapshot) != self.sha256:
            raise WrongState(
                _("Le dossier ne correspond plus à son empreinte : demandez un nouveau passage.")
            )
