"""Dependencies on the company's systems: the map of the project's page, and the table beside it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.drawing import Words, printed_svg
from projects.mapping import draw
from projects.placing import PRINTED, Sheet, place
from reviews.pdf.dates import short_date
from reviews.pdf.figures.svg import FONT, INK, WIDTH

SIGNS = {
    "confirmed": "v-allowed",
    "to_confirm": "v-advice",
    "conditional": "v-conditional",
    "refused": "v-refused",
}
MAPPED = 60
INKS = INK | {"paper": "#ffffff", "warn-lt": "#fff1d5", "ko-lt": "#ffebe5"}


def section(
    dependencies: list[dict[str, Any]], steps: list[dict[str, Any]], project: dict[str, Any]
) -> dict[str, Any]:
    """The section « Dépendances SI »."""
    names = {step["ref"]: step["name"] for step in steps if step["ref"]}
    rows = [_row(row, names) for row in dependencies]
    sheets = _sheets(rows[:MAPPED], steps, project["title"]) if rows else []
    return {
        "lead": _lead(rows),
        "rows": rows,
        "maps": [_drawn(sheet) for sheet in sheets],
        "map_class": "map" if len(sheets) <= 1 else "map-long",
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
        "categories": row.get("categories", []),
        "means": row.get("interface") or row.get("protocol", ""),
        "more": ", ".join(filter(None, [row.get("environment_word"), row.get("volume")])),
        "until": short_date(row.get("open_until")),
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


def _sheets(rows: list[dict[str, Any]], steps: list[dict[str, Any]], title: str) -> list[Sheet]:
    """The map placed on paper: the steps are those of the path, nothing is folded."""
    numbers = {step["name"]: place for place, step in enumerate(steps)}
    path = [
        {"id": n, "name": step["name"], "genre": step["genre"], "state": step["sign"]}
        for n, step in enumerate(steps)
    ]
    laid = [
        {
            **row,
            "data": row["carries"],
            "step": numbers.get(row["step"]),
            "word_of_state": row["word"],
        }
        for row in rows
    ]
    days = {n: step["date"] for n, step in enumerate(steps)}
    drawn = draw(laid, path, most=PRINTED.steps, fold=False)
    return place(drawn, PRINTED, title=title, days=days)


def _drawn(sheet: Sheet) -> str:
    title = " ".join(
        _title(band.full_name, [link.row for link in band.links]) for band in sheet.bands
    )
    words = Words(title, "", data=_("Données échangées"), personal=_("personnelles"))
    return printed_svg(sheet, words, inks=INKS, font=FONT, width=WIDTH, title=title)


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
