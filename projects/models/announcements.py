from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.models import FreezePeriod, System
from projects.models.projects import Project


class SystemAnnouncement(models.Model):
    """The owner of a system says ahead that it changes, freezes or stops; projects are told."""

    class Kind(models.TextChoices):
        CHANGE = "change", _("changement")
        FREEZE = "freeze", _("période de gel")
        RETIREMENT = "retirement", _("arrêt")

    system = models.ForeignKey(
        System, models.PROTECT, related_name="announcements", verbose_name=_("système")
    )
    kind = models.CharField(_("genre"), max_length=10, choices=Kind)
    starts_on = models.DateField(_("à partir du"))
    ends_on = models.DateField(_("jusqu’au"), null=True, blank=True)
    text = models.TextField(_("ce qui change pour les projets"), max_length=2000)
    replaced_by = models.ForeignKey(
        System,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("remplacé par"),
    )
    freeze = models.OneToOneField(
        FreezePeriod,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="announcement",
        verbose_name=_("période de gel"),
    )
    announced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("annoncé par")
    )
    announced_at = models.DateTimeField(_("annoncé le"))
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("retiré par"),
    )
    withdrawn_at = models.DateTimeField(_("retiré le"), null=True, blank=True)
    withdrawal = models.CharField(_("raison du retrait"), max_length=240, blank=True)

    class Meta:
        verbose_name = _("annonce")
        verbose_name_plural = _("annonces")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["change", "freeze", "retirement"]),
                name="announcement_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="announcement_ordered",
            ),
            models.CheckConstraint(
                condition=~Q(kind="freeze") | Q(ends_on__isnull=False),
                name="announcement_freeze_ends",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="announcement_withdrawn_by_someone",
            ),
        ]

    def __str__(self):
        return f"{self.system}, {self.get_kind_display()}"


class AnnouncementReach(models.Model):
    """A project that an announcement hits, and what its bearer says the project will do."""

    announcement = models.ForeignKey(
        SystemAnnouncement, models.CASCADE, related_name="reaches", verbose_name=_("annonce")
    )
    project = models.ForeignKey(
        Project, models.CASCADE, related_name="announcement_reaches", verbose_name=_("projet")
    )
    word = models.TextField(_("ce que fait le projet"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("répondu par"),
    )
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)

    class Meta:
        verbose_name = _("projet touché")
        verbose_name_plural = _("projets touchés")
        ordering = ["project"]
        constraints = [
            models.UniqueConstraint(fields=["announcement", "project"], name="reach_once"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="reach_answered_by_someone",
            ),
        ]

    def __str__(self):
        return f"{self.announcement} ({self.project})"


class CollisionNote(models.Model):
    """What two projects agreed about a collision, or one about a freeze; the signal then rests."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="collision_notes", verbose_name=_("projet")
    )
    other = models.ForeignKey(
        Project,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="collision_notes_received",
        verbose_name=_("autre projet"),
    )
    freeze = models.ForeignKey(
        FreezePeriod,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="collision_notes",
        verbose_name=_("période de gel"),
    )
    system = models.ForeignKey(
        System,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="collision_notes",
        verbose_name=_("système"),
    )
    starts_on = models.DateField(_("du"))
    ends_on = models.DateField(_("au"))
    note = models.TextField(_("ce qui a été convenu"), max_length=2000)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("noté par")
    )
    noted_at = models.DateTimeField(_("noté le"))

    class Meta:
        verbose_name = _("accord sur une collision")
        verbose_name_plural = _("accords sur des collisions")
        ordering = ["noted_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(other__isnull=False, system__isnull=False, freeze=None)
                | Q(other=None, freeze__isnull=False),
                name="collision_note_about_one",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="collision_note_ordered"
            ),
        ]

    def __str__(self):
        return self.note
