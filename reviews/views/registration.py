"""The last step of a registration: the project below, its gates and its meeting here."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from governance.verdicts import Incomplete, require
from projects import wizard
from projects.actions.registration import register_draft
from projects.forms.registration import SystemsForm
from projects.models import Project, RegistrationDraft
from projects.permissions import can_register_project
from reviews.actions.opening import open_path


@require_POST
def registration(request, draft_id):
    """Register a draft and open its path, once; a second time leads to the same project."""
    require(can_register_project(request.user))
    draft = get_object_or_404(RegistrationDraft.objects.written_by(request.user), pk=draft_id)
    if draft.project:
        return redirect(draft.project)
    progress = wizard.Progress(draft, request.user)
    if missing := progress.missing():
        return redirect(wizard.step_url(missing, draft, again=True))
    form = SystemsForm(request.POST, suggestions=progress.path.suggestions)
    if not form.is_valid():
        messages.warning(request, _("Les dépendances proposées ont changé. Relisez-les."))
        return redirect(wizard.step_url("path", draft))
    try:
        project = send(draft, progress.registration(form.cleaned_data["systems"]), by=request.user)
    except Incomplete as incomplete:
        messages.error(request, str(incomplete))
        return redirect(wizard.step_url("people", draft))
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
    """What just happened, and where the ball is now."""
    if project.state == Project.State.SCOPED:
        return _("Projet enregistré et accepté d’emblée. L’attestation se prépare.")
    facts = {"key": project.key}
    return _("Projet %(key)s enregistré, chacun est prévenu. À vous de fixer la réunion.") % facts
