"""All the minutes of a project, what changed between two of them, and their copies to take away."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from governance.pages import render_page
from projects.models import Project
from reviews.actions.reports import ask_minutes
from reviews.minutes import whole_text
from reviews.minutes_diff import differences
from reviews.pages import meetings as meeting_pages
from reviews.pages import minutes as minutes_pages
from reviews.pages.minutes_history import history_context
from reviews.views.minutes import find_minutes


@require_safe
def minutes_history(request, key):
    """Every version of every meeting's minutes: its state, who answered what and when."""
    project = get_object_or_404(Project.objects.visible_to(request.user), key=key)
    context = history_context(project) | {
        "crumbs": meeting_pages.crumbs(project, request.user),
    }
    return render_page(request, "reviews/minutes_history.html", context, partial="historique")


@require_safe
def minutes_comparison(request, minutes_id, other_id):
    """What changed from one minutes to another of the same project, in words."""
    before, after = find_minutes(request, minutes_id), find_minutes(request, other_id)
    if before.project.pk != after.project.pk:
        raise Http404
    context = {
        "project": after.project,
        "crumbs": minutes_pages.crumbs(after, request.user),
        "before": minutes_pages.version_line(before),
        "after": minutes_pages.version_line(after),
        "changes": differences(before.content, after.content),
    }
    return render_page(request, "reviews/minutes_comparison.html", context, partial="comparaison")


@require_safe
def minutes_file(request, minutes_id):
    """The minutes as plain text, to keep or to send."""
    minutes = find_minutes(request, minutes_id)
    answers = list(minutes_pages.signatures_of(minutes))
    text = whole_text(minutes, answers, list(minutes.silences.prefetch_related("told")))
    name = f"cadrage-{minutes.project.key}-compte-rendu-v{minutes.number}.txt"
    return HttpResponse(
        text.replace("\n", "\r\n"),
        content_type="text/plain; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_POST
def request_minutes_report(request, minutes_id):
    """Print these minutes, with the answers given so far; the worker makes the file."""
    minutes = find_minutes(request, minutes_id)
    report = ask_minutes(minutes=minutes, by=request.user)
    return redirect("reviews:report", report.pk)
