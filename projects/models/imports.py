from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.models import Team


class CatalogueImport(models.Model):
    """A file of systems or dependencies: kept as it came, read, shown, then written at once."""

    class Kind(models.TextChoices):
        SYSTEMS = "systems", _("systèmes")
        DEPENDENCIES = "dependencies", _("dépendances")

    class State(models.TextChoices):
        READING = "reading", _("en lecture")
        READY = "ready", _("à confirmer")
        WRITING = "writing", _("en écriture")
        DONE = "done", _("fait")
        UNREADABLE = "unreadable", _("illisible")

    kind = models.CharField(_("contenu"), max_length=12, choices=Kind)
    name = models.CharField(_("nom du fichier"), max_length=180)
    content = models.BinaryField(_("fichier"), null=True)
    default_team = models.ForeignKey(
        Team,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("équipe quand le fichier n’en dit pas"),
    )
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.READING)
    rows = models.PositiveIntegerField(_("lignes"), default=0)
    rows_read = models.PositiveIntegerField(_("lignes lues"), default=0)
    report = models.JSONField(_("aperçu"), default=dict, encoder=DjangoJSONEncoder)
    marks = models.JSONField(_("empreinte de chaque ligne"), default=dict)
    digest = models.CharField(_("empreinte de l’aperçu"), max_length=64, blank=True)
    problem = models.TextField(_("ce qui empêche de le lire"), blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("déposé par")
    )
    asked_at = models.DateTimeField(_("déposé le"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmé par"),
    )
    confirmed_at = models.DateTimeField(_("confirmé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("import du catalogue")
        verbose_name_plural = _("imports du catalogue")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["systems", "dependencies"]), name="import_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["reading", "ready", "writing", "done", "unreadable"]),
                name="import_state_known",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="import_confirmed_by_someone",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_under_way(self) -> bool:
        """Whether the worker has it in hand."""
        return self.state in (self.State.READING, self.State.WRITING)

    @property
    def percent(self) -> int:
        """How far the reading is."""
        return min(99, 100 * self.rows_read // self.rows) if self.rows else 0
