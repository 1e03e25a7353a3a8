"""What the queue rings for on this floor: ids in, a boolean or a count out."""

from celery import shared_task
from django.utils import timezone

from governance import jobs
from governance.delivery import send_notice
from governance.models import Job, Notice

BATCH = 100


@shared_task
def run_due_jobs() -> int:
    """Do the work that is waiting; what a dead worker held comes back by itself."""
    waiting = Job.objects.free(timezone.now()).order_by("created_at")
    ids = list(waiting.values_list("pk", flat=True)[:BATCH])
    return sum(jobs.run(job_id) for job_id in ids)


@shared_task
def send_due_notices() -> int:
    """Send the e-mails that are waiting, oldest first."""
    waiting = Notice.objects.free(timezone.now()).order_by("created_at")
    ids = list(waiting.values_list("pk", flat=True)[:BATCH])
    return sum(send_notice(notice_id) for notice_id in ids)
