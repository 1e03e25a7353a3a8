from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.models import Closure, System, Team
from governance.roles import Side
from projects.models.projects import Project


class MoveQuerySet(models.QuerySet):
    def open(self):
        """The balls that somebody holds."""
        return self.filter(closed_at=None)

    def running(self):
        """The balls whose clock runs: open, and not paused while the other side owes an answer."""
        return self.filter(closed_at=None, paused_at=None)

    def held_by(self, person):
        """The balls of a person, their team's included when nobody took them yet."""
        team = Q(person=None, team=person.team_id) if person.team_id else Q(pk=None)
        return self.filter(Q(person=person) | team)

    def about(self, subject, *kinds):
        """The moves that a subject opened, of these kinds or of all."""
        rows = self.filter(subject_label=subject._meta.label_lower, subject_id=subject.pk)
        return rows.filter(kind__in=kinds) if kinds else rows

    def reminded(self) -> dict:
        """When each open ball was last reminded, by its number; those never reminded left out."""
        rows = self.open().exclude(reminded_at=None)
        return dict(rows.values_list("pk", "reminded_at"))

    def visible_to(self, user):
        """The moves of the projects one may see; those of the catalogue are the company's."""
        if user.is_guest:
            return self.filter(project__in=Project.objects.visible_to(user))
        return self


