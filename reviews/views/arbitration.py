from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.forms.problems import DONE, add_problems, attempt
from governance.pages import render_page
from governance.verdicts import Incomplete, WrongState, refused, require
from projects.permissions import part_of
from reviews.actions.arbitration import (
    add_option,
    request_arbitration,
    withdraw_arbitration,
    write_position,
)
from reviews.actions.arbitration_answers import answer_arbitration, require_heard
from reviews.actions.arbitration_grounds import ground_of
from reviews.forms.arbitration import (
    ArbiterForm,
    OptionForm,
    PositionForm,
    RequestForm,
    WithdrawalForm,
    options_of,
)
from reviews.models import Arbitration
from reviews.pages import arbitration as pages
from reviews.pages.meetings import crumbs
from reviews.permissions import (
    can_add_option,
    can_arbitrate,
    can_withdraw_arbitration,
    can_write_position,
)
from reviews.views.gates import find_gate
from reviews.views.minutes import find_minutes
from reviews.words.arbitration import MOST_OPTIONS


def find_arbitration(request, arbitration_id) -> Arbitration:
    """An arbitration that this person may read, with its people."""
    rows = Arbitration.objects.visible_to(request.user)
    joined = rows.select_related("project", "sponsor", "cio", "opened_by", "chosen")
    return get_object_or_404(joined, pk=arbitration_id)


@require_http_methods(["GET", "HEAD", "POST"])
def arbitration_request(request, minutes_id):
    """Ask for an arbitration on minutes that a voice does not agree with."""
    minutes = find_minutes(request, minutes_id)
    return ask(request, minutes, back=("reviews:minutes", minutes.pk))


@require_http_methods(["GET", "HEAD", "POST"])
def gate_arbitration(request, gate_id):
    """Ask for an arbitration on a refusal, or on a decision that does not come."""
    gate = find_gate(request, gate_id)
    return ask(request, gate, back=("reviews:gate", gate.pk))


def ask(request, subject, *, back):
    """The page where a leader asks two arbiters to settle something."""
    ground = ground_of(subject)
    require(ground.may_ask(request.user, subject.project))
    if request.method == "POST":
        return asked(request, subject)
    waiting = Arbitration.objects.open().about(subject).first()
    if waiting:
        return redirect(waiting)
    try:
        ground.check(subject)
    except WrongState as too_late:
        messages.info(request, str(too_late))
        return redirect(*back)
    return show_request(request, subject, fresh_request(subject, ground), lines_of(subject))


def lines_of(subject, data=None):
    """The lines of the options: one less when an option is there without being written."""
    standing = ground_of(subject).standing_option(subject)
    return options_of(data, room=MOST_OPTIONS - bool(standing))


def fresh_request(subject, ground) -> RequestForm:
    """The request as it is proposed: the reason of the disagreement, its two sides, management."""
    form = RequestForm(project=subject.project)
    managers = {
        name: form.fields[name].queryset.filter(mandate="manager") for name in ("sponsor", "cio")
    }
    form.initial = {
        "question": ground.proposed_question(subject)[:240],
        "sides": "-".join(ground.sides(subject)),
        **pages.proposed_arbiters([*managers["sponsor"], *managers["cio"]]),
    }
    return form


def asked(request, subject):
    """Ask, or show what is missing with everything that was typed."""
    form, status = RequestForm(request.POST, project=subject.project), 422
    lines = lines_of(subject, request.POST)
    if form.is_valid() & lines.is_valid():
        try:
            arbitration = request_arbitration(
                subject=subject, options=lines.lines(), by=request.user, **form.cleaned_data
            )
        except Incomplete as error:
            add_problems(form, error)
        except WrongState as too_late:
            form.add_error(None, str(too_late))
            status = 409
        else:
            messages.success(request, _("Arbitrage demandé. La balle est aux deux voix."))
            return redirect(arbitration)
    return show_request(request, subject, form, lines, status=status)


def show_request(request, subject, form, lines, status=200):
    """The page of a request."""
    context = {
        "project": subject.project,
        "crumbs": crumbs(subject.project, request.user, _("Arbitrage")),
        "about": pages.about(subject),
        "follows": ground_of(subject).what_follows(),
        "standing": ground_of(subject).standing_option(subject),
        "form": form,
        "lines": lines,
    }
    template = "reviews/arbitration_request.html"
    return render_page(request, template, context, partial="demande", status=status)


