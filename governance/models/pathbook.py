from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class PathVersion(models.Model):
    """The path rules as they were at one moment: what every project registered then keeps."""

    number = models.PositiveIntegerField(_("version"), unique=True)
    content = models.JSONField(_("contenu"), encoder=DjangoJSONEncoder)
    sha256 = models.CharField(_("empreinte"), max_length=64)
    note = models.CharField(_("ce qui change"), max_length=200, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("enregistrée par"),
    )
    saved_at = models.DateTimeField(_("enregistrée le"))

    class Meta:
        verbose_name = _("version des chemins")
        verbose_name_plural = _("versions des chemins")
        ordering = ["-number"]

    def __str__(self):
        return str(_("version %(number)d") % {"number": self.number})
