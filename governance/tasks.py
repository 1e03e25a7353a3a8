"""What the queue rings for on this floor: ids in, a boolean or a count out."""

from celery import shared_task
from django.utils import timezone

from governance import chat, jobs, journal, outbox
from governance.models import Job

BATCH = 100


@shared_task
def run_due_jobs() -> int:
    """Do the work that is waiting; what a dead worker held comes back by itself."""
    known = Job.objects.free(timezone.now()).filter(kind__in=jobs.HANDLERS)
    waiting = known.order_by("created_at")
    ids = list(waiting.values_list("pk", flat=True)[:BATCH])
    return sum(jobs.run(job_id) for job_id in ids)


@shared_task
def send_due_notices() -> int:
    """Send the e-mails that are waiting, oldest first, as long as the mail server is there."""
    return outbox.send_waiting()


@shared_task
def export_journal_head() -> str:
    """Leave the head of the journal in the log, where no hand on the database reaches it."""
    return journal.export_head()


@jobs.handler("post_to_chat")
def post_to_chat(channel: int, sentence: str, url: str) -> None:
    """Post one sentence to one channel of the chat; a channel that is silent makes it wait."""
    chat.deliver(channel, sentence, url)
