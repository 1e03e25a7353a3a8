from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.models.jobs import LeasedQuerySet


class NoticeQuerySet(LeasedQuerySet):
    def visible_to(self, user):
        """One's own inbox."""
        return self.filter(recipient=user)

    def free(self, now):
        """Those to send now: a message that must wait for its hour is not there yet."""
        return super().free(now).filter(Q(not_before=None) | Q(not_before__lte=now))

    def claim(self, pk, *, seconds: int) -> bool:
        """Take one in hand; an attempt whose end nobody knows is counted as doubtful."""
        unknown = Case(When(attempted_at=None, then=Value(0)), default=Value(1))
        noted = {"doubtful": F("doubtful") + unknown, "attempted_at": None}
        return super().claim(pk, seconds=seconds, **noted)

    def uncertain(self):
        """Those that a worker died on while they were leaving: sent or not, nobody knows."""
        return self.filter(doubtful__gt=0)


class Notice(models.Model):
    """Something a person should know: a line of their inbox and an e-mail, sent once."""

    class Genre(models.TextChoices):
        ACT = "act", _("ce qui vient de se passer")
        DIGEST = "digest", _("relances réunies")
        ESCALATION = "escalation", _("remontée")

    class HeldBack(models.TextChoices):
        ANSWERED = "answered", _("tout était déjà joué")
        MUTED = "muted", _("relances coupées par la personne")
        LEFT = "left", _("personne partie")
        REFUSED = "refused", _("adresse refusée")
        UNKNOWN = "unknown", _("peut-être parti, plus d’essai")

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="notices",
        verbose_name=_("destinataire"),
    )
    key = models.CharField(_("clé"), max_length=160, unique=True)
    subject = models.CharField(_("objet"), max_length=200)
    body = models.TextField(_("texte"))
    action = models.CharField(_("bouton"), max_length=80, blank=True)
    path = models.CharField(_("adresse dans l’outil"), max_length=300, blank=True)
    calendar = models.TextField(_("invitation jointe"), blank=True)
    genre = models.CharField(_("genre"), max_length=10, choices=Genre, default=Genre.ACT)
    not_before = models.DateTimeField(_("pas avant"), null=True, blank=True)
    attempted_at = models.DateTimeField(_("dernier essai d’envoi"), null=True, blank=True)
    doubtful = models.PositiveSmallIntegerField(_("envois peut-être partis"), default=0)
    held_back = models.CharField(
        _("gardé ici, pourquoi"), max_length=10, choices=HeldBack, blank=True
    )
    created_at = models.DateTimeField(_("écrit le"))
    read_at = models.DateTimeField(_("lu le"), null=True, blank=True)
    lease_until = models.DateTimeField(_("en main jusqu’à"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    done_at = models.DateTimeField(_("envoyé le"), null=True, blank=True)
    failure = models.TextField(_("échec"), blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["created_at"], condition=Q(done_at=None), name="notice_waiting"),
            models.Index(
                fields=["-created_at"], condition=Q(doubtful__gt=0), name="notice_uncertain"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(genre__in=["act", "digest", "escalation"]),
                name="notice_genre_known",
            ),
            models.CheckConstraint(
                condition=Q(held_back__in=["", "answered", "muted", "left", "refused", "unknown"]),
                name="notice_held_back_known",
            ),
        ]

    def __str__(self):
        return self.subject

    def mark_read(self) -> bool:
        """The recipient has seen it; the first time counts."""
        now = timezone.now()
        return bool(Notice.objects.filter(pk=self.pk, read_at=None).update(read_at=now))

    @classmethod
    def post(  # noqa: PLR0913 -- what an e-mail is made of
        cls, recipient, *, key: str, subject: str, body: str, action="", path="", calendar=""
    ) -> "Notice":
        """Put a notice in the outbox, once per key, in the transaction of its cause.

        `calendar` is the iCalendar text that travels with the e-mail.
        """
        notice, _created = cls.objects.get_or_create(
            key=f"{key}:{recipient.pk}",
            defaults={
                "recipient": recipient,
                "subject": str(subject)[:200],
                "body": str(body),
                "action": str(action),
                "path": path,
                "calendar": calendar,
                "created_at": timezone.now(),
            },
        )
        return notice
