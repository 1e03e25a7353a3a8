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
        """The reports of the projects one may see; those of a committee, to whoever asked and those who steer."""
        theirs = Q(project__in=Project.objects.visible_to(user))
        return self.filter(theirs | of_committee(user, project=None))


def of_committee(user, **which) -> Q:
    """The papers of a committee that a person may open: theirs, or all for those who steer; none for a guest."""
    if user.is_guest:
        return Q(pk__in=[])
    if user.is_manager or user.is_steward:
        return Q(**which)
    return Q(asked_by=user, **which)


class Printed(models.Model):
    """Work that somebody asked of the worker, which may be stopped and asked again."""

    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("demandé par")
    )
    asked_at = models.DateTimeField(_("demandé le"))
    job = models.ForeignKey(
        Job, models.PROTECT, null=True, related_name="+", verbose_name=_("travail")
    )
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("annulé par"),
    )
    stopped_at = models.DateTimeField(_("annulé le"), null=True, blank=True)
    produced_at = models.DateTimeField(_("produit le"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_ready(self) -> bool:
        return self.produced_at is not None

    @property
    def is_stopped(self) -> bool:
        """Whether somebody called it off before it was there."""
        return self.stopped_at is not None and not self.is_ready

    @property
    def has_given_up(self) -> bool:
        """Whether the worker tried enough and says why."""
        return not self.is_ready and self.job is not None and self.job.has_given_up


class Report(Printed):
    """A document made from frozen data; the worker prints it, the download is a file."""

    class Kind(models.TextChoices):
        SCOPING = "scoping", _("dossier de cadrage")
        CERTIFICATE = "certificate", _("attestation express")
        MINUTES = "minutes", _("compte rendu de réunion")
        GATE = "gate", _("procès-verbal de validation")
        COMMITTEE = "committee", _("rapport au comité")

    project = models.ForeignKey(
        Project,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("projet"),
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
    archive = models.FileField(_("fichier archivé"), max_length=200, blank=True)
    accessible = models.FileField(_("fichier accessible"), max_length=200, blank=True)
    file_sha256 = models.CharField(_("empreinte du fichier archivé"), max_length=64, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "kind", "number"], name="report_once"),
            models.UniqueConstraint(
                fields=["number"], condition=Q(kind="committee"), name="report_committee_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["scoping", "certificate", "minutes", "gate", "committee"]),
                name="report_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(kind="committee", project=None)
                | (~Q(kind="committee") & Q(project__isnull=False)),
                name="report_of_project_or_committee",
            ),
            models.CheckConstraint(
                condition=Q(stopped_at=None, stopped_by=None)
                | Q(stopped_at__isnull=False, stopped_by__isnull=False),
                name="report_stopped_by_someone",
            ),
        ]

    def __str__(self):
        about = f", {self.project}" if self.project else ""
        return f"{self.get_kind_display()} {self.number}{about}"

    @property
    def version(self) -> int:
        """The version that people know: of the minutes when these are printed."""
        return self.minutes.number if self.minutes else self.number

    @property
    def filename(self) -> str:
        if self.project is None:
            return f"cadrage-rapport-au-comite-{self.number}.pdf"
        names = {"minutes": "compte-rendu", "gate": "proces-verbal"}
        return f"cadrage-{self.project.key}-{names.get(self.kind, self.kind)}-v{self.version}.pdf"
