from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.models.topics import Fact
from governance.verdicts import WrongState


class VendorQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A vendor's people open their own file; those of the company open all of them."""
        return self.filter(pk=user.vendor_id) if user.is_guest else self.all()


class Vendor(models.Model):
    """An external company; its people are guests."""

    name = models.CharField(_("nom"), max_length=120)
    siren = models.CharField(_("SIREN"), max_length=9, blank=True)

    objects = VendorQuerySet.as_manager()

    class Meta:
        verbose_name = _("prestataire")
        verbose_name_plural = _("prestataires")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="vendor_name_once")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("projects:vendor-file", args=[self.pk])


class VendorAnswer(models.Model):
    """What a vendor answered about itself: kept once, dated, offered again on its next project."""

    vendor = models.ForeignKey(
        Vendor, models.CASCADE, related_name="answers", verbose_name=_("prestataire")
    )
    fact = models.ForeignKey(Fact, models.PROTECT, related_name="+", verbose_name=_("fait"))
    value = models.JSONField(_("réponse"), encoder=DjangoJSONEncoder)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("répondu par")
    )
    answered_at = models.DateTimeField(_("répondu le"))
    confirmed_on = models.DateField(_("confirmé le"))

    class Meta:
        verbose_name = _("réponse de prestataire")
        verbose_name_plural = _("réponses de prestataire")
        ordering = ["vendor", "fact__topic__position", "fact__position"]
        constraints = [
            models.UniqueConstraint(fields=["vendor", "fact"], name="vendor_answer_once")
        ]

    def __str__(self):
        return f"{self.vendor} : {self.fact}"

    @classmethod
    def keep(cls, vendor_id: int, fact: Fact, value, *, by) -> bool:
        """What a vendor says of itself today; whether the file says something new."""
        today, now = timezone.localdate(), timezone.now()
        rows = cls.objects.filter(vendor=vendor_id, fact=fact)
        known = rows.first()
        if known and known.value == value:
            rows.update(confirmed_on=today)
            return False
        said = {"value": value, "answered_by": by, "answered_at": now, "confirmed_on": today}
        cls.objects.update_or_create(vendor_id=vendor_id, fact=fact, defaults=said)
        return True

    def confirm(self, seen) -> None:
        """« Still true », of the answer as it was read."""
        rows = VendorAnswer.objects.filter(pk=self.pk, answered_at=seen)
        if seen is None or not rows.update(confirmed_on=timezone.localdate()):
            raise WrongState(gettext("Cette réponse a changé entre-temps. Relisez-la."))
        self.refresh_from_db(fields=["confirmed_on"])
