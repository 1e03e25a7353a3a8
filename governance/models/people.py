from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from governance.roles import Domain, Mandate, Side


class Team(models.Model):
    """A team of the company: on one side of the table, competent for some domain or none."""

    slug = models.SlugField(_("identifiant"), unique=True)
    name = models.CharField(_("nom"), max_length=120)
    side = models.CharField(_("côté"), max_length=12, choices=Side)
    domain = models.CharField(_("domaine"), max_length=16, choices=Domain, blank=True)
    lead = models.ForeignKey(
        "governance.Person",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="leads",
        verbose_name=_("responsable"),
    )

    class Meta:
        verbose_name = _("équipe")
        verbose_name_plural = _("équipes")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(side__in=Side.values), name="team_side_known"),
            models.CheckConstraint(
                condition=Q(domain__in=[*Domain.values, ""]), name="team_domain_known"
            ),
        ]

    def __str__(self):
        return self.name


class PersonManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        """A person known by their e-mail address."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class Person(AbstractBaseUser):
    """Someone of the company, or a guest sent by a vendor. Deactivated, never deleted."""

    email = models.EmailField(_("adresse e-mail"), unique=True)
    name = models.CharField(_("nom"), max_length=120)
    job_title = models.CharField(_("fonction"), max_length=120, blank=True)
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("équipe")
    )
    vendor = models.ForeignKey(
        "governance.Vendor",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("prestataire"),
    )
    mandate = models.CharField(_("mandat"), max_length=12, choices=Mandate, default=Mandate.NONE)
    language = models.CharField(_("langue"), max_length=5, blank=True)
    theme = models.CharField(_("thème"), max_length=5, blank=True)
    is_active = models.BooleanField(_("actif"), default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = PersonManager()

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_once"),
            models.CheckConstraint(
                condition=Q(mandate__in=Mandate.values), name="person_mandate_known"
            ),
            models.CheckConstraint(
                condition=Q(vendor=None) | (Q(team=None) & Q(mandate="none")),
                name="person_guest_or_employee",
            ),
        ]

    def __str__(self):
        return self.name or self.email

    @property
    def is_guest(self) -> bool:
        """Whether they come from a vendor, and so see only their own projects."""
        return self.vendor_id is not None

    @property
    def is_manager(self) -> bool:
        return self.mandate == Mandate.MANAGER

    @property
    def is_steward(self) -> bool:
        return self.mandate == Mandate.STEWARD

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]

    @property
    def side(self) -> str:
        """The side of the table on which this person sits by default."""
        if self.is_guest:
            return Side.VENDOR
        if self.is_manager:
            return Side.MANAGEMENT
        if self.is_steward:
            return Side.STEWARD
        return self.team.side if self.team else Side.BEARER
