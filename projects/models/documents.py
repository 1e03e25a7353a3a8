from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from governance.verdicts import WrongState
from projects.models.choices import ProjectTopic
from projects.models.projects import Project

IMAGES = ("image/png", "image/jpeg")
PDF = "application/pdf"


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The documents of the projects one may see."""
        return self.filter(project__in=Project.objects.visible_to(user))

    def kept(self):
        """Those whose bytes we hold: neither withdrawn nor refused by the scanner."""
        return self.filter(withdrawn_at=None).exclude(state=Document.State.REFUSED)

    def current(self):
        """What the file of a project contains today: last versions, scanned, not withdrawn."""
        return self.kept().filter(state=Document.State.CLEAR, replaced_by=None)

    def held_bytes(self) -> int:
        """What these documents weigh together."""
        return self.kept().aggregate(total=models.Sum("size"))["total"] or 0

    def cite(self) -> int:
        """A frozen decision names them: from now on nobody withdraws them."""
        return self.filter(cited_at=None).update(cited_at=timezone.now())


class Document(models.Model):
    """A piece of evidence: stored under a generated name, known by its fingerprint."""

    class State(models.TextChoices):
        CLEAR = "clear", _("disponible")
        SCANNING = "scanning", _("en analyse")
        REFUSED = "refused", _("refusée par l’antivirus")

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="documents", verbose_name=_("projet")
    )
    subject = models.ForeignKey(
        ProjectTopic,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("sujet"),
    )
    file = models.FileField(_("fichier"), max_length=200)
    name = models.CharField(_("nom"), max_length=180)
    media_type = models.CharField(_("format"), max_length=100)
    size = models.PositiveIntegerField(_("taille en octets"))
    sha256 = models.CharField(_("empreinte"), max_length=64)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ajouté par")
    )
    added_at = models.DateTimeField(_("ajouté le"))
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("remplace"),
    )
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.CLEAR)
    scanned_at = models.DateTimeField(_("analysée le"), null=True, blank=True)
    scan_word = models.CharField(_("ce que dit l’antivirus"), max_length=200, blank=True)
    active_content = models.BooleanField(_("contient du code actif"), default=False)
    cited_at = models.DateTimeField(_("citée par une validation le"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("retirée le"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("retirée par"),
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("pièce")
        verbose_name_plural = _("pièces")
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["clear", "scanning", "refused"]),
                name="document_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | models.Q(cited_at=None),
                name="document_cited_stays",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_readable(self) -> bool:
        return self.state == self.State.CLEAR and self.withdrawn_at is None

    @property
    def is_previewable(self) -> bool:
        """An image, or a PDF in which no code was found."""
        safe = self.media_type in IMAGES or (self.media_type == PDF and not self.active_content)
        return self.is_readable and safe

    @property
    def is_replaced(self) -> bool:
        return Document.objects.filter(replaces=self).exists()

    def require_readable(self) -> None:
        """Nobody reads what is being scanned, what was refused, what was withdrawn."""
        if self.withdrawn_at:
            raise WrongState(_now("Cette pièce a été retirée."))
        if self.state == self.State.SCANNING:
            raise WrongState(
                _now("Cette pièce est en analyse antivirus. Réessayez dans quelques minutes.")
            )
        if self.state == self.State.REFUSED:
            raise WrongState(_now("L’antivirus a refusé cette pièce : elle n’a pas été gardée."))

    def settle_scan(self, *, clear: bool, word: str = "") -> bool:
        """What the scanner says, once; the bytes of a refused document are no longer ours."""
        found = {"state": self.State.CLEAR} if clear else {"state": self.State.REFUSED, "file": ""}
        waiting = Document.objects.filter(pk=self.pk, state=self.State.SCANNING)
        return bool(waiting.update(**found, scanned_at=timezone.now(), scan_word=word[:200]))

    def withdraw(self, *, by) -> None:
        """Leave its name and fingerprint, forget its bytes; never what a decision cites."""
        free = Document.objects.kept().filter(pk=self.pk, cited_at=None, replaced_by=None)
        if not free.update(withdrawn_at=timezone.now(), withdrawn_by=by, file=""):
            raise WrongState(self.why_it_stays())

    def why_it_stays(self) -> str:
        """Why a document is not withdrawn; empty when it may be."""
        self.refresh_from_db(fields=["cited_at", "withdrawn_at", "state"])
        if self.cited_at:
            return _now(
                "Une validation cite cette pièce : elle reste au dossier. Remplacez-la si besoin."
            )
        if self.withdrawn_at or self.state == self.State.REFUSED:
            return _now("Cette pièce n’est déjà plus gardée.")
        if self.is_replaced:
            return _now("Une version plus récente la remplace : l’historique reste au dossier.")
        return ""
