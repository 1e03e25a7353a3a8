from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.models import Job
from projects.models import Project
from reviews.models.decisions import Decision
from reviews.models.minutes import Minutes


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The reports of the projects one may see."""
        return self.filter(project__in=Project.objects.visible_to(user))


class Report(models.Model):
    """A document made from frozen data; the worker prints it, the download is a file."""

    class Kind(models.TextChoices):
        SCOPING = "scoping", _("dossier de cadrage")
        CERTIFICATE = "certificate", _("attestation express")
        MINUTES = "minutes", _("compte rendu de réunion")
        GATE = "gate", _("procès-verbal de validation")

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="reports", verbose_name=_("projet")
    )
    kind = models.CharField(_("document"), max_length=12, choices=Kind)
    number = models.PositiveSmallIntegerField(_("version"))
    minutes = models.ForeignKey(
        Minutes,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("compte rendu imprimé"),
    )
    decision = models.ForeignKey(
        Decision,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("décision imprimée"),
    )
    code = models.CharField(_("code de vérification"), max_length=9, unique=True)
    content = models.JSONField(_("données figées"), encoder=DjangoJSONEncoder)
    sha256 = models.CharField(_("empreinte des données"), max_length=64)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("demandé par")
    )
    asked_at = models.DateTimeField(_("demandé le"))
    job = models.ForeignKey(
        Job, models.PROTECT, null=True, related_name="+", verbose_name=_("travail")
    )
    archive = models.FileField(_("fichier archivé"), max_length=200, blank=True)
    accessible = models.FileField(_("fichier accessible"), max_length=200, blank=True)
    file_sha256 = models.CharField(_("empreinte du fichier archivé"), max_length=64, blank=True)
    produced_at = models.DateTimeField(_("produit le"), null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "kind", "number"], name="report_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["scoping", "certificate", "minutes", "gate"]),
                name="report_kind_known",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}, {self.project}"

    @property
    def is_ready(self) -> bool:
        return self.produced_at is not None

    @property
    def version(self) -> int:
        """The version that people know: of the minutes when these are printed."""
        return self.minutes.number if self.minutes else self.number

    @property
    def filename(self) -> str:
        names = {"minutes": "compte-rendu", "gate": "proces-verbal"}
        return f"cadrage-{self.project.key}-{names.get(self.kind, self.kind)}-v{self.version}.pdf"
