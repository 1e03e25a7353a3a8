from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.models import Kind, Topic, TopicOption
from governance.typography import visible
from governance.verdicts import Incomplete, WrongState
from projects.models.choices import TechnicalChoice


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
    ended_word = models.TextField(_("pourquoi il est retiré"), blank=True)

    objects = KnownChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("choix connu")
        verbose_name_plural = _("choix connus")
        ordering = ["topic__position", "label", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=Q(ended_at=None), name="known_choice_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_word="")),
                name="known_choice_ended_with_a_word",
            ),
        ]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return reverse("projects:known-choice", args=[self.pk])

    def end(self, word: str, *, by) -> None:
        """Nobody may count on it any more; why is said to those who did."""
        word = visible(word)
        if not word:
            raise Incomplete(word=_("Dites en une phrase pourquoi : les projets la liront."))
        facts = {"ended_by": by, "ended_at": timezone.now(), "ended_word": word}
        if not KnownChoice.objects.filter(pk=self.pk, ended_at=None).update(**facts):
            raise WrongState(_("Ce choix connu est déjà retiré."))
        for name, value in facts.items():
            setattr(self, name, value)
