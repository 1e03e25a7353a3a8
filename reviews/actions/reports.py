"""Freeze the facts of a document; the worker prints it."""

import secrets

from django.db import transaction
from django.utils import timezone

from governance.models import Job
from governance.models.journal import fingerprint
from projects.models import Project
from reviews.models import Report
from reviews.report_data import report_data

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that two readers could mix up
STAMP = ("number", "frozen_at", "code", "verify_url", "fingerprint", "revisions")


@transaction.atomic
def freeze_report(*, project: Project, kind: str, by) -> Report:
    """A new numbered document on the facts of this instant, or the last one if nothing changed."""
    Project.objects.select_for_update().get(pk=project.pk)
    last = project.reports.filter(kind=kind).select_related("job").order_by("-number").first()
    data = report_data(project, kind=kind, number=last.number + 1 if last else 1, code=new_code())
    if last and same_facts(last.content, data):
        if last.job:
            last.job.try_again()
        return last
    report = Report.objects.create(
        project=project,
        kind=kind,
        number=data["number"],
        code=data["code"],
        content=data,
        sha256=data["fingerprint"],
        asked_by=by,
        asked_at=timezone.now(),
    )
    report.job = Job.plan("render_report", key=str(report.pk), report_id=report.pk)
    report.save(update_fields=["job"])
    return report


def same_facts(old: dict, new: dict) -> bool:
    """Whether two frozen documents differ only by their number, date and earlier versions."""
    bare = [{k: v for k, v in data.items() if k not in STAMP} for data in (old, new)]
    return fingerprint(bare[0]) == fingerprint(bare[1])


def new_code() -> str:
    """A short code to read aloud: 7K2M-9QXA."""
    letters = [secrets.choice(ALPHABET) for _ in range(8)]
    return "".join(letters[:4]) + "-" + "".join(letters[4:])
