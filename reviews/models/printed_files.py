from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reviews.models.reports import Report


class PrintedFile(models.Model):
    """A file as it left the press: what a copy is compared with, in each language asked for."""

    class Variant(models.TextChoices):
        ARCHIVE = "archive", _("archive, avec ses données jointes")
        ACCESSIBLE = "accessible", _("PDF accessible")

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="files", verbose_name=_("document")
    )
    language = models.CharField(_("langue"), max_length=2, choices=settings.LANGUAGES)
    variant = models.CharField(_("sorte de fichier"), max_length=10, choices=Variant)
    file = models.FileField(_("fichier"), max_length=200)
    sha256 = models.CharField(_("empreinte du fichier"), max_length=64, db_index=True)
    made_at = models.DateTimeField(_("fait le"), default=timezone.now)

    class Meta:
        verbose_name = _("fichier imprimé")
        verbose_name_plural = _("fichiers imprimés")
        ordering = ["report", "language", "variant"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "language", "variant"], name="printed_file_once"
            ),
            models.CheckConstraint(
                condition=Q(variant__in=["archive", "accessible"]),
                name="printed_file_variant_known",
            ),
            models.CheckConstraint(
                condition=Q(language__in=["fr", "en"]), name="printed_file_language_known"
            ),
        ]

    def __str__(self):
        return f"{self.report}, {self.get_variant_display()}, {self.language}"
