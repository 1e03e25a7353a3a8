from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import journal
from governance.models import System, SystemInterface
from governance.verdicts import Incomplete, WrongState
from projects.models.milestones import Milestone
from projects.models.projects import Project


class DependencyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The dependencies of the projects one may see."""
        return self.filter(project__in=Project.objects.visible_to(user))

    def standing(self):
        """What projects lean on now: those replaced or withdrawn are kept for memory."""
        return self.exclude(state=Dependency.State.REPLACED)

    def awaiting(self, person):
        """What this person may answer: on their systems, and on those of their team."""
        mine = Q(system__owner=person)
        if person.team_id:
            mine |= Q(system__owner_team=person.team_id)
        rows = self.filter(mine, state=Dependency.State.TO_CONFIRM)
        return rows.exclude(project__state=Project.State.CANCELLED)


class Dependency(models.Model):
    """A project leans on a system: what goes where, by when, and whether its owner agrees."""

    class Nature(models.TextChoices):
        AUTHENTICATION = "authentication", _("Authentification")
        DATA_FLOW = "data_flow", _("Flux de données")
        CONTENT = "content", _("Module de contenu partagé")
        SECURITY = "security", _("Politique de sécurité")
        PERSONAL_DATA = "personal_data", _("Données personnelles et RGPD")

    class Direction(models.TextChoices):
        IN = "in", _("du système vers le projet")
        OUT = "out", _("du projet vers le système")
        BOTH = "both", _("dans les deux sens")

    class State(models.TextChoices):
        TO_CONFIRM = "to_confirm", _("À confirmer")
        CONFIRMED = "confirmed", _("Confirmée")
        CONDITIONAL = "conditional", _("Confirmée sous conditions")
        REFUSED = "refused", _("Refusée")
        REPLACED = "replaced", _("Remplacée")

    class Category(models.TextChoices):
        """What a flow carries; the personal ones come first (GDPR, articles 4 and 9)."""

        IDENTITY = "identity", _("identité")
        CONTACT = "contact", _("coordonnées")
        ACCOUNT = "account", _("compte et préférences")
        BEHAVIOUR = "behaviour", _("navigation et comportement")
        PURCHASES = "purchases", _("achats et contrats")
        PAYMENT = "payment", _("paiement")
        SENSITIVE = "sensitive", _("données sensibles")
        STAFF = "staff", _("données des salariés")
        PRODUCTS = "products", _("produits et prix")
        CONTENT = "content", _("contenus et médias")
        FIGURES = "figures", _("chiffres agrégés")
        TECHNICAL = "technical", _("données techniques")

    class Environment(models.TextChoices):
        PRODUCTION = "production", _("production")
        ACCEPTANCE = "acceptance", _("recette")
        BOTH = "both", _("recette et production")

    PERSONAL = frozenset(
        {
            Category.IDENTITY,
            Category.CONTACT,
            Category.ACCOUNT,
            Category.BEHAVIOUR,
            Category.PURCHASES,
            Category.PAYMENT,
            Category.SENSITIVE,
            Category.STAFF,
        }
    )
    NEXT = {
        State.TO_CONFIRM: {State.CONFIRMED, State.CONDITIONAL, State.REFUSED, State.REPLACED},
        State.CONFIRMED: {State.TO_CONFIRM, State.REPLACED},
        State.CONDITIONAL: {State.TO_CONFIRM, State.REPLACED},
        State.REFUSED: {State.TO_CONFIRM, State.REPLACED},
        State.REPLACED: {State.TO_CONFIRM},
    }
    FACTS = (
        "direction",
        "data",
        "categories",
        "interface",
        "protocol",
        "volume",
        "environment",
        "needed_by",
    )

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="dependencies", verbose_name=_("projet")
    )
    system = models.ForeignKey(
        System, models.PROTECT, related_name="dependencies", verbose_name=_("système")
    )
    nature = models.CharField(_("nature"), max_length=16, choices=Nature)
    direction = models.CharField(_("sens"), max_length=5, choices=Direction)
    data = models.CharField(_("données échangées"), max_length=200, blank=True)
    categories = models.JSONField(_("catégories de données"), default=list, blank=True)
    interface = models.ForeignKey(
        SystemInterface,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="dependencies",
        verbose_name=_("interface"),
    )
    protocol = models.CharField(
        _("protocole"), max_length=10, choices=SystemInterface.Protocol, blank=True
    )
    volume = models.CharField(_("volume"), max_length=80, blank=True)
    environment = models.CharField(
        _("environnement"),
        max_length=10,
        choices=Environment,
        default=Environment.PRODUCTION,
    )
    needed_by = models.ForeignKey(
        Milestone,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="dependencies",
        verbose_name=_("avant le jalon"),
    )
    state = models.CharField(_("état"), max_length=12, choices=State, default=State.TO_CONFIRM)
    word = models.TextField(_("mot du propriétaire"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("répondu par"),
    )
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    open_until = models.DateField(_("ouverte jusqu’au"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=_("remplacée par"),
    )
    reused_from = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reuses",
        verbose_name=_("reprise de"),
    )
    external_key = models.CharField(
        _("clé dans votre inventaire"), max_length=80, unique=True, null=True, blank=True
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = DependencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("dépendance")
        verbose_name_plural = _("dépendances")
        ordering = ["system__category", "system__number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "system", "nature"], name="dependency_once"),
            models.CheckConstraint(
                condition=Q(
                    nature__in=[
                        "authentication",
                        "data_flow",
                        "content",
                        "security",
                        "personal_data",
                    ]
                ),
                name="dependency_nature_known",
            ),
            models.CheckConstraint(
                condition=Q(direction__in=["in", "out", "both"]), name="dependency_direction_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["to_confirm", "confirmed", "conditional", "refused", "replaced"]
                ),
                name="dependency_state_known",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | Q(state="replaced"),
                name="dependency_replaced_says_so",
            ),
            models.CheckConstraint(
                condition=Q(environment__in=["production", "acceptance", "both"]),
                name="dependency_environment_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    protocol__in=[
                        "",
                        "api",
                        "events",
                        "file",
                        "sign_in",
                        "database",
                        "embed",
                        "other",
                    ]
                ),
                name="dependency_protocol_known",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="dependency_answered_by_someone",
            ),
        ]

    def __str__(self):
        return f"{self.system} ({self.project})"

    @property
    def is_personal(self) -> bool:
        """Whether the flow carries personal data, as its categories say."""
        return not self.PERSONAL.isdisjoint(self.categories)

    @transaction.atomic
    def answer(self, state, *, by, word="", open_until=None, interface=None):
        """The owner confirms or refuses; anything short of a plain yes says why."""
        if state != self.State.CONFIRMED and not word.strip():
            raise Incomplete(word=_("Dites en une phrase ce qui manque ou ce qui bloque."))
        agreed = {}
        if state != self.State.REFUSED:
            agreed["open_until"] = open_until
            agreed |= {"interface": interface} if interface else {}
        self._move(state, by=by, word=word, **agreed)

    @transaction.atomic
    def ask_again(self, *, by, word):
        """After a refusal, the project says what it changed and asks the owner once more."""
        if not word.strip():
            raise Incomplete(word=_("Dites au propriétaire ce qui a changé depuis son refus."))
        self._move(self.State.TO_CONFIRM, by=by, word=word, open_until=None)

    @transaction.atomic
    def rewrite(self, facts: dict):
        """The project says otherwise what it needs; the state is another verb's affair."""
        for name, value in facts.items():
            setattr(self, name, value)
        self.version += 1
        self.save(update_fields=[*facts, "version"])

    @transaction.atomic
    def unsettle(self, *, by, word):
        """What was answered no longer holds: the owner is asked again."""
        self._move(self.State.TO_CONFIRM, by=by, word=word, open_until=None)

    @transaction.atomic
    def take_up(self, facts: dict, *, by):
        """A dependency that had left comes back, with the facts of today."""
        self._move(self.State.TO_CONFIRM, by=by, word="", open_until=None, replaced_by=None)
        self.rewrite({**facts, "reused_from": None})

    @transaction.atomic
    def leave(self, *, by, word, heir=None):
        """The project leans on it no more; the row stays, with what came instead."""
        verb = "dependency.replaced" if heir else "dependency.withdrawn"
        self._move(self.State.REPLACED, by=by, word=word, verb=verb, replaced_by=heir)

    def _move(self, target, *, by, word, verb="", **also):
        sources = [state for state, targets in self.NEXT.items() if target in targets]
        also |= {"state": target, "word": word, "answered_by": by, "answered_at": timezone.now()}
        changed = Dependency.objects.filter(pk=self.pk, state__in=sources).update(
            **also, version=models.F("version") + 1
        )
        if not changed:
            raise WrongState(_("Cette dépendance a déjà reçu une réponse."))
        for name, value in also.items():
            setattr(self, name, value)
        self.version = Dependency.objects.values_list("version", flat=True).get(pk=self.pk)
        verb = verb or f"dependency.{target}"
        journal.record(self, verb, by=by, thread=self.project.key, word=word)
