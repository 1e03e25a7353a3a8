from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.models import Kind, Topic, TopicOption
from projects.models.choices import TechnicalChoice
from projects.models.projects import Project


class KnownChoiceQuerySet(models.QuerySet):
    def usable(self, on=None):
        """The choices that a project may inherit on a day."""
        on = on or timezone.localdate()
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=on), ended_at=None)


class KnownChoice(models.Model):
    """A choice that IT accepted once, with its conditions and its end: others may inherit it."""

    topic = models.ForeignKey(
        Topic, models.PROTECT, related_name="known_choices", verbose_name=_("sujet")
    )
    option = models.ForeignKey(
        TopicOption,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("solution"),
    )
    label = models.CharField(_("solution en clair"), max_length=120)
    facts = models.JSONField(_("faits repris"), default=dict, encoder=DjangoJSONEncoder)
    conditions = models.TextField(_("conditions"), blank=True)
    kinds = models.ManyToManyField(
        Kind, blank=True, related_name="known_choices", verbose_name=_("pour ces natures seulement")
    )
    valid_until = models.DateField(_("valable jusqu’au"), null=True, blank=True)
    source = models.ForeignKey(
        TechnicalChoice,
        models.PROTECT,
        related_name="made_known",
        verbose_name=_("choix d’origine"),
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("rendu connu par"),
    )
    made_at = models.DateTimeField(_("rendu connu le"))
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("retiré par"),
    )
    ended_at = models.DateTimeField(_("retiré le"), null=True, blank=True)

    objects = KnownChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("choix connu")
        verbose_name_plural = _("choix connus")
        ordering = ["topic__position", "label", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=Q(ended_at=None), name="known_choice_once"
            )
        ]

    def __str__(self):
        return self.label


class RuleWaiver(models.Model):
    """A project asks to go past a ground rule: why, with which measure instead, until when."""

    class State(models.TextChoices):
        ASKED = "asked", _("demandée")
        GRANTED = "granted", _("accordée")
        DECLINED = "declined", _("refusée")
        WITHDRAWN = "withdrawn", _("retirée")

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="rule_waivers", verbose_name=_("projet")
    )
    subject = models.ForeignKey(
        "projects.ProjectTopic",
        models.CASCADE,
        related_name="waivers",
        verbose_name=_("sujet"),
    )
    rule_ref = models.CharField(_("règle"), max_length=8)
    rule_version = models.PositiveSmallIntegerField(_("version de la règle"))
    reason = models.TextField(_("pourquoi"))
    measure = models.TextField(_("mesure de remplacement"))
    expires_on = models.DateField(_("jusqu’au"))
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.ASKED)
    word = models.TextField(_("réponse"), blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("demandée par")
    )
    asked_at = models.DateTimeField(_("demandée le"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("répondue par"),
    )
    answered_at = models.DateTimeField(_("répondue le"), null=True, blank=True)

    class Meta:
        verbose_name = _("demande de dérogation")
        verbose_name_plural = _("demandes de dérogation")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["asked", "granted", "declined", "withdrawn"]),
                name="rule_waiver_state_known",
            ),
            models.UniqueConstraint(
                fields=["subject", "rule_ref"],
                condition=Q(state="asked"),
                name="rule_waiver_one_asked",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(measure=""), name="rule_waiver_says_why"
            ),
        ]

    def __str__(self):
        return f"{self.rule_ref} ({self.project})"
