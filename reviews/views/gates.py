from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.pages import render_page
from governance.verdicts import Incomplete, require
from projects.models import Project
from reviews import gate_pages
from reviews.actions.gates import give_opinion, submit_gate, waive_gate
from reviews.forms.gates import OpinionForm, SubmissionForm, WaiverForm
from reviews.models import Gate
from reviews.permissions import (
    can_decide_gate,
    can_give_opinion,
    can_submit_gate,
    can_waive_gate,
)


def find_gate(request, gate_id) -> Gate:
    """A gate that this person may see, with what every gate page needs."""
    gates = Gate.objects.visible_to(request.user)
    joined = gates.select_related("project__kind", "milestone", "template", "team", "lead")
    return get_object_or_404(joined, pk=gate_id)


@require_safe
def gates(request, key):
    """The validation gates of a project, in the order of its path."""
    projects = Project.objects.visible_to(request.user).select_related("kind", "vendor")
    project = get_object_or_404(projects, key=key)
    context = {"project": project, "tab": "gates", "lines": gate_pages.gate_lines(project)}
    return render_page(request, "reviews/gates.html", context, partial="gates")


@require_safe
def gate(request, gate_id):
    """One gate: what it asks, what is missing, its rounds and their decisions."""
    gate = find_gate(request, gate_id)
    return show_gate(request, gate, SubmissionForm())


@require_POST
def submission(request, gate_id):
    """Submit the gate: the file is frozen and the referent's clock starts."""
    gate = find_gate(request, gate_id)
    require(can_submit_gate(request.user, gate))
    form = SubmissionForm(request.POST)
    if form.is_valid():
        try:
            submit_gate(gate=gate, by=request.user, **form.cleaned_data)
        except Incomplete as error:
            add_problems(form, error)
        else:
            messages.success(request, _("Soumis. La balle est à la DSI."))
            return redirect("reviews:gate", gate.pk)
    return show_gate(request, gate, form, status=422)


def show_gate(request, gate, form, status=200):
    """The page of a gate, with the submission form when it is this person's turn."""
    context = gate_pages.gate_context(gate) | {
        "form": form,
        "may_submit": bool(can_submit_gate(request.user, gate)),
        "may_decide": bool(can_decide_gate(request.user, gate)),
        "may_waive": bool(can_waive_gate(request.user, gate)),
        "may_advise": bool(can_give_opinion(request.user, gate)),
    }
    return render_page(request, "reviews/gate.html", context, partial="gate", status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request, gate_id):
    """Give an opinion on the current round."""
    gate = find_gate(request, gate_id)
    require(can_give_opinion(request.user, gate))
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
    context = gate_pages.gate_context(gate) | {"form": form}
    return render_page(request, "reviews/opinion.html", context, partial="avis", status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def waiver(request, gate_id):
    """Go on without the validation: risk owner, reason, end."""
    gate = find_gate(request, gate_id)
    require(can_waive_gate(request.user, gate))
    form = WaiverForm(request.POST or None, initial={"risk_owner": request.user})
    if form.is_valid():
        try:
            waive_gate(gate=gate, by=request.user, **form.cleaned_data)
        except Incomplete as error:
            add_problems(form, error)
        else:
            messages.success(request, _("Dérogation signée. Elle se voit dans tout le portefeuille."))
            return redirect("reviews:gate", gate.pk)
    status = 422 if form.errors else 200
    context = gate_pages.gate_context(gate) | {"form": form}
    return render_page(request, "reviews/waiver.html", context, partial="waiver", status=status)


def add_problems(form, error: Incomplete) -> None:
    """Put what a verb missed beside the fields it names."""
    for field, sentence in error.problems.items():
        form.add_error(field if field in form.fields else None, sentence)
