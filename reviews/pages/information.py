"""What the pages of a gate say of its clock: running, stopped and for whom, passed in silence."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import typography
from governance.models import Closure
from governance.roles import Side
from projects.models import Move
from reviews.clock import read_on
from reviews.models import Gate, GateSilence, InformationRequest
from reviews.nudges import nudgeable, reminder_lines

AT_SIDE = {
    Side.BEARER: lambda: _("la balle est chez le marketing"),
    Side.VENDOR: lambda: _("la balle est chez le prestataire"),
    Side.IT: lambda: _("la balle est à la DSI"),
}
KINDS = {GateSilence.Step.TACIT: "approved"}


def ball_lines(move: Move, user) -> dict:
    """The ball of a gate as cards and chips show it: whose, since when, how late."""
    calendar = Closure.cached_calendar()
    today = read_on(move, timezone.localdate())
    left = calendar.between(today, move.due_on)
    late = max(calendar.between(move.due_on, today), 0)
    return {
        "person": move.person or move.team,
        "side": move.side,
        "mine": move.person_id == user.pk,
        "title": move.title,
        "since": move.opened_at,
        "due": move.due_on,
        "late": late,
        "elapsed": min(max(move.days - max(left, 0), 1), move.days or 1) + late,
        "total": move.days if move.days <= 15 else 0,
        "stopped": move.paused_at,
    }


def question_lines(gate: Gate, user) -> dict:
    """What was asked before deciding, and for what the clock stands still now."""
    rows = gate.questions.select_related("round", "person", "asked_by", "answered_by", "document")
    questions = list(rows)
    running = next((row for row in questions if row.is_open), None)
    return {
        "questions": questions,
        "waiting": running,
        "answering": ball_of(running, user) if running else None,
    }


def ball_of(asked: InformationRequest, user) -> dict | None:
    """The ball of the answer that is awaited."""
    moves = Move.objects.open().about(asked, Move.Kind.ANSWER_INFO)
    move = moves.select_related("person__team", "team").first()
    if move is None:
        return None
    return ball_lines(move, user) | reminder_lines(move, nudgeable([move], user))


def stopped_words(asked: InformationRequest, decision: dict | None) -> str:
    """« Délai arrêté, jour 2 sur 5, la balle est chez le prestataire depuis lundi 23 nov. »"""
    day = typography.long_day(timezone.localdate(asked.asked_at))
    where = {"where": AT_SIDE[Side(asked.asked)](), "since": day}
    if not (decision and decision["total"]):
        return _("Délai arrêté : %(where)s depuis %(since)s.") % where
    told = where | {"day": min(decision["elapsed"], decision["total"]), "total": decision["total"]}
    return _("Délai arrêté au jour %(day)s sur %(total)s : %(where)s depuis %(since)s.") % told


def answering_pages(project) -> dict[str, str]:
    """By page of an answer that is awaited, the page of its gate."""
    rows = InformationRequest.objects.filter(
        gate__project=project, answered_at=None, withdrawn_at=None
    )
    return {
        reverse("reviews:information", args=[pk]): reverse("reviews:gate", args=[gate])
        for pk, gate in rows.values_list("pk", "gate")
    }


def silence_lines(current) -> list[dict]:
    """What the silence on a round did so far, oldest first, in sentences."""
    return [
        {"step": row.step, "kind": KINDS.get(row.step, "warn"), "text": silence_sentence(row)}
        for row in current.silences.all()
    ]


def silence_sentence(row: GateSilence) -> str:
    """One step of the announced effect, with its day."""
    Step = GateSilence.Step
    told = {"day": typography.long_day(timezone.localdate(row.noted_at))}
    if row.step == Step.WARNED:
        told["last"] = typography.long_day(row.answer_by)
        return (
            _(
                "Dernier avertissement, %(day)s : sans réponse avant %(last)s inclus, le silence "
                "vaudra accord."
            )
            % told
        )
    return {
        Step.ESCALATED: _("Remonté à la direction, %(day)s : personne n’a répondu à temps."),
        Step.OFFERED: _(
            "Délai passé, %(day)s : ici un silence ne vaut jamais accord. La direction est "
            "prévenue et un arbitrage peut être demandé."
        ),
        Step.TACIT: _("Accord tacite, %(day)s : personne n’a répondu, comme c’était annoncé."),
    }[Step(row.step)] % told
