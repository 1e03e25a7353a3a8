"""A question to a side before a decision, its answer, the balls of both."""

from projects.models import Move
from reviews.actions.information import answer_information, ask_information
from tests.reviews.gate_situations import referent

BALLS = ("submit_gate", "decide_gate", "answer_info")


def ask(gate, by=None, asked="vendor", question="Où sont gardées les sauvegardes ?"):
    return ask_information(gate=gate, by=by or referent(gate), asked=asked, question=question)


def answer(request, by=None, text="À Roubaix, chez le même hébergeur.", **facts):
    return answer_information(request=request, by=by or request.person, answer=text, **facts)


def move_of(gate, kind="decide_gate"):
    return Move.objects.get(kind=kind, project=gate.project)


def running_balls(gate):
    """Who has the ball of an open gate: one kind, never two."""
    moves = Move.objects.running().filter(project=gate.project, kind__in=BALLS)
    return sorted(moves.values_list("kind", flat=True))
