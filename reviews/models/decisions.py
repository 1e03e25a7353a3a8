from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.verdicts import Incomplete

WAYS_OUT = ("alternative", "legal_ground")  # a refusal gives one of them


class Decision(models.Model):
    """The lead referent's decision on a round. One, added, never changed."""

    class Outcome(models.TextChoices):
        APPROVED = "approved", _("validé")
        RESERVED = "reserved", _("validé avec réserves")
        CHANGES = "changes", _("modifications demandées")
        REFUSED = "refused", _("refusé")

    round = models.OneToOneField(
        "reviews.Round", models.CASCADE, related_name="decision", verbose_name=_("passage")
    )
    outcome = models.CharField(_("décision"), max_length=10, choices=Outcome)
    word = models.TextField(_("un mot pour les trois voix"), blank=True)
    alternative = models.TextField(_("ce qui serait accepté à la place"), blank=True)
    legal_ground = models.CharField(_("motif de droit"), max_length=240, blank=True)
    valid_until = models.DateField(_("valable jusqu’au"), null=True, blank=True)
    tacit = models.BooleanField(_("accord tacite"), default=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("décidé par"),
    )
    decided_at = models.DateTimeField(_("décidé le"))
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("décidé pour"),
    )

    class Meta:
        verbose_name = _("décision")
        verbose_name_plural = _("décisions")
        ordering = ["decided_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="approved")
                | (Q(outcome__in=["reserved", "changes", "refused"]) & ~Q(word="")),
                name="decision_says_why",
            ),
            models.CheckConstraint(
                condition=Q(tacit=False, decided_by__isnull=False)
                | Q(tacit=True, decided_by=None, outcome="approved"),
                name="decision_by_someone_or_tacit",
            ),
        ]

    def __str__(self):
        return self.get_outcome_display()

    @property
    def signature(self) -> str:
        """« Julien Faure », « Julien Faure pour Sophie Marchand », or the announced silence."""
        if self.tacit:
            return gettext("accord tacite")
        if self.on_behalf_of is None:
            return str(self.decided_by)
        told = {"name": self.decided_by, "absent": self.on_behalf_of}
        return gettext("%(name)s pour %(absent)s") % told


def check_said(outcome: str, said: dict[str, str]) -> None:
    """A decision that is not a plain yes says why; a refusal shows a way out."""
    if outcome != Decision.Outcome.APPROVED and not said["word"]:
        raise Incomplete(word=_("Dites pourquoi en une phrase : les trois voix la liront."))
    if outcome == Decision.Outcome.REFUSED and not any(said[name] for name in WAYS_OUT):
        text = _("Un refus dit ce qui serait accepté à la place, ou le texte qui l’interdit.")
        raise Incomplete(alternative=text)
