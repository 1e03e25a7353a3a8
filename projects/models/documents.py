from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.choices import ProjectTopic
from projects.models.projects import Project


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The documents of the projects one may see."""
        return self.filter(project__in=Project.objects.visible_to(user))


class Document(models.Model):
    """A piece of evidence: stored under a generated name, known by its fingerprint."""

    class State(models.TextChoices):
        CLEAR = "clear", _("disponible")
        SCANNING = "scanning", _("en analyse")
        REFUSED = "refused", _("refusée par l’antivirus")

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="documents", verbose_name=_("projet")
    )
    subject = models.ForeignKey(
        ProjectTopic,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("sujet"),
    )
    file = models.FileField(_("fichier"), max_length=200)
    name = models.CharField(_("nom"), max_length=180)
    media_type = models.CharField(_("format"), max_length=100)
    size = models.PositiveIntegerField(_("taille en octets"))
    sha256 = models.CharField(_("empreinte"), max_length=64)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ajouté par")
    )
    added_at = models.DateTimeField(_("ajouté le"))
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("remplace"),
    )
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.CLEAR)
    scanned_at = models.DateTimeField(_("analysée le"), null=True, blank=True)
    scan_word = models.CharField(_("ce que dit l’antivirus"), max_length=200, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("pièce")
        verbose_name_plural = _("pièces")
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["clear", "scanning", "refused"]),
                name="document_state_known",
            )
        ]

    def __str__(self):
        return self.name
