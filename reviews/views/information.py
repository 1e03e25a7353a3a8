from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from governance.forms.problems import DONE, attempt
from governance.pages import render_page
from governance.verdicts import require
from reviews.actions.information import (
    answer_information,
    ask_information,
    open_question,
    seats_to_ask,
    withdraw_information,
)
from reviews.forms.information import InformationAnswerForm, QuestionForm
from reviews.models import Gate, InformationRequest
from reviews.pages import gates as gate_pages
from reviews.pages import information as information_pages
from reviews.permissions import can_answer_information, can_ask_information
from reviews.views.gates import find_gate


@require_http_methods(["GET", "HEAD", "POST"])
def question(request, gate_id):
    """Ask the other side what is missing; the decision's clock stops."""
    gate = find_gate(request, gate_id)
    require(can_ask_information(request.user, gate))
    seats = seats_to_ask(gate.project, request.user)
    if request.method != "POST":
        return new_question(request, gate, QuestionForm(seats=seats))
    form = QuestionForm(request.POST, seats=seats)
    status = attempt(form, ask_information, gate=gate, by=request.user)
    if status == DONE:
        messages.success(request, _("Question envoyée. Le délai est arrêté."))
        return redirect("reviews:gate", gate.pk)
    return show_question(request, gate, form, status=status)


def new_question(request, gate, form):
    """The empty form, or the question that is already open, or the gate when it waits no more."""
    running = open_question(gate)
    if running:
        return redirect("reviews:information", running.pk)
    if gate.state != Gate.State.SUBMITTED:
        return redirect("reviews:gate", gate.pk)
    return show_question(request, gate, form)


def show_question(request, gate, form, status=200):
    """The form of a question, with what it does to the clock."""
    context = gate_pages.gate_context(gate, request.user) | {"question_form": form}
    template = "reviews/information_question.html"
    return render_page(request, template, context, partial="question", status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def information(request, information_id):
    """What was asked, and its answer; whoever was asked answers here."""
    asked = find_information(request, information_id)
    may = can_answer_information(request.user, asked)
    if request.method != "POST":
        return show(request, asked, InformationAnswerForm(project=asked.gate.project))
    require(may)
    form = InformationAnswerForm(request.POST, project=asked.gate.project)
    status = attempt(form, answer_information, request=asked, by=request.user)
    if status == DONE:
        messages.success(request, _("Réponse envoyée. La balle revient à la DSI."))
        return redirect("reviews:gate", asked.gate_id)
    return show(request, asked, form, status=status)


@require_POST
def withdrawal(request, information_id):
    """Take a question back: the clock runs again."""
    asked = find_information(request, information_id)
    require(can_ask_information(request.user, asked.gate))
    withdraw_information(request=asked, by=request.user)
    messages.success(request, _("Question retirée. Le délai repart le prochain jour ouvré."))
    return redirect("reviews:gate", asked.gate_id)


def find_information(request, information_id) -> InformationRequest:
    """A question that this person may see, with what its page needs."""
    rows = InformationRequest.objects.visible_to(request.user).select_related(
        "gate__project__kind", "gate__milestone", "gate__team", "gate__lead__team"
    )
    joined = rows.select_related("round", "person", "asked_by", "answered_by", "document")
    return get_object_or_404(joined, pk=information_id)


def show(request, asked, form, status=200):
    """The page of a question, with what this person may do on it now."""
    gate, user = asked.gate, request.user
    goes_on = asked.is_open and not gate.project.is_over
    typed = form.is_bound and bool(can_answer_information(user, asked))
    context = {
        "project": gate.project,
        "tab": "gates",
        "gate": gate,
        "asked": asked,
        "form": form,
        "ball": information_pages.ball_of(asked, user) if goes_on else None,
        "stopped_words": information_pages.stopped_words(asked, None),
        "may_answer": typed or (goes_on and bool(can_answer_information(user, asked))),
        "may_withdraw": goes_on and bool(can_ask_information(user, gate)),
    }
    template = "reviews/information.html"
    return render_page(request, template, context, partial="information", status=status)
