from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import journal
from governance.models import Closure
from governance.roles import Voice
from governance.verdicts import WrongState
from projects.models import Project

SIGHT_DAYS = 5


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The meetings of the projects one may see."""
        return self.filter(project__in=Project.objects.visible_to(user))

    def open_to(self, user):
        """The meetings one may see, and those to which one is asked from outside."""
        if not user.is_guest:
            return self.visible_to(user)
        asked = ScopingMeeting.objects.asking(user)
        seen = Q(project__in=Project.objects.visible_to(user))
        return self.filter(seen | Q(pk__in=asked.values("pk")))

    def asking(self, user):
        """The meetings to which somebody is asked from outside, as long as they open to guests."""
        asked = self.filter(guests__person=user, guests__ended_at=None)
        return asked.open_to_guests().order_by("starts_at", "pk").distinct()

    def open_to_guests(self):
        """Until five working days after the last signature, never those of a stopped project."""
        day = Closure.cached_calendar().add(timezone.localdate(), -SIGHT_DAYS)
        since = timezone.make_aware(datetime.combine(day, time.min))
        signed_lately = Q(minutes__signatures__signed_at__gte=since)
        going = self.exclude(project__state=Project.State.CANCELLED)
        return going.filter(~Q(state=ScopingMeeting.State.SIGNED) | signed_lately)


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
        State.PLANNED: {State.PLANNED, State.HELD, State.TO_PLAN},
        State.HELD: {State.CLOSED},
        State.CLOSED: {State.SIGNED, State.CONTESTED, State.HELD},
        State.CONTESTED: {State.HELD},
    }

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="meetings", verbose_name=_("projet")
    )
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.TO_PLAN)
    starts_at = models.DateTimeField(_("début"), null=True, blank=True)
    minutes_planned = models.PositiveSmallIntegerField(_("durée en minutes"), default=45)
    place = models.CharField(_("lieu"), max_length=200, blank=True)
    video_link = models.URLField(_("lien de visioconférence"), max_length=500, blank=True)
    fixed_reason = models.CharField(
        _("pourquoi cette date, qui ne convient pas aux trois voix"), max_length=240, blank=True
    )
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("fait suite à"),
    )
    reopened = models.JSONField(_("sujets rouverts"), default=list, blank=True)
    carried = models.JSONField(_("ce qui reste valable"), default=list, blank=True)
    current_item = models.ForeignKey(
        "reviews.AgendaItem",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("point sur la table"),
    )
    current_since = models.DateTimeField(_("sur la table depuis"), null=True, blank=True)
    live_version = models.PositiveIntegerField(_("version de la page en direct"), default=0)
    organiser = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisée par"),
    )
    opened_at = models.DateTimeField(_("ouverte à"), null=True, blank=True)
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

    @property
    def ends_at(self):
        """When it should be over."""
        return self.starts_at + timedelta(minutes=self.minutes_planned)

    @transaction.atomic
    def plan(self, starts_at, *, by, verb="", **when):
        """Fix the date; moving it later sends an update of the same invitation.

        `when` says where: place, video_link, fixed_reason, organiser.
        """
        moved = self.state == self.State.PLANNED
        verb = verb or ("meeting.moved" if moved else "meeting.planned")
        number = self.sequence + 1
        changes = {"starts_at": starts_at, "sequence": number, "organiser": by} | when
        sources = (self.State.TO_PLAN, self.State.PLANNED)
        told = {name: when[name] for name in ("place", "video_link") if when.get(name)}
        told |= {"starts_at": starts_at, "sequence": number}
        if reason := when.get("fixed_reason"):
            told["reason"] = reason
        self._move(self.State.PLANNED, sources, verb=verb, by=by, changes=changes, **told)

    @transaction.atomic
    def call_off(self, reason: str, *, by):
        """The date no longer stands: the meeting waits for another one."""
        number = self.sequence + 1
        changes = {"starts_at": None, "sequence": number, "fixed_reason": ""}
        told = {"reason": reason, "sequence": number, "starts_at": self.starts_at}
        sources = (self.State.PLANNED,)
        verb = "meeting.cancelled"
        self._move(self.State.TO_PLAN, sources, verb=verb, by=by, changes=changes, **told)

    @transaction.atomic
    def hold(self, *, present, by):
        """Open the meeting and say who is there; it counts only with the three voices."""
        changes = {"opened_at": timezone.now()}
        sources = (self.State.PLANNED,)
        told = {"present": sorted(present)}
        self._move(self.State.HELD, sources, verb="meeting.held", by=by, changes=changes, **told)
        self.note_presence(present)

    @transaction.atomic
    def reopen(self, *, by):
        """A second round: the minutes stay readable, and will be followed by the next version."""
        changes = {"opened_at": timezone.now()}
        sources = (self.State.CLOSED, self.State.CONTESTED)
        self._move(self.State.HELD, sources, verb="meeting.reopened", by=by, changes=changes)

    @transaction.atomic
    def close(self, *, by, **facts):
        """What was said is now frozen in the minutes."""
        self._move(self.State.CLOSED, (self.State.HELD,), verb="meeting.closed", by=by, **facts)

    @transaction.atomic
    def complete(self, *, by):
        """The three voices agree."""
        self._move(self.State.SIGNED, (self.State.CLOSED,), verb="meeting.signed", by=by)

    @transaction.atomic
    def contest(self, *, by):
        """A voice disagrees: the point comes back to the table."""
        self._move(self.State.CONTESTED, (self.State.CLOSED,), verb="meeting.contested", by=by)

    def is_open(self) -> bool:
        """Whether it may be written in; whoever asks keeps it so until their transaction ends."""
        rows = ScopingMeeting.objects.select_for_update().filter(pk=self.pk)
        return rows.values_list("state", flat=True).first() == self.State.HELD

    def bump(self) -> None:
        """Something that the other seats must see has changed: their pages read again."""
        ScopingMeeting.objects.filter(pk=self.pk).update(live_version=F("live_version") + 1)

    def raise_sequence(self) -> None:
        """One more version of the invitation, for calendars: the date itself stays."""
        number = self.sequence + 1
        rows = ScopingMeeting.objects.filter(pk=self.pk, sequence=self.sequence)
        if not rows.update(sequence=number):
            raise WrongState(self._what_happened())
        self.sequence = number

    def note_presence(self, voices) -> None:
        """These voices are there, from the start or from now on."""
        for voice in Voice.values:
            if voice in voices:
                self.presences.get_or_create(voice=voice, defaults={"noted_at": timezone.now()})

    def voices_present(self) -> set[str]:
        return set(self.presences.values_list("voice", flat=True))

    def counts(self) -> bool:
        """Whether the three voices were there."""
        return self.voices_present() == set(Voice.values)

    def _move(self, target, sources, *, verb, by, changes=None, **facts):
        """The only door to another state: from where it may, one row or none, recorded."""
        allowed = [source for source in sources if target in self.NEXT[source]]
        rows = ScopingMeeting.objects.filter(pk=self.pk, state__in=allowed, sequence=self.sequence)
        changes = {"state": target} | (changes or {})
        if not rows.update(**changes):
            raise WrongState(self._what_happened())
        previous = self.state
        for name, value in changes.items():
            setattr(self, name, value)
        journal.record(self, verb, by=by, thread=self.project.key, previous=previous, **facts)

    def _what_happened(self) -> str:
        """The sentence for whoever comes too late."""
        now = ScopingMeeting.objects.get(pk=self.pk)
        if now.state == self.State.PLANNED and now.sequence != self.sequence:
            return _("Cette réunion a été déplacée entre-temps. Rouvrez la page pour voir sa date.")
        told = {"state": now.get_state_display()}
        return _("Quelqu’un a agi avant vous. État de cette réunion : %(state)s.") % told


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
            models.CheckConstraint(
                condition=Q(voice__in=Voice.values), name="presence_voice_known"
            ),
        ]

    def __str__(self):
        return self.get_voice_display()
