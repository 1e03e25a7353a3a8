import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import journal
from governance.roles import Voice
from governance.verdicts import WrongState
from projects.models.projects import Project

INVITATION_DAYS = 7


class SeatQuerySet(models.QuerySet):
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
        now = timezone.now()
        changed = Seat.objects.filter(pk=self.pk, taken_at=None, left_at=None).update(taken_at=now)
        if not changed:
            raise WrongState(_("Ce siège est déjà pris, ou il a été confié à quelqu’un d’autre."))
        self.taken_at = now
        journal.record(self, "seat.taken", by=by, thread=self.project.key, part=self.part)


class InvitationQuerySet(models.QuerySet):
    def find(self, token: str):
        """The invitation that a link names, whatever its state; None when there is none."""
        return self.filter(token_hash=hash_token(token)).select_related("seat__project").first()


class Invitation(models.Model):
    """A link sent to a guest: it says who invites and for what; it never signs in by itself."""

    seat = models.ForeignKey(
        Seat, models.CASCADE, related_name="invitations", verbose_name=_("siège")
    )
    token_hash = models.CharField(_("empreinte du lien"), max_length=64, unique=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("envoyée par")
    )
    sent_at = models.DateTimeField(_("envoyée le"))
    expires_at = models.DateTimeField(_("valable jusqu’au"))

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-sent_at"]

    def __str__(self):
        return f"{self.seat}"

    @classmethod
    def issue(cls, seat: Seat, *, by) -> tuple["Invitation", str]:
        """A new link for a seat, with its secret, which is told once and stored hashed."""
        token, now = secrets.token_urlsafe(24), timezone.now()
        invitation = cls.objects.create(
            seat=seat,
            token_hash=hash_token(token),
            sent_by=by,
            sent_at=now,
            expires_at=now + timedelta(days=INVITATION_DAYS),
        )
        return invitation, token

    @property
    def is_usable(self) -> bool:
        return self.seat.left_at is None and timezone.now() < self.expires_at


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
