from datetime import timedelta

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
from projects.models.projects import Project

INVITATION_DAYS = 7
_signer = signing.Signer(salt="projects.invitation", sep="~")


class SeatQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The seats of the projects one may see."""
        return self.filter(project__in=Project.objects.visible_to(user))

    def current(self):
        """Seats that nobody has left."""
        return self.filter(left_at=None)

    def voices(self):
        """The three seats that sign, in the order in which they are shown."""
        order = models.Case(*[models.When(part=v, then=n) for n, v in enumerate(Voice.values)])
        return self.current().filter(part__in=Voice.values).order_by(order)


class Seat(models.Model):
    """A place at a project's table: one of the three voices, or somebody beside them."""

    class Part(models.TextChoices):
        BEARER = "bearer", _("porteur du besoin")
        VENDOR = "vendor", _("prestataire")
        IT = "it", _("référent DSI")
        CONTRIBUTOR = "contributor", _("contributeur")
        OBSERVER = "observer", _("observateur")

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="seats", verbose_name=_("projet")
    )
    part = models.CharField(_("place"), max_length=12, choices=Part)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="seats",
        verbose_name=_("personne"),
    )
    offered_at = models.DateTimeField(_("proposé le"))
    taken_at = models.DateTimeField(_("pris le"), null=True, blank=True)
    left_at = models.DateTimeField(_("quitté le"), null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("siège")
        verbose_name_plural = _("sièges")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(part__in=["bearer", "vendor", "it", "contributor", "observer"]),
                name="seat_part_known",
            ),
            models.UniqueConstraint(
                fields=["project", "part"],
                condition=Q(part__in=["bearer", "vendor", "it"], left_at=None),
                name="seat_one_holder_per_voice",
            ),
            models.UniqueConstraint(
                fields=["project", "person"],
                condition=Q(part__in=["bearer", "vendor", "it"], left_at=None),
                name="seat_one_voice_per_person",
            ),
        ]

    def __str__(self):
        return f"{self.get_part_display()} : {self.person}"

    @transaction.atomic
    def take(self, *, by):
        """The person is on board: from now on they answer for their voice."""
        journal.lock_chain()
        now = timezone.now()
        changed = Seat.objects.filter(pk=self.pk, taken_at=None, left_at=None).update(taken_at=now)
        if not changed:
            raise WrongState(_("Ce siège est déjà pris, ou il a été confié à quelqu’un d’autre."))
        self.taken_at = now
        journal.record(self, "seat.taken", by=by, thread=self.project.key, part=self.part)

    @transaction.atomic
    def leave(self, verb: str, *, by, **facts):
        """The person no longer answers for this voice; the seat stays in the history."""
        journal.lock_chain()
        now = timezone.now()
        changed = Seat.objects.filter(pk=self.pk, left_at=None).update(left_at=now)
        if not changed:
            raise WrongState(_("Cette personne a déjà quitté ce siège."))
        self.left_at = now
        journal.record(self, verb, by=by, thread=self.project.key, part=self.part, **facts)


class InvitationQuerySet(models.QuerySet):
    def find(self, token: str):
        """The invitation that a link names, whatever its state; None when there is none."""
        try:
            pk = _signer.unsign(token)
        except signing.BadSignature:
            return None
        rows = self.select_related("seat__project", "seat__person__vendor", "sent_by__team")
        return rows.filter(pk=pk).first()


class Invitation(models.Model):
    """A link sent to a guest: it says who invites and for what; it never signs in by itself.

    The link is the signed number of this row: nothing secret is stored, and the row revokes it.
    """

    seat = models.ForeignKey(
        Seat, models.CASCADE, related_name="invitations", verbose_name=_("siège")
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("envoyée par")
    )
    sent_at = models.DateTimeField(_("envoyée le"))
    expires_at = models.DateTimeField(_("valable jusqu’au"))

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-sent_at", "-pk"]

    def __str__(self):
        return f"{self.seat}"

    def get_absolute_url(self):
        return reverse("projects:invitation", args=[self.token])

    @classmethod
    def issue(cls, seat: Seat, *, by) -> "Invitation":
        """A new link for a seat; earlier links to the same seat stop being usable."""
        now = timezone.now()
        seat.invitations.filter(expires_at__gt=now).update(expires_at=now)
        expires_at = now + timedelta(days=INVITATION_DAYS)
        return cls.objects.create(seat=seat, sent_by=by, sent_at=now, expires_at=expires_at)

    @property
    def token(self) -> str:
        return _signer.sign(self.pk)

    @property
    def is_usable(self) -> bool:
        return self.seat.left_at is None and timezone.now() < self.expires_at
