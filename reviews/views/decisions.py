from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance.forms.problems import add_problems
from governance.pages import render_page
from governance.typography import visible
from governance.verdicts import Incomplete, WrongState, require
from reviews.actions.deciding import decide_gate, require_decider
from reviews.actions.information import seats_to_ask
from reviews.forms.gates import DecisionForm
from reviews.forms.information import QuestionForm
from reviews.forms.reservations import one_more_line, reservations_of
from reviews.models import Decision, Gate
from reviews.pages import gates as gate_pages
from reviews.permissions import can_decide_gate
from reviews.views.gates import find_gate

TYPED = ("word", "alternative", "legal_ground")


@require_http_methods(["GET", "HEAD", "POST"])
def decision(request, gate_id):
    """Decide the current round on its frozen file, in one screen."""
    gate = find_gate(request, gate_id)
    if request.method == "POST":
        try:
            require_decider(gate, request.user)
        except WrongState as late:
            return words_kept(request, gate, late)
        return record(request, gate)
    require(can_decide_gate(request.user, gate))
    current = gate.rounds.order_by("-number").first()
    if current is None or gate.state != Gate.State.SUBMITTED:
        return redirect("reviews:gate", gate.pk)
    form = DecisionForm(initial={"round_number": current.number})
    return show(request, gate, form, reservations_of(gate))


def record(request, gate):
    """Record the decision, or show the form again with nothing lost."""
    form = DecisionForm(request.POST)
    if "add" in request.POST and gate.state == Gate.State.SUBMITTED:
        return show(request, gate, form_kept(request), one_more_line(gate, request.POST))
    lines = reservations_of(gate, request.POST)
    if form.is_valid() and (lines.is_valid() or not asks_reservations(form)):
        try:
            decide(request, gate, form, lines)
        except Incomplete as error:
            add_problems(form, error)
        except WrongState as late:
            return too_late(request, gate, lines, late)
        else:
            messages.success(request, _("Décision scellée. Les trois voix sont prévenues."))
            return redirect("reviews:gate", gate.pk)
    if gate.state != Gate.State.SUBMITTED:
        late = WrongState(_("Ce point de validation n’attend plus de décision."))
        return words_kept(request, gate, late)
    return show(request, gate, form, lines, status=422)


def asks_reservations(form) -> bool:
    """Only one of the four outcomes reads the lines: a half-written one stops no other."""
    return form.cleaned_data["outcome"] == Decision.Outcome.RESERVED


def decide(request, gate, form, lines):
    """The verb, with what was typed."""
    reservations = lines.lines() if asks_reservations(form) else []
    decide_gate(gate=gate, by=request.user, reservations=reservations, **form.cleaned_data)


def too_late(request, gate, lines, late: WrongState):
    """Sent twice: show the result. On an older round: show the new one, with every word kept."""
    gate = find_gate(request, gate.pk)
    last = gate.rounds.select_related("decision").order_by("-number").first()
    if gate.state == Gate.State.SUBMITTED and last:
        data = request.POST.copy()
        read, data["round_number"] = data.get("round_number"), str(last.number)
        if read == str(last.number):
            return words_kept(request, gate, late)
        form = DecisionForm(data)
        form.add_error(None, str(late))
        return show(request, gate, form, lines, status=409, read=read)
    mine = Decision.objects.filter(round=last, decided_by=request.user)
    if mine.filter(round__number=request.POST["round_number"]).exists():
        messages.info(request, _("Votre décision était déjà scellée."))
        return redirect("reviews:gate", gate.pk)
    return words_kept(request, gate, late)


def words_kept(request, gate, late: WrongState):
    """What happened meanwhile, and the words that were typed, to read and to copy."""
    fields = [DecisionForm.base_fields[name] for name in TYPED]
    said = [visible(request.POST.get(name, "")) for name in TYPED]
    words = [(field.label, text) for field, text in zip(fields, said, strict=True) if text]
    names = [
        name for name in request.POST if name.startswith("reserves-") and name.endswith("-text")
    ]
    lines = [visible(request.POST[name]) for name in names]
    context = {
        "project": gate.project,
        "tab": "gates",
        "gate": gate,
        "sentence": str(late),
        "words": words + [(_("Réserve"), text) for text in lines if text],
    }
    return render_page(request, "reviews/decision_late.html", context, partial="late", status=409)


def form_kept(request) -> DecisionForm:
    """The decision as it was typed, unbound: adding a line is not an error."""
    return DecisionForm(
        initial={name: request.POST.get(name, "") for name in DecisionForm.base_fields}
    )


def show(request, gate, form, lines, status=200, read=""):  # noqa: PLR0913 -- what the page shows
    """The decision page: the facts first, the form after."""
    context = gate_pages.decision_context(gate, request.user, read)
    context |= {"form": form, "lines": lines}
    context["question_form"] = QuestionForm(seats=seats_to_ask(gate.project, request.user))
    form.name_sender(context["sent_by"])
    return render_page(request, "reviews/decision.html", context, partial="decision", status=status)
