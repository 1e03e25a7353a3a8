from django.conf import settings
from django.core.cache import cache
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.delegation import Away
from governance.working_days import Calendar, calendar_of

CALENDAR_KEY, CALENDAR_SECONDS = "closures", 60
AWAY = ("person_id", "delegate_id", "starts_on", "ends_on")
ABSENCES_KEY, ABSENCES_SECONDS = "absences", 60


class Closure(models.Model):
    """Days on which the whole company is closed, beside public holidays."""

    label = models.CharField(_("libellé"), max_length=80)
    starts_on = models.DateField(_("premier jour"))
    ends_on = models.DateField(_("dernier jour"))

    class Meta:
        verbose_name = _("fermeture")
        verbose_name_plural = _("fermetures")
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="closure_ordered")
        ]

    def __str__(self):
        return self.label

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        cache.delete(CALENDAR_KEY)

    def delete(self, *args, **kwargs):
        cache.delete(CALENDAR_KEY)
        return super().delete(*args, **kwargs)

    @classmethod
    def calendar(cls) -> Calendar:
        """The company's working-day calendar as it is known now."""
        return calendar_of(cls.objects.values_list("starts_on", "ends_on"))

    @classmethod
    def cached_calendar(cls) -> Calendar:
        """The same for pages, at most a minute old: it costs them no statement."""
        closures = cache.get(CALENDAR_KEY)
        if closures is None:
            closures = list(cls.objects.values_list("starts_on", "ends_on"))
            cache.set(CALENDAR_KEY, closures, CALENDAR_SECONDS)
        return calendar_of(closures)


class Absence(models.Model):
    """Days on which a person is away, and who plays for them."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="absences",
        verbose_name=_("personne"),
    )
    delegate = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="covers",
        verbose_name=_("délégué"),
    )
    starts_on = models.DateField(_("premier jour"))
    ends_on = models.DateField(_("dernier jour"))

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="absence_ordered"
            ),
            models.CheckConstraint(
                condition=~Q(delegate=F("person")), name="absence_delegate_is_another"
            ),
        ]

    def __str__(self):
        return f"{self.person} {self.starts_on} - {self.ends_on}"

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        cache.delete(ABSENCES_KEY)

    def delete(self, *args, **kwargs):
        cache.delete(ABSENCES_KEY)
        return super().delete(*args, **kwargs)

    @classmethod
    def away_on(cls, day) -> list[Away]:
        """Who is away on a day, and on whom they count, as the rules of delegation read it."""
        rows = cls.objects.filter(starts_on__lte=day, ends_on__gte=day)
        rows = rows.exclude(delegate__is_active=False)
        return [Away(*row) for row in rows.values_list(*AWAY)]

    @classmethod
    def cached_ahead(cls, person, today) -> list["Absence"]:
        """The absences of a person, under way or to come: at most a minute old, no statement."""
        rows = cls._cached(today)
        return [row for row in rows if row.person_id == person.pk and row.ends_on >= today]

    @classmethod
    def cached_covered(cls, person, today) -> list[int]:
        """The people who are away today and named this one: at most a minute old, no statement."""
        rows = [row for row in cls._cached(today) if row.delegate_id == person.pk]
        return [row.person_id for row in rows if row.starts_on <= today <= row.ends_on]

    @classmethod
    def _cached(cls, today) -> list["Absence"]:
        rows = cache.get(ABSENCES_KEY)
        if rows is None:
            rows = list(cls.objects.filter(ends_on__gte=today).select_related("delegate"))
            cache.set(ABSENCES_KEY, rows, ABSENCES_SECONDS)
        return rows
