"""The maps that go with the file of a gate: joined and taken back by those who lead the project."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from governance.forms.problems import add_problems
from governance.pages import render_page
from governance.verdicts import Incomplete, require
from reviews import gate_maps
from reviews.actions.gate_maps import join_map, take_map_back
from reviews.forms.gate_maps import JoinMapForm
from reviews.models import Gate, GateMap
from reviews.permissions import can_join_map
from reviews.views.gates import find_gate


@require_http_methods(["GET", "HEAD", "POST"])
def maps(request, gate_id):
    """What is joined to a gate, and the form that joins another view."""
    gate = find_gate(request, gate_id)
    require(can_join_map(request.user, gate))
    form = JoinMapForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        try:
            joined = join_map(gate=gate, by=request.user, **form.cleaned_data)
        except Incomplete as error:
            add_problems(form, error)
        else:
            said = _("« %(name)s » est jointe : le prochain dossier la figera.")
            messages.success(request, said % {"name": joined.name})
            return redirect("reviews:gate-maps", gate.pk)
    context = {
        "project": gate.project,
        "tab": "gates",
        "gate": gate,
        "form": form,
        "lines": gate_maps.joined_lines(gate),
    }
    status = 422 if form.errors else 200
    return render_page(request, "reviews/gate_maps.html", context, partial="cartes", status=status)


@require_POST
def map_removal(request, map_id):
    """Take a map back before the next file."""
    rows = GateMap.objects.filter(gate__in=Gate.objects.visible_to(request.user))
    joined = get_object_or_404(rows.select_related("gate__project"), pk=map_id)
    require(can_join_map(request.user, joined.gate))
    take_map_back(joined=joined, by=request.user)
    messages.success(request, _("« %(name)s » n’est plus jointe.") % {"name": joined.name})
    return redirect("reviews:gate-maps", joined.gate_id)
