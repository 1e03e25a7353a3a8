from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.roles import Side
from projects.models import Document, Project
from reviews.models.decisions import Decision
from reviews.models.gates import Gate
from reviews.models.rounds import Round


class OfGates(models.QuerySet):
    def visible_to(self, user):
        """The rows of the projects one may see."""
        return self.filter(gate__project__in=Project.objects.visible_to(user))


class InformationRequest(models.Model):
    """The referent asks something before deciding: their clock stops until the answer."""

    gate = models.ForeignKey(
        Gate, models.CASCADE, related_name="questions", verbose_name=_("point de validation")
    )
    round = models.ForeignKey(
        Round, models.CASCADE, related_name="questions", verbose_name=_("passage")
    )
    question = models.TextField(_("ce qui est demandé"))
    asked = models.CharField(_("à qui"), max_length=12, choices=Side)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("personne interrogée"),
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("demandé par")
    )
    asked_at = models.DateTimeField(_("demandé le"))
    answer = models.TextField(_("réponse"), blank=True)
    document = models.ForeignKey(
        Document,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("pièce jointe à la réponse"),
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("répondu par"),
    )
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("retirée le"), null=True, blank=True)

    objects = OfGates.as_manager()

    class Meta:
        verbose_name = _("demande d’information")
        verbose_name_plural = _("demandes d’information")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(answered_at=None, withdrawn_at=None),
                name="information_open_once",
            ),
            models.CheckConstraint(
                condition=Q(asked__in=Side.values), name="information_side_known"
            ),
            models.CheckConstraint(condition=~Q(question=""), name="information_asks_something"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="information_answered_by_someone",
            ),
        ]

    def __str__(self):
        return self.question[:80]

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.withdrawn_at is None


class Renewal(models.Model):
    """What a decision rests on and that ends: it comes back in time as a move."""

    class Genre(models.TextChoices):
        DECISION = "decision", _("Validation")
        PENETRATION_TEST = "pentest", _("Test d’intrusion")
        CERTIFICATE = "certificate", _("Certificat")
        PROCESSING_AGREEMENT = "dpa", _("Accord de sous-traitance des données")
        SUBPROCESSORS = "subprocessors", _("Liste des sous-traitants ultérieurs")
        ACCESSIBILITY = "accessibility", _("Déclaration d’accessibilité")
        WAIVER = "waiver", _("Dérogation")

    gate = models.ForeignKey(
        Gate, models.CASCADE, related_name="renewals", verbose_name=_("point de validation")
    )
    decision = models.ForeignKey(
        Decision,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="renewals",
        verbose_name=_("décision"),
    )
    genre = models.CharField(_("quoi"), max_length=14, choices=Genre)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("pour qui")
    )
    due_on = models.DateField(_("avant le"))
    proof = models.TextField(_("ce qui a été renouvelé"), blank=True)
    document = models.ForeignKey(
        Document,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("pièce"),
    )
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("renouvelé par"),
    )
    done_at = models.DateTimeField(_("renouvelé le"), null=True, blank=True)

    objects = OfGates.as_manager()

    class Meta:
        verbose_name = _("renouvellement")
        verbose_name_plural = _("renouvellements")
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(done_at=None), name="renewal_to_come")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    genre__in=[
                        "decision",
                        "pentest",
                        "certificate",
                        "dpa",
                        "subprocessors",
                        "accessibility",
                        "waiver",
                    ]
                ),
                name="renewal_genre_known",
            ),
            models.UniqueConstraint(
                fields=["gate", "genre"], condition=Q(done_at=None), name="renewal_open_once"
            ),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="renewal_done_by_someone",
            ),
        ]

    def __str__(self):
        return f"{self.get_genre_display()}, {self.gate.name}"
