from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.forms.problems import add_problems
from governance.pages import render_page
from governance.verdicts import Incomplete, WrongState, require
from projects.models import Project
from reviews.actions.arbitration_grounds import is_overdue
from reviews.actions.gates import submit_gate
from reviews.forms.gates import SubmissionForm
from reviews.known import ACCEPTED, accepted_lines
from reviews.models import Gate
from reviews.pages import arbitration as arbitration_pages
from reviews.pages import gates as gate_pages
from reviews.permissions import (
    can_add_renewal,
    can_answer_criteria,
    can_ask_arbitration,
    can_decide_gate,
    can_give_opinion,
    can_join_map,
    can_make_known,
    can_reopen_gate,
    can_submit_gate,
    can_waive_gate,
    can_withdraw_round,
)


def find_gate(request, gate_id) -> Gate:
    """A gate that this person may see, with what every gate page needs."""
    gates = Gate.objects.visible_to(request.user)
    joined = gates.select_related("project__kind", "milestone", "template", "team", "lead__team")
    return get_object_or_404(joined, pk=gate_id)


@require_safe
def gates(request, key):
    """The validation gates of a project, in the order of its path."""
    projects = Project.objects.visible_to(request.user).select_related("kind", "vendor")
    project = get_object_or_404(projects, key=key)
    lines = gate_pages.gate_lines(project, request.user)
    context = {"project": project, "tab": "gates", "lines": lines}
    return render_page(request, "reviews/gates.html", context, partial="gates")


@require_safe
def gate(request, gate_id):
    """One gate: what it asks, what is missing, its rounds and their decisions."""
    return show_gate(request, find_gate(request, gate_id), SubmissionForm())


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
            messages.success(request, _("Dossier figé et soumis. La balle est à la DSI."))
            return redirect("reviews:gate", gate.pk)
    return show_gate(request, gate, form, status=422)


def show_gate(request, gate, form, status=200, **told):
    """The page of a gate, with what this person may do on it now."""
    open_now = not (gate.is_decided or gate.project.is_over)
    waits = gate.state == Gate.State.SUBMITTED
    context = gate_pages.gate_context(gate, request.user)
    may_decide = open_now and waits and bool(can_decide_gate(request.user, gate))
    context |= {
        "form": form,
        "may_decide": may_decide,
        "may_advise": open_now
        and waits
        and not may_decide
        and may_advise(request.user, gate, context),
        "may_join_map": open_now and not waits and bool(can_join_map(request.user, gate)),
        "may_submit": open_now and not waits and bool(can_submit_gate(request.user, gate)),
        "may_take_back": open_now and waits and bool(can_withdraw_round(request.user, gate)),
        "may_reopen": gate.is_decided
        and not gate.project.is_over
        and bool(can_reopen_gate(request.user, gate)),
        "may_waive": open_now and bool(can_waive_gate(request.user, gate)),
        "may_add_renewal": not gate.project.is_over and bool(can_add_renewal(request.user, gate)),
        "known_rows": known_rows(request.user, gate),
        "may_answer": open_now and bool(can_answer_criteria(request.user, gate)),
    }
    context |= {"told": "", "focus": ""} | told | arbitration_lines(request.user, gate, open_now)
    return render_page(request, "reviews/gate.html", context, partial="gate", status=status)


def arbitration_lines(user, gate, open_now: bool) -> dict:
    """The arbitrations asked on a gate, and whether this person may ask for one now."""
    lines = arbitration_pages.gate_lines(gate, user)
    waits = any(line["running"] for line in lines)
    fits = gate.state == Gate.State.REFUSED or is_overdue(gate)
    may = open_now and fits and not waits and can_ask_arbitration(user, gate.project)
    return {"arbitrations": lines, "may_arbitrate": bool(may)}


def known_rows(user, gate) -> list[dict]:
    """What this gate accepted, for whoever may make it known to the next projects."""
    accepted = gate.state in ACCEPTED and can_make_known(user, gate)
    return accepted_lines(gate) if accepted else []


def may_advise(user, gate, context) -> bool:
    """Whether an opinion of this person is still possible on the current round."""
    given = any(line.get("when") and line["who"] == user for line in context["opinions"])
    return not given and bool(can_give_opinion(user, gate))


def nothing_to_do(request, gate, sentence: str):
    """A page that comes too late leads to the gate; a form that comes too late is refused."""
    if request.method == "POST":
        raise WrongState(sentence)
    return redirect("reviews:gate", gate.pk)
