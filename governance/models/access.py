from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class GuestSession(models.Model):
    """A guest signed in somewhere: short, seen by a steward, ended by a steward or by time."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="guest_sessions",
        verbose_name=_("invité"),
    )
    key_digest = models.CharField(_("empreinte de la session"), max_length=64, unique=True)
    opened_at = models.DateTimeField(_("ouverte le"))
    seen_at = models.DateTimeField(_("vue le"))
    expires_at = models.DateTimeField(_("finit le"))
    ended_at = models.DateTimeField(_("fermée le"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("fermée par"),
    )

    class Meta:
        verbose_name = _("session d’invité")
        verbose_name_plural = _("sessions d’invité")
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_by=None) | Q(ended_at__isnull=False), name="guest_session_ended"
            )
        ]

    def __str__(self):
        return f"{self.person}"
