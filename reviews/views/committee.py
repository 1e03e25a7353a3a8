"""The report of the portfolio for a committee, and the ZIP of its documents."""

from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.downloads import hand_over
from governance.forms.problems import add_problems
from governance.pages import render_page
from governance.passes import Passes
from governance.verdicts import Incomplete, WrongState, require
from projects.listing import Asked
from reviews.actions.committee import ask_bundle, freeze_committee
from reviews.actions.printing import restart_print, stop_print
from reviews.bundle_lists import left_lines
from reviews.committee_pages import before_asking, offered
from reviews.forms.committee import CommitteeForm
from reviews.job_lines import bundle_line
from reviews.models import CommitteeBundle, Report
from reviews.print_permissions import can_ask_committee, can_stop_print
from reviews.views.reports import about


@require_http_methods(["GET", "HEAD", "POST"])
def request_committee(request):
    """Choose how far back the report of the portfolio looks; freeze it as its filters show it."""
    require(can_ask_committee(request.user))
    asked = Asked.read(request.GET)
    form = CommitteeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        period = form.cleaned_data["period"]
        try:
            report = freeze_committee(asked=asked, by=request.user, period=period)
        except Incomplete as error:
            add_problems(form, error)
        else:
            return redirect("reviews:report", report.pk)
    context = {"form": form} | before_asking(asked, request.user)
    status = 422 if form.errors else 200
    return render_page(
        request, "reviews/committee_request.html", context, partial="demande", status=status
    )


@require_POST
def request_bundle(request, report_id):
    """Gather a ready committee report and the documents of the projects that were ticked."""
    require(can_ask_committee(request.user))
    passes = Passes(request)
    rows = Report.objects.visible_to(request.user).filter(kind=Report.Kind.COMMITTEE)
    report = get_object_or_404(rows, pk=report_id)
    try:
        bundle = ask_bundle(report=report, keys=request.POST.getlist("projet"), by=request.user)
    except Incomplete as missing:
        context = about(request, report, passes) | {"problem": missing.problems}
        context |= offered(report, request.user, request.POST.getlist("projet"))
        return render_page(request, "reviews/report.html", context, partial="document", status=422)
    return redirect("reviews:committee-bundle", bundle.pk)


@require_safe
def bundle(request, bundle_id):
    """Where a ZIP stands: so many documents of so many, ready, called off or given up."""
    bundle = find(request, bundle_id)
    context = {"bundle": bundle, "job": bundle_line(bundle), "report": bundle.committee}
    context["may_stop"] = bool(can_stop_print(request.user, bundle))
    context["left"] = left_lines(bundle)
    return render_page(request, "reviews/committee_bundle.html", context, partial="document")


@require_safe
def bundle_file(request, bundle_id):
    """The ZIP itself: whole, or the rest of an interrupted download."""
    bundle = find(request, bundle_id)
    if not bundle.is_ready:
        raise WrongState(_("Ce dossier n’est pas encore prêt."))
    facts = {"filename": bundle.filename, "media_type": "application/zip"}
    try:
        return hand_over(request, bundle.file, made_at=bundle.produced_at, **facts)
    except FileNotFoundError as lost:
        text = _("Ce fichier n’est plus à sa place. Demandez ce dossier à nouveau.")
        raise WrongState(text) from lost


@require_POST
def stop(request, bundle_id):
    """Call off a ZIP that waits or is being made."""
    bundle = find(request, bundle_id)
    stop_print(work=bundle, by=request.user)
    return redirect("reviews:committee-bundle", bundle.pk)


@require_POST
def restart(request, bundle_id):
    """Make after all a ZIP that was called off or that gave up."""
    bundle = find(request, bundle_id)
    restart_print(work=bundle, by=request.user)
    return redirect("reviews:committee-bundle", bundle.pk)


def find(request, bundle_id) -> CommitteeBundle:
    rows = CommitteeBundle.objects.visible_to(request.user)
    rows = rows.select_related("committee", "job", "asked_by", "stopped_by")
    return get_object_or_404(rows, pk=bundle_id)
