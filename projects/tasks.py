"""What the queue rings for on this floor."""

from celery import shared_task

from governance import jobs
from projects import portfolio, sweeping
from projects.actions import catalogue_import, known, owners, scanning
from projects.models import Document


@shared_task
def ask_lapsed_choices() -> int:
    """Have the topics that rest on a lapsed known choice confirmed; asked once, safe twice."""
    return known.ask_lapsed()


@shared_task
def follow_systems() -> int:
    """Systems whose owner left, fiches to confirm after a year; asked once, safe twice."""
    return owners.follow_systems()


@shared_task
def refresh_portfolio() -> int:
    """Bring what depends on the date alone (health, lateness) up to date; safe to run twice."""
    return portfolio.rebuild_all()


@shared_task
def sweep_documents() -> dict[str, int]:
    """Remove the files that no row names, report the rows whose file is missing."""
    return sweeping.sweep()


@shared_task
def retry_scans() -> int:
    """Give the documents that still wait for the antivirus another try."""
    return scanning.retry_scans()


@jobs.handler("scan_document")
def scan_document(document_id: int) -> None:
    """Have one document scanned; a scanner that is down makes the job wait."""
    waiting = Document.objects.kept().filter(state=Document.State.SCANNING, pk=document_id)
    for document in waiting.select_related("project", "subject__topic", "added_by"):
        scanning.scan_document(document)


@jobs.handler("read_import")
def read_import(import_id: int) -> None:
    """Read one large file of the catalogue, and keep what it would do."""
    catalogue_import.read_import(import_id=import_id)


@jobs.handler("write_import")
def write_import(import_id: int) -> None:
    """Write one large file that was confirmed, in one go."""
    catalogue_import.write_import(import_id=import_id)
