"""The queue of a team as its page shows it: each ball with its clock and who took it."""

from datetime import date

from django.db.models import Count, Q

from governance.models import Person, Team
from governance.working_days import Calendar
from projects.models import Move, Project
from reviews.pages.desk import move_line
from reviews.permissions import can_pass_move, can_take_move


def has_queue(user: Person) -> bool:
    """Whether somebody's team is given balls: those of IT, and whoever holds some now."""
    if user.is_guest or not user.team:
        return False
    return user.team.side == "it" or Move.objects.open().filter(team=user.team_id).exists()


def queue_moves(team: Team, user: Person) -> list[Move]:
    """The open balls of a team, the soonest due first."""
    moves = Move.objects.visible_to(user).open().filter(team=team)
    going_on = moves.exclude(project__state=Project.State.CANCELLED)
    return list(going_on.select_related("project", "person", "team").order_by("due_on", "pk"))


def team_lines(today: date, calendar: Calendar) -> list[dict]:
    """Every team with the balls of its queue: how many nobody took, how many are late."""
    open_now = Move.objects.open().exclude(project__state=Project.State.CANCELLED)
    late = Q(due_on__lt=calendar.on_or_before(today))
    counts = open_now.filter(team__isnull=False).values("team").order_by("team")
    tallies = {
        row["team"]: row
        for row in counts.annotate(
            all=Count("pk"), free=Count("pk", filter=Q(person=None)), late=Count("pk", filter=late)
        )
    }
    none = {"all": 0, "free": 0, "late": 0}
    teams = Team.objects.select_related("lead")
    return [tallies.get(team.pk, none) | {"team": team} for team in teams]


def queue_lines(moves: list[Move], user: Person, today: date, calendar: Calendar) -> dict:
    """Those that nobody took, and those that a colleague holds."""
    lines = [
        move_line(move, today, calendar, primary=False)
        | {
            "move": move,
            "who": move.person,
            "mine": move.person_id == user.pk,
            "may_take": move.person_id is None and bool(can_take_move(user, move)),
            "may_pass": move.person_id is not None and bool(can_pass_move(user, move)),
        }
        for move in moves
    ]
    return {
        "waiting": [line for line in lines if line["who"] is None],
        "taken": [line for line in lines if line["who"] is not None],
    }


def colleagues(team: Team, *, but: Person | None = None):
    """The people of a team to whom a ball may be passed."""
    people = team.people.filter(is_active=True).order_by("name", "pk")
    return people.exclude(pk=but.pk) if but else people
