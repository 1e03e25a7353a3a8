from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import journal
from governance.models import Topic
from governance.models.journal import fingerprint
from governance.roles import Voice
from governance.verdicts import Incomplete, WrongState
from projects.models import Project


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The meetings of the projects one may see."""
        return self.filter(project__in=Project.objects.visible_to(user))


class ScopingMeeting(models.Model):
    """The three-way meeting: a date, an agenda, minutes, three signatures."""

    class State(models.TextChoices):
        TO_PLAN = "to_plan", _("à fixer")
        PLANNED = "planned", _("fixée")
        HELD = "held", _("en cours")
        CLOSED = "closed", _("compte rendu à signer")
        SIGNED = "signed", _("signée")
        CONTESTED = "contested", _("contestée")

    NEXT = {
        State.TO_PLAN: {State.PLANNED},
        State.PLANNED: {State.PLANNED, State.HELD},
        State.HELD: {State.CLOSED},
        State.CLOSED: {State.SIGNED, State.CONTESTED},
        State.CONTESTED: {State.HELD},
    }

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="meetings", verbose_name=_("projet")
    )
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.TO_PLAN)
    starts_at = models.DateTimeField(_("début"), null=True, blank=True)
    minutes_planned = models.PositiveSmallIntegerField(_("durée en minutes"), default=45)
    place = models.CharField(_("lieu ou lien"), max_length=200, blank=True)
    sequence = models.PositiveSmallIntegerField(_("version de l’invitation"), default=0)
    created_at = models.DateTimeField(_("créée le"))

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("réunion de cadrage")
        verbose_name_plural = _("réunions de cadrage")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=["to_plan", "planned", "held", "closed", "signed", "contested"]
                ),
                name="meeting_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="to_plan") | Q(starts_at__isnull=False), name="meeting_dated"
            ),
        ]

    def __str__(self):
        return f"{_('Réunion de cadrage')}, {self.project}"

    @transaction.atomic
    def plan(self, starts_at, *, place, by):
        """Fix the date; moving it later sends an update of the same invitation."""
        verb = "meeting.planned" if self.state == self.State.TO_PLAN else "meeting.moved"
        self._move(
            self.State.PLANNED,
            verb=verb,
            by=by,
            starts_at=starts_at,
            place=place,
            sequence=self.sequence + 1,
        )

    @transaction.atomic
    def hold(self, *, present, by):
        """Open the meeting and say who is there; it counts only with the three voices."""
        self._move(self.State.HELD, verb="meeting.held", by=by)
        for voice in Voice.values:
            if voice in present:
                self.presences.get_or_create(voice=voice, defaults={"noted_at": timezone.now()})

    def counts(self) -> bool:
        """Whether the three voices were there."""
        return set(self.presences.values_list("voice", flat=True)) == set(Voice.values)

    def _move(self, target, *, verb, by, **fields):
        sources = [state for state, targets in self.NEXT.items() if target in targets]
        rows = ScopingMeeting.objects.filter(pk=self.pk, state__in=sources)
        if not rows.update(state=target, **fields):
            raise WrongState(_("Cette réunion a changé d’état entre-temps."))
        previous, self.state = self.state, target
        for name, value in fields.items():
            setattr(self, name, value)
        journal.record(self, verb, by=by, thread=self.project.key, previous=previous, **fields)


class Presence(models.Model):
    """A voice was at the meeting."""

    meeting = models.ForeignKey(
        ScopingMeeting, models.CASCADE, related_name="presences", verbose_name=_("réunion")
    )
    voice = models.CharField(_("voix"), max_length=10, choices=Voice)
    noted_at = models.DateTimeField(_("noté le"))

    class Meta:
        verbose_name = _("présence")
        verbose_name_plural = _("présences")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "voice"], name="presence_once"),
            models.CheckConstraint(condition=Q(voice__in=Voice.values), name="presence_voice_known"),
        ]

    def __str__(self):
        return self.get_voice_display()


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
    minutes_planned = models.PositiveSmallIntegerField(_("minutes"))
    position = models.PositiveSmallIntegerField(_("ordre"))
    notes = models.TextField(_("ce qui a été dit"), blank=True)
    notes_version = models.PositiveIntegerField(_("version des notes"), default=0)

    class Meta:
        verbose_name = _("point de l’ordre du jour")
        verbose_name_plural = _("ordre du jour")
        ordering = ["meeting", "position"]

    def __str__(self):
        return self.title

    @transaction.atomic
    def write(self, notes, *, version: int):
        """Keep the notes; refuse when somebody else wrote since this version was read."""
        if not ScopingMeeting.objects.filter(pk=self.meeting_id, state="held").exists():
            raise WrongState(_("La réunion n’est pas ouverte : les notes ne changent plus."))
        rows = AgendaItem.objects.filter(pk=self.pk, notes_version=version)
        if not rows.update(notes=notes, notes_version=version + 1):
            raise WrongState(_("Quelqu’un a écrit sur ce point en même temps que vous."))
        self.notes, self.notes_version = notes, version + 1


class Outcome(models.Model):
    """What comes out of a point: a decision, an action, a question, a risk."""

    class Kind(models.TextChoices):
        DECISION = "decision", _("Décision")
        ACTION = "action", _("Action")
        QUESTION = "question", _("Question")
        RISK = "risk", _("Risque")

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


class MinutesQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The minutes of the projects one may see."""
        return self.filter(meeting__project__in=Project.objects.visible_to(user))


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

    @transaction.atomic
    def sign(self, voice, answer, *, by, remark=""):
        """One voice answers, once: agreed, agreed with a remark, disagreed with a reason."""
        if answer != Signature.Answer.AGREED and not remark.strip():
            raise Incomplete(remark=_("Dites pourquoi en une phrase : les deux autres la liront."))
        if self.sha256 != fingerprint(self.content):
            raise WrongState(_("Ce compte rendu ne correspond plus à son empreinte."))
        locked = ScopingMeeting.objects.select_for_update().get(pk=self.meeting_id)
        if locked.state not in (locked.State.CLOSED, locked.State.CONTESTED):
            raise WrongState(_("Ce compte rendu n’est plus à signer."))
        signature, created = self.signatures.get_or_create(
            voice=voice,
            defaults={
                "answer": answer,
                "remark": remark.strip(),
                "signed_by": by,
                "signed_at": timezone.now(),
            },
        )
        if not created:
            raise WrongState(_("Cette voix a déjà signé ce compte rendu."))
        journal.record(self, f"minutes.{answer}", by=by, thread=self.project.key, voice=voice)
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

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "voice"], name="signature_once_per_voice"),
            models.UniqueConstraint(fields=["minutes", "signed_by"], name="signature_once_per_person"),
            models.CheckConstraint(condition=Q(voice__in=Voice.values), name="signature_voice_known"),
            models.CheckConstraint(
                condition=Q(answer="agreed") | (Q(answer__in=["remark", "disagreed"]) & ~Q(remark="")),
                name="signature_says_why",
            ),
        ]

    def __str__(self):
        return f"{self.get_voice_display()} : {self.get_answer_display()}"
