from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.models import Closure
from governance.pages import render_page
from projects.models import Move, Project, RegistrationDraft
from reviews import desk


@require_safe
def home(request):
    """One's own moves first, then one's projects and what others owe."""
    today, calendar = timezone.localdate(), Closure.cached_calendar()
    moves = list(
        Move.objects.visible_to(request.user)
        .open()
        .held_by(request.user)
        .select_related("project")
        .order_by("due_on", "pk")
    )
    projects = list(own_projects(request.user))
    drafts = [] if request.user.is_guest else RegistrationDraft.objects.visible_to(request.user)
    group = request.GET.get("genre", "")
    shown = [move for move in moves if desk.in_group(move, group)]
    lines = [
        desk.move_line(move, today, calendar, primary=index == 0)
        for index, move in enumerate(shown)
    ]
    context = {
        "today": today,
        "greeting": desk.greeting(request.user.first_name, len(moves)),
        "subtitle": desk.subtitle(lines),
        "moves": lines,
        "segments": desk.segments(moves, group),
        "drafts": drafts,
        "cards": [desk.project_card(p, request.user, today, calendar) for p in projects],
        "awaited": desk.awaited(projects, request.user, today, calendar)[:8],
        "week": desk.week(moves, today, calendar),
    }
    return render_page(request, "reviews/home.html", context, partial="actions")


def own_projects(user):
    """The projects of one's seats; for management, those that need attention."""
    projects = Project.objects.visible_to(user).exclude(state=Project.State.CANCELLED)
    if user.is_manager:
        projects = projects.filter(health__in=["trouble", "watch"])
    else:
        projects = projects.filter(seats__person=user, seats__left_at=None)
    return projects.order_by("-updated_at", "-pk")[: desk.MOST_PROJECTS]
