from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SavedViewQuerySet(models.QuerySet):
    def known_to(self, user):
        """One's own views, and those that colleagues share."""
        return self.filter(Q(owner=user) | Q(is_shared=True, owner__is_active=True))


class SavedView(models.Model):
    """A way of looking at the company's map, kept under a name, shared with colleagues or not."""

    class Page(models.TextChoices):
        MATRIX = "matrix", _("qui s’appuie sur quoi")
        DOMAINS = "domains", _("par domaine")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="saved_views",
        verbose_name=_("personne"),
    )
    name = models.CharField(_("nom"), max_length=80)
    page = models.CharField(_("carte"), max_length=10, choices=Page)
    filters = models.JSONField(_("filtres"), default=dict, blank=True)
    is_shared = models.BooleanField(_("partagée avec l’entreprise"), default=False)
    saved_at = models.DateTimeField(_("enregistrée le"))

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("vue enregistrée")
        verbose_name_plural = _("vues enregistrées")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "page", "name"], name="saved_view_once"),
            models.CheckConstraint(
                condition=Q(page__in=["matrix", "domains"]), name="saved_view_page_known"
            ),
        ]

    def __str__(self):
        return self.name
