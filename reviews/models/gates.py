from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance import journal
from governance.models import GateTemplate, Silence, Team, Topic
from governance.models.journal import fingerprint
from governance.roles import Domain
from governance.typography import visible
from governance.verdicts import Incomplete, WrongState
from projects.models import Milestone, Project
from reviews.models.decisions import WAYS_OUT, Decision, check_said
from reviews.models.rounds import Round


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
            State.PREPARING,
            State.TO_CONFIRM,
        },
        State.CHANGES: {State.SUBMITTED, State.WAIVED},
        State.REFUSED: {State.SUBMITTED, State.WAIVED, State.TO_CONFIRM},
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
    doubt = models.TextField(_("pourquoi la décision est à confirmer"), blank=True)

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

    @property
    def shown_state(self) -> str:
        """The state that people read: a round that confirms a decision says so."""
        asked = self.state == self.State.SUBMITTED and self.doubt
        return self.State.TO_CONFIRM if asked else self.state

    @transaction.atomic
    def submit(self, snapshot: dict, *, by, **facts) -> Round:
        """Open the next round on a frozen snapshot; the clock starts."""
        number = self.rounds.count() + 1
        self._move(self.State.SUBMITTED, verb="gate.submitted", by=by, round=number)
        return self.open_round(snapshot, by=by, **facts)

    def open_round(self, snapshot: dict, *, by, **facts) -> Round:
        """A numbered and sealed copy of the file, to be decided on."""
        return self.rounds.create(
            number=self.rounds.count() + 1,
            snapshot=snapshot,
            sha256=fingerprint(snapshot),
            submitted_by=by,
            submitted_at=timezone.now(),
            **facts,
        )

    @transaction.atomic
    def decide(self, outcome, *, by, round_number: int, on_behalf_of=None, **words) -> Decision:
        """Give the IT verdict on one round; anything short of a plain approval says why.

        A refusal also says what would be accepted instead, or the legal ground that forbids it.
        """
        current = self._round_to_decide(round_number)
        said = {name: visible(words.get(name, "")) for name in ("word", *WAYS_OUT)}
        check_said(outcome, said)
        facts = {"round": round_number, "word": said["word"]}
        if on_behalf_of:
            facts["on_behalf_of"] = on_behalf_of.name
        self._move(outcome, verb=f"gate.{outcome}" if by else "gate.tacit", by=by, **facts)
        self.set_doubt("")
        return Decision.objects.create(
            round=current,
            outcome=outcome,
            decided_by=by,
            tacit=by is None,
            decided_at=timezone.now(),
            on_behalf_of=on_behalf_of,
            **said,
        )

    def _round_to_decide(self, number: int) -> Round:
        """The round under review, if it is the one that was read, and as it was sealed."""
        current = self.rounds.order_by("-number").first()
        if current is None or current.number != number:
            raise WrongState(
                _("Un autre passage a été soumis depuis que vous avez ouvert la page.")
            )
        if not Gate.objects.filter(pk=self.pk, state=self.State.SUBMITTED).exists():
            raise WrongState(self._what_happened())
        current.check_seal()
        return current

    @transaction.atomic
    def waive(self, *, by, reason: str, passes=(), **terms):
        """Go on without the validation: a named risk owner, a reason, an end.

        `terms`: what the waiver holds beside its reason; `passes`: what blocks and is passed over.
        """
        reason = visible(reason)
        if not reason:
            raise Incomplete(reason=_("Dites pourquoi le projet ne peut pas attendre."))
        told = {"passes": passes} if passes else {}
        self._move(self.State.WAIVED, verb="gate.waived", by=by, reason=reason, **told)
        self.set_doubt("")
        return self.waivers.create(reason=reason, signed_by=by, signed_at=timezone.now(), **terms)

    @transaction.atomic
    def unsettle(self, *, by, reason: str, verb: str = "gate.to_confirm"):
        """What was judged has changed: the decision is kept, and must be confirmed."""
        if not self.is_decided:
            raise WrongState(self._what_happened())
        self._move(self.State.TO_CONFIRM, verb=verb, by=by, reason=reason)
        self.set_doubt(reason)

    @transaction.atomic
    def overrule(self, *, by, reason: str):
        """Two arbiters did not uphold a refusal: it is kept, and judged again."""
        if self.state != self.State.REFUSED:
            raise WrongState(self._what_happened())
        self._move(self.State.TO_CONFIRM, verb="gate.reopened", by=by, reason=reason)
        self.set_doubt(reason)

    @transaction.atomic
    def take_back(self, *, by, reason: str) -> Round:
        """Whoever submitted takes the round back: the gate is as it was before it."""
        target = self.State.TO_CONFIRM if self.doubt else self.State.PREPARING
        current = self.rounds.order_by("-number").first()
        self._move(target, verb="gate.withdrawn", by=by, round=current.number, reason=reason)
        current.withdraw(by=by, reason=reason)
        return current

    def set_doubt(self, reason: str) -> None:
        """Why the last decision is no longer certain; nothing once it was decided again."""
        self.doubt = reason
        Gate.objects.filter(pk=self.pk).update(doubt=reason)

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
        current = self.rounds.order_by("-number").first()
        if current and current.withdrawn_at:
            told = {"person": current.withdrawn_by, "why": current.withdrawn_reason}
            return gettext("%(person)s a repris le dossier : %(why)s") % told
        last = Decision.objects.filter(round__gate=self).order_by("-decided_at").first()
        if last is None:
            return gettext("Ce point de validation a changé d’état entre-temps.")
        if last.tacit:
            return gettext("Le silence annoncé a valu accord : c’est validé.")
        return gettext("%(person)s a déjà décidé : %(outcome)s, le %(when)s.") % {
            "person": last.signature,
            "outcome": last.get_outcome_display(),
            "when": timezone.localtime(last.decided_at).strftime("%d/%m/%Y à %H:%M"),
        }
