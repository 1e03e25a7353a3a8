"""Documents of the demo company in each of their states; what a worker would do to them."""

from django.urls import reverse
from django.utils import timezone

from governance.models.jobs import MAX_ATTEMPTS
from reviews import tasks
from reviews.actions.committee import ask_bundle
from reviews.actions.printing import stop_print
from reviews.actions.reports import new_code
from reviews.models import Report


def document_landmarks(reader) -> dict:
    """One page for each state; short files stand for what the press makes."""
    ready, waiting, stopped, failed = Report.objects.filter(kind="scoping").order_by("pk")[:4]
    printed(ready)
    newer = printed(copied(ready))
    stop_print(work=stopped, by=reader)
    failed.job.attempts, failed.job.failure = MAX_ATTEMPTS, "Ce dossier contient trop de texte."
    failed.job.save(update_fields=["attempts", "failure"])
    committee = printed(Report.objects.filter(kind="committee").first())
    bundle = ask_bundle(report=committee, keys=[newer.project.key], by=reader)
    pages = {"waiting": waiting, "stopped": stopped, "failed": failed, "ready": newer}
    pages |= {"replaced": ready, "committee": committee}
    found = {f"document_{name}": page("report", row) for name, row in pages.items()}
    checks = {"document_code": newer, "replaced_code": ready}
    found |= {
        name: reverse("reviews:verification-code", args=[row.code]) for name, row in checks.items()
    }
    return found | {"bundle": page("committee-bundle", bundle)}


def page(name: str, row) -> str:
    return reverse(f"reviews:{name}", args=[row.pk])


def printed(report: Report) -> Report:
    """A document whose two files are there."""
    name = report.code.encode()
    tasks.store_report(report, b"%PDF-1.7 archive " + name, b"%PDF-1.7 accessible " + name)
    return Report.objects.get(pk=report.pk)


def copied(report: Report) -> Report:
    """The version that follows, frozen now."""
    later = Report.objects.get(pk=report.pk)
    later.pk, later.job, later.produced_at = None, None, None
    later.number, later.code, later.asked_at = report.number + 1, new_code(), timezone.now()
    later.archive = later.accessible = later.file_sha256 = ""
    later.save(force_insert=True)
    return later


def print_waiting(address: str) -> dict:
    """What the worker does, on the document of this page; its code comes back."""
    report = Report.objects.get(pk=address.strip("/").split("/")[-1])
    tasks.render_report(report.pk)
    return {"code": report.code}
