"""What each version changed, in words: a line per part, with how many and which."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.pdf.dates import long_date, short_date
from reviews.pdf.people import VOICES
from reviews.pdf.summary import shortened

SHOWN, NAME = 4, 44
FEMININE = ("voices", "path", "dependencies", "actions", "waivers", "documents")


def lines(row: dict[str, Any]) -> list[dict[str, str]]:
    """« Sujets : 2 choix modifiés (Hébergement, Sécurité) », one line per part; older files say less."""
    if "changed" not in row:
        return [{"label": "", "text": str(row["what"])}]
    if not row["changed"]:
        first = _("Première version.") if row["number"] == 1 else _("Rien d’autre que la date.")
        return [{"label": "", "text": first}]
    if "details" not in row:
        told = ", ".join(parts().get(code, code) for code in row["changed"])
        return [{"label": "", "text": f"{capfirst(told.lower())}."}]
    return [_line(change) for change in row["details"]]


def parts() -> dict[str, str]:
    """The parts of a document, by their codes."""
    return {
        "project": _("Projet"),
        "voices": _("Voix"),
        "path": _("Étapes"),
        "topics": _("Sujets"),
        "dependencies": _("Dépendances"),
        "gates": _("Points de validation"),
        "meeting": _("Réunion de cadrage"),
        "actions": _("Actions"),
        "open_points": _("Points ouverts"),
        "waivers": _("Dérogations"),
        "arbitrations": _("Arbitrages"),
        "documents": _("Pièces"),
        "health": _("Santé"),
        "signed": _("Signature"),
    }


def _line(change: dict[str, Any]) -> dict[str, str]:
    part = change["part"]
    told = ", ".join(_told(part, change)) or _("modifié dans le détail")
    return {"label": parts().get(part, part), "text": told}


def _told(part: str, change: dict[str, Any]) -> list[str]:
    if part == "project":
        return _fields(change)
    if part == "signed":
        return [_("signé par les trois voix") if change.get("after") else _("plus signé")]
    if part == "health":
        return [f"{change.get('before', '')} → {change.get('after', '')}".strip()]
    if change.get("held_at"):
        return [_("réunion du %(day)s") % {"day": long_date(change["held_at"])}]
    return [
        _counted(count_of(name, part, len(names)), names, part)
        for name, names in change.items()
        if name != "part" and names
    ]


def _counted(count: str, names: list[str], part: str) -> str:
    shown = [
        str(VOICES.get(name, name)) if part == "voices" else shortened(name, NAME) for name in names
    ]
    more = ["…"] if len(shown) > SHOWN else []
    return f"{count} ({', '.join(shown[:SHOWN] + more)})"


def count_of(change: str, part: str, count: int) -> str:
    """« 2 ajoutées », in the gender of the part."""
    special = {
        "choices": ngettext("%(n)d choix modifié", "%(n)d choix modifiés", count),
        "states": ngettext("%(n)d état changé", "%(n)d états changés", count),
        "submitted": ngettext("%(n)d soumis", "%(n)d soumis", count),
        "decided": ngettext("%(n)d décidé", "%(n)d décidés", count),
    }
    feminine = {
        "added": ngettext("%(n)d ajoutée", "%(n)d ajoutées", count),
        "removed": ngettext("%(n)d retirée", "%(n)d retirées", count),
        "changed": ngettext("%(n)d modifiée", "%(n)d modifiées", count),
    }
    masculine = {
        "added": ngettext("%(n)d ajouté", "%(n)d ajoutés", count),
        "removed": ngettext("%(n)d retiré", "%(n)d retirés", count),
        "changed": ngettext("%(n)d modifié", "%(n)d modifiés", count),
    }
    forms = special | (feminine if part in FEMININE else masculine)
    return forms.get(change, "%(n)d") % {"n": count}


def _fields(change: dict[str, Any]) -> list[str]:
    words = {
        "title": _("nom"),
        "kind": _("nature"),
        "need": _("besoin"),
        "audience": _("public"),
        "launch_on": _("mise en ligne"),
        "launch_reason": _("raison de la date"),
        "level": _("niveau"),
        "level_reasons": _("raisons du chemin"),
        "started_already": _("déjà commencé"),
    }
    moved = " → ".join(short_date(day) for day in change.get("launch_on", []))
    return [
        f"{word} ({moved})" if field == "launch_on" and moved else word
        for field, word in words.items()
        if field in change.get("fields", [])
    ]
