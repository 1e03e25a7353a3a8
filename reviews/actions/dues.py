"""A closure added afterwards: the delays that were promised in working days are counted again."""

import hashlib

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Closure
from governance.typography import long_day
from governance.working_days import Calendar
from projects import portfolio
from projects.models import Move, Project
from reviews.actions.gates import tell
from reviews.actions.turns import take_turn
from reviews.clock import Clock

PROMISED = (Move.Kind.DECIDE_GATE, Move.Kind.GIVE_OPINION, Move.Kind.ANSWER_INFO)
KNOWN, KNOWN_SECONDS = "dues-counted-with", 86_400


def recompute_dues(calendar: Calendar | None = None, *, force: bool = False) -> int:
    """Move the due dates that a new closure pushes back; how many were moved.

    A date only ever moves later, and a stopped clock is counted when it runs again.
    """
    calendar = calendar or Closure.calendar()
    mark = hashlib.sha256(repr(calendar.closures).encode()).hexdigest()
    if cache.get(KNOWN) == mark and not force:
        return 0
    moves = Move.objects.running().filter(kind__in=PROMISED, due_on__gte=timezone.localdate())
    going_on = moves.exclude(project__state=Project.State.CANCELLED)
    rows = going_on.prefetch_related("pauses").order_by("pk")
    late = [move for move in rows.iterator(chunk_size=500) if moved_to(move, calendar)]
    moved = sum(move_due(move, calendar) for move in late)
    cache.set(KNOWN, mark, KNOWN_SECONDS)
    return moved


def moved_to(move: Move, calendar: Calendar):
    """The later day of a delay counted again; nothing when it stands."""
    due = Clock.of(move, calendar).due()
    return due if due and due > move.due_on else None


@transaction.atomic
def move_due(move: Move, calendar: Calendar) -> bool:
    """One due date, written down and told once to whoever holds the ball."""
    project = move.project
    take_turn(project)
    due_on = moved_to(move, calendar)
    rows = Move.objects.running().filter(pk=move.pk, due_on=move.due_on)
    if due_on is None or not rows.update(due_on=due_on):
        return False
    told = {"title": move.title, "before": move.due_on.isoformat(), "after": due_on.isoformat()}
    journal.record(project, "move.recomputed", by=None, thread=project.key, **told)
    if move.person:
        tell(
            [move.person],
            key=f"recomputed:{move.pk}:{due_on.isoformat()}",
            subject=_("Nouvelle échéance : %(title)s") % {"title": move.title},
            body=_(
                "Le calendrier de l’entreprise a changé. Ce qui était attendu avant le %(before)s "
                "l’est avant le %(after)s."
            )
            % {
                "before": long_day(move.due_on),
                "after": long_day(due_on),
            },
            action=_("Ouvrir"),
            path=move.get_absolute_url(),
        )
    portfolio.refresh(project)
    return True
