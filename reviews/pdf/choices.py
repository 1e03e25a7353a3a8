"""Topics and technical choices: what is proposed, what the ground rules answer."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.pdf.dates import long_date

TOPIC_SIGNS = {
    "open": "t-open",
    "proposed": "t-proposed",
    "checked": "t-checked",
    "validated": "t-validated",
    "blocked": "t-blocked",
}
VERDICT_SIGNS = {
    "allowed": "v-allowed",
    "conditional": "v-conditional",
    "refused": "v-refused",
    "dpo": "v-advice",
    "rssi": "v-advice",
}
NOTCHES = {
    "facile": 1,
    "easy": 1,
    "possible": 2,
    "coûteu": 3,
    "costly": 3,
    "presque": 4,
    "almost": 4,
}


def topic_word(state: str) -> str:
    """The word of a topic's state."""
    words = {
        "open": _("Ouvert"),
        "proposed": _("Proposé"),
        "checked": _("Vérifié"),
        "validated": _("Validé"),
        "blocked": _("Bloqué"),
    }
    return words.get(state, state)


def section(topics: list[dict[str, Any]]) -> dict[str, Any]:
    """The overview of every topic, then one part for each that has a choice."""
    rows = [_row(topic) for topic in topics]
    return {
        "lead": _lead(topics),
        "rows": rows,
        "parts": [row for row in rows if row["choice"]],
        "silent": [row["name"] for row in rows if not row["choice"]],
    }


def _row(topic: dict[str, Any]) -> dict[str, Any]:
    choice = topic.get("choice")
    return {
        "name": topic["name"],
        "css": TOPIC_SIGNS.get(topic["state"], "t-open"),
        "word": topic.get("state_label") or topic_word(topic["state"]),
        "choice": choice and _choice(choice),
    }


def _choice(choice: dict[str, Any]) -> dict[str, Any]:
    verdicts = verdicts_of(choice)
    met = sum(verdict["verdict"] == "allowed" for verdict in choice["verdicts"])
    return {
        "option": choice["option"],
        "version": choice["version"],
        "rationale": choice["rationale"],
        "words": later_words(choice),
        "compared": choice.get("compared", []),
        "facts": [{"name": fact[0], "value": fact[1]} for fact in choice["facts"]],
        "verdicts": verdicts,
        "met": _("%(part)d sur %(whole)d") % {"part": met, "whole": len(verdicts)}
        if verdicts
        else _("aucune"),
        "back": choice.get("reversibility", ""),
        "back_css": _notches(choice.get("reversibility", "")),
        "submitted_by": choice["submitted_by"],
        "submitted_on": long_date(choice["submitted_at"]),
    }


def later_words(choice: dict[str, Any]) -> list[dict[str, str]]:
    """What goes with a choice; what was frozen before these were asked has none of them."""
    labels = {
        "alternatives": _("Écarté, et pourquoi"),
        "exit_plan": _("Plan de sortie"),
        "effects": _("Effets sur les systèmes"),
    }
    return [
        {"label": label, "text": choice[name]} for name, label in labels.items() if choice.get(name)
    ]


def _notches(label: str) -> str:
    found = [notch for start, notch in NOTCHES.items() if label.lower().startswith(start)]
    return f"back back-{found[0]}" if found else ""


def verdicts_of(choice: dict[str, Any]) -> list[dict[str, str]]:
    """What each ground rule answers to a choice, with its sign."""
    return [_verdict(verdict) for verdict in choice["verdicts"]]


def all_verdicts(topics: list[dict[str, Any]]) -> list[tuple[dict[str, Any], dict[str, str]]]:
    """Every answer of the ground rules, with its topic."""
    chosen = [topic for topic in topics if topic.get("choice")]
    return [(topic, verdict) for topic in chosen for verdict in verdicts_of(topic["choice"])]


def _verdict(verdict: dict[str, Any]) -> dict[str, str]:
    return {
        "ref": verdict["ref"],
        "css": VERDICT_SIGNS.get(verdict["verdict"], "v-waiting"),
        "word": verdict["label"],
        "reason": verdict["reason"],
        "alternative": verdict.get("alternative", ""),
    }


def _lead(topics: list[dict[str, Any]]) -> str:
    if not topics:
        return _("Aucun sujet n’est ouvert sur ce projet.")
    told = ", ".join(
        _counted(state, count)
        for state in TOPIC_SIGNS
        if (count := sum(topic["state"] == state for topic in topics))
    )
    total = ngettext("%(count)d sujet", "%(count)d sujets", len(topics)) % {"count": len(topics)}
    return f"{total} : {told}." if told else f"{total}."


def _counted(state: str, count: int) -> str:
    forms = {
        "open": ngettext("%(count)d ouvert", "%(count)d ouverts", count),
        "proposed": ngettext("%(count)d proposé", "%(count)d proposés", count),
        "checked": ngettext("%(count)d vérifié", "%(count)d vérifiés", count),
        "validated": ngettext("%(count)d validé", "%(count)d validés", count),
        "blocked": ngettext("%(count)d bloqué", "%(count)d bloqués", count),
    }
    return forms[state] % {"count": count}
