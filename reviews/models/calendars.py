from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reviews.models.meetings import ScopingMeeting


class CalendarEntryQuerySet(models.QuerySet):
    def standing(self):
        """The calendars that hold the date: nobody asked them to take it away."""
        return self.filter(ended=False)


class CalendarEntry(models.Model):
    """What somebody's calendar holds of a meeting: the last version of its date that they got."""

    meeting = models.ForeignKey(
        ScopingMeeting,
        models.CASCADE,
        related_name="calendar_entries",
        verbose_name=_("réunion"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("personne")
    )
    sequence = models.PositiveSmallIntegerField(_("version de l’invitation"))
    said = models.CharField(_("ce que dit l’invitation"), max_length=64)
    ended = models.BooleanField(_("retirée de l’agenda"), default=False)
    sent_at = models.DateTimeField(_("envoyée le"))

    objects = CalendarEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("date dans un agenda")
        verbose_name_plural = _("dates dans les agendas")
        ordering = ["meeting", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="calendar_entry_once")
        ]

    def __str__(self):
        return f"{self.meeting}, {self.person}"