class Move(models.Model):
    """Whose turn, since when, until when. The only list of who owes what."""

    class Kind(models.TextChoices):
        TAKE_SEAT = "take_seat", _("Prendre le siège")
        FILL_SEAT = "fill_seat", _("Trouver une voix")
        PLAN_MEETING = "plan_meeting", _("Fixer la réunion de cadrage")
        HOLD_MEETING = "hold_meeting", _("Tenir la réunion de cadrage")
        SIGN_MINUTES = "sign_minutes", _("Signer le compte rendu")
        ANSWER_TOPIC = "answer_topic", _("Répondre à un sujet")
        CONFIRM_DEPENDENCY = "confirm_dependency", _("Confirmer une dépendance")
        SUBMIT_GATE = "submit_gate", _("Soumettre un point de validation")
        GIVE_OPINION = "give_opinion", _("Donner un avis")
        DECIDE_GATE = "decide_gate", _("Décider")
        LIFT_FINDING = "lift_finding", _("Lever une réserve")
        ACT = "act", _("Faire une action")
        ANSWER_QUESTION = "answer_question", _("Répondre à une question")
        SETTLE = "settle", _("Trancher un désaccord")
        GO_LIVE = "go_live", _("Mettre en service")
        AGREE_LEVEL = "agree_level", _("Dire oui ou non à un autre chemin")
        CHECK_LATER = "check_later", _("Relire un projet express")
        QUICK_OPINION = "quick_opinion", _("Donner un avis flash")
        ANSWER_WAIVER = "answer_waiver", _("Répondre à une demande de dérogation")
        CHOOSE_SLOT = "choose_slot", _("Répondre sur les créneaux")
        GIVE_POSITION = "give_position", _("Écrire sa position")
        ARBITRATE = "arbitrate", _("Arbitrer")
        ANSWER_INFO = "answer_info", _("Répondre à une demande d’information")
        RENEW = "renew", _("Renouveler une validation")
        CONFIRM_SYSTEM = "confirm_system", _("Confirmer la fiche d’un système")
        NAME_OWNER = "name_owner", _("Nommer le propriétaire d’un système")
        ANSWER_ANNOUNCEMENT = "answer_announcement", _("Répondre à une annonce")

    PAGES = {
        Kind.PLAN_MEETING: "reviews:meeting",
        Kind.HOLD_MEETING: "reviews:meeting",
        Kind.SIGN_MINUTES: "reviews:signature",
        Kind.ANSWER_TOPIC: "projects:choice",
        Kind.CONFIRM_DEPENDENCY: "projects:dependency",
        Kind.SUBMIT_GATE: "reviews:gate",
        Kind.GIVE_OPINION: "reviews:opinion",
        Kind.DECIDE_GATE: "reviews:decision",
        Kind.LIFT_FINDING: "reviews:finding",
        Kind.ACT: "reviews:outcome",
        Kind.ANSWER_QUESTION: "reviews:outcome",
        Kind.SETTLE: "reviews:minutes",
        Kind.AGREE_LEVEL: "reviews:level-answer",
        Kind.ANSWER_WAIVER: "projects:rule-waiver",
        Kind.QUICK_OPINION: "projects:quick-opinion",
        Kind.CHOOSE_SLOT: "reviews:slots",
        Kind.GIVE_POSITION: "reviews:arbitration",
        Kind.ARBITRATE: "reviews:arbitration",
        Kind.ANSWER_INFO: "reviews:information",
        Kind.RENEW: "reviews:renewal",
        Kind.CONFIRM_SYSTEM: "projects:system",
        Kind.NAME_OWNER: "projects:system",
        Kind.ANSWER_ANNOUNCEMENT: "projects:announcement-answer",
    }
    CATALOGUE = "governance.system"  # the one subject whose balls belong to no project

    project = models.ForeignKey(
        Project,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="moves",
        verbose_name=_("projet"),
    )
    kind = models.CharField(_("genre"), max_length=20, choices=Kind)
    side = models.CharField(_("côté"), max_length=12, choices=Side)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="moves",
        verbose_name=_("personne"),
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="moves", verbose_name=_("équipe")
    )
    subject_label = models.CharField(_("objet"), max_length=60)
    subject_id = models.BigIntegerField(_("numéro de l’objet"))
    title = models.CharField(_("quoi"), max_length=160)
    detail = models.CharField(_("pourquoi"), max_length=240, blank=True)
    opened_at = models.DateTimeField(_("depuis"))
    due_on = models.DateField(_("avant le"))
    days = models.PositiveSmallIntegerField(_("délai en jours ouvrés"))
    taken_at = models.DateTimeField(_("prise dans la file le"), null=True, blank=True)
    paused_at = models.DateTimeField(_("en pause depuis"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("dernière relance"), null=True, blank=True)
    closed_at = models.DateTimeField(_("jouée le"), null=True, blank=True)
    outcome = models.CharField(_("issue"), max_length=40, blank=True)

    objects = MoveQuerySet.as_manager()

    class Meta:
        verbose_name = _("balle")
        verbose_name_plural = _("balles")
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(
                fields=["person", "due_on"], condition=Q(closed_at=None), name="move_mine"
            ),
            models.Index(fields=["project"], condition=Q(closed_at=None), name="move_project"),
            models.Index(fields=["due_on"], condition=Q(closed_at=None), name="move_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_label", "subject_id", "person"],
                condition=Q(closed_at=None),
                name="move_open_once",
            ),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="move_side_known"),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(team__isnull=False), name="move_held"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "take_seat",
                        "fill_seat",
                        "plan_meeting",
                        "hold_meeting",
                        "sign_minutes",
                        "answer_topic",
                        "confirm_dependency",
                        "submit_gate",
                        "give_opinion",
                        "decide_gate",
                        "lift_finding",
                        "act",
                        "answer_question",
                        "settle",
                        "go_live",
                        "agree_level",
                        "check_later",
                        "quick_opinion",
                        "answer_waiver",
                        "choose_slot",
                        "give_position",
                        "arbitrate",
                        "answer_info",
                        "renew",
                        "confirm_system",
                        "name_owner",
                        "answer_announcement",
                    ]
                ),
                name="move_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(project__isnull=False) | Q(subject_label="governance.system"),
                name="move_of_project_or_system",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """Where this move is played."""
        if self.kind == self.Kind.CHECK_LATER:
            return reverse("reviews:later-check", args=[self.project.key])
        page = self.PAGES.get(self.kind)
        return reverse(page, args=[self.subject_id]) if page else self.project.get_absolute_url()

    @classmethod
    @transaction.atomic
    def open_for(cls, subject, kind, *, side, title, project=None, person=None, team=None, **extra):
        """Give the ball: who, for what, until when (`days` working days, or `due_on`)."""
        now, today = timezone.now(), timezone.localdate()
        calendar = Closure.calendar()
        due_on, days = extra.get("due_on"), extra.get("days")
        due_on = due_on or calendar.add(today, days)
        held = {"person": person} if person else {"person": None, "team": team}
        move, _created = cls.objects.get_or_create(
            kind=kind,
            subject_label=subject._meta.label_lower,
            subject_id=subject.pk,
            **held,
            closed_at=None,
            defaults={
                "project": project,
                "side": side,
                "team": team,
                "title": str(title)[:160],
                "detail": str(extra.get("detail", ""))[:240],
                "opened_at": now,
                "due_on": due_on,
                "days": max(days or calendar.between(today, due_on), 0),
            },
        )
        return move

    @classmethod
    def close_for(cls, subject, *kinds, outcome: str, person=None) -> int:
        """Take the ball back from whoever holds it on this subject; how many were closed."""
        rows = cls.objects.open().about(subject, *kinds)
        if person is not None:
            rows = rows.filter(Q(person=person) | Q(person=None, team=person.team_id))
        return rows.update(closed_at=timezone.now(), outcome=outcome)

    @property
    def holder(self) -> str:
        return str(self.person or self.team)

    @property
    def place(self) -> str:
        """Where it is played, said beside its title: the project, or the catalogue."""
        return self.project.title if self.project_id else _("Catalogue SI")

    @property
    def ground(self) -> models.Model:
        """What the journal says it is about: the project, or the system when there is none."""
        return self.project if self.project_id else System.objects.get(pk=self.subject_id)

    @property
    def thread(self) -> str:
        """The thread of the journal it is told in."""
        return self.project.key if self.project_id else System.thread_of(self.subject_id)

    @property
    def is_stopped(self) -> bool:
        """Whether its project was stopped: nothing is reminded of it any more."""
        return bool(self.project_id) and self.project.is_over


class MovePause(models.Model):
    """The clock of a ball stopped: the other side owes something first, and it is said what."""

    move = models.ForeignKey(Move, models.CASCADE, related_name="pauses", verbose_name=_("balle"))
    reason = models.CharField(_("ce qui est attendu"), max_length=240)
    awaited = models.CharField(_("de qui"), max_length=12, choices=Side)
    started_at = models.DateTimeField(_("depuis"))
    ended_at = models.DateTimeField(_("jusqu’à"), null=True, blank=True)

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        ordering = ["started_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["move"], condition=Q(ended_at=None), name="pause_open_once"
            ),
            models.CheckConstraint(condition=Q(awaited__in=Side.values), name="pause_side_known"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("started_at")),
                name="pause_ordered",
            ),
        ]

    def __str__(self):
        return self.reason
