"""A project changes on the way: what it reopens is shown before anything is written."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance.forms.problems import add_problems
from governance.verdicts import Incomplete, require
from projects import history
from projects.models import LevelChange, Project, ScopeChange
from projects.pathbook import reference_of
from projects.scope import scope_of
from reviews.actions import levels, scope_changes
from reviews.actions.relaying import ground_of
from reviews.forms.changes import LevelAnswerForm, LevelForm, ScopeForm, initial_scope
from reviews.permissions import (
    can_answer_level,
    can_ask_level,
    can_change_scope,
    can_withdraw_level,
)
from reviews.words import changes as change_words


@require_http_methods(["GET", "HEAD", "POST"])
def scope_change(request, key):
    """Write the scope again, see what it reopens, then confirm."""
    project = project_of(request, key)
    require(can_change_scope(request.user, project))
    levels.running(project) if request.method == "POST" else None
    reference = reference_of(project)
    data = request.POST if request.method == "POST" else None
    form = ScopeForm(
        data,
        initial=initial_scope(scope_of(project)),
        project=project,
        reference=reference,
        user=request.user,
    )
    reading, stale = None, False
    if data is not None and form.is_valid():
        try:
            reading = read(request, project, form)
            if "confirm" in data:
                confirm(request, project, form)
                messages.success(request, _("C’est noté. Les autres voix sont prévenues."))
                return redirect(project)
        except Incomplete as incomplete:
            add_problems(form, incomplete)
        except scope_changes.Outdated as outdated:
            reading, stale = outdated.reading, True
    context = {
        **base(project),
        "form": form,
        "history": history.changes(project),
        **(preview(reading, stale) if reading and not form.errors else {}),
    }
    status = 422 if form.errors else 409 if stale else 200
    return render(request, "reviews/scope_change.html", context, status=status)


def read(request, project: Project, form: ScopeForm):
    """What the change would do, computed without writing."""
    return scope_changes.preview_scope(
        project=project, wanted=form.scope(project), vendor=form.vendor(), by=request.user
    )


def confirm(request, project: Project, form: ScopeForm) -> ScopeChange:
    """Write it, if the project is still as it was shown."""
    return scope_changes.change_scope(
        project=project,
        wanted=form.scope(project),
        vendor=form.vendor(),
        cause=form.cleaned_data["cause"],
        reason=form.cleaned_data["reason"],
        token=request.POST.get("token", ""),
        by=request.user,
    )


def preview(reading, stale: bool) -> dict:
    """The consequences as the page shows them."""
    reference = reading.ground.reference
    return {
        "rows": change_words.difference_rows(reading.before, reading.after, reference),
        "effects": reading.effects(),
        "steps": change_words.step_rows(reading.relay, reading.ground.standing),
        "token": reading.token,
        "stale": stale,
        "short": change_words.short_sentence(reading.relay) if reading.relay.missing_days else "",
    }


@require_http_methods(["GET", "HEAD", "POST"])
def level_change(request, key):
    """Ask for another level: see what it does, then ask."""
    project = project_of(request, key)
    require(can_ask_level(request.user, project))
    form = LevelForm(request.POST if request.method == "POST" else None, project=project)
    effects: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            if "confirm" in request.POST:
                change = levels.ask_level(project=project, by=request.user, **form.cleaned_data)
                messages.success(request, asked_sentence(change))
                return redirect(project)
            effects = level_effects(project, form)
        except Incomplete as incomplete:
            add_problems(form, incomplete)
    waiting = project.level_changes.filter(state=LevelChange.State.ASKED).first()
    context = {**base(project), "form": form, "effects": effects, "waiting": waiting}
    context["lighter"] = bool(effects) and not levels.is_heavier(
        form.cleaned_data["wanted"], project.level
    )
    status = 422 if form.errors else 200
    return render(request, "reviews/level_change.html", context, status=status)


def level_effects(project: Project, form: LevelForm) -> list[str]:
    """What the wanted level would do to the path, in sentences."""
    ground = ground_of(project)
    wanted, reason = form.cleaned_data["wanted"], form.cleaned_data["reason"]
    relay = levels.read_level(ground, wanted, reason)
    return change_words.relay_sentences(relay, ground.reference)


def asked_sentence(change: LevelChange) -> str:
    """What becomes of the request."""
    if change.is_open:
        return _("Demande envoyée. Le chemin changera si l’autre voix est d’accord.")
    return _("Le chemin est relevé. Les autres voix sont prévenues.")


@require_http_methods(["GET", "HEAD", "POST"])
def level_answer(request, change_id):
    """The other side agrees with a lighter path, or says why not; whoever asked may withdraw."""
    rows = LevelChange.objects.visible_to(request.user)
    rows = rows.select_related("project__kind", "project__vendor", "asked_by", "answered_by")
    change = get_object_or_404(rows, pk=change_id)
    if request.method == "POST" and "withdraw" in request.POST:
        require(can_withdraw_level(request.user, change))
        levels.withdraw_level(change=change, by=request.user)
        messages.success(request, _("Votre demande est retirée. Rien ne change."))
        return redirect(change.project)
    may = can_answer_level(request.user, change)
    form = LevelAnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require(may)
        if form.is_valid() and answer(request, change, form):
            return redirect(change.project)
    context = {
        **base(change.project),
        "change": change,
        "form": form,
        "may_answer": bool(may) and change.is_open,
        "may_withdraw": change.is_open and bool(can_withdraw_level(request.user, change)),
        "effects": answer_effects(change) if change.is_open else [],
    }
    status = 422 if form.errors else 200
    return render(request, "reviews/level_answer.html", context, status=status)


def answer(request, change: LevelChange, form: LevelAnswerForm) -> bool:
    """Give the answer; what it misses is said beside its field."""
    agree = form.cleaned_data["agree"] == "yes"
    try:
        levels.answer_level(
            change=change, agree=agree, word=form.cleaned_data["word"], by=request.user
        )
    except Incomplete as incomplete:
        add_problems(form, incomplete)
        return False
    done = _("Le chemin est allégé. Les autres voix sont prévenues.")
    messages.success(request, done if agree else _("C’est noté. Le chemin ne change pas."))
    return True


def answer_effects(change: LevelChange) -> list[str]:
    """What agreeing would do, in sentences."""
    ground = ground_of(change.project)
    relay = levels.read_level(ground, change.wanted, change.reason)
    return change_words.relay_sentences(relay, ground.reference)


def project_of(request, key: str) -> Project:
    """A project that the person may see, with what its path is computed from."""
    rows = Project.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("kind", "vendor", "path_version"), key=key)


def base(project: Project) -> dict:
    """What every page of a project shows."""
    return {"project": project, "tab": "overview"}
