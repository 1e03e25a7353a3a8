from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance import journal
from governance.models import Kind, LevelCode, PathVersion, Vendor
from governance.roles import Side
from governance.verdicts import WrongState


class ProjectQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everything for the company's people; for a guest, the projects of their seats."""
        if user.is_guest:
            return self.filter(seats__person=user, seats__left_at=None).distinct()
        return self


class Project(models.Model):
    """A marketing-led technology project."""

    class State(models.TextChoices):
        REGISTERED = "registered", _("enregistré")
        SCOPED = "scoped", _("cadré")
        LIVE = "live", _("en service")
        CANCELLED = "cancelled", _("abandonné")

    class Visibility(models.TextChoices):
        INTERNAL = "internal", _("Interne à l’entreprise")
        CUSTOMERS = "customers", _("Clients et partenaires")
        PUBLIC = "public", _("Grand public")
        UNKNOWN = "unknown", _("Pas encore dit")

    class Budget(models.TextChoices):
        SMALL = "small", _("Moins de 20 000 €")
        MEDIUM = "medium", _("De 20 000 à 100 000 €")
        LARGE = "large", _("Plus de 100 000 €")
        UNKNOWN = "unknown", _("Pas encore chiffré")

    class Health(models.TextChoices):
        GOOD = "good", _("Sur la voie")
        WATCH = "watch", _("À surveiller")
        TROUBLE = "trouble", _("En difficulté")
        LIVE = "live", _("En service")

    NEXT = {
        State.REGISTERED: {State.SCOPED, State.CANCELLED},
        State.SCOPED: {State.REGISTERED, State.LIVE, State.CANCELLED},
    }

    key = models.CharField(_("référence"), max_length=16, unique=True)
    title = models.CharField(_("titre"), max_length=120)
    kind = models.ForeignKey(
        Kind, models.PROTECT, related_name="projects", verbose_name=_("nature")
    )
    need = models.TextField(_("besoin"))
    audience = models.CharField(_("public"), max_length=200, blank=True)
    launch_on = models.DateField(_("mise en ligne visée"))
    launch_reason = models.CharField(_("pourquoi cette date"), max_length=200, blank=True)
    visibility = models.CharField(_("visibilité"), max_length=12, choices=Visibility)
    budget = models.CharField(_("budget"), max_length=8, choices=Budget)
    already_started = models.TextField(_("déjà engagé"), blank=True)
    started = models.JSONField(_("engagements déjà pris"), default=list, blank=True)
    regularise_until = models.DateField(_("régularisation ouverte jusqu’au"), null=True, blank=True)
    answers = models.JSONField(_("réponses du profil"), default=dict)
    level = models.CharField(_("chemin"), max_length=12, choices=LevelCode)
    path_reasons = models.JSONField(_("raisons du chemin"), default=list)
    path_version = models.ForeignKey(
        PathVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("version des chemins"),
    )
    vendor = models.ForeignKey(
        Vendor,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("prestataire"),
    )
    state = models.CharField(_("état"), max_length=12, choices=State, default=State.REGISTERED)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("enregistré par")
    )
    registered_at = models.DateTimeField(_("enregistré le"))
    updated_at = models.DateTimeField(_("modifié le"))
    # What lists read, written by portfolio.refresh() alone.
    health = models.CharField(_("santé"), max_length=8, choices=Health, default=Health.GOOD)
    health_reason = models.CharField(_("raison de la santé"), max_length=200, blank=True)
    ball_side = models.CharField(_("balle côté"), max_length=12, choices=Side, blank=True)
    summary = models.JSONField(_("résumé pour les listes"), default=dict, encoder=DjangoJSONEncoder)
    search = models.TextField(_("texte de recherche"), blank=True, default="")

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("projet")
        verbose_name_plural = _("projets")
        ordering = ["-updated_at", "-pk"]
        indexes = [
            models.Index(fields=["-updated_at", "-id"], name="project_recent"),
            models.Index(fields=["health", "-updated_at", "-id"], name="project_health"),
            models.Index(fields=["ball_side", "-updated_at", "-id"], name="project_ball"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["registered", "scoped", "live", "cancelled"]),
                name="project_state_known",
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=["internal", "customers", "public", "unknown"]),
                name="project_visibility_known",
            ),
            models.CheckConstraint(
                condition=Q(budget__in=["small", "medium", "large", "unknown"]),
                name="project_budget_known",
            ),
            models.CheckConstraint(
                condition=Q(health__in=["good", "watch", "trouble", "live"]),
                name="project_health_known",
            ),
            models.CheckConstraint(
                condition=Q(level__in=LevelCode.values), name="project_level_known"
            ),
            models.CheckConstraint(
                condition=Q(ball_side__in=[*Side.values, ""]), name="project_ball_known"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"/projets/{self.key}/"

    @property
    def is_over(self) -> bool:
        return self.state == self.State.CANCELLED

    @transaction.atomic
    def sign_scoping(self, *, by, number: int):
        """The three voices agree: the project is scoped."""
        self._move(self.State.SCOPED, verb="project.scoped", by=by, version=number)

    @transaction.atomic
    def reopen_scoping(self, *, by, reason: str):
        """What was signed has changed: the three voices must agree again."""
        self._move(self.State.REGISTERED, verb="project.reopened", by=by, reason=reason)

    @transaction.atomic
    def go_live(self, *, by):
        """The project is in service."""
        self._move(self.State.LIVE, verb="project.live", by=by)

    @transaction.atomic
    def cancel(self, *, by, reason: str):
        """The project stops; what was decided stays readable."""
        self._move(self.State.CANCELLED, verb="project.cancelled", by=by, reason=reason)

    def _move(self, target, *, verb, by, **facts):
        """The only door to another state: check, change one row or none, record."""
        journal.lock_chain()
        sources = [state for state, targets in self.NEXT.items() if target in targets]
        changed = Project.objects.filter(pk=self.pk, state__in=sources).update(state=target)
        if not changed:
            raise WrongState(_("Ce projet a changé d’état entre-temps."))
        previous, self.state = self.state, target
        journal.record(self, verb, by=by, thread=self.key, previous=previous, **facts)
