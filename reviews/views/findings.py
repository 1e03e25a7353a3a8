from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.forms.problems import add_problems
from governance.pages import render_page
from governance.verdicts import Incomplete, require
from projects.models import Project
from reviews.actions.findings import lift_finding, prove_finding
from reviews.forms.gates import ProofForm
from reviews.models import Finding
from reviews.permissions import can_lift_finding, can_prove_finding


@require_safe
def findings(request, key):
    """What decisions left to do on a project, the open ones first."""
    projects = Project.objects.visible_to(request.user).select_related("kind", "vendor")
    project = get_object_or_404(projects, key=key)
    rows = Finding.objects.filter(gate__project=project).select_related(
        "owner", "gate", "lifted_by"
    )
    context = {
        "project": project,
        "tab": "findings",
        "today": timezone.localdate(),
        "open": [row for row in rows if row.lifted_at is None],
        "lifted": [row for row in rows if row.lifted_at],
    }
    return render_page(request, "reviews/findings.html", context, partial="findings")


@require_http_methods(["GET", "HEAD", "POST"])
def finding(request, finding_id):
    """One reservation: what is asked, the proof, and the form of whoever has the ball."""
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
    context = {
        "project": finding.project,
        "tab": "findings",
        "finding": finding,
        "form": form,
        "may_prove": bool(can_prove_finding(request.user, finding)),
        "may_lift": bool(can_lift_finding(request.user, finding)),
    }
    status = 422 if form.errors else 200
    return render_page(request, "reviews/finding.html", context, partial="finding", status=status)


@require_POST
def lifting(request, finding_id):
    """Lift a reservation on its proof."""
    finding = find(request, finding_id)
    require(can_lift_finding(request.user, finding))
    lift_finding(finding=finding, by=request.user)
    messages.success(request, _("Réserve levée."))
    return redirect("reviews:finding", finding.pk)


def find(request, finding_id) -> Finding:
    rows = Finding.objects.visible_to(request.user).select_related(
        "gate__project__kind", "gate__project__vendor", "owner", "decision__decided_by", "lifted_by"
    )
    return get_object_or_404(rows, pk=finding_id)
