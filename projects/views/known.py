"""Known choices: the company's list, one of them with its end, and taking one over on a topic."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.forms.problems import add_problems
from governance.verdicts import Incomplete, WrongState, require
from projects import answers, inheritance
from projects.actions import known as known_actions
from projects.forms.known import EndKnownForm
from projects.models import KnownChoice
from projects.permissions import (
    can_browse_known_choices,
    can_end_known_choice,
    can_propose_choice,
)
from projects.views import choice_pages, choices, known_pages


@require_safe
def known_choices(request):
    """Everything that IT accepted once and that other projects may take over."""
    require(can_browse_known_choices(request.user))
    return render(request, "projects/known_choices.html", known_pages.known_list())


@require_http_methods(["GET", "HEAD", "POST"])
def known_choice(request, known_id):
    """One known choice: its facts, its conditions, who rests on it; IT ends it here."""
    require(can_browse_known_choices(request.user))
    rows = KnownChoice.objects.select_related(
        "topic", "option", "made_by", "ended_by", "source__subject__project"
    )
    known = get_object_or_404(rows, pk=known_id)
    may = can_end_known_choice(request.user)
    form = EndKnownForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require(may)
        if form.is_valid():
            try:
                word = form.cleaned_data["word"]
                known_actions.end_known(known=known, word=word, by=request.user)
            except Incomplete as incomplete:
                add_problems(form, incomplete)
            else:
                messages.success(request, _("Choix connu retiré. Qui l’a repris doit confirmer."))
                return redirect(known)
    context = {
        "known": known,
        "usable": inheritance.is_usable(known),
        "facts": facts_in_words(known),
        "kinds": list(known.kinds.all()),
        "resting": known_pages.resting_on(known, request.user),
        "form": form if may and known.ended_at is None else None,
    }
    status = 422 if form.errors else 200
    return render(request, "projects/known_choice.html", context, status=status)


@require_POST
def known_adoption(request, subject_id, known_id):
    """Take a known choice over in the draft; what was typed beside it stays."""
    subject = choices.subject_of(request, subject_id)
    require(can_propose_choice(request.user, subject.project))
    known = get_object_or_404(KnownChoice.objects.filter(topic=subject.topic_id), pk=known_id)
    form = choice_pages.form_of(subject, request.POST)
    form.is_valid()
    try:
        data = form.answers()
        known_actions.adopt_known(subject=subject, known=known, data=data, by=request.user)
    except WrongState as too_late:
        return choices.late(request, subject, form, str(too_late))
    said = {"label": known.label}
    messages.success(request, _("« %(label)s » est repris dans votre brouillon.") % said)
    return redirect(f"{subject.get_absolute_url()}#t-faits")


def facts_in_words(known: KnownChoice) -> list[tuple[str, str]]:
    """The facts that come with a known choice, as (label, words)."""
    facts = known.topic.facts.all()
    said = [(fact.label, answers.shown(fact, known.facts.get(fact.slug))) for fact in facts]
    return [(label, words) for label, words in said if words]