@require_safe
def arbitration(request, arbitration_id):
    """The one page of an arbitration; whoever is awaited acts on it."""
    return show(request, find_arbitration(request, arbitration_id))


@require_POST
def position(request, arbitration_id):
    """One side writes or changes what it holds."""
    found = find_arbitration(request, arbitration_id)
    own = pages.position_of(found, request.user, part_of(request.user, found.project))
    if own is None:
        require(refused(_("Les positions s’écrivent par les deux voix qui s’opposent.")))
    require(can_write_position(request.user, own))
    form = PositionForm(request.POST)
    status = attempt(form, write_position, position=own, by=request.user)
    told = _("Votre position est écrite. Vous pouvez la changer tant qu’aucun arbitre n’a répondu.")
    return played(request, found, status, told, position_form=form)


@require_POST
def options(request, arbitration_id):
    """One more way out."""
    found = find_arbitration(request, arbitration_id)
    require(can_add_option(request.user, found))
    form = OptionForm(request.POST)
    status = attempt(form, add_option, arbitration=found, by=request.user)
    told = _("L’option est ajoutée.")
    return played(request, found, status, told, option_form=form)


@require_POST
def answer(request, arbitration_id):
    """One arbiter holds for an option."""
    found = find_arbitration(request, arbitration_id)
    require(can_arbitrate(request.user, found))
    form = ArbiterForm(request.POST, options=found.options.all())
    status = attempt(form, answer_arbitration, arbitration=found, by=request.user)
    told = _("Votre réponse est écrite. C’est tranché quand les deux retiennent la même option.")
    return played(request, found, status, told, answer_form=form)


@require_POST
def withdrawal(request, arbitration_id):
    """The voices agreed meanwhile: whoever asked takes it back."""
    found = find_arbitration(request, arbitration_id)
    require(can_withdraw_arbitration(request.user, found))
    form = WithdrawalForm(request.POST)
    status = attempt(form, withdraw_arbitration, arbitration=found, by=request.user)
    told = _("L’arbitrage est retiré. La suite est entre les voix.")
    return played(request, found, status, told, withdrawal_form=form)


def played(request, found, status, told, **typed):
    """Told, or the page again with what was typed and why it cannot be."""
    if status == DONE:
        messages.success(request, told)
        return redirect(found)
    return show(request, find_arbitration(request, found.pk), typed, status=status)


def show(request, found, typed=None, status=200):
    """The page of an arbitration, with what this person may do on it now."""
    context = pages.arbitration_context(found, request.user)
    own_forms = forms_for(request.user, found, context)
    context |= own_forms | (typed or {})
    return render_page(
        request, "reviews/arbitration.html", context, partial="arbitrage", status=status
    )


def forms_for(user, found: Arbitration, context: dict) -> dict:
    """The forms that this person is shown: to write, to add, to answer, to take back."""
    if not found.is_open:
        return {}
    forms = {}
    own = pages.position_of(found, user, part_of(user, found.project))
    if own and not context["answered"] and can_write_position(user, own):
        forms["position_form"] = PositionForm(initial={"text": own.text})
    rows = context["option_rows"]
    room = len(rows) < MOST_OPTIONS and not context["answered"]
    if room and can_add_option(user, found):
        forms["option_form"] = OptionForm(auto_id="id_option_%s")
    if can_arbitrate(user, found):
        forms |= arbiter_forms(user, found, rows)
    if can_withdraw_arbitration(user, found):
        forms["withdrawal_form"] = WithdrawalForm()
    return forms


def arbiter_forms(user, found: Arbitration, rows) -> dict:
    """The answer of an arbiter, once the two sides were heard or their time is over."""
    try:
        require_heard(found)
    except WrongState as early:
        return {"not_yet": str(early)}
    mine = found.answers.filter(arbiter=user).first()
    initial = {"option": mine.option_id, "word": mine.word} if mine else {}
    return {"answer_form": ArbiterForm(options=rows, initial=initial)}
