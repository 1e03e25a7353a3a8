from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.models import LevelCode
from governance.verdicts import Incomplete, WrongState
from projects.models.projects import Project


class OfProjects(models.QuerySet):
    def visible_to(self, user):
        """The rows of the projects one may see."""
        return self.filter(project__in=Project.objects.visible_to(user))


class LevelChange(models.Model):
    """Somebody asks for another level: heavier is granted at once, lighter needs both sides."""

    class State(models.TextChoices):
        ASKED = "asked", _("en attente de l’autre voix")
        APPLIED = "applied", _("appliqué")
        DECLINED = "declined", _("refusé")
        WITHDRAWN = "withdrawn", _("retiré")

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="level_changes", verbose_name=_("projet")
    )
    previous = models.CharField(_("chemin quitté"), max_length=12, choices=LevelCode)
    wanted = models.CharField(_("chemin demandé"), max_length=12, choices=LevelCode)
    reason = models.TextField(_("pourquoi"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("demandé par")
    )
    asked_at = models.DateTimeField(_("demandé le"))
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.ASKED)
    word = models.TextField(_("réponse"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("répondu par"),
    )
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)

    objects = OfProjects.as_manager()

    class Meta:
        verbose_name = _("changement de chemin")
        verbose_name_plural = _("changements de chemin")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(previous__in=LevelCode.values) & Q(wanted__in=LevelCode.values),
                name="level_change_levels_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "applied", "declined", "withdrawn"]),
                name="level_change_state_known",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="level_change_says_why"),
            models.UniqueConstraint(
                fields=["project"], condition=Q(state="asked"), name="level_change_one_asked"
            ),
        ]

    def __str__(self):
        return f"{self.get_previous_display()} → {self.get_wanted_display()}"

    def get_absolute_url(self):
        return reverse("reviews:level-answer", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.ASKED

    def agree(self, *, by, word: str = "") -> None:
        """The other side says yes."""
        self._close(self.State.APPLIED, by=by, word=word)

    def decline(self, *, by, word: str) -> None:
        """The other side says no, and why."""
        self._close(self.State.DECLINED, by=by, word=word)

    def withdraw(self) -> None:
        """Whoever asked no longer does."""
        self._close(self.State.WITHDRAWN)

    def overtake(self) -> None:
        """The level is another one meanwhile: the question is void."""
        self._close(self.State.WITHDRAWN, word=_("Le chemin a changé avant la réponse."))

    def _close(self, state: str, *, by=None, word="") -> None:
        """The only door out of the question: one row or none."""
        changes = {"state": state, "word": str(word)}
        if by is not None:
            changes |= {"answered_by": by, "answered_at": timezone.now()}
        if not LevelChange.objects.filter(pk=self.pk, state=self.State.ASKED).update(**changes):
            raise WrongState(self._what_happened())
        for name, value in changes.items():
            setattr(self, name, value)

    def _what_happened(self) -> str:
        """The sentence for whoever comes too late."""
        now = LevelChange.objects.select_related("answered_by").get(pk=self.pk)
        if now.answered_by is None:
            return str(_("Cette demande n’attend plus de réponse : elle a été retirée."))
        told = {"name": now.answered_by.name, "state": now.get_state_display()}
        return str(_("%(name)s a déjà répondu à cette demande : %(state)s.") % told)


class ScopeChange(models.Model):
    """What changed in a project's need or dates, by whom and why, and what it reopened."""

    class Cause(models.TextChoices):
        NEED = "need", _("Le besoin a changé")
        MARKET = "market", _("Une date ou une contrainte extérieure")
        VENDOR = "vendor", _("Le prestataire")
        IT = "it", _("La DSI")
        MISTAKE = "mistake", _("Une erreur de saisie")

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="scope_changes", verbose_name=_("projet")
    )
    number = models.PositiveSmallIntegerField(_("numéro"))
    before = models.JSONField(_("avant"), encoder=DjangoJSONEncoder)
    after = models.JSONField(_("après"), encoder=DjangoJSONEncoder)
    cause = models.CharField(_("cause"), max_length=8, choices=Cause)
    reason = models.TextField(_("pourquoi"))
    effects = models.JSONField(_("ce que cela rouvre"), default=list, encoder=DjangoJSONEncoder)
    after_signature = models.BooleanField(_("après la signature du cadrage"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("changé par")
    )
    changed_at = models.DateTimeField(_("changé le"))

    objects = OfProjects.as_manager()

    class Meta:
        verbose_name = _("changement de périmètre")
        verbose_name_plural = _("changements de périmètre")
        ordering = ["project", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="scope_change_once"),
            models.CheckConstraint(
                condition=Q(cause__in=["need", "market", "vendor", "it", "mistake"]),
                name="scope_change_cause_known",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="scope_change_says_why"),
        ]

    def __str__(self):
        told = {"number": self.number, "cause": self.get_cause_display()}
        return str(_("changement %(number)d, %(cause)s") % told)


class LaterCheck(models.Model):
    """An express project drawn by lot, to be read again once it has begun."""

    class Outcome(models.TextChoices):
        HELD = "held", _("Les réponses tiennent")
        NOT_HELD = "not_held", _("Les réponses ne tiennent pas")

    project = models.OneToOneField(
        Project, models.CASCADE, related_name="later_check", verbose_name=_("projet")
    )
    share = models.PositiveSmallIntegerField(_("part tirée au sort, en %"))
    drawn_at = models.DateTimeField(_("tiré au sort le"))
    outcome = models.CharField(_("constat"), max_length=8, choices=Outcome, blank=True)
    word = models.TextField(_("en une phrase"), blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("relu par"),
    )
    checked_at = models.DateTimeField(_("relu le"), null=True, blank=True)

    objects = OfProjects.as_manager()

    class Meta:
        verbose_name = _("relecture après coup")
        verbose_name_plural = _("relectures après coup")
        ordering = ["-drawn_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["", "held", "not_held"]), name="later_check_outcome_known"
            )
        ]

    def __str__(self):
        return f"{self.project}"

    @property
    def is_open(self) -> bool:
        return not self.outcome

    def answer(self, outcome: str, *, word: str, by) -> None:
        """Somebody of IT read the project again, once; what does not hold is said in a sentence."""
        if outcome not in self.Outcome.values:
            raise Incomplete(outcome=_("Choisissez l’un des deux constats."))
        if outcome == self.Outcome.NOT_HELD and not word.strip():
            raise Incomplete(word=_("Dites en une phrase ce qui a changé depuis les réponses."))
        facts = {"outcome": outcome, "word": word.strip()}
        facts |= {"checked_by": by, "checked_at": timezone.now()}
        if not LaterCheck.objects.filter(pk=self.pk, outcome="").update(**facts):
            raise WrongState(_("Ce projet vient d’être relu par quelqu’un d’autre."))
        for name, value in facts.items():
            setattr(self, name, value)
