"""Dates that cross: what two projects, or one that launches in a freeze, agreed."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance.forms.problems import add_problems
from governance.models import FreezePeriod
from governance.verdicts import Incomplete, WrongState, require
from projects import collisions
from projects.actions import collisions as actions
from projects.actions.pathbook import Overtaken
from projects.forms.systems import AgreementForm
from projects.models import Project
from projects.permissions import can_agree_on_collision
from projects.views.dependencies import find_project
from projects.views.system_edit import status_of


@require_http_methods(["GET", "HEAD", "POST"])
def collision(request, key, other_key):
    """Two projects on the same systems in the same weeks: what they agreed."""
    project = find_project(request, key)
    require(can_agree_on_collision(request.user, project, project))
    other = get_object_or_404(Project.objects.visible_to(request.user), key=other_key)
    row = actions.meeting_of(request.user, project, other)
    if row is None:
        raise WrongState(_("Ces deux projets ne se croisent plus."))

    def agree(**facts):
        actions.agree_on_collision(project=project, other=other, by=request.user, **facts)

    sentence = collisions.told_project(row)["sentence"]
    return agreement(request, project, agree, actions.stamp_of(row), sentence)


@require_http_methods(["GET", "HEAD", "POST"])
def launch_freeze(request, key, freeze_id):
    """A launch that stays on its day in a freeze: why that was accepted."""
    project = find_project(request, key)
    require(can_agree_on_collision(request.user, project))
    freeze = get_object_or_404(FreezePeriod, pk=freeze_id)
    row = actions.freeze_met(request.user, project, freeze.pk)
    if row is None:
        raise WrongState(_("La mise en ligne ne tombe plus dans cette période."))

    def agree(**facts):
        actions.agree_on_freeze(project=project, freeze=freeze, by=request.user, **facts)

    sentence = collisions.told_freeze(row)["sentence"]
    return agreement(request, project, agree, str(project.launch_on), sentence)


def agreement(request, project: Project, agree, stamp: str, sentence: str):
    """The form of an agreement; what crosses is shown again when it changed meanwhile."""
    form = AgreementForm(request.POST if request.method == "POST" else None)
    status = status_of(form)
    if form.is_valid():
        try:
            agree(note=form.cleaned_data["note"], stamp=request.POST.get("stamp", ""))
        except Overtaken:
            status = 409
        except Incomplete as incomplete:
            add_problems(form, incomplete)
            status = 422
        else:
            messages.success(request, _("Accord noté. Il se lit sur les projets concernés."))
            return redirect(project)
    context = {
        "project": project,
        "tab": "overview",
        "form": form,
        "sentence": sentence,
        "stamp": stamp,
        "changed": status == 409,
    }
    return render(request, "projects/collision_agreement.html", context, status=status)
