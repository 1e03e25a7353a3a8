from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance import typography
from governance.pages import render_page
from governance.verdicts import WrongState, require
from projects.models import Project
from reviews.actions.gate_records import ask_record
from reviews.actions.reports import freeze_report
from reviews.models import Decision, Gate, Report
from reviews.permissions import can_ask_report

FORMATS = {"": "accessible", "archive": "archive"}


@require_POST
def request_report(request, key):
    """Freeze the facts as they stand; the worker prints them."""
    project = get_object_or_404(Project.objects.visible_to(request.user), key=key)
    require(can_ask_report(request.user, project))
    report = freeze_report(project=project, kind=Report.Kind.SCOPING, by=request.user)
    return redirect("reviews:report", report.pk)


@require_POST
def request_record(request, decision_id):
    """The record of a decision; asked again, the same document."""
    rows = Decision.objects.filter(round__gate__in=Gate.objects.visible_to(request.user))
    decision = get_object_or_404(rows.select_related("round__gate__project"), pk=decision_id)
    require(can_ask_report(request.user, decision.round.gate.project))
    return redirect("reviews:report", ask_record(decision=decision, by=request.user).pk)


@require_safe
def report(request, report_id):
    """Where a document stands: waiting, being printed, ready, or stopped with its reason."""
    report = find(request, report_id)
    context = {"report": report, "project": report.project, "job": job_line(report)}
    context["may_ask"] = bool(can_ask_report(request.user, report.project))
    return render_page(request, "reviews/report.html", context, partial="document")


@require_safe
def report_file(request, report_id):
    """The file itself; `?format=archive` for the one that carries its data."""
    report = find(request, report_id)
    if not report.is_ready:
        raise WrongState(_("Ce document n’est pas encore prêt."))
    field = FORMATS.get(request.GET.get("format", ""), "accessible")
    try:
        content = getattr(report, field).open("rb")
    except FileNotFoundError as lost:
        raise WrongState(_("Ce fichier n’est plus à sa place. Prévenez le support.")) from lost
    return FileResponse(
        content,
        as_attachment=True,
        filename=report.filename,
        content_type="application/pdf",
    )


@login_not_required
@require_safe
def verification(request, code=""):
    """Say whether a code names a genuine document, without revealing what it says."""
    code = (code or request.GET.get("code", "")).strip().upper()[:9]
    report = (
        Report.objects.filter(code=code).select_related("project", "minutes").first()
        if code
        else None
    )
    context = {"code": code, "report": report, "newer": bool(report) and has_newer(report)}
    return render_page(request, "reviews/verification.html", context, partial="resultat")


def has_newer(report: Report) -> bool:
    """Whether a later document says more of the same thing: of the same minutes, for minutes."""
    if report.decision_id:
        return False
    later = report.project.reports.filter(kind=report.kind, minutes=report.minutes_id)
    replaced = report.minutes is not None and report.minutes.is_replaced()
    return replaced or later.filter(number__gt=report.number).exists()


def find(request, report_id) -> Report:
    rows = Report.objects.visible_to(request.user).select_related(
        "project", "job", "asked_by", "minutes"
    )
    return get_object_or_404(rows, pk=report_id)


def job_line(report: Report) -> dict:
    """The row of the document, as components/job.html draws it."""
    line = {"id": report.pk, "title": name_of(report), "url": "", "action": "", "percent": 0}
    line["fingerprint"] = ""
    if report.is_ready:
        return line | ready_line(report)
    if report.job and report.job.has_given_up:
        why = report.job.failure or _("La mise en page s’est arrêtée.")
        return line | {"state": "stopped", "sentence": f"{why} {_('Rien d’autre n’est perdu.')}"}
    if report.job and report.job.attempts:
        return line | {"state": "running", "sentence": _("Mise en page en cours.")}
    return line | {"state": "queued", "sentence": _("En attente d’impression.")}


def ready_line(report: Report) -> dict:
    """« Prêt depuis mar. 6 oct., 17 h 42, PDF accessible, 1,4 Mo. »"""
    told = {"when": typography.moment(report.produced_at), "size": size_of(report)}
    return {
        "state": "ready",
        "sentence": _("Prêt depuis %(when)s, PDF accessible%(size)s.") % told,
        "fingerprint": report.file_sha256[:12],
        "url": reverse("reviews:report-file", args=[report.pk]),
        "action": _("Télécharger"),
    }


def size_of(report: Report) -> str:
    """« , 1,4 Mo », or nothing when the file is not where it was left."""
    storage = report.accessible.storage
    if not storage.exists(report.accessible.name):
        return ""
    return ", " + typography.file_size(report.accessible.size)


def name_of(report: Report) -> str:
    """« Dossier de cadrage, Refonte du site, version 1 »."""
    told = {"kind": report.get_kind_display(), "project": report.project, "n": report.version}
    name = _("%(kind)s, %(project)s, version %(n)s") % told
    return name[0].upper() + name[1:]
