"""The last gesture of a registration: the project below, its gates and its meeting here."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from governance.forms.problems import add_problems
from governance.keeping import keeps_typing
from governance.typography import count_in_words
from governance.verdicts import Incomplete
from projects import wizard
from projects.actions.registration import register_draft
from projects.forms.people import SystemsForm
from projects.models import Project
from projects.views.registration import draft_of, elsewhere
from projects.views.registration_path import keep_people, people_form, show_path
from reviews.actions.opening import open_path


@keeps_typing
@require_http_methods(["GET", "POST"])
def registration(request, draft_id):
    """Register a draft and open its path, once; a second time leads to the same project."""
    draft = draft_of(request, draft_id)
    progress = wizard.Progress(draft, request.user)
    if away := elsewhere(request, progress, "path"):
        return away
    form = people_form(request, progress)
    if request.method != "POST":  # the page was loaded again, or after signing in again
        return show_path(request, progress, form)
    if conflict := keep_people(request, progress, form):
        return conflict
    systems = SystemsForm(request.POST, suggestions=progress.path.suggestions)
    if not form.is_valid():
        return show_path(request, progress, form)
    if not systems.is_valid():
        messages.warning(request, _("Les dépendances proposées ont changé. Relisez-les."))
        return redirect(wizard.step_url("path", draft))
    progress = wizard.Progress(draft, request.user)
    progress.missing()
    return register(request, progress, form, systems.cleaned_data["systems"])


def register(request, progress, form, systems: list[str]):
    """Send it, and go to the project; what a verb refuses is said beside its field."""
    draft = progress.draft
    try:
        project = send(draft, progress.registration(systems), by=request.user)
    except Incomplete as incomplete:
        add_problems(form, incomplete)
        return show_path(request, progress, form)
    if project:
        messages.success(request, sentence(project))
    draft.refresh_from_db()
    return redirect(draft.project)


@transaction.atomic
def send(draft, registration, *, by) -> Project | None:
    """The project and everything that opens with it, or nothing."""
    project = register_draft(draft=draft, registration=registration, by=by)
    if project:
        open_path(project=project, by=by)
    return project


def sentence(project: Project) -> str:
    """What just happened, who knows, and where the ball is now."""
    told = told_people(project)
    text = ngettext("%(words)s personne prévenue", "%(words)s personnes prévenues", len(told))
    words = text % {"words": count_in_words(len(told))}
    facts = {"key": project.key, "told": f"{words} : {', '.join(told)}" if told else words}
    if project.state == Project.State.SCOPED:
        return _("Projet %(key)s accepté d’emblée, l’attestation se prépare. %(told)s.") % facts
    return _("Projet %(key)s enregistré. %(told)s. À vous de fixer la réunion.") % facts


def told_people(project: Project) -> list[str]:
    """The people who hold a ball of a new project, whoever registered it set apart."""
    moves = project.moves.open().exclude(person=project.registered_by).select_related("person")
    return list(dict.fromkeys(move.holder for move in moves.order_by("pk") if move.person))
