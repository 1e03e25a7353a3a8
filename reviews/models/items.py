from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import journal
from governance.models import Topic
from governance.verdicts import Incomplete, WrongState
from projects.models import Project
from reviews.models.meetings import ScopingMeeting


class ItemQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The agenda items of the projects one may see."""
        return self.filter(meeting__project__in=Project.objects.visible_to(user))


class AgendaItem(models.Model):
    """Something to talk about, and what was said."""

    meeting = models.ForeignKey(
        ScopingMeeting, models.CASCADE, related_name="items", verbose_name=_("réunion")
    )
    topic = models.ForeignKey(
        Topic, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sujet")
    )
    title = models.CharField(_("titre"), max_length=160)
    why = models.CharField(_("pourquoi ce point"), max_length=240, blank=True)
    mark = models.CharField(_("mention"), max_length=60, blank=True)
    ground = models.CharField(_("ce que dit le socle"), max_length=300, blank=True)
    minutes_planned = models.PositiveSmallIntegerField(_("minutes"))
    position = models.PositiveSmallIntegerField(_("ordre"))
    notes = models.TextField(_("ce qui a été dit"), blank=True)
    notes_version = models.PositiveIntegerField(_("version des notes"), default=0)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("écrit par"),
    )
    written_at = models.DateTimeField(_("écrit le"), null=True, blank=True)
    written_from = models.CharField(_("écrit depuis la page"), max_length=32, blank=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("point de l’ordre du jour")
        verbose_name_plural = _("ordre du jour")
        ordering = ["meeting", "position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(written_at=None, written_by=None)
                | Q(written_at__isnull=False, written_by__isnull=False),
                name="item_written_by_someone",
            )
        ]

    def __str__(self):
        return self.title

    @property
    def project(self) -> Project:
        return self.meeting.project

    @transaction.atomic
    def write(self, notes, *, version: int, by, page: str = ""):
        """Keep the notes; refuse when somebody else wrote since this version was read.

        A page that saves by itself may overtake its own last answer: that is no conflict.
        """
        if not self.meeting.is_open():
            raise WrongState(_("La réunion n’est pas ouverte : les notes ne changent plus."))
        same_page = Q(notes_version=version + 1, written_from=page) & ~Q(written_from="")
        rows = AgendaItem.objects.filter(Q(notes_version=version) | same_page, pk=self.pk)
        kept = {
            "notes": notes,
            "notes_version": F("notes_version") + 1,
            "written_by": by,
            "written_at": timezone.now(),
            "written_from": page,
        }
        if not rows.update(**kept):
            raise WrongState(_("Quelqu’un a écrit sur ce point en même temps que vous."))
        self.refresh_from_db(fields=list(kept))


class OutcomeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The outcomes of the projects one may see."""
        return self.filter(item__meeting__project__in=Project.objects.visible_to(user))


class Outcome(models.Model):
    """What comes out of a point: a decision, an action, a question, a risk."""

    class Kind(models.TextChoices):
        DECISION = "decision", _("Décision")
        ACTION = "action", _("Action")
        QUESTION = "question", _("Question")
        RISK = "risk", _("Risque")

    OWED = (Kind.ACTION, Kind.QUESTION)

    item = models.ForeignKey(
        AgendaItem, models.CASCADE, related_name="outcomes", verbose_name=_("point")
    )
    kind = models.CharField(_("genre"), max_length=10, choices=Kind)
    text = models.TextField(_("texte"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("pour qui"),
    )
    due_on = models.DateField(_("avant le"), null=True, blank=True)
    answer = models.TextField(_("réponse"), blank=True)
    done_at = models.DateTimeField(_("fait le"), null=True, blank=True)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("issue d’un point")
        verbose_name_plural = _("issues des points")
        ordering = ["item", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["decision", "action", "question", "risk"]),
                name="outcome_kind_known",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["action", "question"])
                | Q(owner__isnull=False, due_on__isnull=False),
                name="outcome_owed_by_someone",
            ),
        ]

    def __str__(self):
        return self.text[:80]

    @property
    def project(self) -> Project:
        return self.item.meeting.project

    @property
    def is_owed(self) -> bool:
        """Whether somebody has to do it or to answer it."""
        return self.kind in self.OWED

    @transaction.atomic
    def finish(self, answer, *, by):
        """The owner says what was done, or answers; once."""
        if not answer.strip():
            raise Incomplete(answer=_("Dites en une phrase ce qui a été fait ou répondu."))
        rows = Outcome.objects.filter(pk=self.pk, kind__in=self.OWED, done_at=None)
        done = {"answer": answer.strip(), "done_at": timezone.now()}
        if not rows.update(**done):
            raise WrongState(_("Ce point a déjà reçu sa réponse."))
        self.answer, self.done_at = done["answer"], done["done_at"]
        journal.record(self, "outcome.done", by=by, thread=self.project.key, answer=self.answer)
