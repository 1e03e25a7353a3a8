from datetime import timedelta

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MAX_ATTEMPTS = 5


class LeasedQuerySet(models.QuerySet):
    """Rows that one worker at a time takes in hand, for a while; a dead worker's come back."""

    def claim(self, pk, *, seconds: int, **noted) -> bool:
        """Take a row for ourselves; False when it is done, gone or in other hands."""
        now = timezone.now()
        free = self.free(now).filter(pk=pk)
        lease = now + timedelta(seconds=seconds)
        return bool(free.update(lease_until=lease, attempts=F("attempts") + 1, **noted))

    def free(self, now):
        """Rows still to do, due, and in nobody's hands."""
        unheld = Q(lease_until=None) | Q(lease_until__lte=now)
        return self.filter(unheld, done_at=None, attempts__lt=MAX_ATTEMPTS)


class Job(models.Model):
    """Work to do outside the request: the row is the truth, the queue only rings."""

    kind = models.CharField(_("travail"), max_length=40)
    key = models.CharField(_("clé"), max_length=120, unique=True)
    payload = models.JSONField(_("données"), default=dict, encoder=DjangoJSONEncoder)
    created_at = models.DateTimeField(_("demandé le"))
    lease_until = models.DateTimeField(_("en main jusqu’à"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    done_at = models.DateTimeField(_("fait le"), null=True, blank=True)
    failure = models.TextField(_("échec"), blank=True)
    progress = models.PositiveSmallIntegerField(_("avancement, sur cent"), default=0, db_default=0)
    step = models.CharField(_("étape"), max_length=20, blank=True, db_default="")

    objects = LeasedQuerySet.as_manager()

    class Meta:
        verbose_name = _("travail")
        verbose_name_plural = _("travaux")
        indexes = [
            models.Index(fields=["created_at"], condition=Q(done_at=None), name="job_waiting")
        ]
        constraints = [
            models.CheckConstraint(condition=Q(progress__lte=100), name="job_progress_of_hundred")
        ]

    def __str__(self):
        return f"{self.kind} {self.key}"

    @classmethod
    def plan(cls, kind: str, *, key: str, **payload) -> "Job":
        """Remember a piece of work once, whatever the number of times it is asked for."""
        job, _created = cls.objects.get_or_create(
            key=f"{kind}:{key}",
            defaults={"kind": kind, "payload": payload, "created_at": timezone.now()},
        )
        return job

    def try_again(self) -> bool:
        """Give a job that gave up its attempts back; whoever asks again starts it again."""
        unheld = Q(lease_until=None) | Q(lease_until__lte=timezone.now())
        rows = Job.objects.filter(unheld, pk=self.pk, done_at=None, attempts__gte=MAX_ATTEMPTS)
        return bool(rows.update(attempts=0, failure="", lease_until=None))

    @property
    def is_held(self) -> bool:
        """Whether a worker has it in hand, as far as one knows."""
        return (
            self.done_at is None
            and self.lease_until is not None
            and self.lease_until > timezone.now()
        )

    @property
    def has_given_up(self) -> bool:
        """Whether the last attempt is over, and failed like the others."""
        return self.done_at is None and self.attempts >= MAX_ATTEMPTS and not self.is_held
