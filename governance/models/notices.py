from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.models.jobs import LeasedQuerySet


class NoticeQuerySet(LeasedQuerySet):
    def visible_to(self, user):
        """One's own inbox."""
        return self.filter(recipient=user)


class Notice(models.Model):
    """Something a person should know: a line of their inbox and an e-mail, sent once."""

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
            models.Index(
                fields=["created_at"], condition=models.Q(done_at=None), name="notice_waiting"
            )
        ]

    def __str__(self):
        return self.subject

    def mark_read(self) -> bool:
        """The recipient has seen it; the first time counts."""
        now = timezone.now()
        return bool(Notice.objects.filter(pk=self.pk, read_at=None).update(read_at=now))

    @classmethod
    def post(cls, recipient, *, key: str, subject: str, body: str, action="", path="") -> "Notice":
        """Put a notice in the outbox, once per key, in the transaction of its cause."""
        notice, _created = cls.objects.get_or_create(
            key=f"{key}:{recipient.pk}",
            defaults={
                "recipient": recipient,
                "subject": str(subject)[:200],
                "body": str(body),
                "action": str(action),
                "path": path,
                "created_at": timezone.now(),
            },
        )
        return notice
