from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.roles import Side
from governance.typography import visible
from governance.verdicts import Incomplete, WrongState
from projects.models.choices import ProjectTopic

WITHDRAWN_WITHIN = timedelta(minutes=10)


class OfVisibleTopics(models.QuerySet):
    def visible_to(self, user):
        """What is said on the topics of the projects one may see."""
        return self.filter(subject__in=ProjectTopic.objects.visible_to(user))


class InternalNotes(models.QuerySet):
    def visible_to(self, user):
        """Between IT people: a guest and the other sides never reach them."""
        if user.is_guest or user.side != Side.IT:
            return self.none()
        return self.filter(subject__in=ProjectTopic.objects.visible_to(user))


class TopicMessage(models.Model):
    """A line of the discussion on a topic, read by everybody at the project's table."""

    subject = models.ForeignKey(
        ProjectTopic, models.CASCADE, related_name="messages", verbose_name=_("sujet")
    )
    text = models.TextField(_("message"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("écrit par")
    )
    written_at = models.DateTimeField(_("écrit le"))

    objects = OfVisibleTopics.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="topic_message_says_something")
        ]

    def __str__(self):
        return self.text[:60]

    def may_be_withdrawn_by(self, person) -> bool:
        """One's own words, for a short while."""
        fresh = timezone.now() - self.written_at < WITHDRAWN_WITHIN
        return self.written_by_id == person.pk and fresh


class InternalNote(models.Model):
    """A remark between IT people on a topic: a guest can never reach it, nor any mail carry it."""

    subject = models.ForeignKey(
        ProjectTopic, models.CASCADE, related_name="notes", verbose_name=_("sujet")
    )
    text = models.TextField(_("note"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("écrite par")
    )
    written_at = models.DateTimeField(_("écrite le"))

    objects = InternalNotes.as_manager()

    class Meta:
        verbose_name = _("note interne")
        verbose_name_plural = _("notes internes")
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="internal_note_says_something")
        ]

    def __str__(self):
        return self.text[:60]


class QuickOpinion(models.Model):
    """A question to IT on a topic, answered in a line within a working day; it binds nobody."""

    subject = models.ForeignKey(
        ProjectTopic, models.CASCADE, related_name="quick_opinions", verbose_name=_("sujet")
    )
    question = models.CharField(_("question"), max_length=400)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("posée par")
    )
    asked_at = models.DateTimeField(_("posée le"))
    answer = models.CharField(_("réponse"), max_length=600, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("répondu par"),
    )
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)

    objects = OfVisibleTopics.as_manager()

    class Meta:
        verbose_name = _("avis flash")
        verbose_name_plural = _("avis flash")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(question=""), name="quick_opinion_asks"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="quick_opinion_answered_by_someone",
            ),
        ]

    def __str__(self):
        return self.question[:60]

    def get_absolute_url(self):
        return reverse("projects:quick-opinion", args=[self.pk])

    def reply(self, text: str, *, by) -> bool:
        """The answer of IT, once; whether it is new or the same click again."""
        text = " ".join(visible(text).split())
        if not text:
            raise Incomplete(answer=_("Répondez en une ligne."))
        facts = {"answer": text, "answered_by": by, "answered_at": timezone.now()}
        if not QuickOpinion.objects.filter(pk=self.pk, answered_at=None).update(**facts):
            self.refresh_from_db()
            if (self.answered_by_id, self.answer) == (by.pk, text):
                return False
            said = {"name": self.answered_by.name}
            raise WrongState(_("%(name)s a déjà répondu à cette question.") % said)
        for name, value in facts.items():
            setattr(self, name, value)
        return True
