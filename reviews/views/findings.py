from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.forms.problems import add_problems
from governance.pages import render_page
from governance.verdicts import Incomplete, require
from projects.models import Project
from reviews.actions.findings import lift_finding, prove_finding, raise_finding, weigh_finding
from reviews.forms.findings import FindingForm, LiftingForm, WeightForm
from reviews.forms.gates import ProofForm
from reviews.models import Finding
from reviews.pages.findings import totals
from reviews.permissions import (
    can_lift_finding,
    can_prove_finding,
    can_raise_finding,
    can_weigh_finding,
)


@require_safe
def findings(request, key):
    """What was found on a project, the open ones first, with what it costs."""
    project = find_project(request, key)
    rows = Finding.objects.filter(gate__project=project).select_related(
        "owner", "gate", "lifted_by"
    )
    context = {
        "project": project,
        "tab": "findings",
        "today": timezone.localdate(),
        "open": [row for row in rows if row.lifted_at is None],
        "lifted": [row for row in rows if row.lifted_at],
        "totals": totals(rows),
        "may_raise": not project.is_over and bool(can_raise_finding(request.user, project)),
    }
    return render_page(request, "reviews/findings.html", context, partial="findings")


@require_http_methods(["GET", "HEAD", "POST"])
def finding_add(request, key):
    """Write what was found, outside any decision."""
    project = find_project(request, key)
    require(can_raise_finding(request.user, project))
    form = FindingForm(request.POST or None, project=project, user=request.user)
    if form.is_valid():
        try:
            finding = raise_finding(by=request.user, **form.cleaned_data)
        except Incomplete as error:
            add_problems(form, error)
        else:
            told = {"person": finding.owner}
            messages.success(request, _("C’est écrit. La balle est chez %(person)s.") % told)
            return redirect("reviews:finding", finding.pk)
    context = {"project": project, "tab": "findings", "form": form}
    status = 422 if form.errors else 200
    return render_page(
        request, "reviews/finding_add.html", context, partial="constat", status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
def finding(request, finding_id):
    """One finding: what is asked, the proof, and the form of whoever has the ball."""
    finding = find(request, finding_id)
    form = ProofForm(request.POST or None)
    if request.method == "POST":
        require(can_prove_finding(request.user, finding))
        if form.is_valid():
            try:
                prove_finding(finding=finding, by=request.user, **form.cleaned_data)
            except Incomplete as error:
                add_problems(form, error)
            else:
                messages.success(request, _("Preuve envoyée. La balle est chez le référent."))
                return redirect("reviews:finding", finding.pk)
    return show(request, finding, form=form, status=422 if form.errors else 200)


@require_POST
def lifting(request, finding_id):
    """Lift a finding on its proof, with what it really took."""
    finding = find(request, finding_id)
    require(can_lift_finding(request.user, finding))
    form = LiftingForm(request.POST)
    if not form.is_valid():
        return show(request, finding, lifting=form, status=422)
    lift_finding(finding=finding, by=request.user, **form.cleaned_data)
    messages.success(request, _("Réserve levée."))
    return redirect("reviews:finding", finding.pk)


@require_POST
def weight(request, finding_id):
    """Say that a finding blocks the launch, or that it does not."""
    finding = find(request, finding_id)
    require(can_weigh_finding(request.user, finding))
    form = WeightForm(request.POST)
    if not form.is_valid():
        return show(request, finding, status=422)
    weigh_finding(finding=finding, by=request.user, **form.cleaned_data)
    messages.success(request, _("Le poids du constat est changé."))
    return redirect("reviews:finding", finding.pk)


def show(request, finding, *, form=None, lifting=None, status=200):
    """The page of a finding, with what this person may do on it."""
    context = {
        "project": finding.project,
        "tab": "findings",
        "finding": finding,
        "form": form or ProofForm(),
        "lifting": lifting or LiftingForm(),
        "may_prove": bool(can_prove_finding(request.user, finding)),
        "may_lift": bool(can_lift_finding(request.user, finding)),
        "may_weigh": bool(can_weigh_finding(request.user, finding)),
    }
    return render_page(request, "reviews/finding.html", context, partial="finding", status=status)


def find_project(request, key) -> Project:
    projects = Project.objects.visible_to(request.user).select_related("kind", "vendor")
    return get_object_or_404(projects, key=key)


def find(request, finding_id) -> Finding:
    rows = Finding.objects.visible_to(request.user).select_related(
        "gate__project__kind",
        "gate__project__vendor",
        "gate__lead",
        "gate__team",
        "owner",
        "decision__decided_by",
        "decision__on_behalf_of",
        "raised_by",
        "lifted_by",
        "topic",
    )
    return get_object_or_404(rows, pk=finding_id)
