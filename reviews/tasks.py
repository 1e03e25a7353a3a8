"""What the queue rings for on this floor: ids in, a boolean or a count out."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from celery import shared_task
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from governance import jobs, journal
from governance.models import Job, Notice
from reviews import bundles, pdf
from reviews.actions import (
    announcing,
    dating,
    following_calendars,
    gate_silence,
    gate_waivers,
    reminders,
    renewals,
    silences,
    slots,
)
from reviews.actions.editions import edition_key
from reviews.actions.printed_files import note_files
from reviews.files import keep_bytes
from reviews.models import Report
from reviews.models.reports import ReportQuerySet
from reviews.pdf.child import Beat
from reviews.pdf.seal import sealed

Files = dict[str, tuple[str, bytes]]  # variant: its name in the storage, its bytes
PRINTED = {
    "minutes": "minutes.printed",
    "gate": "gate.recorded",
    "committee": "committee.printed",
}


@shared_task
def plan_reminders() -> int:
    """Write today's reminders, once per ball, rung and person; a missed day catches up."""
    return reminders.plan_reminders()


@shared_task
def announce() -> int:
    """Tell the channels of the chat what happened since; each thing once per channel."""
    return announcing.announce()


@shared_task
def note_silences() -> int:
    """Minutes that wait: ask whoever took a seat since, note the silences past their day."""
    return silences.follow_signatures()


@shared_task
def follow_meetings() -> int:
    """Dates on offer that passed, voices seated since, projects that stopped, calendars to tell."""
    followed = slots.follow_all_slots() + dating.call_off_stopped()
    return followed + following_calendars.follow_invitations()


@shared_task
def follow_gates() -> int:
    """Gates whose answer is late: apply what was announced, once per round and due date."""
    return gate_silence.follow_gates()


@shared_task
def follow_renewals() -> int:
    """What ends: balls opened in time, decisions in doubt, waivers that nobody renewed."""
    return renewals.follow_renewals() + gate_waivers.follow_waivers()


@jobs.handler("render_report")
def render_report(report_id: int) -> None:
    """Print a frozen report: the archive with its data, and the accessible file."""
    rows = Report.objects.select_related("project", "asked_by", "minutes", "job")
    report = rows.filter(pk=report_id).first()
    if report is None or report.is_ready or report.is_stopped:
        return
    with translation.override(report.content["language"]):
        beat = followed(report, report.job)
        archive, accessible = print_report(report.content, beat=beat)
        with storing():
            store_report(report, archive, accessible)


@jobs.handler("render_edition")
def render_edition(report_id: int, language: str) -> None:
    """Print a frozen report in another language; both files at once, or none."""
    report = Report.objects.select_related("project").filter(pk=report_id).first()
    if report is None or report.files.filter(language=language).exists():
        return
    job = Job.objects.get(key=f"render_edition:{edition_key(report, language)}")
    with translation.override(language):
        printed = print_report(report.content, language, beat=followed(report, job))
    with storing(), transaction.atomic():
        files = kept_files(report, *printed)
        note_files(report=report, language=language, files=files)
        check_kept(files)
        transaction.on_commit(journal.export_head, robust=True)


def followed(report: Report, job: Job) -> Beat:
    """What the press says is kept on the job; a document called off or gone stops the press."""
    held = jobs.Held(job)
    rows = Report.objects.filter(pk=report.pk)

    def beat(percent: int, step: str) -> None:
        if held.beat(percent, step) and not rows.exists():
            raise jobs.Lost

    return beat


def print_report(content: dict, language: str = "", *, beat: Beat) -> tuple[bytes, bytes]:
    """The archive and the accessible file, sealed if need be; what stops the layout is told in a sentence."""
    try:
        html = pdf.render_html(content, language=language or content["language"])
        files = pdf.render_files(html, data=content, beat=beat)
        return sealed(files["pdf/a-3a"]), sealed(files["pdf/ua-1"])
    except (pdf.PdfError, jobs.Lost):
        raise
    except Exception as error:
        raise pdf.PdfFailed(_("La mise en page s’est arrêtée.")) from error


@contextmanager
def storing() -> Iterator[None]:
    """What the disk refuses is told in a sentence; its own words go to the log."""
    try:
        yield
    except OSError as error:
        raise pdf.PdfFailed(
            _(
                "Le document est prêt, mais le serveur n’a pas pu le ranger : son disque est plein ou absent. Prévenez la personne qui administre Cadrage."
            ),
            str(error),
        ) from error


def check_kept(files: Files) -> None:
    """Files that were there already must still be, now that a row names them; else all is undone and tried again."""
    storage = Report._meta.get_field("archive").storage
    for name, _content in files.values():
        if not storage.exists(name):
            raise FileNotFoundError(name)


def store_report(report: Report, archive: bytes, accessible: bytes) -> None:
    """Keep the two files under their own fingerprints, then say that the document is there."""
    waiting = Report.objects.filter(pk=report.pk, produced_at=None, stopped_at=None)
    if waiting.exists():
        release(waiting, report, kept_files(report, archive, accessible))


@transaction.atomic
def release(waiting: ReportQuerySet, report: Report, files: Files) -> None:
    """The document is ready, unless it was called off meanwhile or printed by another worker."""
    journal.lock_chain()
    names = {variant: name for variant, (name, _content) in files.items()}
    digest = hashlib.sha256(files["archive"][1]).hexdigest()
    if not waiting.update(**names, file_sha256=digest, produced_at=timezone.now()):
        return
    note_files(report=report, language=report.content.get("language", ""), files=files)
    check_kept(files)
    journal.record(
        report,
        PRINTED.get(report.kind, "report.produced"),
        by=None,
        thread=report.project.key if report.project else "",
        sha256=digest,
        number=report.number,
    )
    transaction.on_commit(journal.export_head, robust=True)
    tell_who_asked(report)


def tell_who_asked(report: Report) -> None:
    """An e-mail to whoever asked, as long as they may still open the document."""
    who = report.asked_by
    who.refresh_from_db()
    if not (who.is_active and Report.objects.visible_to(who).filter(pk=report.pk).exists()):
        return
    Notice.post(
        who,
        key=f"report:{report.pk}",
        subject=_("%(document)s : le document est prêt") % {"document": report.get_kind_display()},
        body=told_of(report),
        action=_("Ouvrir le document"),
        path=reverse("reviews:report", args=[report.pk]),
    )


def told_of(report: Report) -> str:
    """« Refonte du site, version 2. »"""
    if report.project is None:
        return _("Rapport au comité, numéro %(n)s.") % {"n": report.number}
    return _("%(project)s, version %(n)s.") % {"project": report.project, "n": report.version}


def kept_files(report: Report, archive: bytes, accessible: bytes) -> Files:
    """Both files, stored under names made of their fingerprints: writing twice is harmless."""
    printed = {"archive": archive, "accessible": accessible}
    return {variant: (keep_file(report, variant, content), content) for variant, content in printed.items()}  # fmt: skip


def keep_file(report: Report, field: str, content: bytes) -> str:
    """Store bytes under a name made of their fingerprint: writing twice is harmless."""
    storage = Report._meta.get_field(field).storage
    digest = hashlib.sha256(content).hexdigest()[:24]
    folder = report.project.key if report.project else "committee"
    name = f"reports/{folder}/{field}-{digest}.pdf"
    return keep_bytes(storage, name, content)


@jobs.handler("gather_bundle")
def gather_bundle(bundle_id: int) -> None:
    """Put a committee report and the documents of its projects in one ZIP file."""
    bundles.gather(bundle_id)
