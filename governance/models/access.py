from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SEEN_EVERY = timedelta(minutes=1)


class GuestSessionQuerySet(models.QuerySet):
    def open(self):
        """Sessions that nobody ended, and that time has not ended either."""
        now = timezone.now()
        return self.filter(ended_at=None, expires_at__gt=now, seen_at__gt=now - idle_time())

    def end(self, *, by=None) -> int:
        """Close sessions from now on; how many were still to close."""
        return self.filter(ended_at=None).update(ended_at=timezone.now(), ended_by=by)


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

    objects = GuestSessionQuerySet.as_manager()

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

    @classmethod
    def of(cls, person, session_key: str) -> "GuestSession":
        """The row of a browser's session, opened at its first request; only a digest is kept."""
        digest, now = digest_of(session_key), timezone.now()
        found = cls.objects.filter(key_digest=digest).first()
        if found is None:
            ends = now + timedelta(hours=settings.GUEST_HOURS)
            facts = {"person": person, "opened_at": now, "seen_at": now, "expires_at": ends}
            found, _new = cls.objects.get_or_create(key_digest=digest, defaults=facts)
        return found

    def is_open(self, now: datetime) -> bool:
        """Whether it may go on: ended by nobody, not too old, not asleep."""
        awake = self.seen_at > now - idle_time()
        return self.ended_at is None and self.expires_at > now and awake

    def seen(self, now: datetime) -> None:
        """Somebody is there; written once a minute at most, never on an ended session."""
        if self.seen_at > now - SEEN_EVERY:
            return
        GuestSession.objects.filter(pk=self.pk, ended_at=None).update(seen_at=now)


def idle_time() -> timedelta:
    """How long a guest's session may sleep."""
    return timedelta(minutes=settings.GUEST_IDLE_MINUTES)


def digest_of(session_key: str) -> str:
    """What is kept of a session's key: enough to know it, not enough to steal it."""
    return sha256(session_key.encode()).hexdigest()
