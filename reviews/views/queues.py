"""The queue of a team, and the verbs by which a ball changes hands inside it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.forms.problems import add_problems
from governance.models import Closure, Team
from governance.pages import render_page
from governance.verdicts import Incomplete, refused, require
from projects.models import Move
from reviews.actions.queues import hand_over_move, name_lead, release_move, take_move
from reviews.forms.queues import HandoverForm, LeadForm
from reviews.pages.queues import queue_lines, queue_moves, team_lines
from reviews.permissions import can_name_lead, can_pass_move, can_read_queue, can_take_move


@require_safe
def queues(request):
    """The queue of one's own team; management and the stewards choose among all."""
    user = request.user
    if user.is_guest:
        require(refused(_("Les files sont celles des équipes de l’entreprise.")))
    if user.team_id and not (user.is_manager or user.is_steward):
        return redirect("reviews:queue", user.team.slug)
    lines = []
    if user.is_manager or user.is_steward:
        lines = team_lines(timezone.localdate(), Closure.cached_calendar())
    context = {"lines": lines}
    return render_page(request, "reviews/queues.html", context, partial="files")


@require_safe
def queue(request, team_slug):
    """The open balls of a team, by deadline."""
    team = find_team(team_slug)
    require(can_read_queue(request.user, team))
    return show(request, team, LeadForm(team=team))


@require_POST
def lead(request, team_slug):
    """Say who leads a team."""
    team = find_team(team_slug)
    require(can_name_lead(request.user))
    form = LeadForm(request.POST, team=team)
    if form.is_valid():
        name_lead(team=team, by=request.user, **form.cleaned_data)
        messages.success(request, _("Le responsable de l’équipe est noté."))
        return redirect("reviews:queue", team.slug)
    return show(request, team, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def taking(request, ball_id):
    """« Je prends »; a page opened too late leads to the queue."""
    move = find_move(request, ball_id)
    require(can_take_move(request.user, move))
    if request.method == "POST":
        take_move(move=move, by=request.user)
        messages.success(request, _("C’est pris : la balle est chez vous."))
    return redirect("reviews:queue", move.team.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def release(request, held_id):
    """Give a ball back to the team."""
    move = find_move(request, held_id)
    require(can_pass_move(request.user, move))
    if request.method == "POST":
        release_move(move=move, by=request.user)
        messages.success(request, _("La balle est revenue dans la file de l’équipe."))
    return redirect("reviews:queue", move.team.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def handover(request, held_id):
    """Pass a ball to a colleague of the team."""
    move = find_move(request, held_id)
    require(can_pass_move(request.user, move))
    form = HandoverForm(request.POST or None, move=move)
    if form.is_valid():
        try:
            hand_over_move(move=move, by=request.user, **form.cleaned_data)
        except Incomplete as error:
            add_problems(form, error)
        else:
            messages.success(request, _("%(name)s a la balle.") % {"name": move.person})
            return redirect("reviews:queue", move.team.slug)
    context = {"move": move, "team": move.team, "form": form}
    status = 422 if request.method == "POST" else 200
    return render_page(
        request, "reviews/queue_handover.html", context, partial="pass", status=status
    )


def find_team(slug) -> Team:
    """A team, with its lead."""
    return get_object_or_404(Team.objects.select_related("lead"), slug=slug)


def find_move(request, move_id) -> Move:
    """A ball of a team that this person may see."""
    rows = Move.objects.visible_to(request.user).filter(team__isnull=False)
    return get_object_or_404(rows.select_related("project", "person", "team__lead"), pk=move_id)


def show(request, team, form, status=200):
    """The page of a queue, with what this person may do on it now."""
    moves = queue_moves(team, request.user)
    lines = queue_lines(moves, request.user, timezone.localdate(), Closure.cached_calendar())
    context = lines | {
        "team": team,
        "form": form,
        "own": request.user.team_id == team.pk,
        "may_name": bool(can_name_lead(request.user)),
    }
    return render_page(request, "reviews/queue.html", context, partial="file", status=status)
