"""What a project leans on: the map, the table, declaring, answering."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from governance.forms.problems import add_problems
from governance.pages import render_page
from governance.verdicts import Incomplete, WrongState, require
from projects import dependency_pages as pages
from projects.actions import dependencies as actions
from projects.forms.dependencies import AnswerForm, AskAgainForm, DependencyForm
from projects.models import Dependency, Project
from projects.permissions import can_answer_dependency, can_declare_dependency

State = Dependency.State


@require_safe
def dependencies(request, key):
    """Everything a project leans on, as a map or as a table."""
    project = find_project(request, key)
    as_table = request.GET.get("vue") == "tableau"
    context = pages.map_page(project, request.user, as_table=as_table)
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
                project=project,
                by=request.user,
                system=form.cleaned_data["system"],
                nature=form.cleaned_data["nature"],
                **form.facts(),
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


@require_safe
def dependency_interfaces(request, key):
    """The interfaces of the system just chosen, as the field of the form."""
    project = find_project(request, key)
    require(can_declare_dependency(request.user, project))
    form = DependencyForm(initial={"system": request.GET.get("system", "")}, project=project)
    return render(request, "projects/dependency_interfaces.html", {"field": form["interface"]})


@require_http_methods(["GET", "POST"])
def dependency(request, dependency_id):
    """One dependency: its owner answers; after a refusal, the project asks again."""
    found = find_dependency(request, dependency_id)
    form = posted_form(request, found) if request.method == "POST" else None
    if form and form.is_valid():
        try:
            said = say(request, found, form)
        except Incomplete as incomplete:
            add_problems(form, incomplete)
        except WrongState as late:
            return too_late(request, dependency_id, str(late))
        else:
            messages.success(request, said)
            return redirect("projects:dependencies", found.project.key)
    form = form or pages.form_for(found, request.user)
    context = pages.dependency_page(found, request.user, form)
    return answer(request, "projects/dependency.html", context, form)


def posted_form(request, found: Dependency):
    """The form that was sent; a POST that is not theirs to make is refused."""
    if "again" in request.POST:
        require(can_declare_dependency(request.user, found.project))
        return AskAgainForm(request.POST)
    require(can_answer_dependency(request.user, found))
    return AnswerForm(request.POST, dependency=found)


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


def too_late(request, dependency_id: int, sentence: str):
    """A 409: what happened meanwhile, what was typed, and the form again if it may still serve."""
    found = find_dependency(request, dependency_id)
    form = pages.form_for(found, request.user)
    if isinstance(form, AnswerForm):
        typed = {name: request.POST.get(name, "") for name in form.fields}
        form.initial |= {**typed, "version": found.version}
    context = pages.dependency_page(found, request.user, form)
    context |= pages.late_page(found, sentence, request.POST.dict())
    template = "projects/dependency.html"
    return render_page(request, template, context, partial="formulaire", status=409)


def find_project(request, key: str) -> Project:
    """A project that the person may see; for anybody else it does not exist."""
    rows = Project.objects.visible_to(request.user).select_related("kind", "vendor")
    return get_object_or_404(rows, key=key)


def find_dependency(request, dependency_id: int) -> Dependency:
    """A dependency of a project that the person may see."""
    rows = Dependency.objects.visible_to(request.user).select_related(*pages.RELATED)
    return get_object_or_404(rows, pk=dependency_id)


def answer(request, template: str, context: dict, form):
    """The page of a form, 422 when something must be answered again."""
    status = 422 if form and form.errors else 200
    return render_page(request, template, context, partial="formulaire", status=status)
