from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.models import Topic, TopicOption
from governance.models.journal import fingerprint
from governance.roles import Voice
from governance.verdicts import Incomplete, WrongState
from projects.models.milestones import Milestone
from projects.models.projects import Project

KEPT = _("Une version soumise ne change plus : la suivante la remplace.")


class ProjectTopicQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The subjects of the projects one may see."""
        return self.filter(project__in=Project.objects.visible_to(user))


class ProjectTopic(models.Model):
    """One of the ten subjects, as it stands on one project."""

    class State(models.TextChoices):
        OPEN = "open", _("Ouvert")
        PROPOSED = "proposed", _("Proposé")
        CHECKED = "checked", _("Vérifié")
        VALIDATED = "validated", _("Validé")
        BLOCKED = "blocked", _("Bloqué")

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="topics", verbose_name=_("projet")
    )
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+", verbose_name=_("sujet"))
    reason = models.CharField(_("pourquoi ce sujet"), max_length=200, blank=True)
    unclear = models.BooleanField(_("personne ne savait répondre"), default=False)
    voice = models.CharField(_("voix qui doit répondre"), max_length=12, choices=Voice, blank=True)
    clarified = models.TextField(_("ce qui a été éclairci"), blank=True)
    clarified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("éclairci par"),
    )
    clarified_at = models.DateTimeField(_("éclairci le"), null=True, blank=True)
    needed_by = models.ForeignKey(
        Milestone,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="topics",
        verbose_name=_("avant le jalon"),
    )
    validated_version = models.PositiveSmallIntegerField(
        _("version validée"), null=True, blank=True
    )
    # Summary of the last submitted choice, written by topics.refresh() alone.
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.OPEN)
    headline = models.CharField(_("en une ligne"), max_length=200, blank=True)
    version = models.PositiveSmallIntegerField(_("version"), default=0)

    objects = ProjectTopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("sujet du projet")
        verbose_name_plural = _("sujets du projet")
        ordering = ["project", "topic__position"]
        constraints = [
            models.UniqueConstraint(fields=["project", "topic"], name="project_topic_once"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "proposed", "checked", "validated", "blocked"]),
                name="project_topic_state_known",
            ),
            models.CheckConstraint(
                condition=Q(voice__in=[*Voice.values, ""]), name="project_topic_voice_known"
            ),
            models.CheckConstraint(
                condition=Q(clarified_at=None, clarified_by=None)
                | Q(clarified_at__isnull=False, clarified_by__isnull=False),
                name="project_topic_clarified_by_someone",
            ),
        ]

    def __str__(self):
        return f"{self.topic} ({self.project})"

    def get_absolute_url(self):
        return reverse("projects:choice", args=[self.pk])

    def clear(self, text: str, *, by) -> None:
        """Somebody knows now: the answer is kept, with who gave it."""
        if not text.strip():
            raise Incomplete(clarified=_("Dites en une ou deux phrases ce que l’on sait."))
        facts = {"clarified": text.strip(), "clarified_by": by, "clarified_at": timezone.now()}
        self._while_unclear(unclear=False, **facts)

    def give_to(self, voice: str) -> None:
        """Another voice must clear this topic."""
        self._while_unclear(voice=voice)

    def _while_unclear(self, **changes) -> None:
        """Change a topic that still waits to be cleared; too late otherwise."""
        rows = ProjectTopic.objects.filter(pk=self.pk, unclear=True, state=self.State.OPEN)
        if not rows.update(**changes):
            raise WrongState(_("Ce sujet n’attend plus d’être éclairci."))
        for name, value in changes.items():
            setattr(self, name, value)


class TechnicalChoiceQuerySet(models.QuerySet):
    """Drafts change in bulk; the versions submitted do not, whoever asks."""

    def update(self, **changes):
        self._refuse_submitted()
        return super().update(**changes)

    def delete(self):
        self._refuse_submitted()
        return super().delete()

    delete.alters_data = True
    delete.queryset_only = True

    def _refuse_submitted(self) -> None:
        if self.order_by().filter(submitted_at__isnull=False).exists():
            raise WrongState(KEPT)


class TechnicalChoice(models.Model):
    """What the vendor proposes on a topic. A submitted version is never changed again."""

    class Reversibility(models.TextChoices):
        EASY = "easy", _("Facile")
        DAYS = "days", _("Possible, en quelques jours")
        COSTLY = "costly", _("Coûteux")
        IRREVERSIBLE = "irreversible", _("Presque impossible")

    subject = models.ForeignKey(
        ProjectTopic, models.CASCADE, related_name="choices", verbose_name=_("sujet")
    )
    version = models.PositiveSmallIntegerField(_("version"))
    option = models.ForeignKey(
        TopicOption,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("solution"),
    )
    label = models.CharField(_("solution en clair"), max_length=120, blank=True)
    facts = models.JSONField(_("faits"), default=dict, encoder=DjangoJSONEncoder)
    rationale = models.TextField(_("pourquoi ce choix"), blank=True)
    alternatives = models.TextField(_("ce qui a été écarté, et pourquoi"), blank=True)
    reversibility = models.CharField(
        _("revenir en arrière"), max_length=12, choices=Reversibility, blank=True
    )
    effects = models.TextField(_("effets sur les systèmes de l’entreprise"), blank=True)
    exit_plan = models.TextField(_("plan de sortie"), blank=True)
    compared = models.JSONField(_("solutions comparées"), default=list, blank=True)
    known = models.ForeignKey(
        "projects.KnownChoice",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="adopted",
        verbose_name=_("choix connu repris"),
    )
    inherited = models.JSONField(_("faits repris"), default=list, blank=True)
    findings = models.JSONField(_("ce que dit le socle"), default=list)
    verdict = models.CharField(_("verdict"), max_length=12, blank=True)
    fingerprint = models.CharField(_("empreinte"), max_length=64, blank=True)
    updated_at = models.DateTimeField(_("modifié le"))
    submitted_at = models.DateTimeField(_("soumis le"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("soumis par"),
    )

    objects = TechnicalChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("choix technique")
        verbose_name_plural = _("choix techniques")
        ordering = ["subject", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["subject", "version"], name="choice_version_once"),
            models.UniqueConstraint(
                fields=["subject"], condition=Q(submitted_at=None), name="choice_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(reversibility__in=["", "easy", "days", "costly", "irreversible"]),
                name="choice_reversibility_known",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None, submitted_by=None)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="choice_submitted_by_someone",
            ),
        ]

    def __str__(self):
        return f"{self.subject.topic} v{self.version}"

    def save(self, *args, **kwargs):
        """A draft is saved; a submitted version is never changed again."""
        self._refuse_submitted()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """A draft goes away; a submitted version only with its whole project."""
        self._refuse_submitted()
        return super().delete(*args, **kwargs)

    def _refuse_submitted(self) -> None:
        stored = TechnicalChoice.objects.filter(pk=self.pk, submitted_at__isnull=False)
        if self.pk and stored.exists():
            raise WrongState(KEPT)

    @property
    def is_draft(self) -> bool:
        return self.submitted_at is None

    def content(self) -> dict:
        """What the fingerprint covers and a snapshot keeps; what was never said is not in it."""
        later = {
            "effects": self.effects,
            "exit_plan": self.exit_plan,
            "compared": self.compared,
            "known": self.known_id,
            "inherited": self.inherited,
        }
        return {
            "topic": self.subject.topic.slug,
            "version": self.version,
            "option": self.option.slug if self.option else "",
            "label": self.label,
            "facts": self.facts,
            "rationale": self.rationale,
            "alternatives": self.alternatives,
            "reversibility": self.reversibility,
            "findings": self.findings,
            "verdict": self.verdict,
            **{name: value for name, value in later.items() if value},
        }

    def computed_fingerprint(self) -> str:
        return fingerprint(self.content())
