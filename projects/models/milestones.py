from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.models.projects import Project


class Milestone(models.Model):
    """A dated step of a project's path; some of them are validation gates."""

    class Genre(models.TextChoices):
        MILESTONE = "milestone", _("jalon")
        GATE = "gate", _("point de validation")

    class State(models.TextChoices):
        TODO = "todo", _("à venir")
        NOW = "now", _("en cours")
        DONE = "done", _("fait")
        WAIVED = "waived", _("dérogation")

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="milestones", verbose_name=_("projet")
    )
    ref = models.CharField(_("référence"), max_length=20)
    name = models.CharField(_("nom"), max_length=80)
    genre = models.CharField(_("genre"), max_length=10, choices=Genre)
    reason = models.CharField(_("pourquoi"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("ordre"))
    due_on = models.DateField(_("avant le"))
    state = models.CharField(_("état"), max_length=8, choices=State, default=State.TODO)
    note = models.CharField(_("note"), max_length=120, blank=True)
    reached_on = models.DateField(_("atteint le"), null=True, blank=True)

    class Meta:
        verbose_name = _("jalon")
        verbose_name_plural = _("jalons")
        ordering = ["project", "position"]
        constraints = [
            models.UniqueConstraint(fields=["project", "ref"], name="milestone_once"),
            models.CheckConstraint(
                condition=Q(genre__in=["milestone", "gate"]), name="milestone_genre_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["todo", "now", "done", "waived"]),
                name="milestone_state_known",
            ),
        ]

    def __str__(self):
        return self.name

    def mark(self, state: str, *, on=None, note: str = "") -> None:
        """Say where the project stands on this step; a reached step keeps its day."""
        self.state, self.note = state, note[:120]
        self.reached_on = on if state in (self.State.DONE, self.State.WAIVED) else None
        self.save(update_fields=["state", "note", "reached_on"])
