from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance.forms.problems import DONE, add_problems, attempt
from governance.models import Closure
from governance.pages import render_page
from governance.verdicts import Incomplete, require
from reviews.actions.opinions import ask_more_opinions, give_opinion
from reviews.forms.gates import OpinionForm
from reviews.forms.opinions import OpinionRequestForm
from reviews.models import Gate
from reviews.pages import gates as gate_pages
from reviews.pages.opinions import asked_line
from reviews.permissions import can_ask_opinions, can_give_opinion
from reviews.views.gates import find_gate, nothing_to_do


@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request, gate_id):
    """Give an opinion on the current round."""
    gate = find_gate(request, gate_id)
    require(can_give_opinion(request.user, gate))
    if gate.state != Gate.State.SUBMITTED:
        return nothing_to_do(request, gate, _("Ce point de validation n’attend plus d’avis."))
    form = OpinionForm(request.POST or None)
    if form.is_valid():
        try:
            give_opinion(gate=gate, by=request.user, **form.cleaned_data)
        except Incomplete as error:
            add_problems(form, error)
        else:
            messages.success(request, _("Votre avis est écrit au dossier."))
            return redirect("reviews:gate", gate.pk)
    status = 422 if form.errors else 200
    context = gate_pages.gate_context(gate, request.user) | {"form": form}
    context["asked"] = asked_line(gate, request.user)
    return render_page(request, "reviews/opinion.html", context, partial="avis", status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def request_opinions(request, gate_id):
    """Ask several teams at once for their advice on the current round."""
    gate = find_gate(request, gate_id)
    require(can_ask_opinions(request.user, gate))
    if request.method != "POST":
        if gate.state != Gate.State.SUBMITTED:
            return redirect("reviews:gate", gate.pk)
        day = Closure.cached_calendar().add(timezone.localdate(), gate.answer_days)
        return show(request, gate, OpinionRequestForm(gate=gate, initial={"due_on": day}))
    form = OpinionRequestForm(request.POST, gate=gate)
    status = attempt(form, ask_more_opinions, gate=gate, by=request.user)
    if status == DONE:
        messages.success(request, _("Avis demandés. La décision ne les attend pas."))
        return redirect("reviews:decision", gate.pk)
    return show(request, gate, form, status=status)


def show(request, gate, form, status=200):
    """The form of the request, beside what was already said and asked."""
    context = gate_pages.gate_context(gate, request.user) | {"form": form}
    template = "reviews/opinion_request.html"
    return render_page(request, template, context, partial="demande", status=status)
