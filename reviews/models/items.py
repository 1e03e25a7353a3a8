from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import journal
from governance.models import Topic, TopicOption
from governance.verdicts import Incomplete, WrongState
from projects.models import Dependency, Project, ProjectTopic
from reviews.models.meetings import ScopingMeeting


class ItemQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The agenda items of the projects one may see."""
        return self.filter(meeting__project__in=Project.objects.visible_to(user))

    def on_agenda(self):
        """What the meeting talks about: neither postponed nor merged into another point."""
        return self.filter(place=AgendaItem.Place.AGENDA)

    def postponed(self):
        """What was left for another time."""
        return self.filter(place=AgendaItem.Place.BACKLOG)


class AgendaItem(models.Model):
    """Something to talk about, and what was said."""

    class Place(models.TextChoices):
        AGENDA = "agenda", _("à l’ordre du jour")
        BACKLOG = "backlog", _("reporté")
        MERGED = "merged", _("réuni à un autre point")

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
    key = models.CharField(_("d’où vient ce point"), max_length=60, blank=True)
    place = models.CharField(_("place"), max_length=8, choices=Place, default=Place.AGENDA)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("porté par"),
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ajouté par"),
    )
    added_at = models.DateTimeField(_("ajouté le"), null=True, blank=True)
    edited = models.BooleanField(_("réglé à la main"), default=False)
    merged_into = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name=_("réuni à"),
    )
    spent_seconds = models.PositiveIntegerField(_("temps passé, en secondes"), default=0)
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
        ordering = ["meeting", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(place__in=["agenda", "backlog", "merged"]), name="item_place_known"
            ),
            models.UniqueConstraint(
                fields=["meeting", "key"], condition=~Q(key=""), name="item_key_once"
            ),
            models.CheckConstraint(
                condition=Q(written_at=None, written_by=None)
                | Q(written_at__isnull=False, written_by__isnull=False),
                name="item_written_by_someone",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def project(self) -> Project:
        return self.meeting.project

    @property
    def whole_why(self) -> str:
        """Why this point is there, with the reasons of the points that were merged into it."""
        joined = [
            _("Avec « %(title)s » : %(why)s") % {"title": row.title, "why": row.why}
            if row.why
            else _("Avec « %(title)s ».") % {"title": row.title}
            for row in self.merged.all()
        ]
        return " ".join(filter(None, [self.why, *joined]))

    @transaction.atomic
    def write(self, notes, *, version: int, by, page: str = ""):
        """Keep the notes; refuse when somebody else wrote since this version was read.

        A page that saves by itself may overtake its own last answer, and the same text sent
        twice is one text: that is no conflict.
        """
        if not self.meeting.is_open():
            raise WrongState(_("La réunion n’est pas ouverte : les notes ne changent plus."))
        same_page = Q(notes_version=version + 1, written_from=page) & ~Q(written_from="")
        rows = AgendaItem.objects.on_agenda().filter(Q(notes_version=version) | same_page)
        kept = {
            "notes": notes,
            "notes_version": F("notes_version") + 1,
            "written_by": by,
            "written_at": timezone.now(),
            "written_from": page,
        }
        if rows.filter(pk=self.pk).update(**kept):
            self.meeting.bump()
        elif not AgendaItem.objects.on_agenda().filter(pk=self.pk, notes=notes).exists():
            raise WrongState(self._why_not_written())
        self.refresh_from_db(fields=list(kept))

    def _why_not_written(self) -> str:
        """The sentence for whoever writes on a point that somebody changed meanwhile."""
        if AgendaItem.objects.on_agenda().filter(pk=self.pk).exists():
            return _("Quelqu’un a écrit sur ce point en même temps que vous.")
        return _(
            "Ce point n’est plus à l’ordre du jour. Ramenez-le depuis « Arranger l’ordre du jour » "
            "pour y écrire."
        )


class OutcomeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The outcomes of the projects one may see."""
        return self.filter(item__meeting__project__in=Project.objects.visible_to(user))

    def standing(self):
        """What nobody took back."""
        return self.filter(withdrawn_at=None)


class Outcome(models.Model):
    """What comes out of a point: a decision, an action, a question, a risk."""

    class Kind(models.TextChoices):
        DECISION = "decision", _("Décision")
        ACTION = "action", _("Action")
        QUESTION = "question", _("Question")
        RISK = "risk", _("Risque")
        ASSUMPTION = "assumption", _("Hypothèse")

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
    subject = models.ForeignKey(
        ProjectTopic,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="outcomes",
        verbose_name=_("sujet rempli"),
    )
    option = models.ForeignKey(
        TopicOption,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("solution retenue"),
    )
    dependency = models.ForeignKey(
        Dependency,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="outcomes",
        verbose_name=_("dépendance confirmée"),
    )
    version = models.PositiveIntegerField(_("version"), default=1)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("écrit par"),
    )
    written_at = models.DateTimeField(_("écrit le"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("retiré par"),
    )
    withdrawn_at = models.DateTimeField(_("retiré le"), null=True, blank=True)
    answer = models.TextField(_("réponse"), blank=True)
    done_at = models.DateTimeField(_("fait le"), null=True, blank=True)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("issue d’un point")
        verbose_name_plural = _("issues des points")
        ordering = ["item", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["decision", "action", "question", "risk", "assumption"]),
                name="outcome_kind_known",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["action", "question"])
                | Q(owner__isnull=False, due_on__isnull=False),
                name="outcome_owed_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="outcome_withdrawn_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(written_at=None, written_by=None)
                | Q(written_at__isnull=False, written_by__isnull=False),
                name="outcome_written_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(kind="decision") | Q(subject=None, option=None, dependency=None),
                name="outcome_only_decisions_settle",
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
        rows = Outcome.objects.standing().filter(pk=self.pk, kind__in=self.OWED, done_at=None)
        done = {"answer": answer.strip(), "done_at": timezone.now()}
        if not rows.update(**done):
            raise WrongState(_("Ce point a déjà reçu sa réponse."))
        self.answer, self.done_at = done["answer"], done["done_at"]
        journal.record(self, "outcome.done", by=by, thread=self.project.key, answer=self.answer)
