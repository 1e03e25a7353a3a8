"""A dependency after it was declared: suggested, corrected, replaced, withdrawn, taken up."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from governance.forms.problems import add_problems
from governance.pages import render_page
from governance.verdicts import Incomplete, WrongState, require
from projects.actions import dependency_agreements as agreements
from projects.actions import dependency_changes as actions
from projects.actions.dependency_suggestions import declare_suggested
from projects.dependency_pages import told_with_owner
from projects.forms.dependencies import EditForm, LeavingForm, ReplacementForm
from projects.models import Dependency
from projects.permissions import can_declare_dependency
from projects.suggested import suggestions_for
from projects.views.dependencies import find_dependency, find_project

State = Dependency.State


@require_http_methods(["GET", "POST"])
def dependency_suggestions(request, key):
    """The probable dependencies of a project: tick several, declare them in one gesture."""
    project = find_project(request, key)
    require(can_declare_dependency(request.user, project))
    rows, problem = suggestions_for(project, by=request.user), ""
    if request.method == "POST":
        ticked = set(request.POST.getlist("system"))
        chosen = [row for row in rows if str(row["system"].pk) in ticked]
        if chosen:
            declared = declare_suggested(project=project, suggestions=chosen, by=request.user)
            messages.success(request, declared_sentence(len(declared)))
            return redirect("projects:dependencies", project.key)
        problem = _("Cochez au moins un système, ou revenez à la carte.")
    context = {"project": project, "tab": "dependencies", "rows": rows, "problem": problem}
    return page(request, "dependency_suggestions", context, status=422 if problem else 200)


def declared_sentence(count: int) -> str:
    """How many were declared, and who has the ball."""
    text = ngettext(
        "%(n)d dépendance déclarée. La balle est chez son propriétaire.",
        "%(n)d dépendances déclarées. La balle est chez leurs propriétaires.",
        count,
    )
    return text % {"n": count}


@require_http_methods(["GET", "POST"])
def dependency_edit(request, dependency_id):
    """Correct what was declared; what an owner had confirmed is asked again."""
    found = changeable(request, dependency_id)
    known = {"project": found.project, "system": found.system, "instance": found}
    form = EditForm(request.POST if request.method == "POST" else None, **known)
    late = ""
    if form.is_valid():
        try:
            done = actions.edit_dependency(
                dependency=found,
                facts=form.facts(),
                version=form.cleaned_data["version"],
                by=request.user,
            )
        except Incomplete as incomplete:
            add_problems(form, incomplete)
        except WrongState as moved:
            late, found = str(moved), find_dependency(request, dependency_id)
            form = EditForm(newer(request.POST, found), **(known | {"instance": found}))
        else:
            messages.success(request, edited_sentence(found, done))
            return redirect("projects:dependency", found.pk)
    return form_page(request, "dependency_edit", found, form, late)


def newer(typed, found: Dependency):
    """What was typed, ready to be sent again over what stands now."""
    kept = typed.copy()
    kept["version"] = found.version
    return kept


def edited_sentence(before: Dependency, after: Dependency) -> str:
    """Whether the owner is asked again."""
    if after.version == before.version:
        return _("Rien n’a changé.")
    if after.state == State.TO_CONFIRM:
        owner = after.system.owner or after.system.owner_team
        return _("Modification enregistrée. La balle est chez %(owner)s.") % {"owner": owner}
    return _("Modification enregistrée. L’accord du propriétaire tient.")


@require_http_methods(["GET", "POST"])
def dependency_replacement(request, dependency_id):
    """Another system takes the place of this one."""
    found = changeable(request, dependency_id)
    return leaving(
        request,
        found,
        "dependency_replacement",
        ReplacementForm,
        actions.replace_dependency,
        _("Remplacée. Le propriétaire du nouveau système a la balle."),
        dependency=found,
    )


@require_http_methods(["GET", "POST"])
def dependency_withdrawal(request, dependency_id):
    """The project leans on it no more."""
    found = changeable(request, dependency_id)
    return leaving(
        request,
        found,
        "dependency_withdrawal",
        LeavingForm,
        actions.withdraw_dependency,
        _("Retirée. Son propriétaire est prévenu ; elle reste dans le tableau."),
    )


def leaving(request, found, template, kind, verb, said, **known):  # noqa: PLR0913 -- one form, one verb
    """The form of a departure: sent, asked again, or too late."""
    posted = request.POST if request.method == "POST" else None
    form = kind(posted, initial={"version": found.version}, **known)
    late = ""
    if form.is_valid():
        try:
            verb(dependency=found, by=request.user, **form.cleaned_data)
        except Incomplete as incomplete:
            add_problems(form, incomplete)
        except WrongState as moved:
            late, found = str(moved), find_dependency(request, found.pk)
            form = kind(newer(request.POST, found), **known)
        else:
            messages.success(request, said)
            return redirect("projects:dependencies", found.project.key)
    return form_page(request, template, found, form, late)


@require_POST
def dependency_reuse(request, dependency_id, earlier_id):
    """Take up the agreement that the owner gave to another project."""
    found = changeable(request, dependency_id)
    rows = Dependency.objects.visible_to(request.user).select_related("project", "interface")
    earlier = get_object_or_404(rows, pk=earlier_id)
    agreements.reuse_agreement(dependency=found, earlier=earlier, by=request.user)
    told = {"key": earlier.project.key}
    messages.success(
        request, _("Accord de %(key)s repris : le propriétaire confirme en un geste.") % told
    )
    return redirect("projects:dependency", found.pk)


def changeable(request, dependency_id) -> Dependency:
    """A dependency that this person may change."""
    found = find_dependency(request, dependency_id)
    require(can_declare_dependency(request.user, found.project))
    if found.state == State.REPLACED and request.method != "POST":
        raise WrongState(_("Cette dépendance a été retirée ou remplacée."))
    return found


def form_page(request, name: str, found: Dependency, form, late: str):
    """A form about one dependency: 409 with what was typed, 422 with what is missing."""
    context = {
        "project": found.project,
        "tab": "dependencies",
        "dependency": found,
        "told": told_with_owner(found),
        "form": form,
        "late": late,
    }
    status = 409 if late else 422 if form.errors else 200
    return page(request, name, context, status=status)


def page(request, name: str, context: dict, *, status: int = 200):
    """One of these pages, or its form alone for htmx."""
    template = f"projects/{name}.html"
    return render_page(request, template, context, partial="formulaire", status=status)
