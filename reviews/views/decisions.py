from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance.pages import render_page
from governance.verdicts import Incomplete, require
from reviews import gate_pages
from reviews.actions.gates import decide_gate
from reviews.forms.gates import DecisionForm, reservations_of
from reviews.permissions import can_decide_gate
from reviews.views.gates import add_problems, find_gate

MOST_LINES = 8


@require_http_methods(["GET", "HEAD", "POST"])
def decision(request, gate_id):
    """Decide the current round on its frozen file, in one screen."""
    gate = find_gate(request, gate_id)
    require(can_decide_gate(request.user, gate))
    current = gate.rounds.order_by("-number").first()
    if current is None or gate.state != gate.State.SUBMITTED:
        return redirect("reviews:gate", gate.pk)
    if request.method != "POST":
        form = DecisionForm(initial={"round_number": current.number})
        return show(request, gate, form, reservations_of(gate))
    return record(request, gate)


def record(request, gate):
    """Record the decision, or show the form again with nothing lost."""
    form = DecisionForm(request.POST)
    lines = reservations_of(gate, request.POST)
    if "add" in request.POST:
        return show(request, gate, form_kept(request), one_more_line(gate, request.POST))
    if form.is_valid() and lines.is_valid():
        try:
            decide_gate(gate=gate, by=request.user, reservations=lines.lines(), **form.cleaned_data)
        except Incomplete as error:
            add_problems(form, error)
        else:
            messages.success(request, _("Décision scellée. Les trois voix sont prévenues."))
            return redirect("reviews:gate", gate.pk)
    return show(request, gate, form, lines, status=422)


def form_kept(request) -> DecisionForm:
    """The decision as it was typed, unbound: adding a line is not an error."""
    return DecisionForm(initial={name: request.POST.get(name, "") for name in DecisionForm.base_fields})


def one_more_line(gate, data):
    """The conditions typed so far, and an empty line."""
    data = data.copy()
    total = min(int(data.get("reserves-TOTAL_FORMS", "1")) + 1, MOST_LINES)
    data["reserves-TOTAL_FORMS"] = str(total)
    rows = [
        {
            name: data.get(f"reserves-{index}-{name}", "")
            for name in ("text", "owner", "due_on", "consequence", "weight", "topic", "proof_asked")
        }
        for index in range(total - 1)
    ]
    lines = reservations_of(gate, extra=total)
    for form, row in zip(lines.forms, rows, strict=False):
        form.initial = row
    return lines


def show(request, gate, form, lines, status=200):
    """The decision page: the facts first, the form after."""
    context = gate_pages.decision_context(gate) | {"form": form, "lines": lines}
    return render_page(request, "reviews/decision.html", context, partial="decision", status=status)
