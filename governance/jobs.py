"""Work outside the request: a registry of handlers, and the one way to run a job."""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from governance.models import Job

HANDLERS: dict[str, Callable] = {}
logger = logging.getLogger(__name__)


class Later(Exception):
    """Not now: what the job needs is away, and this is no failure of the job."""

    def __init__(self, wait: timedelta):
        super().__init__(str(wait))
        self.wait = wait


def handler(kind: str):
    """Register a function as the way to do one kind of job."""

    def keep(function):
        HANDLERS[kind] = function
        return function

    return keep


def run(job_id: int) -> bool:
    """Do one job if it is free: safe to run twice, late, or beside itself."""
    if not Job.objects.claim(job_id, seconds=settings.JOB_LEASE_SECONDS):
        return False
    job = Job.objects.get(pk=job_id)
    try:
        HANDLERS[job.kind](**job.payload)
    except Later as later:
        Job.objects.filter(pk=job_id).update(
            lease_until=timezone.now() + later.wait, attempts=F("attempts") - 1
        )
        return False
    except Exception as error:  # noqa: BLE001 -- a job's failure is kept on its row and retried
        logger.warning("job %s failed: %s", job, error)
        Job.objects.filter(pk=job_id).update(failure=str(error)[:2000], lease_until=None)
        return False
    Job.objects.filter(pk=job_id).update(done_at=timezone.now(), failure="", lease_until=None)
    return True
