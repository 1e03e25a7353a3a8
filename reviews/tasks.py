"""What the queue rings for on this floor: ids in, a boolean or a count out."""

import hashlib

from celery import shared_task
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from governance import jobs, journal
from governance.models import Notice
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
from reviews.actions.printed_files import note_files
from reviews.files import keep_bytes
from reviews.models import Report
from reviews.pdf.seal import sealed

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
    report = Report.objects.select_related("project", "asked_by", "minutes").get(pk=report_id)
    if report.is_ready or report.is_stopped:
        return
    with translation.override(report.content["language"]):
        archive, accessible = print_report(report.content)
        store_report(report, archive, accessible)


@jobs.handler("render_edition")
def render_edition(report_id: int, language: str) -> None:
    """Print a frozen report in another language; both files at once, or none."""
    report = Report.objects.select_related("project").get(pk=report_id)
    if report.files.filter(language=language).exists():
        return
    with translation.override(language):
        printed = dict(
            zip(("archive", "accessible"), print_report(report.content, language), strict=True)
        )
    files = {name: (keep_file(report, name, content), content) for name, content in printed.items()}
    note_files(report=report, language=language, files=files)


def print_report(content: dict, language: str = "") -> tuple[bytes, bytes]:
    """The archive and the accessible file, sealed if need be; what stops the layout is told in a sentence."""
    language = language or content["language"]
    try:
        html = pdf.render_html(content, language=language)
        archive = pdf.render_pdf(html, data=content, variant="pdf/a-3a")
        accessible = pdf.render_pdf(html, data=content, variant="pdf/ua-1")
        return sealed(archive), sealed(accessible)
    except pdf.PdfError:
        raise
    except Exception as error:
        raise pdf.PdfFailed(_("La mise en page s’est arrêtée.")) from error


@transaction.atomic
def store_report(report: Report, archive: bytes, accessible: bytes) -> None:
    """Keep the two files under their own fingerprints, then tell who asked."""
    done = Report.objects.filter(pk=report.pk, produced_at=None, stopped_at=None)
    if not done.exists():
        return
    names = {
        "archive": keep_file(report, "archive", archive),
        "accessible": keep_file(report, "accessible", accessible),
    }
    digest = hashlib.sha256(archive).hexdigest()
    if not done.update(**names, file_sha256=digest, produced_at=timezone.now()):
        return
    files = {
        "archive": (names["archive"], archive),
        "accessible": (names["accessible"], accessible),
    }
    note_files(report=report, language=report.content.get("language", ""), files=files)
    journal.record(
        report,
        PRINTED.get(report.kind, "report.produced"),
        by=None,
        thread=report.project.key if report.project else "",
        sha256=digest,
        number=report.number,
    )
    Notice.post(
        report.asked_by,
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
