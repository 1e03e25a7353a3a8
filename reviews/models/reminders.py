from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.models import Notice
from projects.models import Move


class Reminder(models.Model):
    """A reminder of one ball, at one rung, to one person: sent once, whatever happens."""

    move = models.ForeignKey(
        Move, models.CASCADE, related_name="reminders", verbose_name=_("balle")
    )
    rung = models.CharField(_("degré"), max_length=16)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("destinataire")
    )
    due_on = models.DateField(_("échéance rappelée"), null=True, blank=True)
    notice = models.ForeignKey(
        Notice,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reminders",
        verbose_name=_("message"),
    )
    planned_at = models.DateTimeField(_("prévue le"))

    class Meta:
        verbose_name = _("relance")
        verbose_name_plural = _("relances")
        ordering = ["-planned_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["move", "rung", "recipient", "due_on"], name="reminder_once_per_due"
            ),
            models.UniqueConstraint(
                fields=["move", "rung", "recipient"],
                condition=Q(due_on=None),
                name="reminder_once_undated",
            ),
        ]

    def __str__(self):
        return f"{self.move} {self.rung}"
