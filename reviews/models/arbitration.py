from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import journal
from governance.roles import Side, Voice
from governance.verdicts import WrongState
from projects.models import Project


class ArbitrationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The arbitrations of the projects one may see; a guest, those that their seat takes part in."""
        rows = self.filter(project__in=Project.objects.visible_to(user))
        if not user.is_guest:
            return rows
        seated = Q(
            project__seats__person=user,
            project__seats__part=Voice.VENDOR,
            project__seats__left_at=None,
        )
        return rows.filter(seated | Q(positions__holder=user)).distinct()

    def open(self):
        """Those that nobody settled yet."""
        return self.filter(state="open")

    def about(self, subject):
        """The arbitrations asked on one thing: minutes, or a gate."""
        return self.filter(subject_label=subject._meta.label_lower, subject_id=subject.pk)


class Arbitration(models.Model):
    """The way out of a disagreement: two positions, options, a named pair of arbiters, a clock."""

    class State(models.TextChoices):
        OPEN = "open", _("à trancher")
        DECIDED = "decided", _("tranché")
        WITHDRAWN = "withdrawn", _("retiré : les voix se sont accordées")

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="arbitrations", verbose_name=_("projet")
    )
    subject_label = models.CharField(_("objet"), max_length=60)
    subject_id = models.BigIntegerField(_("numéro de l’objet"))
    question = models.CharField(_("ce qu’il faut trancher"), max_length=240)
    sponsor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("arbitre du marketing"),
    )
    cio = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("arbitre de la DSI"),
    )
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.OPEN)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("demandé par")
    )
    opened_at = models.DateTimeField(_("demandé le"))
    due_on = models.DateField(_("avant le"))
    chosen = models.ForeignKey(
        "reviews.ArbitrationOption",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("option retenue"),
    )
    ended_at = models.DateTimeField(_("clos le"), null=True, blank=True)

    objects = ArbitrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("arbitrage")
        verbose_name_plural = _("arbitrages")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_label", "subject_id"],
                condition=Q(state="open"),
                name="arbitration_open_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "decided", "withdrawn"]),
                name="arbitration_state_known",
            ),
            models.CheckConstraint(condition=~Q(sponsor=F("cio")), name="arbitration_two_arbiters"),
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None) | Q(state__in=["decided", "withdrawn"]),
                name="arbitration_ended",
            ),
            models.CheckConstraint(
                condition=~Q(state="decided") | Q(chosen__isnull=False),
                name="arbitration_decided_on_an_option",
            ),
        ]

    def __str__(self):
        return self.question

    def get_absolute_url(self):
        """Its one page."""
        return reverse("reviews:arbitration", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether it is still to be settled."""
        return self.state == self.State.OPEN

    def is_arbiter(self, user) -> bool:
        """Whether a person is one of the named pair."""
        return user.pk in (self.sponsor_id, self.cio_id)

    @transaction.atomic
    def decide(self, option, *, by):
        """The two arbiters hold for the same option: it is the one."""
        self._end(
            self.State.DECIDED, "arbitration.decided", by=by, chosen=option, option=str(option)
        )

    @transaction.atomic
    def withdraw(self, *, by, reason):
        """There is nothing left to settle."""
        self._end(self.State.WITHDRAWN, "arbitration.withdrawn", by=by, reason=reason)

    def check_open(self) -> None:
        """Refuse whoever comes after the end."""
        now = Arbitration.objects.filter(pk=self.pk).values_list("state", flat=True).first()
        if now != self.State.OPEN:
            told = {"state": self.State(now).label}
            raise WrongState(_("Cet arbitrage est clos. État : %(state)s.") % told)

    def _end(self, target, verb, *, by, chosen=None, **facts):
        """The only door to another state: once, recorded."""
        ended = {"state": target, "chosen": chosen, "ended_at": timezone.now()}
        rows = Arbitration.objects.filter(pk=self.pk, state=self.State.OPEN)
        if not rows.update(**ended):
            self.check_open()
        for name, value in ended.items():
            setattr(self, name, value)
        journal.record(self, verb, by=by, thread=self.project.key, **facts)


class ArbitrationPosition(models.Model):
    """What one side holds, in five lines."""

    arbitration = models.ForeignKey(
        Arbitration, models.CASCADE, related_name="positions", verbose_name=_("arbitrage")
    )
    side = models.CharField(_("côté"), max_length=12, choices=Side)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("tenue par")
    )
    text = models.TextField(_("position, en cinq lignes"), blank=True)
    written_at = models.DateTimeField(_("écrite le"), null=True, blank=True)

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = ["arbitration", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["arbitration", "side"], name="position_once_per_side"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="position_side_known"),
        ]

    def __str__(self):
        return self.get_side_display()


class ArbitrationOption(models.Model):
    """A way out that the arbiters may choose, with what it costs and when it is ready."""

    arbitration = models.ForeignKey(
        Arbitration, models.CASCADE, related_name="options", verbose_name=_("arbitrage")
    )
    label = models.CharField(_("option"), max_length=160)
    cost_eur = models.PositiveIntegerField(_("coût en euros"), null=True, blank=True)
    ready_on = models.DateField(_("prête le"), null=True, blank=True)
    stands = models.BooleanField(_("ce qui est contesté tient"), default=False)
    position = models.PositiveSmallIntegerField(_("ordre"))

    class Meta:
        verbose_name = _("option")
        verbose_name_plural = _("options")
        ordering = ["arbitration", "position", "pk"]

    def __str__(self):
        return self.label


class ArbiterAnswer(models.Model):
    """The option that one arbiter holds for; the two of them decide when they hold for the same."""

    arbitration = models.ForeignKey(
        Arbitration, models.CASCADE, related_name="answers", verbose_name=_("arbitrage")
    )
    arbiter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("arbitre")
    )
    option = models.ForeignKey(
        ArbitrationOption, models.CASCADE, related_name="+", verbose_name=_("option")
    )
    word = models.TextField(_("pourquoi"), blank=True)
    answered_at = models.DateTimeField(_("répondu le"))

    class Meta:
        verbose_name = _("réponse d’un arbitre")
        verbose_name_plural = _("réponses des arbitres")
        ordering = ["answered_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["arbitration", "arbiter"], name="arbiter_answers_once")
        ]

    def __str__(self):
        return f"{self.arbiter} : {self.option}"
