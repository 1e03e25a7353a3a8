from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.projects import Project


class DraftQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own drafts, not sent yet."""
        return self.written_by(user).filter(project=None)

    def written_by(self, user):
        """One's own drafts, sent or not: a draft sent leads to its project."""
        return self.filter(author=user).select_related("project")


class RegistrationDraft(models.Model):
    """A registration being filled: kept at every step, so that a closed tab loses nothing."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts", verbose_name=_("auteur")
    )
    data = models.JSONField(_("réponses"), default=dict, encoder=DjangoJSONEncoder)
    saved_from = models.JSONField(_("onglet qui a gardé chaque étape"), default=dict, blank=True)
    started_at = models.DateTimeField(_("commencé le"))
    updated_at = models.DateTimeField(_("modifié le"))
    project = models.OneToOneField(
        Project,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="draft",
        verbose_name=_("projet enregistré"),
    )

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("brouillon")
        verbose_name_plural = _("brouillons")
        ordering = ["-updated_at"]

    def __str__(self):
        return self.data.get("title") or str(_("Projet sans titre"))
