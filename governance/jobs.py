"""Work outside the request: a registry of handlers, and the one way to run a job."""

import inspect
import logging
import time
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from governance.models import Job
from governance.models.jobs import MAX_ATTEMPTS

HANDLERS: dict[str, Callable] = {}
BEAT_SECONDS = 0.5  # how often a long job says how far it is, at most
BEAT_LEASE = timedelta(seconds=60)  # after how long without a word its worker counts as dead
logger = logging.getLogger(__name__)


class Later(Exception):
    """Not now: what the job needs is away, and this is no failure of the job."""

    def __init__(self, wait: timedelta):
        super().__init__(str(wait))
        self.wait = wait


class Hopeless(Exception):
    """The job cannot succeed as it is: it gives up at once, with its reason."""


class Lost(Exception):
    """The job is no longer ours: called off, done, or taken up by another worker."""


class Held:
    """A job in our hands: how far it is, for whoever follows, and whether it is still ours."""

    def __init__(self, job: Job):
        self._rows = Job.objects.filter(pk=job.pk, attempts=job.attempts, done_at=None)
        self._next = 0.0

    def beat(self, percent: int, step: str = "") -> bool:
        """Say how far it is and keep the job, at most twice a second; stop when it is not ours."""
        if time.monotonic() < self._next:
            return False
        self._next = time.monotonic() + BEAT_SECONDS
        lease = timezone.now() + BEAT_LEASE
        if not self._rows.update(progress=percent, step=step, lease_until=lease):
            raise Lost
        return True


def handler(kind: str):
    """Register a function as the way to do one kind of job."""

    def keep(function):
        HANDLERS[kind] = function
        return function

    return keep


def understood(job: Job) -> bool:
    """Whether this version knows how to do it: its kind, and what it says."""
    if job.kind not in HANDLERS:
        return False
    try:
        inspect.signature(HANDLERS[job.kind]).bind(**job.payload)
    except TypeError:
        return False
    return True


def run(job_id: int) -> bool:
    """Do one job if it is free: safe to run twice, late, or beside itself.

    A job of a newer or older version waits untouched for a worker that understands it.
    """
    job = Job.objects.filter(pk=job_id).first()
    if job is None or not understood(job):
        return False
    if not Job.objects.claim(job_id, seconds=settings.JOB_LEASE_SECONDS, progress=0, step=""):
        return False
    job.refresh_from_db()
    ours = Job.objects.filter(pk=job_id, attempts=job.attempts, done_at=None)
    try:
        HANDLERS[job.kind](**job.payload)
    except Lost:
        return False
    except Later as later:
        ours.update(lease_until=timezone.now() + later.wait, attempts=F("attempts") - 1)
        return False
    except Exception as error:  # noqa: BLE001 -- a job's failure is kept on its row and retried
        logger.warning("job %s failed: %s %s", job, error, getattr(error, "detail", ""))
        spent = {"attempts": MAX_ATTEMPTS} if isinstance(error, Hopeless) else {}
        ours.update(failure=str(error)[:2000], lease_until=None, **spent)
        return False
    done = Job.objects.filter(pk=job_id, done_at=None)
    done.update(done_at=timezone.now(), failure="", lease_until=None)
    return True
