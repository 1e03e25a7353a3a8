from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import journal
from governance.models import Topic
from governance.typography import visible
from governance.verdicts import Incomplete, WrongState
from projects.models import Project
from reviews.models.decisions import Decision
from reviews.models.gates import Gate


class FindingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The findings of the projects one may see."""
        return self.filter(gate__project__in=Project.objects.visible_to(user))

    def open(self):
        """What must still be done."""
        return self.filter(lifted_at=None)


class Finding(models.Model):
    """What must still be done, found by a decision or by anybody: owner, due date, proof."""

    class Weight(models.TextChoices):
        RESERVATION = "reservation", _("réserve")
        BLOCKER = "blocker", _("point bloquant")

    class Consequence(models.TextChoices):
        REWORK = "rework", _("reprise d’architecture")
        DATA_FLOW = "data_flow", _("flux de données ou API")
        SECURITY = "security", _("cybersécurité")
        SUPPORT = "support", _("support et maintenance")
        GDPR = "gdpr", _("RGPD")

    gate = models.ForeignKey(
        Gate, models.CASCADE, related_name="findings", verbose_name=_("point de validation")
    )
    decision = models.ForeignKey(
        Decision,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("décision"),
    )
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("constaté par"),
    )
    raised_at = models.DateTimeField(_("constaté le"), null=True, blank=True)
    after_signature = models.BooleanField(_("trouvé après la signature du cadrage"), default=True)
    estimated_cost_eur = models.PositiveIntegerField(
        _("coût estimé, en euros"), null=True, blank=True
    )
    estimated_days = models.PositiveSmallIntegerField(
        _("délai estimé, en jours"), null=True, blank=True
    )
    real_cost_eur = models.PositiveIntegerField(_("coût réel, en euros"), null=True, blank=True)
    real_days = models.PositiveSmallIntegerField(_("délai réel, en jours"), null=True, blank=True)
    topic = models.ForeignKey(
        Topic, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sujet")
    )
    text = models.CharField(_("ce qu’il faut faire"), max_length=240)
    weight = models.CharField(_("poids"), max_length=12, choices=Weight, default=Weight.RESERVATION)
    consequence = models.CharField(_("nature"), max_length=10, choices=Consequence)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="findings",
        verbose_name=_("pour qui"),
    )
    due_on = models.DateField(_("avant le"))
    proof_asked = models.CharField(_("preuve attendue"), max_length=160, blank=True)
    proof = models.TextField(_("preuve apportée"), blank=True)
    proven_at = models.DateTimeField(_("preuve apportée le"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("levée par"),
    )
    lifted_at = models.DateTimeField(_("levée le"), null=True, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("constat")
        verbose_name_plural = _("constats")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weight__in=["reservation", "blocker"]), name="finding_weight_known"
            ),
            models.CheckConstraint(
                condition=Q(consequence__in=["rework", "data_flow", "security", "support", "gdpr"]),
                name="finding_consequence_known",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="finding_lifted_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(raised_at=None, raised_by=None)
                | Q(raised_at__isnull=False, raised_by__isnull=False),
                name="finding_raised_by_someone",
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def project(self) -> Project:
        return self.gate.project

    @transaction.atomic
    def prove(self, proof, *, by):
        """The owner says what was done; the lead referent then looks and lifts."""
        proof = visible(proof)
        if not proof:
            raise Incomplete(proof=_("Dites ce qui a été fait, ou joignez une pièce."))
        rows = Finding.objects.filter(pk=self.pk, lifted_at=None)
        if not rows.update(proof=proof, proven_at=timezone.now()):
            raise WrongState(_("Cette réserve est déjà levée."))
        self.refresh_from_db()
        journal.record(self, "finding.proven", by=by, thread=self.project.key)

    @transaction.atomic
    def lift(self, *, by, **real):
        """The condition is met: the lead referent says so on the proof, and what it really took."""
        rows = Finding.objects.filter(pk=self.pk, lifted_at=None).exclude(proof="")
        if not rows.update(lifted_by=by, lifted_at=timezone.now(), **real):
            raise WrongState(_("Il manque la preuve, ou cette réserve est déjà levée."))
        self.refresh_from_db()
        journal.record(self, "finding.lifted", by=by, thread=self.project.key, **real)

    @transaction.atomic
    def weigh(self, weight, *, by):
        """IT says whether it stops the project or not; a lifted one is weighed no more."""
        rows = Finding.objects.filter(pk=self.pk, lifted_at=None).exclude(weight=weight)
        if not rows.update(weight=weight):
            raise WrongState(_("Ce constat est déjà levé, ou il a déjà ce poids."))
        self.refresh_from_db()
        journal.record(self, "finding.weighed", by=by, thread=self.project.key, weight=weight)

    @property
    def asked_by(self) -> str:
        """Who asks for it: the one who decided, the one who found it."""
        return str(self.raised_by or (self.decision.signature if self.decision else ""))

    @property
    def asked_at(self):
        return self.raised_at or (self.decision.decided_at if self.decision else None)


class Waiver(models.Model):
    """Going on without a validation: who carries the risk, why, until when."""

    gate = models.ForeignKey(
        Gate, models.CASCADE, related_name="waivers", verbose_name=_("point de validation")
    )
    risk_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("porte le risque"),
    )
    reason = models.TextField(_("raison"))
    measure = models.TextField(_("mesure compensatoire"), blank=True)
    expires_on = models.DateField(_("jusqu’au"))
    snapshot = models.JSONField(
        _("ce qui est accepté"), default=dict, blank=True, encoder=DjangoJSONEncoder
    )
    names = models.ManyToManyField(
        Finding, blank=True, related_name="waivers", verbose_name=_("passe outre")
    )
    renews = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="renewed_by_waivers",
        verbose_name=_("renouvelle"),
    )
    ended_at = models.DateTimeField(_("terminée le"), null=True, blank=True)
    ended_word = models.CharField(_("comment elle a fini"), max_length=240, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("signée par")
    )
    signed_at = models.DateTimeField(_("signée le"))

    class Meta:
        verbose_name = _("dérogation")
        verbose_name_plural = _("dérogations")
        ordering = ["-signed_at"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="waiver_says_why")]

    def __str__(self):
        return f"{_('Dérogation')}, {self.gate}"
