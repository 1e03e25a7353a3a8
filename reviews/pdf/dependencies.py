"""Dependencies on the company's systems: the map in lanes, and the table that says the same."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.pdf.dates import short_date
from reviews.pdf.figures.dependency_map import dependency_map

SIGNS = {
    "confirmed": "v-allowed",
    "to_confirm": "v-advice",
    "conditional": "v-conditional",
    "refused": "v-refused",
}
MAPPED = 60
SHORT_MAP = 18


def section(dependencies: list[dict[str, Any]], steps: list[dict[str, Any]]) -> dict[str, Any]:
    """The section « Dépendances SI »."""
    names = {step["ref"]: step["name"] for step in steps}
    rows = [_row(row, names) for row in dependencies]
    return {
        "lead": _lead(rows),
        "rows": rows,
        "lanes": dependency_map(_lanes(rows[:MAPPED])),
        "map_class": "map" if len(rows) <= SHORT_MAP else "map-long",
        "unmapped": max(0, len(rows) - MAPPED),
    }


def _row(row: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    state = row["state"] if row["state"] in SIGNS else "to_confirm"
    direction = row["direction"] if row["direction"] in ("in", "out", "both") else "both"
    return {
        "system": row["system"],
        "owner": row["owner"] or _("propriétaire à trouver"),
        "category": row["category"] or _("Autres systèmes"),
        "nature": row["nature"],
        "direction": direction,
        "direction_word": {"in": _("Reçoit"), "out": _("Envoie"), "both": _("Deux sens")}[
            direction
        ],
        "data": row["data"],
        "carries": row["data"] or row["nature"],
        "personal": row.get("personal_data", False),
        "state": state,
        "css": SIGNS[state],
        "word": _words()[state],
        "map_word": _words()[state].lower(),
        "confirmed_on": short_date(row.get("confirmed_on")),
        "step": names.get(row["needed_by"], row["needed_by"]),
    }


def _words() -> dict[str, str]:
    return {
        "confirmed": _("Confirmée"),
        "to_confirm": _("À confirmer"),
        "conditional": _("Sous condition"),
        "refused": _("Refusée"),
    }


def _lanes(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        grouped.setdefault(row["category"], []).append({**row, "word": row["map_word"]})
    return [
        {
            "name": name,
            "name_again": _("%(lane)s (suite)") % {"lane": name},
            "title": _title(name, lane),
            "rows": lane,
        }
        for name, lane in grouped.items()
    ]


def _title(name: str, lane: list[dict[str, Any]]) -> str:
    told = " ; ".join(
        f"{row['system']} ({row['direction_word'].lower()}, {row['carries']}, {row['map_word']})"[
            :200
        ]
        for row in lane
    )
    return _("Couloir %(lane)s : %(systems)s.") % {"lane": name, "systems": told}


def _lead(rows: list[dict[str, Any]]) -> str:
    if not rows:
        return _(
            "Aucune dépendance n’est déclarée : le projet ne touche aucun système de l’entreprise."
        )
    total = ngettext("%(count)d dépendance", "%(count)d dépendances", len(rows)) % {
        "count": len(rows)
    }
    told = ", ".join(
        _counted(state, count)
        for state in SIGNS
        if (count := sum(row["state"] == state for row in rows))
    )
    return f"{total} : {told}."


def _counted(state: str, count: int) -> str:
    forms = {
        "confirmed": ngettext("%(count)d confirmée", "%(count)d confirmées", count),
        "to_confirm": ngettext("%(count)d à confirmer", "%(count)d à confirmer", count),
        "conditional": ngettext("%(count)d sous condition", "%(count)d sous condition", count),
        "refused": ngettext("%(count)d refusée", "%(count)d refusées", count),
    }
    return forms[state] % {"count": count}
