from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance.forms.problems import add_problems
from governance.pages import render_page
from governance.verdicts import Incomplete, require
from reviews.actions.rounds import reopen_gate, withdraw_round
from reviews.forms.gates import ReasonForm
from reviews.models import Gate
from reviews.pages import gates as gate_pages
from reviews.permissions import can_reopen_gate, can_withdraw_round
from reviews.views.gates import find_gate, nothing_to_do


@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request, gate_id):
    """Take back the file under review, with the reason."""
    gate = find_gate(request, gate_id)
    require(can_withdraw_round(request.user, gate))
    if gate.state != Gate.State.SUBMITTED and request.method != "POST":
        return nothing_to_do(request, gate, "")
    words = {
        "title": _("Reprendre le dossier"),
        "effect": _("Le passage reste écrit. Plus personne n’a à décider, la balle revient."),
        "button": _("Reprendre le dossier"),
    }
    done = _("Le dossier est repris : il est de nouveau entre vos mains.")
    return with_reason(request, gate, withdraw_round, words, done)


@require_http_methods(["GET", "HEAD", "POST"])
def reopening(request, gate_id):
    """Put a decision in question again, with the reason."""
    gate = find_gate(request, gate_id)
    require(can_reopen_gate(request.user, gate))
    if not gate.is_decided:
        return nothing_to_do(request, gate, _("Ce point de validation n’est pas décidé."))
    words = {
        "title": _("Rouvrir ce point de validation"),
        "effect": _("La décision reste écrite, à confirmer. Le projet soumet un nouveau passage."),
        "button": _("Rouvrir ce point de validation"),
    }
    return with_reason(request, gate, reopen_gate, words, _("Le point de validation est rouvert."))


def with_reason(request, gate, verb, words: dict, done: str):  # noqa: PLR0913 -- two verbs, one page
    """One question, one verb; what was typed stays when the answer is too short."""
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            verb(gate=gate, by=request.user, **form.cleaned_data)
        except Incomplete as error:
            add_problems(form, error)
        else:
            messages.success(request, done)
            return redirect("reviews:gate", gate.pk)
    status = 422 if form.errors else 200
    context = gate_pages.gate_context(gate, request.user) | {"form": form, "words": words}
    template = "reviews/gate_reason.html"
    return render_page(request, template, context, partial="why", status=status)
