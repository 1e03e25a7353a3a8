import hashlib
import json

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


def canonical(value) -> str:
    """The one way to write a JSON document, so that its fingerprint means something."""
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), cls=DjangoJSONEncoder
    )


def fingerprint(value) -> str:
    """SHA-256 of the canonical JSON of a frozen document."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


class JournalEntry(models.Model):
    """One thing that happened. Added, never changed: a trigger refuses the rest."""

    verb = models.CharField(_("verbe"), max_length=60)
    subject_label = models.CharField(_("objet"), max_length=60)
    subject_id = models.BigIntegerField(_("numéro de l’objet"))
    subject_text = models.CharField(_("objet en clair"), max_length=240)
    thread = models.CharField(_("fil"), max_length=24, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="journal_entries",
        verbose_name=_("auteur"),
    )
    actor_name = models.CharField(_("nom de l’auteur"), max_length=120)
    actor_side = models.CharField(_("côté de l’auteur"), max_length=12, blank=True)
    facts = models.JSONField(_("faits"), default=dict, encoder=DjangoJSONEncoder)
    recorded_at = models.DateTimeField(_("inscrit le"))
    previous_hash = models.CharField(_("empreinte précédente"), max_length=64)
    hash = models.CharField(_("empreinte"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("ligne de journal")
        verbose_name_plural = _("journal")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["thread", "-id"], name="journal_thread")]

    def __str__(self):
        return f"{self.recorded_at:%Y-%m-%d %H:%M} {self.verb} {self.subject_text}"

    def content(self) -> dict:
        """What the hash covers: everything but the hash itself."""
        return {
            "verb": self.verb,
            "subject": [self.subject_label, self.subject_id, self.subject_text],
            "thread": self.thread,
            "actor": [self.actor_id, self.actor_name, self.actor_side],
            "facts": json.loads(canonical(self.facts)),
            "recorded_at": self.recorded_at.timestamp(),
            "previous": self.previous_hash,
        }

    def computed_hash(self) -> str:
        return fingerprint(self.content())
