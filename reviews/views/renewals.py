from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance.forms.problems import add_problems
from governance.pages import render_page
from governance.verdicts import Incomplete, require
from reviews.actions.gate_waivers import renew_waiver
from reviews.actions.renewals import add_renewal, finish_renewal
from reviews.forms.renewals import RenewalForm, RenewalRequestForm, WaiverTermsForm
from reviews.models import Renewal
from reviews.pages.renewals import waiver_context
from reviews.permissions import can_add_renewal, can_renew, can_waive_gate
from reviews.views.gates import find_gate


@require_http_methods(["GET", "HEAD", "POST"])
def renewal(request, renewal_id):
    """What ends, and the form of whoever renews it."""
    renewal = find(request, renewal_id)
    waives = renewal.genre == Renewal.Genre.WAIVER
    may = can_waive_gate(request.user, renewal.gate) if waives else can_renew(request.user, renewal)
    data = request.POST or None
    form = WaiverTermsForm(data) if waives else RenewalForm(data, renewal=renewal)
    if request.method == "POST":
        require(may)
        if form.is_valid():
            try:
                verb = renew_waiver if waives else finish_renewal
                verb(renewal=renewal, by=request.user, **form.cleaned_data)
            except Incomplete as error:
                add_problems(form, error)
            else:
                messages.success(request, _("C’est renouvelé, et écrit au dossier."))
                return redirect("reviews:gate", renewal.gate_id)
    context = {"project": renewal.gate.project, "tab": "gates", "renewal": renewal, "form": form}
    context |= waiver_context(renewal)
    context["may_renew"] = bool(may) and renewal.done_at is None
    status = 422 if form.errors else 200
    return render_page(request, "reviews/renewal.html", context, partial="renewal", status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def renewal_request(request, gate_id):
    """Say what will have to be renewed on a gate."""
    gate = find_gate(request, gate_id)
    require(can_add_renewal(request.user, gate))
    form = RenewalRequestForm(request.POST or None, project=gate.project)
    if form.is_valid():
        try:
            add_renewal(gate=gate, by=request.user, **form.cleaned_data)
        except Incomplete as error:
            add_problems(form, error)
        else:
            messages.success(request, _("C’est noté : Cadrage le redemandera à temps."))
            return redirect("reviews:gate", gate.pk)
    context = {"project": gate.project, "tab": "gates", "gate": gate, "form": form}
    status = 422 if form.errors else 200
    return render_page(
        request, "reviews/renewal_request.html", context, partial="demande", status=status
    )


def find(request, renewal_id) -> Renewal:
    rows = Renewal.objects.visible_to(request.user).select_related(
        "gate__project__kind",
        "gate__project__vendor",
        "gate__milestone",
        "gate__lead",
        "owner",
        "done_by",
        "document",
    )
    return get_object_or_404(rows, pk=renewal_id)
