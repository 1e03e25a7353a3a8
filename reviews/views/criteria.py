from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from governance.forms.problems import add_problems
from governance.pages import render_page
from governance.verdicts import Incomplete, WrongState, require
from reviews.actions.criteria import answer_criterion, withdraw_answer
from reviews.forms.criteria import AnswerVersionForm, CriterionForm
from reviews.forms.gates import SubmissionForm
from reviews.pages.criteria import answer_of, find_criterion
from reviews.permissions import can_answer_criteria
from reviews.views.gates import find_gate, nothing_to_do, show_gate

PAGE, PIECE = "reviews/criterion.html", "critere"


@require_http_methods(["GET", "HEAD", "POST"])
def criterion(request, gate_id, criterion_key):
    """Answer one criterion: in its place in the list for htmx, else on a page of its own."""
    gate, key = find_asked(request, gate_id, criterion_key), criterion_key
    answer = answer_of(gate, key)
    if request.method != "POST":
        if gate.is_decided or gate.project.is_over:
            return nothing_to_do(request, gate, "")
        return show(request, gate, key, CriterionForm(gate=gate, answer=answer, key=key))
    form, told = CriterionForm(request.POST, gate=gate, answer=answer, key=key), {"status": 422}
    if form.is_valid():
        try:
            answer_criterion(gate=gate, key=key, by=request.user, **form.cleaned_data)
        except Incomplete as error:
            add_problems(form, error)
        except WrongState as late:
            told = {"status": 409, "conflict": str(late)}
        else:
            return answered(request, gate, key, _("Réponse gardée."))
    return show(request, gate, key, form, **told)


@require_POST
def criterion_withdrawal(request, gate_id, criterion_key):
    """Take an answer back, as it was read."""
    gate, key = find_asked(request, gate_id, criterion_key), criterion_key
    form = AnswerVersionForm(request.POST)
    if not form.is_valid():
        raise WrongState(_("Cette réponse a changé. Relisez-la avant de la retirer."))
    withdraw_answer(gate=gate, key=key, by=request.user, **form.cleaned_data)
    return answered(request, gate, key, _("Réponse retirée."))


def find_asked(request, gate_id, key):
    """A gate that this person may answer, as long as it asks this criterion."""
    gate = find_gate(request, gate_id)
    require(can_answer_criteria(request.user, gate))
    if find_criterion(gate, key) is None:
        raise Http404
    return gate


def answered(request, gate, key, sentence):
    """The gate again: its criteria, what is missing, and where the reader was."""
    if not request.htmx:
        messages.success(request, sentence)
        return redirect(f"{reverse('reviews:gate', args=[gate.pk])}#critere-{key}")
    gate = find_gate(request, gate.pk)
    return show_gate(request, gate, SubmissionForm(), told=sentence, focus=key)


def show(request, gate, key, form, *, status=200, conflict=""):
    """The form of one criterion; in a conflict, both answers are shown and none is lost."""
    answer = answer_of(gate, key)
    context = {
        "project": gate.project,
        "tab": "gates",
        "gate": gate,
        "criterion": find_criterion(gate, key),
        "key": key,
        "answer": answer,
        "version": read_version(answer) if conflict else form["version"].value(),
        "form": form,
        "conflict": conflict,
        "documents_url": documents_url(gate),
        "still_open": not gate.is_decided and not gate.project.is_over,
    }
    response = render_page(request, PAGE, context, partial=PIECE, status=status)
    if request.htmx and request.method == "POST":
        response["HX-Retarget"], response["HX-Reswap"] = f"#critere-{key}", "outerHTML"
    return response


def read_version(answer) -> int:
    """The answer that whoever came too late has now read, beside their own."""
    return answer.version if answer else 0


def documents_url(gate) -> str:
    """Where a document is added: the first topic that the gate judges, else the topics."""
    subject = gate.project.topics.filter(topic__in=gate.topics.all()).first()
    if subject:
        return reverse("projects:choice", args=[subject.pk])
    return reverse("projects:topics", args=[gate.project.key])
