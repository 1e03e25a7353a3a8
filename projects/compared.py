"""The solutions compared on a topic, beside the one that is proposed: their words. Pure."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.models import TechnicalChoice

MOST = 3
PARTS = {
    "solution": gettext_lazy("Solution"),
    "strengths": gettext_lazy("Points forts"),
    "weaknesses": gettext_lazy("Points faibles"),
    "cost": gettext_lazy("Coût"),
    "reversibility": gettext_lazy("Revenir en arrière"),
}


def worded(row: dict) -> dict:
    """One compared solution, its reversibility in words; parts never filled are empty."""
    words = {str(value): str(label) for value, label in TechnicalChoice.Reversibility.choices}
    back = str(row.get("reversibility", ""))
    return {part: row.get(part, "") for part in PARTS} | {"reversibility": words.get(back, back)}


def sentence(row: dict) -> str:
    """One compared solution in a sentence, for differences."""
    said = worded(row)
    parts = [f"{label} : {said[part]}" for part, label in PARTS.items() if said[part]]
    return "; ".join([said["solution"], *parts[1:]] if said["solution"] else parts)


def statements(rows: list[dict]) -> dict[str, tuple[str, str]]:
    """The compared solutions among what a choice states; an empty place says nothing."""
    places = [*rows[:MOST], *[{}] * (MOST - len(rows))]
    return {
        f"compared_{number}": (_("Solution comparée %(n)s") % {"n": number}, sentence(row))
        for number, row in enumerate(places, start=1)
    }


def table(rows: list[dict]) -> list[dict]:
    """The comparison as a table: one line per criterion, one cell per solution."""
    said = [worded(row) for row in rows]
    names = [row["solution"] for row in said]
    return [
        {
            "label": str(label),
            "cells": [
                {"of": name, "text": row[part]} for name, row in zip(names, said, strict=True)
            ],
        }
        for part, label in PARTS.items()
        if any(row[part] for row in said)
    ]


def exit_warning(reversibility: str, exit_plan: str) -> str:
    """A gentle word when going back is hard and nothing says how one would leave."""
    hard = (TechnicalChoice.Reversibility.COSTLY, TechnicalChoice.Reversibility.IRREVERSIBLE)
    if reversibility not in hard or exit_plan.strip():
        return ""
    return _(
        "Revenir en arrière serait difficile, et le plan de sortie est vide. "
        "Vous pouvez soumettre ; la DSI le demandera."
    )
