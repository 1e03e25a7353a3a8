import secrets
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SIGN = "cadrage_"
SHOWN = 12
SEEN_EVERY_SECONDS = 60


class ApiTokenQuerySet(models.QuerySet):
    def usable(self):
        """The tokens that open the API now: nobody ended them, their day has not passed."""
        in_time = Q(expires_on=None) | Q(expires_on__gte=timezone.localdate())
        return self.filter(in_time, revoked_at=None)


class ApiToken(models.Model):
    """The key by which an inventory reads or writes the catalogue, in the name of a steward."""

    class Scope(models.TextChoices):
        READ = "read", _("lecture")
        WRITE = "write", _("lecture et écriture")

    name = models.CharField(_("inventaire"), max_length=60)
    scope = models.CharField(_("ce qu’il peut faire"), max_length=5, choices=Scope)
    prefix = models.CharField(_("début du jeton"), max_length=SHOWN)
    digest = models.CharField(_("empreinte du jeton"), max_length=64, unique=True)
    expires_on = models.DateField(_("dernier jour"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("créé par")
    )
    created_at = models.DateTimeField(_("créé le"))
    last_used_at = models.DateTimeField(_("dernière utilisation"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("retiré par"),
    )
    revoked_at = models.DateTimeField(_("retiré le"), null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("jeton d’API")
        verbose_name_plural = _("jetons d’API")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scope__in=["read", "write"]), name="api_token_scope_known"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="api_token_revoked_by_someone",
            ),
        ]

    def __str__(self):
        return self.name

    @classmethod
    def fresh_secret(cls) -> str:
        """A new secret, long enough that nobody guesses it."""
        return SIGN + secrets.token_urlsafe(32)

    @classmethod
    def of(cls, secret: str) -> "ApiToken | None":
        """The token that a request carries, when it opens something today."""
        return cls._opening(digest=digest_of(secret))

    @classmethod
    def _opening(cls, **which) -> "ApiToken | None":
        token = cls.objects.usable().select_related("created_by__team").filter(**which).first()
        holder = token.created_by if token else None
        return token if holder and holder.is_active and holder.is_steward else None

    @property
    def still_opens(self) -> bool:
        """Whether it opens the API now, read again: it may just have been taken back."""
        return self._opening(pk=self.pk) is not None

    @property
    def may_write(self) -> bool:
        return self.scope == self.Scope.WRITE

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.expires_on is not None and self.expires_on < timezone.localdate()

    @property
    def actor(self):
        """Its steward, named in the journal with the inventory through which they act."""
        person = type(self.created_by).objects.get(pk=self.created_by_id)
        words = _("%(name)s, par l’inventaire %(inventory)s")
        person.name = (words % {"name": person.name[:40], "inventory": self.name})[:120]
        return person

    def used(self) -> None:
        """It has just served; written once a minute at most."""
        now = timezone.now()
        last = self.last_used_at
        if last is None or (now - last).total_seconds() >= SEEN_EVERY_SECONDS:
            ApiToken.objects.filter(pk=self.pk).update(last_used_at=now)


def digest_of(secret: str) -> str:
    """What is kept of a secret: enough to know it, not enough to use it."""
    return sha256(secret.encode()).hexdigest()
