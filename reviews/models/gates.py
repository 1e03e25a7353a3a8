from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import journal
from governance.models import GateTemplate, Silence, Team, Topic
from governance.models.journal import fingerprint
from governance.roles import Domain
from governance.typography import visible
from governance.verdicts import Incomplete, WrongState
from projects.models import Milestone, Project


class GateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The gates of the projects one may see."""
        return self.filter(project__in=Project.objects.visible_to(user))


class Gate(models.Model):
    """The IT validation that a milestone needs on one project."""

    class State(models.TextChoices):
        PREPARING = "preparing", _("en préparation")
        SUBMITTED = "submitted", _("soumis à la DSI")
        APPROVED = "approved", _("validé")
        RESERVED = "reserved", _("validé avec réserves")
        CHANGES = "changes", _("modifications demandées")
        REFUSED = "refused", _("refusé")
        WAIVED = "waived", _("passé avec dérogation")
        TO_CONFIRM = "to_confirm", _("à confirmer")

    NEXT = {
        State.PREPARING: {State.SUBMITTED, State.WAIVED},
        State.SUBMITTED: {
            State.APPROVED,
            State.RESERVED,
            State.CHANGES,
            State.REFUSED,
            State.WAIVED,
        },
        State.CHANGES: {State.SUBMITTED, State.WAIVED},
        State.REFUSED: {State.SUBMITTED, State.WAIVED},
        State.APPROVED: {State.TO_CONFIRM},
        State.RESERVED: {State.TO_CONFIRM},
        State.WAIVED: {State.TO_CONFIRM},
        State.TO_CONFIRM: {State.SUBMITTED, State.WAIVED},
    }
    DECIDED = (State.APPROVED, State.RESERVED, State.WAIVED)

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="gates", verbose_name=_("projet")
    )
    milestone = models.OneToOneField(
        Milestone, models.PROTECT, related_name="gate", verbose_name=_("jalon")
    )
    template = models.ForeignKey(
        GateTemplate, models.PROTECT, related_name="gates", verbose_name=_("modèle")
    )
    ref = models.CharField(_("référence"), max_length=4)
    name = models.CharField(_("nom"), max_length=80)
    domain = models.CharField(_("domaine"), max_length=16, choices=Domain)
    team = models.ForeignKey(
        Team, models.PROTECT, related_name="project_gates", verbose_name=_("équipe qui décide")
    )
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="led_gates",
        verbose_name=_("référent qui décide"),
    )
    topics = models.ManyToManyField(
        Topic, blank=True, related_name="project_gates", verbose_name=_("sujets")
    )
    advice = models.JSONField(_("avis demandés"), default=list, blank=True)
    avoids = models.CharField(_("ce qu’il évite"), max_length=200, blank=True)
    criteria = models.JSONField(_("critères figés"), default=list)
    answer_days = models.PositiveSmallIntegerField(_("délai de réponse, en jours ouvrés"))
    silence = models.CharField(_("silence"), max_length=10, choices=Silence)
    validity_months = models.PositiveSmallIntegerField(
        _("validité de la décision, en mois"), null=True, blank=True
    )
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.PREPARING)

    objects = GateQuerySet.as_manager()

    class Meta:
        verbose_name = _("point de validation")
        verbose_name_plural = _("points de validation")
        ordering = ["project", "ref"]
        constraints = [
            models.UniqueConstraint(fields=["project", "ref"], name="gate_once_per_project"),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "preparing",
                        "submitted",
                        "approved",
                        "reserved",
                        "changes",
                        "refused",
                        "waived",
                        "to_confirm",
                    ]
                ),
                name="gate_state_known",
            ),
            models.CheckConstraint(
                condition=Q(domain__in=Domain.values), name="project_gate_domain"
            ),
            models.CheckConstraint(
                condition=Q(silence__in=Silence.values), name="project_gate_silence"
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.project})"

    @property
    def is_decided(self) -> bool:
        return self.state in self.DECIDED

    @transaction.atomic
    def submit(self, snapshot: dict, *, by, sha256: str, reason: str = "") -> "Round":
        """Open the next round on a frozen snapshot; the clock starts."""
        number = self.rounds.count() + 1
        self._move(self.State.SUBMITTED, verb="gate.submitted", by=by, round=number)
        return self.rounds.create(
            number=number,
            snapshot=snapshot,
            sha256=sha256,
            reason=reason,
            submitted_by=by,
            submitted_at=timezone.now(),
        )

    @transaction.atomic
    def decide(self, outcome, *, by, round_number: int, word: str = "") -> "Decision":
        """Give the IT verdict on one round; anything short of a plain approval says why."""
        word = visible(word)
        if outcome != self.State.APPROVED and not word:
            raise Incomplete(word=_("Dites pourquoi en une phrase : les trois voix la liront."))
        current = self.rounds.order_by("-number").first()
        if current is None or current.number != round_number:
            raise WrongState(
                _("Un autre passage a été soumis depuis que vous avez ouvert la page.")
            )
        current.check_seal()
        self._move(outcome, verb=f"gate.{outcome}", by=by, round=round_number, word=word)
        return Decision.objects.create(
            round=current, outcome=outcome, word=word, decided_by=by, decided_at=timezone.now()
        )

    @transaction.atomic
    def waive(self, *, by, risk_owner, reason: str, expires_on):
        """Go on without the validation: a named risk owner, a reason, an end."""
        reason = visible(reason)
        if not reason:
            raise Incomplete(reason=_("Dites pourquoi le projet ne peut pas attendre."))
        self._move(self.State.WAIVED, verb="gate.waived", by=by, reason=reason)
        return self.waivers.create(
            risk_owner=risk_owner,
            reason=reason,
            expires_on=expires_on,
            signed_by=by,
            signed_at=timezone.now(),
        )

    @transaction.atomic
    def unsettle(self, *, by, reason: str):
        """What was judged has changed: the decision is kept, and must be confirmed."""
        self._move(self.State.TO_CONFIRM, verb="gate.to_confirm", by=by, reason=reason)

    def _move(self, target, *, verb, by, **facts):
        """The only door to another state: check, change one row or none, record."""
        sources = [state for state, targets in self.NEXT.items() if target in targets]
        rows = Gate.objects.filter(pk=self.pk, state__in=sources)
        if not rows.update(state=target):
            raise WrongState(self._what_happened())
        previous, self.state = self.state, target
        journal.record(
            self, verb, by=by, thread=self.project.key, previous=previous, gate=self.name, **facts
        )

    def _what_happened(self) -> str:
        """Who acted meanwhile, in a sentence."""
        last = Decision.objects.filter(round__gate=self).order_by("-decided_at").first()
        if last is None:
            return str(_("Ce point de validation a changé d’état entre-temps."))
        return str(
            _("%(person)s a déjà décidé : %(outcome)s, le %(when)s.")
            % {
                "person": last.decided_by,
                "outcome": last.get_outcome_display(),
                "when": timezone.localtime(last.decided_at).strftime("%d/%m/%Y à %H:%M"),
            }
        )


class Round(models.Model):
    """One submission of a gate, on a frozen snapshot."""

    gate = models.ForeignKey(
        Gate, models.CASCADE, related_name="rounds", verbose_name=_("point de validation")
    )
    number = models.PositiveSmallIntegerField(_("passage"))
    snapshot = models.JSONField(_("instantané"), encoder=DjangoJSONEncoder)
    sha256 = models.CharField(_("empreinte"), max_length=64)
    reason = models.TextField(_("pourquoi soumettre incomplet"), blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("soumis par")
    )
    submitted_at = models.DateTimeField(_("soumis le"))

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ["gate", "number"]
        constraints = [models.UniqueConstraint(fields=["gate", "number"], name="round_once")]

    def __str__(self):
        return f"{self.gate.name}, {_('passage')} {self.number}"

    @property
    def verdict(self) -> "Decision | None":
        """The decision on this round, when there is one."""
        return getattr(self, "decision", None)

    def check_seal(self) -> None:
        """Nobody decides on a file that is not the one that was frozen."""
        if fingerprint(self.snapshot) != self.sha256:
            raise WrongState(
                _("Le dossier ne correspond plus à son empreinte : demandez un nouveau passage.")
            )


class Opinion(models.Model):
    """A referent's advice in their domain; the lead decides."""

    class Value(models.TextChoices):
        FAVOURABLE = "favourable", _("Favorable")
        RESERVED = "reserved", _("Favorable, avec réserve")
        UNFAVOURABLE = "unfavourable", _("Défavorable")

    round = models.ForeignKey(
        Round, models.CASCADE, related_name="opinions", verbose_name=_("passage")
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, related_name="+", verbose_name=_("équipe")
    )
    value = models.CharField(_("avis"), max_length=14, choices=Value)
    text = models.TextField(_("en une phrase"), blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("donné par")
    )
    given_at = models.DateTimeField(_("donné le"))

    class Meta:
        verbose_name = _("avis")
        verbose_name_plural = _("avis")
        ordering = ["given_at"]
        constraints = [
            models.UniqueConstraint(fields=["round", "given_by"], name="opinion_once"),
            models.CheckConstraint(
                condition=Q(value="favourable")
                | (Q(value__in=["reserved", "unfavourable"]) & ~Q(text="")),
                name="opinion_says_why",
            ),
        ]

    def __str__(self):
        return f"{self.given_by} : {self.get_value_display()}"


class Decision(models.Model):
    """The lead referent's decision on a round. One, added, never changed."""

    class Outcome(models.TextChoices):
        APPROVED = "approved", _("validé")
        RESERVED = "reserved", _("validé avec réserves")
        CHANGES = "changes", _("modifications demandées")
        REFUSED = "refused", _("refusé")

    round = models.OneToOneField(
        Round, models.CASCADE, related_name="decision", verbose_name=_("passage")
    )
    outcome = models.CharField(_("décision"), max_length=10, choices=Outcome)
    word = models.TextField(_("un mot pour les trois voix"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("décidé par")
    )
    decided_at = models.DateTimeField(_("décidé le"))

    class Meta:
        verbose_name = _("décision")
        verbose_name_plural = _("décisions")
        ordering = ["decided_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="approved")
                | (Q(outcome__in=["reserved", "changes", "refused"]) & ~Q(word="")),
                name="decision_says_why",
            )
        ]

    def __str__(self):
        return self.get_outcome_display()
