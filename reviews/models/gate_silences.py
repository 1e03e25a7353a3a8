from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reviews.models.rounds import Round


class GateSilence(models.Model):
    """Nobody decided in time: one step of the announced effect, once per round and due date."""

    class Step(models.TextChoices):
        WARNED = "warned", _("dernier avertissement")
        ESCALATED = "escalated", _("remonté à la direction")
        OFFERED = "offered", _("arbitrage possible")
        TACIT = "tacit", _("accord tacite")

    round = models.ForeignKey(
        Round, models.CASCADE, related_name="silences", verbose_name=_("passage")
    )
    step = models.CharField(_("étape"), max_length=10, choices=Step)
    due_on = models.DateField(_("échéance passée"))
    answer_by = models.DateField(_("dernier jour pour répondre"), null=True, blank=True)
    told = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", blank=True, verbose_name=_("dit à")
    )
    noted_at = models.DateTimeField(_("constaté le"))

    class Meta:
        verbose_name = _("silence sur un point")
        verbose_name_plural = _("silences sur un point")
        ordering = ["noted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "step", "due_on"], name="gate_silence_once_per_due"
            ),
            models.CheckConstraint(
                condition=Q(step__in=["warned", "escalated", "offered", "tacit"]),
                name="gate_silence_step_known",
            ),
            models.CheckConstraint(
                condition=~Q(step="warned") | Q(answer_by__isnull=False),
                name="gate_silence_warning_ends",
            ),
        ]

    def __str__(self):
        return f"{self.get_step_display()}, {self.round}"
