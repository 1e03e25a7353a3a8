from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import journal
from governance.models import Absence
from governance.models.journal import fingerprint
from governance.roles import Voice
from governance.typography import visible
from governance.verdicts import Incomplete, WrongState
from projects.models import Project, Seat
from reviews.models.meetings import ScopingMeeting


class MinutesQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The minutes of the projects one may see; a vendor's delegate sees what they may sign."""
        seen = Q(meeting__project__in=Project.objects.visible_to(user))
        if user.is_guest:
            seen |= Q(meeting__project__in=covered_projects(user))
        return self.filter(seen)


def covered_projects(guest):
    """The projects whose vendor is away today and named this colleague to stand in."""
    today = timezone.localdate()
    absences = Absence.objects.filter(
        delegate=guest,
        person__vendor=guest.vendor_id,
        starts_on__lte=today,
        ends_on__gte=today,
    )
    seats = Seat.objects.current().filter(part=Voice.VENDOR, person__in=absences.values("person"))
    return seats.values("project")


class Minutes(models.Model):
    """The minutes of a meeting, frozen: what each voice signs."""

    meeting = models.ForeignKey(
        ScopingMeeting, models.CASCADE, related_name="minutes", verbose_name=_("réunion")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField(_("contenu figé"), encoder=DjangoJSONEncoder)
    sha256 = models.CharField(_("empreinte"), max_length=64)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("clos par")
    )
    closed_at = models.DateTimeField(_("clos le"))

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("compte rendu")
        verbose_name_plural = _("comptes rendus")
        ordering = ["meeting", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="minutes_version_once")
        ]

    def __str__(self):
        return f"{_('Compte rendu')} {self.number}, {self.meeting.project}"

    @property
    def project(self) -> Project:
        return self.meeting.project

    def is_replaced(self) -> bool:
        """Whether the meeting was reopened and closed again since."""
        return Minutes.objects.filter(meeting=self.meeting_id, number__gt=self.number).exists()

    def is_agreed(self) -> bool:
        """Whether the three voices said yes, with or without a remark."""
        agreed = self.signatures.exclude(answer=Signature.Answer.DISAGREED)
        return set(agreed.values_list("voice", flat=True)) == set(Voice.values)

    @transaction.atomic
    def sign(self, voice, answer, *, by, remark="", on_behalf_of=None):
        """One voice answers, once: agreed, agreed with a remark, disagreed with a reason."""
        remark = visible(remark)
        if answer != Signature.Answer.AGREED and not remark:
            raise Incomplete(remark=_("Dites pourquoi en une phrase : les deux autres la liront."))
        if self.sha256 != fingerprint(self.content):
            raise WrongState(_("Ce compte rendu ne correspond plus à son empreinte."))
        locked = ScopingMeeting.objects.select_for_update().get(pk=self.meeting_id)
        if self.is_replaced():
            raise WrongState(_("Une version plus récente remplace ce compte rendu : signez-la."))
        if locked.state not in (locked.State.CLOSED, locked.State.CONTESTED):
            raise WrongState(_("Ce compte rendu n’est plus à signer."))
        if self.signatures.filter(signed_by=by).exclude(voice=voice).exists():
            raise WrongState(
                _("Vous avez déjà signé pour une autre voix : une personne, une voix.")
            )
        signature, created = self.signatures.get_or_create(
            voice=voice,
            defaults={
                "answer": answer,
                "remark": remark,
                "signed_by": by,
                "signed_at": timezone.now(),
                "on_behalf_of": on_behalf_of,
            },
        )
        if not created:
            raise WrongState(_("Cette voix a déjà signé ce compte rendu."))
        facts = {"signed_for": on_behalf_of.name} if on_behalf_of else {}
        journal.record(
            self, f"minutes.{answer}", by=by, thread=self.project.key, voice=voice, **facts
        )
        return signature


class Signature(models.Model):
    """A voice's answer to the minutes. Added, never changed."""

    class Answer(models.TextChoices):
        AGREED = "agreed", _("D’accord")
        REMARK = "remark", _("D’accord, avec une remarque")
        DISAGREED = "disagreed", _("Pas d’accord")

    minutes = models.ForeignKey(
        Minutes, models.CASCADE, related_name="signatures", verbose_name=_("compte rendu")
    )
    voice = models.CharField(_("voix"), max_length=10, choices=Voice)
    answer = models.CharField(_("réponse"), max_length=10, choices=Answer)
    remark = models.TextField(_("remarque"), blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("signé par")
    )
    signed_at = models.DateTimeField(_("signé le"))
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signé pour"),
    )

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "voice"], name="signature_once_per_voice"),
            models.UniqueConstraint(
                fields=["minutes", "signed_by"], name="signature_once_per_person"
            ),
            models.CheckConstraint(
                condition=Q(voice__in=Voice.values), name="signature_voice_known"
            ),
            models.CheckConstraint(
                condition=Q(answer="agreed")
                | (Q(answer__in=["remark", "disagreed"]) & ~Q(remark="")),
                name="signature_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(on_behalf_of=F("signed_by")), name="signature_for_another"
            ),
        ]

    def __str__(self):
        return f"{self.get_voice_display()} : {self.get_answer_display()}"

    @property
    def signer(self) -> str:
        """« Julien Faure pour Sophie Marchand », or the name alone."""
        if self.on_behalf_of is None:
            return self.signed_by.name
        told = {"name": self.signed_by.name, "absent": self.on_behalf_of.name}
        return _("%(name)s pour %(absent)s") % told


class SilentVoice(models.Model):
    """A voice did not answer in time: the announced effect was applied, and is printed as such."""

    minutes = models.ForeignKey(
        Minutes, models.CASCADE, related_name="silences", verbose_name=_("compte rendu")
    )
    voice = models.CharField(_("voix"), max_length=10, choices=Voice)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("personne")
    )
    told = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", blank=True, verbose_name=_("remonté à")
    )
    noted_at = models.DateTimeField(_("constaté le"))

    class Meta:
        verbose_name = _("silence d’une voix")
        verbose_name_plural = _("silences des voix")
        ordering = ["noted_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "voice"], name="silence_once_per_voice"),
            models.CheckConstraint(condition=Q(voice__in=Voice.values), name="silence_voice_known"),
        ]

    def __str__(self):
        return self.get_voice_display()
