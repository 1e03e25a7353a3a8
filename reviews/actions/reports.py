"""Freeze the facts of a document; the worker prints it."""

import secrets

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from governance.models import Job
from governance.models.journal import fingerprint
from governance.verdicts import require
from projects.models import Project
from reviews.minutes_report import minutes_report
from reviews.models import Minutes, Report
from reviews.permissions import can_ask_report
from reviews.report_data import report_data

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that two readers could mix up
STAMP = ("number", "frozen_at", "code", "verify_url", "fingerprint", "revisions")


@transaction.atomic
def freeze_report(*, project: Project, kind: str, by) -> Report:
    """A new numbered document on the facts of this instant, or the last one if nothing changed."""
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    last = project.reports.filter(kind=kind).select_related("job").order_by("-number").first()
    with translation.override(settings.LANGUAGE_CODE):
        number = last.number + 1 if last else 1
        data = report_data(project, kind=kind, number=number, code=new_code())
    return kept_or_new(last, data, number=data["number"], project=project, kind=kind, by=by)


@transaction.atomic
def ask_minutes(*, minutes: Minutes, by) -> Report:
    """Whoever sits at the table asks for minutes on paper, with the answers given so far."""
    require(can_ask_report(by, minutes.project))
    return freeze_minutes(minutes=minutes, by=by)


@transaction.atomic
def freeze_minutes(*, minutes: Minutes, by) -> Report:
    """Minutes on paper with the answers of this instant, or the same file if nothing changed."""
    project = minutes.project
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    rows = project.reports.filter(kind=Report.Kind.MINUTES).order_by("-number")
    last = rows.filter(minutes=minutes).select_related("job").first()
    with translation.override(settings.LANGUAGE_CODE):
        data = minutes_report(minutes, code=new_code())
    return kept_or_new(
        last,
        data,
        number=(rows.values_list("number", flat=True).first() or 0) + 1,
        project=project,
        kind=Report.Kind.MINUTES,
        minutes=minutes,
        by=by,
    )


def kept_or_new(last: Report | None, data: dict, *, number: int, by, **what) -> Report:
    """The document already frozen on these facts, or a new one whose print is planned."""
    if last and same_facts(last.content, data):
        revive(last)
        return last
    report = Report.objects.create(
        **what,
        number=number,
        code=data["code"],
        content=data,
        sha256=data["fingerprint"],
        asked_by=by,
        asked_at=timezone.now(),
    )
    report.job = Job.plan("render_report", key=str(report.pk), report_id=report.pk)
    report.save(update_fields=["job"])
    return report


def revive(work) -> bool:
    """Work that was called off, or that gave up, goes back to the worker; nothing else does."""
    if work.is_stopped:
        type(work).objects.filter(pk=work.pk).update(stopped_by=None, stopped_at=None)
        work.stopped_by = work.stopped_at = None
        work.job = Job.plan(
            work.job.kind, key=f"{work.pk}:{secrets.token_hex(4)}", **work.job.payload
        )
        work.save(update_fields=["job"])
        return True
    return bool(work.job and not work.is_ready and work.job.try_again())


def same_facts(old: dict, new: dict) -> bool:
    """Whether two frozen documents differ only by their number, date and earlier versions."""
    bare = [{k: v for k, v in data.items() if k not in STAMP} for data in (old, new)]
    return fingerprint(bare[0]) == fingerprint(bare[1])


def new_code() -> str:
    """A short code to read aloud: 7K2M-9QXA."""
    letters = [secrets.choice(ALPHABET) for _ in range(8)]
    return "".join(letters[:4]) + "-" + "".join(letters[4:])
