from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance.forms.problems import add_problems
from governance.pages import render_page
from governance.verdicts import Incomplete, require
from reviews.actions.gate_waivers import waive_gate
from reviews.forms.renewals import WaiverForm
from reviews.pages import gates as gate_pages
from reviews.permissions import can_waive_gate
from reviews.views.gates import find_gate, nothing_to_do


@require_http_methods(["GET", "HEAD", "POST"])
def waiver(request, gate_id):
    """Go on without the validation: risk owner, reason, measure, end."""
    gate = find_gate(request, gate_id)
    require(can_waive_gate(request.user, gate))
    if gate.is_decided:
        return nothing_to_do(request, gate, _("Ce point de validation est déjà décidé."))
    form = WaiverForm(request.POST or None, initial={"risk_owner": request.user})
    if form.is_valid():
        try:
            waive_gate(gate=gate, by=request.user, **form.cleaned_data)
        except Incomplete as error:
            add_problems(form, error)
        else:
            messages.success(
                request, _("Dérogation signée. Elle se voit dans tout le portefeuille.")
            )
            return redirect("reviews:gate", gate.pk)
    status = 422 if form.errors else 200
    context = gate_pages.gate_context(gate, request.user) | {"form": form}
    return render_page(request, "reviews/waiver.html", context, partial="waiver", status=status)
