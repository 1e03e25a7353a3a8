from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance.models.people import Team


class SystemQuerySet(models.QuerySet):
    def in_use(self):
        """The systems that a project may lean on: those archived are kept for memory only."""
        return self.filter(archived_at=None)


class System(models.Model):
    """A system of the company's information system, with the team and person who own it."""

    class PersonalData(models.TextChoices):
        NONE = "none", _("non")
        LOW = "low", _("faible")
        INDIRECT = "indirect", _("indirect")
        PSEUDONYMOUS = "pseudonymous", _("pseudonyme")
        AGGREGATED = "aggregated", _("agrégé")
        TRANSIT = "transit", _("en transit")
        YES = "yes", _("oui")
        UNKNOWN = "unknown", _("à préciser")

    class Criticality(models.IntegerChoices):
        VITAL = 1, _("vitale")
        STRONG = 2, _("forte")
        MEDIUM = 3, _("moyenne")
        LOW = 4, _("faible")

    number = models.PositiveIntegerField(_("numéro"), unique=True)
    name = models.CharField(_("nom"), max_length=60, unique=True)
    category = models.CharField(_("catégorie"), max_length=40)
    nature = models.CharField(_("nature"), max_length=200)
    owner_team = models.ForeignKey(
        Team, models.PROTECT, related_name="systems", verbose_name=_("équipe propriétaire")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="systems",
        verbose_name=_("propriétaire"),
    )
    criticality = models.PositiveSmallIntegerField(_("criticité"), choices=Criticality)
    personal_data = models.CharField(_("données personnelles"), max_length=14, choices=PersonalData)
    external_key = models.CharField(
        _("clé dans votre inventaire"), max_length=80, unique=True, null=True, blank=True
    )
    replaced_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=_("remplacé par"),
    )
    retires_on = models.DateField(_("s’arrête le"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("fiche confirmée par"),
    )
    confirmed_at = models.DateTimeField(_("fiche confirmée le"), null=True, blank=True)
    archived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("archivé par"),
    )
    archived_at = models.DateTimeField(_("archivé le"), null=True, blank=True)
    archival = models.CharField(_("raison de l’archivage"), max_length=240, blank=True)
    by_hand = models.BooleanField(_("tenu à la main"), default=False)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = SystemQuerySet.as_manager()

    class Meta:
        verbose_name = _("système")
        verbose_name_plural = _("systèmes")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="system_confirmed_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(archived_at=None, archived_by=None)
                | Q(archived_at__isnull=False, archived_by__isnull=False),
                name="system_archived_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | ~Q(replaced_by=F("id")),
                name="system_not_its_own_heir",
            ),
            models.CheckConstraint(
                condition=Q(criticality__in=[1, 2, 3, 4]), name="system_crit_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    personal_data__in=[
                        "none",
                        "low",
                        "indirect",
                        "pseudonymous",
                        "aggregated",
                        "transit",
                        "yes",
                        "unknown",
                    ]
                ),
                name="system_personal_data_known",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("projects:system", args=[self.pk])

    @staticmethod
    def thread_of(pk: int) -> str:
        """The thread of the journal in which the life of a system is told."""
        return f"system-{pk}"

    @property
    def thread(self) -> str:
        return self.thread_of(self.pk)

    @property
    def active_owner(self):
        """The person who answers for it; nobody when they left: the team then does."""
        return self.owner if self.owner_id and self.owner.is_active else None

    @property
    def answering(self):
        """Who answers for it: the person, else their team."""
        return self.active_owner or self.owner_team


class SystemInterface(models.Model):
    """A way in or out that a system offers to projects, with what speaks through it."""

    class Protocol(models.TextChoices):
        API = "api", _("API")
        EVENTS = "events", _("messages ou événements")
        FILE = "file", _("échange de fichiers")
        SIGN_IN = "sign_in", _("connexion OIDC ou SAML")
        DATABASE = "database", _("accès à la base")
        EMBED = "embed", _("composant ou script intégré")
        OTHER = "other", _("autre")

    system = models.ForeignKey(
        System, models.CASCADE, related_name="interfaces", verbose_name=_("système")
    )
    name = models.CharField(_("nom"), max_length=80)
    protocol = models.CharField(_("protocole"), max_length=10, choices=Protocol)
    note = models.CharField(_("à savoir"), max_length=240, blank=True)
    ended_on = models.DateField(_("fermée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("interface")
        verbose_name_plural = _("interfaces")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["system", "name"], name="interface_once"),
            models.CheckConstraint(
                condition=Q(
                    protocol__in=[
                        "api",
                        "events",
                        "file",
                        "sign_in",
                        "database",
                        "embed",
                        "other",
                    ]
                ),
                name="interface_protocol_known",
            ),
        ]

    def __str__(self):
        return self.name


class FreezePeriod(models.Model):
    """Dates on which a system, or all of them, accepts no release."""

    system = models.ForeignKey(
        System,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="freezes",
        verbose_name=_("système"),
    )
    label = models.CharField(_("libellé"), max_length=80)
    starts_on = models.DateField(_("premier jour"))
    ends_on = models.DateField(_("dernier jour"))

    class Meta:
        verbose_name = _("période de gel")
        verbose_name_plural = _("périodes de gel")
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="freeze_ordered")
        ]

    def __str__(self):
        return self.label
