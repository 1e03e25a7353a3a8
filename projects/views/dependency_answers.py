"""Answering as an owner: all that waits, in one gesture, and from the link of an e-mail."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.pages import render_page
from governance.verdicts import Incomplete, WrongState, refused, require
from projects import dependency_pages as pages
from projects.actions import dependency_agreements as actions
from projects.dependency_links import read_ticket
from projects.forms.dependencies import SeveralForm
from projects.models import Dependency
from projects.permissions import can_answer_dependency
from projects.views.dependencies import find_dependency, too_late


@require_http_methods(["GET", "POST"])
def dependency_answers(request):
    """Everything that waits for this person's answer, to confirm together or one by one."""
    form = SeveralForm(request.POST if request.method == "POST" else None)
    read = read_versions(request.POST.getlist("dependency"))
    told, problem = None, ""
    if request.method == "POST" and not read:
        problem = _("Cochez au moins une dépendance.")
    elif form.is_valid():
        told = actions.confirm_several(read=read, by=request.user, **form.cleaned_data)
        if not told.skipped:
            messages.success(request, confirmed_sentence(len(told.done)))
            return redirect("projects:dependency-answers")
    rows = pages.waiting_page(request.user)
    context = {
        "form": SeveralForm() if told else form,
        "rows": rows,
        "ticked": {pk for pk in read if told is None},
        "problem": problem,
        "done": confirmed_sentence(len(told.done)) if told and told.done else "",
        "skipped": told.skipped if told else [],
    }
    status = 422 if problem or form.errors else 409 if told and told.skipped else 200
    template = "projects/dependency_answers.html"
    return render_page(request, template, context, partial="reponses", status=status)


def read_versions(values: list[str]) -> dict[int, int]:
    """« 12-3 »: dependency 12 as it was read, version 3; anything else is nobody's."""
    pairs = (value.split("-", 1) for value in values)
    return {
        int(pair[0]): int(pair[1])
        for pair in pairs
        if len(pair) == 2 and all(part.isdecimal() and len(part) < 10 for part in pair)
    }


def confirmed_sentence(count: int) -> str:
    """How many were confirmed."""
    text = ngettext(
        "%(n)d dépendance confirmée. Le projet est prévenu.",
        "%(n)d dépendances confirmées. Les projets sont prévenus.",
        count,
    )
    return text % {"n": count}


@require_POST
def dependency_agreement(request, dependency_id):
    """Say the same yes as for another project, in one gesture."""
    found = find_dependency(request, dependency_id)
    require(can_answer_dependency(request.user, found))
    version = request.POST.get("version", "")
    if not version.isdecimal() or len(version) > 9:
        raise WrongState(_("Rouvrez la page : cette demande n’est plus la même."))
    try:
        actions.answer_as_before(dependency=found, version=int(version), by=request.user)
    except (WrongState, Incomplete) as late:
        return too_late(request, dependency_id, str(late))
    messages.success(request, _("Réponse enregistrée, la même que la fois d’avant."))
    return redirect("projects:dependencies", found.project.key)


@require_safe
def dependency_link(request, ticket):
    """The link of an e-mail: to the page where one answers, or why there is nothing to answer."""
    read = read_ticket(ticket)
    if read is None:
        sentence = _("Ce lien a plus de dix jours : retrouvez la demande dans « À moi de jouer ».")
        return sentence_page(request, sentence)
    if read["person"] != request.user.pk:
        require(refused(_("Ce lien a été envoyé à une autre personne.")))
    rows = Dependency.objects.visible_to(request.user).select_related("project", "answered_by")
    found = rows.filter(pk=read["dependency"]).first()
    if found is None:
        raise Http404
    if found.state != Dependency.State.TO_CONFIRM or found.project.is_over:
        return sentence_page(request, nothing_to_answer(found), found)
    return redirect("projects:dependency", found.pk)


def nothing_to_answer(found: Dependency) -> str:
    """What became of the request."""
    if found.project.is_over:
        return _("Ce projet est arrêté : il n’attend plus de réponse.")
    told = {"who": found.answered_by, "answer": found.get_state_display().lower()}
    return _("Cette demande n’attend plus de réponse : %(answer)s, par %(who)s.") % told


def sentence_page(request, sentence: str, found=None):
    """One sentence, and where to go from there."""
    context = {"sentence": sentence, "dependency": found}
    template = "projects/dependency_link.html"
    return render_page(request, template, context, partial="link", status=410)
