"""The manager's page: the state in one sentence, four figures, whose move, the next gate; and the need."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.pdf.choices import TOPIC_SIGNS, all_verdicts, topic_word
from reviews.pdf.dates import long_date, short_date
from reviews.pdf.people import People

PASSED = ("approved", "reserved", "tacit", "waived")
SHORT_NEED = 320
SHORT_ANSWER = 260
SHORT_TURN, TURNS = 110, 4


def section(frozen: dict[str, Any], steps: list[dict[str, Any]], people: People) -> dict[str, Any]:
    """Everything on the manager's page but the line of the path."""
    project, health = frozen["project"], frozen["health"]
    gate = next_gate(steps)
    return {
        "sentence": " ".join(part for part in (_standing(frozen), _pending(frozen, gate)) if part),
        "numbers": numbers(frozen, steps),
        "health": health,
        "need": shortened(project["need"].split("\n\n")[0], SHORT_NEED),
        "level": project["level_label"],
        "reasons": listed(project["level_reasons"]),
        "questions": [_question(row) for row in frozen["early_questions"]],
        "as_of": long_date(frozen["frozen_at"]),
        "ball": [turn(row, people) for row in soonest(frozen["ball"])[:TURNS]],
        "ball_more": max(0, len(frozen["ball"]) - TURNS),
        "next_gate": gate and {**gate, "long_date": long_date(gate["due_on"], weekday=True)},
    }


def next_gate(steps: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The gate that is under way, or the first still to come."""
    gates = [step for step in steps if step["genre"] == "gate"]
    waiting = [step for step in gates if step["sign"] in ("now", "late", "changes", "refused")]
    return next(iter(waiting + [step for step in gates if step["sign"] == "todo"]), None)


def _standing(frozen: dict[str, Any]) -> str:
    answers = [voice.get("answer") for voice in frozen["voices"]]
    missing = 3 - sum(answer in ("agreed", "remark") for answer in answers)
    if "disagreed" in answers:
        return _("Une voix n’est pas d’accord : le cadrage n’est pas signé.")
    if not frozen["signed"]:
        return ngettext(
            "Le cadrage attend encore %(count)d voix.",
            "Le cadrage attend encore %(count)d voix.",
            missing,
        ) % {"count": missing}
    if frozen["health"]["code"] == "trouble":
        return _("Le cadrage est signé, mais le projet est en difficulté.")
    return _("Le cadrage est signé : le projet peut continuer.")


def _pending(frozen: dict[str, Any], gate: dict[str, Any] | None) -> str:
    parts = _open_items(frozen)
    if not parts:
        return _("Rien ne reste à lever.")
    listed = _(" et ").join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
    if gate:
        return _("À lever avant la validation « %(gate)s », le %(day)s : %(items)s.") % {
            "gate": gate["name"],
            "day": long_date(gate["due_on"]),
            "items": listed,
        }
    return _("Encore à lever : %(items)s.") % {"items": listed}


def _open_items(frozen: dict[str, Any]) -> list[str]:
    found = [
        finding
        for gate in frozen["gates"]
        for finding in gate.get("findings", [])
        if finding["state"] == "open"
    ]
    blockers = sum(bool(finding["blocking"]) for finding in found)
    reservations, waivers = len(found) - blockers, len(frozen["waivers"])
    parts = []
    if blockers:
        parts.append(
            ngettext("%(count)d point bloquant", "%(count)d points bloquants", blockers)
            % {"count": blockers}
        )
    if reservations:
        parts.append(
            ngettext("%(count)d réserve", "%(count)d réserves", reservations)
            % {"count": reservations}
        )
    if waivers:
        parts.append(
            ngettext("%(count)d dérogation", "%(count)d dérogations", waivers) % {"count": waivers}
        )
    return parts


def numbers(frozen: dict[str, Any], steps: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The four figures: rules, topics, dependencies, gates."""
    rules = [verdict["css"] == "v-allowed" for _topic, verdict in all_verdicts(frozen["topics"])]
    topics = [topic["state"] == "validated" for topic in frozen["topics"]]
    systems = [row["state"] == "confirmed" for row in frozen["dependencies"]]
    gates = [step["sign"] in PASSED for step in steps if step["genre"] == "gate"]
    owned = _("dépendances confirmées par leur propriétaire")
    return [
        _number(rules, _("règles du socle conformes"), _("règle du socle interrogée")),
        _number(topics, _("sujets validés"), _("sujet ouvert")),
        _number(systems, owned, _("dépendance déclarée")),
        _number(gates, _("points de validation passés"), _("point de validation")),
    ]


def _number(items: list[bool], label: str, absent: str) -> dict[str, str]:
    if not items:
        return {"value": _("Sans"), "label": absent}
    counts = {"part": sum(items), "whole": len(items)}
    return {"value": _("%(part)d sur %(whole)d") % counts, "label": label}


def _question(row: dict[str, Any]) -> dict[str, str]:
    return {
        "question": row["question"],
        "answer": capfirst(shortened(row["answer"], SHORT_TURN)) or _("Pas encore de réponse."),
        "css": TOPIC_SIGNS.get(row["state"], "t-open"),
        "word": topic_word(row["state"]),
    }


def soonest(ball: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Whoever is awaited, the first due first; without a day, last."""
    return sorted(ball, key=lambda row: row.get("due_on") or "9999")


def awaited(ball: list[dict[str, Any]], people: People) -> list[dict[str, str]]:
    """Everyone who is awaited, where the manager's page has room for the first only."""
    return [turn(row, people, SHORT_ANSWER) for row in soonest(ball)] if len(ball) > TURNS else []


def turn(row: dict[str, Any], people: People, most: int = SHORT_TURN) -> dict[str, str]:
    """Who is awaited, for what, before when."""
    return {
        **people.person(row["name"], row.get("voice", "")),
        "what": shortened(row["what"], most),
        "due_on": short_date(row.get("due_on")),
    }


def need(frozen: dict[str, Any]) -> dict[str, Any]:
    """The section « Le besoin »: a short need is set large, a long one runs as text."""
    project = frozen["project"]
    paragraphs = [part for part in project["need"].split("\n\n") if part.strip()]
    short = bool(paragraphs) and len(paragraphs[0]) <= SHORT_NEED
    return {
        "lead": paragraphs[0] if short else "",
        "paragraphs": paragraphs[1:] if short else paragraphs,
        "kind": project["kind"],
        "audience": project["audience"],
        "launch_on": long_date(project["launch_on"], weekday=True),
        "launch_reason": project["launch_reason"],
        "registered_on": long_date(project["registered_on"]),
        "started_already": project["started_already"],
    }


def shortened(text: str, most: int) -> str:
    """A text on one line, cut at a word."""
    flat = " ".join(text.split("\n")).strip()
    if len(flat) <= most:
        return flat
    return flat[:most].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def listed(parts: list[str]) -> str:
    """Several reasons in a row: sentences stay sentences, fragments take commas."""
    parts = [part.strip() for part in parts if part.strip()]
    return (" " if any(part.endswith(".") for part in parts) else ", ").join(parts)
