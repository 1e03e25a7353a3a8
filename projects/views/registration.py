"""The four steps of a registration; the last POST is on the floor above, which opens the gates."""

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from governance.pages import render_page
from governance.verdicts import require
from projects import path_words, wizard
from projects.actions import drafts
from projects.forms.registration import NeedForm, PeopleForm, ProfileForm, typed
from projects.models import RegistrationDraft
from projects.permissions import can_register_project
from projects.wizard import Progress


@require_http_methods(["GET", "POST"])
def registration(request):
    """Begin: what is typed first becomes a draft."""
    require(can_register_project(request.user))
    form = NeedForm(given(request), user=request.user)
    draft = None
    if request.method == "POST":
        draft = drafts.start_draft(author=request.user, typed=typed(form))
        if form.is_valid():
            return redirect(wizard.step_url("profile", draft))
    others = RegistrationDraft.objects.visible_to(request.user)[:5]
    return show_step(request, "need", draft, {"form": form, "others": [] if draft else others})


@require_http_methods(["GET", "POST"])
def need(request, draft_id):
    """Step 1: what is needed, for whom, for when."""
    draft = draft_of(request, draft_id)
    if draft.project:
        return redirect(draft.project)
    form = NeedForm(given(request, draft), initial=draft.data, user=request.user)
    if request.method == "POST":
        drafts.keep_step(draft=draft, typed=typed(form))
        if form.is_valid():
            return redirect(wizard.step_url("profile", draft))
    return show_step(request, "need", draft, {"form": form, "others": []})


@require_http_methods(["GET", "POST"])
def profile(request, draft_id):
    """Step 2: the plain questions, with the path drawn beside them at each answer."""
    draft = draft_of(request, draft_id)
    progress = Progress(draft, request.user)
    if away := elsewhere(request, progress, "profile"):
        return away
    form = ProfileForm(given(request, draft), initial=progress.answers)
    if request.method != "POST":
        return show_profile(request, progress, form)
    before = progress.path if progress.answers else None
    drafts.keep_step(draft=draft, typed=typed(form))
    progress = Progress(draft, request.user)
    progress.missing(before="profile")
    if "preview" in request.POST:
        form = ProfileForm(initial=progress.answers)
        return show_profile(request, progress, form, before, changed=True)
    if form.is_valid():
        return redirect(wizard.step_url("people", draft))
    return show_profile(request, progress, form, before)


@require_http_methods(["GET", "POST"])
def people(request, draft_id):
    """Step 3: the vendor, and the IT referent."""
    draft = draft_of(request, draft_id)
    progress = Progress(draft, request.user)
    if away := elsewhere(request, progress, "people"):
        return away
    first = progress.candidates[0].person.pk if progress.candidates else ""
    initial = {"referent": first, **{key: value for key, value in draft.data.items() if value}}
    form = PeopleForm(given(request, draft), initial=initial, candidates=progress.candidates)
    if request.method == "POST":
        drafts.keep_step(draft=draft, typed=typed(form))
        if form.is_valid():
            return redirect(wizard.step_url("path", draft))
    return show_step(request, "people", draft, {"form": form, "path": progress.path})


@require_safe
def path(request, draft_id):
    """Step 4: the path with its dates and reasons, before anything is sent."""
    draft = draft_of(request, draft_id)
    progress = Progress(draft, request.user)
    if away := elsewhere(request, progress, "path"):
        return away
    found = progress.path
    context = {
        "path": found,
        "need": progress.need.cleaned_data,
        "title": path_words.date_title(found),
        "level": path_words.level_title(found),
        "gates": path_words.gates_count(found),
        "dates": path_words.dated_steps(found),
        "reasons": path_words.gate_reasons(found),
        "topics": path_words.topic_rows(found, progress.reference),
        "lighter": path_words.lighter_words(found),
        "seats": path_words.seats(progress),
    }
    return show_step(request, "path", draft, context)


def given(request, draft=None):
    """What was sent; what the draft holds when it must be looked at again; else nothing."""
    if request.method == "POST":
        return request.POST
    return draft.data if draft and wizard.AGAIN in request.GET else None


def draft_of(request, draft_id: int) -> RegistrationDraft:
    """One's own draft, sent or not; another's does not exist."""
    require(can_register_project(request.user))
    return get_object_or_404(RegistrationDraft.objects.written_by(request.user), pk=draft_id)


def elsewhere(request, progress: Progress, step: str) -> HttpResponseRedirect | None:
    """Where to go instead: the project when it is sent, the first step that is not well filled."""
    if progress.draft.project:
        return redirect(progress.draft.project)
    missing = progress.missing(before=step)
    if missing:
        return redirect(wizard.step_url(missing, progress.draft, again=True))
    return None


def show_profile(request, progress: Progress, form, before=None, *, changed=False):
    """The questions and the preview; only the preview when an answer just changed."""
    found = progress.path if progress.answers else None
    names = {row.slug: row.name for row in progress.reference.topics}
    context = {
        "form": form,
        "title": progress.need.cleaned_data["title"],
        "preview": path_words.preview(found, before, names) if found else None,
        "news": path_words.difference(found, before) if found and changed else "",
        "changed": changed,
    }
    return show_step(request, "profile", progress.draft, context, partial="apercu")


def show_step(request, step: str, draft, context: dict, *, partial="etape"):
    """A step of the wizard; a badly filled one comes back as a 422."""
    form = context.get("form")
    return render_page(
        request,
        f"projects/registration_{step}.html",
        {"steps": wizard.head(step, draft), "draft": draft, **context},
        partial=partial,
        status=422 if request.method == "POST" and form is not None and form.errors else 200,
    )
