"""What the page of an opinion says to whoever was asked."""

from governance.models import Person
from projects.models import Move
from reviews.actions.opinions import answered_by
from reviews.models import Gate
from reviews.standins import represented


def asked_line(gate: Gate, user: Person) -> dict | None:
    """What was asked of this person or of their team, until when, and in whose place."""
    rows = Move.objects.open().about(gate, Move.Kind.GIVE_OPINION)
    moves = list(rows.select_related("person", "team"))
    absent = represented(user, moves)
    own = answered_by(moves, absent or user)
    if not own:
        return None
    return {"question": own[0].detail, "due": own[0].due_on, "absent": absent, "team": own[0].team}
