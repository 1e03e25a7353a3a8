from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reviews.models.reports import Printed, Report, of_committee


class BundleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The archives that one asked for; all of them for those who steer."""
        return self.filter(of_committee(user))


class CommitteeBundle(Printed):
    """A committee report and the documents of its projects, in one ZIP file."""

    committee = models.ForeignKey(
        Report, models.CASCADE, related_name="bundles", verbose_name=_("rapport au comité")
    )
    contents = models.JSONField(_("documents retenus"), default=dict, encoder=DjangoJSONEncoder)
    total = models.PositiveSmallIntegerField(_("documents à réunir"))
    gathered = models.PositiveSmallIntegerField(_("documents réunis"), default=0)
    file = models.FileField(_("fichier ZIP"), max_length=200, blank=True)
    sha256 = models.CharField(_("empreinte du fichier"), max_length=64, blank=True)

    objects = BundleQuerySet.as_manager()

    class Meta:
        verbose_name = _("dossier du comité")
        verbose_name_plural = _("dossiers du comité")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stopped_at=None, stopped_by=None)
                | Q(stopped_at__isnull=False, stopped_by__isnull=False),
                name="bundle_stopped_by_someone",
            ),
        ]

    def __str__(self):
        return f"{_('dossier du comité')} {self.committee.number}"

    @property
    def filename(self) -> str:
        return f"cadrage-dossier-du-comite-{self.committee.number}.zip"

    @property
    def language(self) -> str:
        """The language of whoever asked: that of the list, and of each document that exists in it."""
        return self.contents.get("language", settings.LANGUAGE_CODE)

    @property
    def left_out(self) -> list[dict]:
        """The documents that could no longer be put in, and why."""
        return self.contents.get("left", [])

    @property
    def held(self) -> int:
        """How many documents are in the finished file."""
        return self.total - len(self.left_out)

    @property
    def percent(self) -> int:
        """How far the worker is, for the bar."""
        return 100 * self.gathered // self.total if self.total else 0
