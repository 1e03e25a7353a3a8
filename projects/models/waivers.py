from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.typography import visible
from governance.verdicts import Incomplete, WrongState
from projects.models.projects import Project

RENEWAL_DAYS = 30


class RuleWaiverQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The requests of the projects one may see."""
        return self.filter(project__in=Project.objects.visible_to(user))

    def standing(self):
        """What still counts: everything but the requests taken back."""
        return self.exclude(state="withdrawn")


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

    objects = RuleWaiverQuerySet.as_manager()

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

    def get_absolute_url(self):
        return reverse("projects:rule-waiver", args=[self.pk])

    @property
    def is_over(self) -> bool:
        """Whether it was granted and its last day is behind us."""
        return self.state == self.State.GRANTED and self.expires_on < timezone.localdate()

    @property
    def is_running(self) -> bool:
        return self.state == self.State.GRANTED and not self.is_over

    @property
    def may_be_renewed(self) -> bool:
        """Whether another request makes sense: nothing waits, and nothing runs for long."""
        soon = timezone.localdate() + timedelta(days=RENEWAL_DAYS)
        return self.state != self.State.ASKED and not (self.is_running and self.expires_on > soon)

    def answer(self, state, *, word: str, by) -> None:
        """Management grants or declines, once, with a word that the three voices read."""
        word = visible(word)
        if state not in (self.State.GRANTED, self.State.DECLINED):
            raise Incomplete(
                state=gettext("Dites si vous accordez la dérogation ou si vous la refusez.")
            )
        if not word:
            raise Incomplete(
                word=gettext("Dites en une phrase pourquoi : les trois voix la liront.")
            )
        if state == self.State.GRANTED and self.expires_on <= timezone.localdate():
            raise Incomplete(
                state=gettext(
                    "Son dernier jour est passé : refusez-la, une autre peut être demandée."
                )
            )
        now = timezone.now()
        self._while_asked(state=state, word=word, answered_by=by, answered_at=now)

    def withdraw(self) -> None:
        """Whoever asked takes the request back before it is answered."""
        self._while_asked(state=self.State.WITHDRAWN)

    def _while_asked(self, **changes) -> None:
        rows = RuleWaiver.objects.filter(pk=self.pk, state=self.State.ASKED)
        if not rows.update(**changes):
            raise WrongState(_("Cette demande de dérogation n’attend plus de réponse."))
        for name, value in changes.items():
            setattr(self, name, value)
