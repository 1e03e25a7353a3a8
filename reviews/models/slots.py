from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.roles import Voice
from reviews.models.meetings import ScopingMeeting


class Slot(models.Model):
    """A date that the organiser proposes for a meeting."""

    meeting = models.ForeignKey(
        ScopingMeeting, models.CASCADE, related_name="slots", verbose_name=_("réunion")
    )
    starts_at = models.DateTimeField(_("début"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposé par")
    )
    proposed_at = models.DateTimeField(_("proposé le"))
    withdrawn_at = models.DateTimeField(_("retiré le"), null=True, blank=True)

    class Meta:
        verbose_name = _("créneau")
        verbose_name_plural = _("créneaux")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "starts_at"],
                condition=Q(withdrawn_at=None),
                name="slot_once",
            )
        ]

    def __str__(self):
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class SlotAnswer(models.Model):
    """What a voice says of a slot; it may say something else until the date is fixed."""

    class Value(models.TextChoices):
        YES = "yes", _("Oui")
        IF_NEEDED = "if_needed", _("Si besoin")
        NO = "no", _("Non")

    slot = models.ForeignKey(
        Slot, models.CASCADE, related_name="answers", verbose_name=_("créneau")
    )
    voice = models.CharField(_("voix"), max_length=10, choices=Voice)
    value = models.CharField(_("réponse"), max_length=10, choices=Value)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("répondu par")
    )
    answered_at = models.DateTimeField(_("répondu le"))

    class Meta:
        verbose_name = _("réponse à un créneau")
        verbose_name_plural = _("réponses aux créneaux")
        ordering = ["slot", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["slot", "voice"], name="slot_answer_once_per_voice"),
            models.CheckConstraint(
                condition=Q(voice__in=Voice.values), name="slot_answer_voice_known"
            ),
            models.CheckConstraint(
                condition=Q(value__in=["yes", "if_needed", "no"]), name="slot_answer_known"
            ),
        ]

    def __str__(self):
        return f"{self.get_voice_display()} : {self.get_value_display()}"
