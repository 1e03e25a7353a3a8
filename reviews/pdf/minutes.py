"""The scoping meeting with the outcome of each item, then what is to be done and what stays open."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.pdf.dates import moment, short_date
from reviews.pdf.people import VOICES, People

OUTCOMES = ("decision", "action", "question", "risk", "assumption")


def meeting(
    held: dict[str, Any] | None, voices: list[dict[str, Any]], people: People
) -> dict[str, Any]:
    """The section « Réunion de cadrage »; without a meeting, a sentence."""
    if not held:
        return {
            "lead": _("Aucune réunion de cadrage n’a encore été tenue."),
            "present": [],
            "items": [],
            "silent": [],
        }
    names = {voice["voice"]: voice["name"] for voice in voices}
    present = [
        people.person(names.get(code) or str(VOICES.get(code, code)), code)
        for code in held["present"]
    ]
    return {
        "lead": _lead(held),
        "present": present,
        "items": [_item(item, people) for item in held["items"] if _said(item)],
        "silent": [item["title"] for item in held["items"] if not _said(item)],
    }


def _lead(held: dict[str, Any]) -> str:
    place = f", {held['place']}" if held.get("place") else ""
    when = f"{moment(held['held_at'])}{place}".strip(", ")
    missing = [str(label) for code, label in VOICES.items() if code not in held["present"]]
    if not missing:
        told = _("Les trois voix étaient présentes : la réunion compte.")
    else:
        told = _("Il manquait une voix à la réunion : %(voices)s.") % {"voices": ", ".join(missing)}
    return f"{when[:1].upper()}{when[1:]}. {told}" if when else told


def _said(item: dict[str, Any]) -> bool:
    """A point that left something to read; the others are only named."""
    return bool(item["notes"].strip() or item["outcomes"])


def _item(item: dict[str, Any], people: People) -> dict[str, Any]:
    return {
        "title": item["title"],
        "paragraphs": [part for part in item["notes"].split("\n\n") if part.strip()],
        "outcomes": [_outcome(outcome, people) for outcome in item["outcomes"]],
    }


def _outcome(outcome: dict[str, Any], people: People) -> dict[str, Any]:
    words = {
        "decision": _("Décision"),
        "action": _("Action"),
        "question": _("Question"),
        "risk": _("Risque"),
        "assumption": _("Hypothèse"),
    }
    kind = outcome["kind"] if outcome["kind"] in OUTCOMES else "action"
    return {
        "css": f"o-{kind}",
        "word": words[kind],
        "text": outcome["text"],
        "owner": people.person(outcome["owner"]) if outcome.get("owner") else None,
        "due_on": short_date(outcome.get("due_on")),
    }


def carried(line: dict[str, Any], people: People) -> dict[str, Any]:
    """What an earlier meeting left valid, with where it was agreed."""
    told = {
        "point": line["point"],
        "day": short_date(line["meeting_on"]),
        "number": line["minutes"],
    }
    origin = _("%(point)s, réunion du %(day)s, compte rendu version %(number)s") % told
    return _outcome(line, people) | {"origin": origin}


def actions(rows: list[dict[str, Any]], open_points: list[str], people: People) -> dict[str, Any]:
    """The section « Actions et points ouverts »."""
    todo = [_action(row, people) for row in rows if row["state"] != "done"]
    done = [_action(row, people) for row in rows if row["state"] == "done"]
    return {
        "lead": _actions_lead(len(todo), len(open_points)),
        "todo": todo,
        "done": done,
        "open_points": open_points,
    }


def _action(row: dict[str, Any], people: People) -> dict[str, Any]:
    return {
        "text": row["text"],
        "owner": people.person(row["owner"]),
        "due_on": short_date(row.get("due_on")),
    }


def _actions_lead(todo: int, points: int) -> str:
    if not todo and not points:
        return _("Rien ne reste à faire, aucun point n’est ouvert.")
    actions_told = (
        ngettext("%(count)d action à faire", "%(count)d actions à faire", todo) % {"count": todo}
        if todo
        else _("Aucune action à faire")
    )
    points_told = (
        ngettext("%(count)d point ouvert", "%(count)d points ouverts", points) % {"count": points}
        if points
        else _("aucun point ouvert")
    )
    return f"{actions_told}, {points_told}."
