from django.db.models import F
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.models import Absence, Closure
from governance.pages import render_page
from projects.models import Move, Project, RegistrationDraft
from reviews.delegates import covered_moves
from reviews.pages import desk
from reviews.pages.desk_projects import awaited, project_card, referents
from reviews.pages.meeting_guests import asked_lines
from reviews.pages.queues import has_queue
from reviews.views.meeting_guests import guest_home


@require_safe
def home(request):
    """One's own moves first, then one's projects and what others owe."""
    user, today, calendar = request.user, timezone.localdate(), Closure.cached_calendar()
    moves = in_order([*own_moves(user), *covered_moves(user)])
    projects = list(own_projects(user))
    if user.is_guest and not projects and not moves:
        return guest_home(request)
    group = request.GET.get("genre", "")
    shown = [move for move in moves if desk.in_group(move, group)]
    lines = [
        desk.move_line(move, today, calendar, primary=rank == 0) | desk.stood_in_for(move, user)
        for rank, move in enumerate(shown)
    ]
    cards = [project_card(row, user, today, calendar) for row in projects]
    absences = Absence.cached_ahead(user, today)
    context = {
        "today": today,
        "layout": desk.layout_of(user),
        "greeting": desk.greeting(user.first_name, sum(not move.paused_at for move in moves)),
        "subtitle": desk.subtitle(lines, cards, user),
        "absence": desk.absence_line(absences),
        "has_queue": has_queue(user),
        "confirms_several": desk.confirms_several(moves),
        "moves": lines[: desk.MOST_MOVES],
        "later": lines[desk.MOST_MOVES :],
        "segments": desk.segments(moves, group),
        "drafts": [] if user.is_guest else RegistrationDraft.objects.visible_to(user),
        "asked": asked_lines(user) if user.is_guest else [],
        "cards": cards[: desk.MOST_PROJECTS],
        "more_projects": len(cards) > desk.MOST_PROJECTS,
        "referents": referents(projects, user),
        "awaited": awaited(projects, user, today, calendar)[: desk.MOST_AWAITED],
        "week": desk.week(moves, absences, today, calendar),
    }
    return render_page(request, "reviews/home.html", context, partial="actions")


def in_order(moves: list[Move]) -> list[Move]:
    """The most overdue first, whoever holds them; those whose clock is stopped last."""
    return sorted(moves, key=lambda move: (move.paused_at is not None, move.due_on, move.pk))


def own_moves(user):
    """The balls that one holds, the most overdue first; those whose clock is stopped last."""
    moves = Move.objects.visible_to(user).open().held_by(user)
    going_on = moves.exclude(project__state=Project.State.CANCELLED)
    stopped_last = F("paused_at").asc(nulls_first=True)
    return going_on.select_related("project").order_by(stopped_last, "due_on", "pk")


def own_projects(user):
    """The projects of one's seats; for management, those that need attention, worst first."""
    projects = Project.objects.visible_to(user).exclude(state=Project.State.CANCELLED)
    if user.is_manager:
        projects = projects.filter(health__in=["trouble", "watch"]).order_by(
            "health", "-updated_at"
        )
    else:
        seated = projects.filter(seats__person=user, seats__left_at=None).distinct()
        projects = seated.order_by(F("updated_at").desc(), "-pk")
    return projects.defer("need", "search", "answers")[: desk.MOST_PROJECTS + 1]
