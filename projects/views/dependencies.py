"""What a project leans on: the map, the table, declaring, answering."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from governance.forms.problems import add_problems
from governance.pages import render_page, render_rows
from governance.verdicts import Incomplete, require
from projects import leaning
from projects.actions import dependencies as actions
from projects.forms.dependencies import AnswerForm, AskAgainForm, DependencyForm
from projects.models import Dependency, Project
from projects.permissions import can_answer_dependency, can_declare_dependency

State = Dependency.State


@require_safe
def dependencies(request, key):
    """Everything a project leans on, as a map or as a table."""
    project = find_project(request, key)
    rows = project.dependencies.select_related("system__owner", "system__owner_team")
    told = [
        {**leaning.told(row), "owner": row.system.owner or row.system.owner_team} for row in rows
    ]
    told = leaning.with_steps(project, told)
    context = {
        "project": project,
        "tab": "dependencies",
        "rows": told,
        "as_table": request.GET.get("vue") == "tableau",
        "headline": leaning.headline(told),
        "waiting": leaning.waiting(project, told, request.user),
        "map": render_rows("depmap.html", **leaning.map_context(project, told)),
        "may_declare": bool(can_declare_dependency(request.user, project)),
    }
    return render(request, "projects/dependencies.html", context)


@require_http_methods(["GET", "POST"])
def dependency_add(request, key):
    """Declare that a project leans on a system."""
    project = find_project(request, key)
    require(can_declare_dependency(request.user, project))
    posted = request.POST if request.method == "POST" else None
    form = DependencyForm(posted, project=project)
    if form.is_valid():
        try:
            declared = actions.declare_dependency(
                project=project, by=request.user, **form.cleaned_data
            )
        except Incomplete as incomplete:
            add_problems(form, incomplete)
        else:
            facts = {"owner": declared.system.owner or declared.system.owner_team}
            messages.success(
                request, _("Dépendance déclarée. La balle est chez %(owner)s.") % facts
            )
            return redirect("projects:dependencies", project.key)
    context = {"project": project, "tab": "dependencies", "form": form}
    return answer(request, "projects/dependency_add.html", context, form)


@require_http_methods(["GET", "POST"])
def dependency(request, dependency_id):
    """One dependency: its owner answers; after a refusal, the project asks again."""
    found = find_dependency(request, dependency_id)
    form = form_for(request, found)
    if form and form.is_valid():
        try:
            said = say(request, found, form)
        except Incomplete as incomplete:
            add_problems(form, incomplete)
        else:
            messages.success(request, said)
            return redirect("projects:dependencies", found.project.key)
    context = {
        "project": found.project,
        "tab": "dependencies",
        "dependency": found,
        "told": leaning.told(found),
        "form": form,
        "again": isinstance(form, AskAgainForm),
    }
    return answer(request, "projects/dependency.html", context, form)


def form_for(request, found: Dependency):
    """The form this person may fill now; a POST that is not theirs to make is refused."""
    if request.method == "POST" and "again" in request.POST:
        require(can_declare_dependency(request.user, found.project))
        return AskAgainForm(request.POST)
    if request.method == "POST":
        require(can_answer_dependency(request.user, found))
        return AnswerForm(request.POST)
    if found.state == State.TO_CONFIRM and can_answer_dependency(request.user, found):
        return AnswerForm()
    if found.state == State.REFUSED and can_declare_dependency(request.user, found.project):
        return AskAgainForm()
    return None


def say(request, found: Dependency, form) -> str:
    """Do what the form asks, and say the effect and where the ball is now."""
    if isinstance(form, AskAgainForm):
        actions.ask_again(dependency=found, by=request.user, **form.cleaned_data)
        owner = found.system.owner or found.system.owner_team
        return _("Demande renvoyée. La balle est chez %(owner)s.") % {"owner": owner}
    actions.answer_dependency(dependency=found, by=request.user, **form.cleaned_data)
    if found.state == State.REFUSED:
        return _("Refus enregistré. La balle est chez le porteur du besoin.")
    return _("Réponse enregistrée. Le projet peut compter dessus.")


def find_project(request, key: str) -> Project:
    """A project that the person may see; for anybody else it does not exist."""
    rows = Project.objects.visible_to(request.user).select_related("kind", "vendor")
    return get_object_or_404(rows, key=key)


def find_dependency(request, dependency_id: int) -> Dependency:
    """A dependency of a project that the person may see."""
    rows = Dependency.objects.visible_to(request.user).select_related(
        "project__kind", "system__owner", "system__owner_team", "needed_by", "answered_by"
    )
    return get_object_or_404(rows, pk=dependency_id)


def answer(request, template: str, context: dict, form):
    """The page of a form, 422 when something must be answered again."""
    status = 422 if form and form.errors else 200
    return render_page(request, template, context, partial="formulaire", status=status)
