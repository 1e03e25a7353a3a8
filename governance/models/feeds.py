import secrets
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

READING_NOTED = timedelta(hours=1)


class CalendarFeed(models.Model):
    """The private calendar address of a person; only a digest of its secret is kept."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="calendar_feeds",
        verbose_name=_("personne"),
    )
    token_digest = models.CharField(_("empreinte de l’adresse"), max_length=64, unique=True)
    created_at = models.DateTimeField(_("créée le"))
    read_at = models.DateTimeField(_("lue le"), null=True, blank=True)
    ended_at = models.DateTimeField(_("retirée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("agenda personnel")
        verbose_name_plural = _("agendas personnels")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="calendar_feed_one_open"
            )
        ]

    def __str__(self):
        return str(self.person)

    @classmethod
    def open_for(cls, person) -> str:
        """A new secret address for this person; the one before stops working. Shown once."""
        token = secrets.token_urlsafe(32)
        with transaction.atomic():
            type(person).objects.select_for_update().get(pk=person.pk)
            cls.close_for(person)
            cls.objects.create(
                person=person, token_digest=digest_of(token), created_at=timezone.now()
            )
        return token

    @classmethod
    def close_for(cls, person) -> int:
        """The address of this person stops working; how many were open."""
        return cls.objects.filter(person=person, ended_at=None).update(ended_at=timezone.now())

    @classmethod
    def find(cls, token: str) -> "CalendarFeed | None":
        """The open feed behind a secret, of somebody who is still here."""
        rows = cls.objects.select_related("person").filter(ended_at=None, person__is_active=True)
        return rows.filter(token_digest=digest_of(token)).first()

    @classmethod
    def current(cls, person) -> "CalendarFeed | None":
        """The address that a person has now, if any."""
        return cls.objects.filter(person=person, ended_at=None).first()

    def note_reading(self) -> None:
        """A calendar has read this address; once an hour is enough to know that it lives."""
        now = timezone.now()
        quiet = Q(read_at=None) | Q(read_at__lt=now - READING_NOTED)
        CalendarFeed.objects.filter(quiet, pk=self.pk).update(read_at=now)


def digest_of(token: str) -> str:
    """What is kept of a secret: enough to know it, not enough to use it."""
    return sha256(token.encode()).hexdigest()
