from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.downloads import hand_over
from governance.pages import render_page
from governance.passes import Passes
from governance.verdicts import WrongState, require
from projects.models import Project
from reviews.actions.editions import ask_edition
from reviews.actions.gate_records import ask_record
from reviews.actions.printing import restart_print, stop_print
from reviews.actions.reports import freeze_report
from reviews.authenticity import newer_than
from reviews.committee_pages import offered
from reviews.editions import edition_lines
from reviews.job_lines import job_line
from reviews.models import Decision, Gate, PrintedFile, Report
from reviews.permissions import can_ask_report
from reviews.print_permissions import can_stop_print

FORMATS = {"": "accessible", "archive": "archive"}
NEEDED = (  # never the frozen data, which weigh more than the file
    *("kind", "number", "produced_at", "archive", "accessible"),
    *("project__key", "minutes__number"),
)


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
    passes = Passes(request)
    report = find(request, report_id)
    context = about(request, report, passes)
    if report.project is None and report.is_ready:
        context |= offered(report, request.user)
    return render_page(request, "reviews/report.html", context, partial="document")


def about(request, report: Report, passes: Passes) -> dict:
    """What the page of a document shows of it, whatever else stands under it."""
    context = {"report": report, "project": report.project, "job": job_line(report)}
    context["editions"] = edition_lines(report) if report.is_ready else []
    context["newer"] = newer_than(report) if report.is_ready else None
    context["waits"] = context["job"]["state"] in ("queued", "running") or any(
        line["state"] == "running" for line in context["editions"]
    )
    context["may_stop"] = bool(can_stop_print(request.user, report))
    if report.is_ready:
        context["job"]["url"], context["archive_url"] = addresses(report, passes)
    return context


def addresses(report: Report, passes: Passes) -> tuple[str, str]:
    """The two files of a document, for whoever just read its page."""
    bare = reverse("reviews:report-file", args=[report.pk])
    return (
        passes.to(bare, report.accessible, report.filename),
        passes.to(f"{bare}?format=archive", report.archive, report.filename),
    )


@require_POST
def request_edition(request, report_id):
    """The same document in another language, from the same frozen data."""
    report = find(request, report_id)
    ask_edition(report=report, language=request.POST.get("language", "en"), by=request.user)
    return redirect("reviews:report", report.pk)


@require_POST
def stop(request, report_id):
    """Call off a document that waits or is being printed."""
    report = find(request, report_id)
    stop_print(work=report, by=request.user)
    return redirect("reviews:report", report.pk)


@require_POST
def restart(request, report_id):
    """Print after all a document that was called off or that gave up."""
    report = find(request, report_id)
    restart_print(work=report, by=request.user)
    return redirect("reviews:report", report.pk)


@require_safe
def report_file(request, report_id):
    """The file itself; `?format=archive` for the one that carries its data, `?language=en` in English."""
    variant = FORMATS.get(request.GET.get("format", ""), "accessible")
    if language := request.GET.get("language", ""):
        return edition_file(request, report_id, language, variant)
    rows = Report.objects.visible_to(request.user).select_related("project", "minutes")
    found = get_object_or_404(rows.only(*NEEDED), pk=report_id)
    if not found.is_ready:
        raise WrongState(_("Ce document n’est pas encore prêt."))
    return handed(request, getattr(found, variant), found.filename, found.produced_at)


def edition_file(request, report_id, language: str, variant: str):
    """The same document in a language that somebody asked for."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    rows = PrintedFile.objects.filter(report__in=Report.objects.visible_to(request.user))
    rows = rows.select_related("report__project", "report__minutes")
    rows = rows.only("file", "made_at", "language", *(f"report__{name}" for name in NEEDED))
    found = get_object_or_404(rows, report=report_id, language=language, variant=variant)
    filename = found.report.filename.replace(".pdf", f"-{found.language}.pdf")
    return handed(request, found.file, filename, found.made_at)


def handed(request, file, filename: str, made_at):
    """A printed file under the name that people know."""
    facts = {"filename": filename, "media_type": "application/pdf", "made_at": made_at}
    try:
        return hand_over(request, file, **facts)
    except FileNotFoundError as lost:
        raise WrongState(_("Ce fichier n’est plus à sa place. Prévenez le support.")) from lost


def find(request, report_id) -> Report:
    rows = Report.objects.visible_to(request.user).select_related(
        "project", "job", "asked_by", "stopped_by", "minutes"
    )
    return get_object_or_404(rows, pk=report_id)
