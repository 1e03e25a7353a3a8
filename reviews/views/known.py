"""Making an accepted choice known, from the page of the gate that accepted it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance.forms.problems import add_problems
from governance.verdicts import Incomplete, require
from reviews import known as knowing
from reviews.actions.known import make_known
from reviews.forms.known import KnownChoiceForm
from reviews.permissions import can_make_known
from reviews.views.gates import find_gate, nothing_to_do


@require_http_methods(["GET", "HEAD", "POST"])
def known_choice(request, gate_id, choice_id):
    """What others will read of an accepted choice, before it is made known."""
    gate = find_gate(request, gate_id)
    require(can_make_known(request.user, gate))
    lines = knowing.accepted_lines(gate)
    line = next((line for line in lines if line["choice"].pk == choice_id), None)
    if line is None:
        return nothing_to_do(request, gate, _("Ce point de validation n’a pas accepté ce choix."))
    if line["known"] and request.method != "POST":
        return redirect(line["known"])
    form = KnownChoiceForm(
        request.POST if request.method == "POST" else None, choice=line["choice"]
    )
    if form.is_valid():
        try:
            known = make_known(
                gate=gate, choice=line["choice"], by=request.user, **form.cleaned_data
            )
        except Incomplete as incomplete:
            add_problems(form, incomplete)
        else:
            messages.success(request, _("Choix connu. Les projets suivants peuvent le reprendre."))
            return redirect(known)
    context = {"project": gate.project, "tab": "gates", "gate": gate, "line": line, "form": form}
    status = 422 if form.errors else 200
    return render(request, "reviews/known_choice.html", context, status=status)
