"""The page of a project, its journal, and the day it goes into service."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.pages import render_rows
from governance.roles import Voice
from governance.verdicts import require
from projects import (
    activity,
    agreements,
    announced,
    collisions,
    history,
    leaning,
    mapping,
    overview,
)
from projects.actions import launch as launching
from projects.models import Project
from projects.permissions import can_invite_vendor, can_put_live

LAST_ENTRIES = 5
NEAREST_DEPENDENCIES = 4


@require_safe
def project(request, key):
    """Whose move it is, what changed, the rest."""
    found = find_project(request, key)
    topics = list(found.topics.select_related("topic"))
    balls = overview.balls(found, request.user, found.moves.reminded())
    entries, _following = activity.entries(found, request.user, count=LAST_ENTRIES)
    leans = list(found.dependencies.standing().select_related("system", "interface"))
    context = {
        "project": found,
        "tab": "overview",
        "ball": balls[0] if balls else None,
        "other_balls": balls[1:],
        "seats": overview.seats(found, may_invite=may_invite(request.user, found)),
        "steps": overview.steps(found),
        "topics": overview.topics(found, topics),
        "topic_counts": overview.topic_counts(topics),
        "may_put_live": may_put_live(request.user, found),
        "may_change": may_change(request.user, found),
        "entries": render_rows("journal.html", entries=entries),
        "started": overview.started(found),
        "collisions": agreements.collisions_of(request.user, found, collisions.kept(leans)),
        "announced": announced.signals_of(found, leans, request.user),
        **nearest(found, leans),
    }
    return render(request, "projects/project.html", context)


@require_safe
def journal(request, key):
    """Everything that happened on a project, fifty lines at a time."""
    found = find_project(request, key)
    before = request.GET.get("avant", "")
    entries, following = activity.entries(found, request.user, before)
    context = {
        "project": found,
        "tab": "journal",
        "entries": render_rows("journal.html", entries=entries) if entries else "",
        "history": []
        if before
        else history.changes(found, activity.taken_over_at(found, request.user)),
        "first_url": request.path if before else "",
        "next_url": f"{request.path}?avant={following}" if following else "",
    }
    return render(request, "projects/journal.html", context)


@require_POST
def launch(request, key):
    """The bearer says that the project is in service."""
    found = find_project(request, key)
    require(can_put_live(request.user, found))
    launching.put_live(project=found, by=request.user)
    messages.success(request, _("Projet en service. Plus rien à jouer pour la mise en ligne."))
    return redirect(found)


def find_project(request, key: str) -> Project:
    """A project that the person may see; for anybody else it does not exist."""
    rows = Project.objects.visible_to(request.user).select_related("kind", "vendor")
    return get_object_or_404(rows, key=key)


def nearest(found: Project, leans: list) -> dict:
    """The dependencies to settle first, drawn as a small map."""
    rows = [leaning.told(row) for row in leans]
    path = found.summary.get("path", [])
    shown = mapping.nearest(rows, path, NEAREST_DEPENDENCIES)
    return {
        "dependencies_count": len(rows),
        "dependencies_shown": len(shown),
        "dependency_map": leaning.map_of(found, shown, mini=True) if shown else "",
        "dependencies": leaning.with_steps(found, shown),
    }


def may_invite(user, found: Project) -> bool:
    """Whether to offer the empty chair of the vendor; asked only when it is empty."""
    empty = any(not line["name"] for line in found.summary.get("trio", ()))
    return empty and bool(can_invite_vendor(user, found))


def may_change(user, found: Project) -> bool:
    """Whether the need and the path are theirs to change: the bearer and the IT referent."""
    running = found.state in (Project.State.REGISTERED, Project.State.SCOPED)
    lines = found.summary.get("trio", ())
    mine = {line["voice"] for line in lines if line["person"] == user.pk}
    return running and bool(mine & {Voice.BEARER, Voice.IT})


def may_put_live(user, found: Project) -> bool:
    """Whether to offer the last button; asked only when it is time."""
    return found.state == Project.State.SCOPED and bool(can_put_live(user, found))
