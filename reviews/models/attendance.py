from django.conf import settings
from django.core import signing
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import journal
from governance.roles import Voice
from governance.verdicts import WrongState
from projects.models import Document, Project
from reviews.models.meetings import ScopingMeeting

_signer = signing.Signer(salt="reviews.meeting-guest", sep="~")


class Attendance(models.Model):
    """Somebody has the page of an open meeting before them, and maybe a field under their hands."""

    meeting = models.ForeignKey(
        ScopingMeeting, models.CASCADE, related_name="attendances", verbose_name=_("réunion")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("personne")
    )
    voice = models.CharField(_("voix"), max_length=10, choices=Voice, blank=True)
    field = models.CharField(_("champ en cours d’écriture"), max_length=40, blank=True)
    seen_at = models.DateTimeField(_("vu à"))

    class Meta:
        verbose_name = _("présence en direct")
        verbose_name_plural = _("présences en direct")
        ordering = ["meeting", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="attendance_once"),
            models.CheckConstraint(
                condition=Q(voice__in=[*Voice.values, ""]), name="attendance_voice_known"
            ),
        ]

    def __str__(self):
        return str(self.person)


class MeetingGuestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The guests of the meetings of the projects one may see."""
        return self.filter(meeting__project__in=Project.objects.visible_to(user))

    def current(self):
        """Those whom nobody took off the list."""
        return self.filter(ended_at=None)

    def find(self, link: str):
        """The guest that a link names, whatever became of the invitation; None when nobody."""
        try:
            pk = _signer.unsign(link)
        except signing.BadSignature:
            return None
        rows = self.select_related("meeting__project", "person__vendor", "invited_by")
        return rows.filter(pk=pk).first()


class MeetingGuest(models.Model):
    """Somebody from outside who is asked to one meeting, and sees nothing else.

    Their link is the signed number of this row: nothing secret is stored, and the row revokes it.
    """

    meeting = models.ForeignKey(
        ScopingMeeting, models.CASCADE, related_name="guests", verbose_name=_("réunion")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="meeting_invitations",
        verbose_name=_("invité"),
    )
    reason = models.CharField(_("pourquoi l’inviter"), max_length=160)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("invité par")
    )
    invited_at = models.DateTimeField(_("invité le"))
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("retiré par"),
    )
    ended_at = models.DateTimeField(_("retiré le"), null=True, blank=True)

    objects = MeetingGuestQuerySet.as_manager()

    class Meta:
        verbose_name = _("invité d’une réunion")
        verbose_name_plural = _("invités d’une réunion")
        ordering = ["meeting", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(ended_at=None),
                name="meeting_guest_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="meeting_guest_ended_by_someone",
            ),
        ]

    def __str__(self):
        return str(self.person)

    def get_absolute_url(self):
        return reverse("reviews:meeting-guest-link", args=[self.link])

    @property
    def link(self) -> str:
        return _signer.sign(self.pk)

    def sees_meeting(self) -> bool:
        """Whether the invitation still opens the meeting."""
        meetings = ScopingMeeting.objects.asking(self.person)
        standing = self.ended_at is None and self.person.is_active
        return standing and meetings.filter(pk=self.meeting_id).exists()

    @transaction.atomic
    def leave(self, *, by):
        """The person is no longer asked; the line stays in the history."""
        now = timezone.now()
        rows = MeetingGuest.objects.current().filter(pk=self.pk)
        if not rows.update(ended_at=now, ended_by=by):
            raise WrongState(_("Cette personne n’est déjà plus invitée."))
        self.ended_at, self.ended_by = now, by
        thread, name = self.meeting.project.key, self.person.name
        journal.record(self, "meeting.guest_withdrawn", by=by, thread=thread, person=name)


class SharedDocumentQuerySet(models.QuerySet):
    def readable(self):
        """Those whose bytes anybody may read: scanned, not withdrawn."""
        return self.filter(document__state=Document.State.CLEAR, document__withdrawn_at=None)


class SharedDocument(models.Model):
    """A document that everybody at the meeting may open, its guests included."""

    meeting = models.ForeignKey(
        ScopingMeeting, models.CASCADE, related_name="shared_documents", verbose_name=_("réunion")
    )
    document = models.ForeignKey(
        Document, models.CASCADE, related_name="+", verbose_name=_("document")
    )
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("partagé par")
    )
    shared_at = models.DateTimeField(_("partagé le"))

    objects = SharedDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document partagé")
        verbose_name_plural = _("documents partagés")
        ordering = ["meeting", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "document"], name="shared_document_once")
        ]

    def __str__(self):
        return str(self.document)
