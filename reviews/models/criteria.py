"""What the project's side answers to the criteria of a gate, and the rules of changing it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.verdicts import WrongState
from projects.models import Document
from reviews.models.gates import Gate


class CriterionAnswer(models.Model):
    """What the project says of one criterion of a gate, with its proof; empty once withdrawn.

    `key` names the criterion by its own words: a path laid again keeps the answers to those that
    stay. The row is never deleted, so that its version only grows.
    """

    class Value(models.TextChoices):
        HELD = "held", _("tenu")
        NOT_HELD = "not_held", _("pas tenu")
        NOT_CONCERNED = "not_concerned", _("sans objet")

    gate = models.ForeignKey(
        Gate, models.CASCADE, related_name="answers", verbose_name=_("point de validation")
    )
    key = models.CharField(_("critère"), max_length=16)
    value = models.CharField(_("réponse"), max_length=13, choices=Value, blank=True)
    word = models.TextField(_("un mot"), blank=True)
    document = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="criterion_answers",
        verbose_name=_("pièce"),
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("écrit par")
    )
    written_at = models.DateTimeField(_("écrit le"))
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("réponse à un critère")
        verbose_name_plural = _("réponses aux critères")
        ordering = ["gate", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["gate", "key"], name="criterion_answer_once"),
            models.CheckConstraint(
                condition=Q(value__in=["held", "not_held", "not_concerned"])
                | Q(value="", word="", document=None),
                name="criterion_answer_known",
            ),
            models.CheckConstraint(
                condition=~Q(value="not_concerned", word=""), name="criterion_answer_says_why"
            ),
        ]

    def __str__(self):
        return f"{self.gate.name} : {self.get_value_display()}"

    @classmethod
    def keep(cls, gate: Gate, key: str, *, seen: int, by, **said) -> "CriterionAnswer":
        """The answer, one version further from the one that was read: one row or none."""
        kept = said | {"written_by": by, "written_at": timezone.now(), "version": seen + 1}
        if seen == 0 and not cls.objects.filter(gate=gate, key=key).exists():
            return cls.objects.create(gate=gate, key=key, **kept)
        if not cls.objects.filter(gate=gate, key=key, version=seen).update(**kept):
            raise WrongState(cls.what_happened(gate, key))
        return cls.objects.get(gate=gate, key=key)

    @classmethod
    def what_happened(cls, gate: Gate, key: str) -> str:
        """Who answered meanwhile, in a sentence."""
        row = cls.objects.filter(gate=gate, key=key).select_related("written_by").first()
        if row is None:
            return gettext("Ce critère n’a plus la réponse que vous avez lue.")
        told = {"name": row.written_by, "value": row.get_value_display()}
        if not row.value:
            return gettext("%(name)s a retiré cette réponse en même temps que vous.") % told
        return gettext("%(name)s a répondu « %(value)s » en même temps que vous.") % told
