"""The first two screens of a registration: the need, then the profile with its path beside it."""

from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from governance.keeping import given_back, keeps_typing, writer_mark
from governance.pages import render_page
from governance.verdicts import require
from projects import draft_words, path_words, similar, wizard
from projects.actions import drafts
from projects.consequences import consequences
from projects.forms.registration import NeedForm, ProfileForm, typed, without_nul
from projects.models import RegistrationDraft
from projects.permissions import can_register_project
from projects.wizard import Progress

KEEP = "keep"  # sent by itself while one types: keep, and say so, nothing more


@keeps_typing
@require_http_methods(["GET", "POST"])
def registration(request):
    """Begin: what is typed first becomes a draft."""
    require(can_register_project(request.user))
    if request.POST.get("brouillon", "").isdecimal():
        return need(request, int(request.POST["brouillon"][:18]))
    form = NeedForm(given(request), user=request.user)
    if request.method != "POST":
        others = RegistrationDraft.objects.visible_to(request.user)[:5]
        return show_step(request, "need", None, {"form": form, "others": others})
    if KEEP in request.POST and not any(typed(form).values()):
        return show_kept(request, None, form)
    tab = wizard.tab_of(request.POST)
    draft = drafts.start_draft(author=request.user, typed=typed(form), tab=tab)
    return after_need(request, draft, form)


@keeps_typing
@require_http_methods(["GET", "POST"])
def need(request, draft_id):
    """Screen 1: what is needed, and for when."""
    draft = draft_of(request, draft_id)
    if draft.project:
        return redirect(draft.project)
    form = NeedForm(given(request, draft), initial=draft.data, user=request.user)
    if request.method != "POST":
        return show_step(request, "need", draft, {"form": form, "others": []})
    if conflict := keep(request, draft, "need", form, typed(form)):
        return conflict
    return after_need(request, draft, form)


def after_need(request, draft, form):
    """Go on when the need is well filled, show what must be looked at otherwise."""
    if KEEP in request.POST:
        response = show_kept(request, draft, form)
        response.headers["HX-Replace-Url"] = wizard.step_url("need", draft)
        return response
    if form.is_valid():
        return redirect(wizard.step_url("profile", draft))
    return show_step(request, "need", draft, {"form": form, "others": []})


@keeps_typing
@require_http_methods(["GET", "POST"])
def profile(request, draft_id):
    """Screen 2: the plain questions, with the path drawn beside them at each answer."""
    draft = draft_of(request, draft_id)
    progress = Progress(draft, request.user)
    if away := elsewhere(request, progress, "profile"):
        return away
    form = profile_form(progress, given(request, draft), initial=draft.data)
    if request.method != "POST":
        return show_profile(request, progress, form)
    before = progress.path if progress.answers else None
    if conflict := keep(request, draft, "profile", form, typed(form)):
        return conflict
    progress = Progress(draft, request.user)
    progress.missing(before="profile")
    if "preview" in request.POST:
        form = profile_form(progress, None, initial=draft.data)
        return show_profile(request, progress, form, before, changed=True)
    if form.is_valid():
        return redirect(wizard.step_url("path", draft))
    return show_profile(request, progress, form, before)


@require_safe
def likeness(request):
    """While the title is typed: the projects that look like it, and what was already admitted."""
    require(can_register_project(request.user))
    projects = similar.similar_projects(request.user, request.GET.get("title", "")[:120])
    kind = without_nul(request.GET.get("kind"))
    admitted = similar.admitted(kind) if projects else []
    choices = similar.known_choices(request.user, kind, projects) if projects else []
    told = {row.source.subject_id for row in admitted}
    known = [choice for choice in choices if choice.pk not in told]
    context = {"similar": projects, "admitted": admitted, "known": known}
    return render_page(request, "projects/registration_similar.html", context, partial="liste")


def keep(request, draft, step: str, form, values: dict):
    """Keep what a step says; the page of differences when another tab kept something else."""
    tab, seen = wizard.tab_of(request.POST), request.POST.get("vu", "")
    try:
        drafts.keep_step(draft=draft, step=step, typed=values, seen=seen, tab=tab)
    except drafts.DraftMoved as moved:
        return show_conflict(request, draft, step, form, (moved.theirs, values))
    return None


def profile_form(progress: Progress, data, initial) -> ProfileForm:
    """The questions of this draft's kind, as sent, or as kept."""
    prefixed = {key.removeprefix("q-"): value for key, value in initial.items()}
    return ProfileForm(data, initial=prefixed, kind=progress.kind, reference=progress.reference)


def given(request, draft=None):
    """What was sent, now or before signing in again; what the draft holds when it must be seen."""
    if request.method == "POST":
        return request.POST
    if (kept := given_back(request)) is not None:
        return kept
    return draft.data if draft and wizard.AGAIN in request.GET else None


def draft_of(request, draft_id: int) -> RegistrationDraft:
    """One's own draft, sent or not; another's does not exist."""
    require(can_register_project(request.user))
    return get_object_or_404(RegistrationDraft.objects.written_by(request.user), pk=draft_id)


def elsewhere(request, progress: Progress, step: str):
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
    lines = {slug: consequences(slug, progress.kind, progress.reference) for slug in form.fields}
    context = {
        "form": form,
        "questions": [(form[slug], lines[slug], slug in form.asked) for slug in form.fields],
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
        {
            "steps": wizard.head(step, draft),
            "draft": draft,
            **wizard.marks(request, draft, form),
            **context,
        },
        partial=partial,
        status=422 if request.method == "POST" and form.is_bound and form.errors else 200,
    )


def show_kept(request, draft, form):
    """The line that says when the draft was last kept, and what its form carries from now on."""
    context = {"draft": draft, "marked": draft, **wizard.marks(request, draft, form)}
    return render_page(request, "projects/registration_kept.html", context, partial="garde")


def show_conflict(request, draft, step: str, form, versions: tuple[dict, dict]):
    """A 409: what the other tab kept beside what was just typed, which is not lost."""
    theirs, mine = versions
    if request.htmx and (KEEP in request.POST or "preview" in request.POST):
        return render_page(
            request, "projects/registration_conflict.html", {"step": step}, partial="ailleurs"
        )
    context = {
        "steps": wizard.head(step, draft),
        "draft": draft,
        "rows": draft_words.differences(form, theirs, mine),
        "fields": [(key, value) for key in mine for value in as_list(mine[key])],
        "url": wizard.step_url(step, draft),
        "tab": wizard.tab_of(request.POST),
        "seen": drafts.print_of(draft, mine),
        "writer": writer_mark(request.user),
    }
    return render_page(
        request, "projects/registration_conflict.html", context, partial="etape", status=409
    )


def as_list(value) -> list[str]:
    """Every value of a field, to be sent again."""
    return value if isinstance(value, list) else [value]
