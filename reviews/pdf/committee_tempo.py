"""The tempo of a portfolio: three small charts, the same numbers in a table, five figures on the cover."""

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.pdf.dates import month_name, short_date
from reviews.pdf.figures.charts import bars, columns, spreads

GOAL, SHOWN = 5, 6


def section(tempo: dict[str, Any], since: str) -> dict[str, Any]:
    """The charts and the table under them."""
    return {
        "charts": [answers(tempo, since), changes(tempo), durations(tempo)],
        "measures": measures(tempo),
        "punctuality": punctuality(tempo["on_time"]),
    }


def answers(tempo: dict[str, Any], since: str) -> dict[str, Any]:
    """How fast each IT team answers."""
    rows = [
        {
            "name": row["team"] or _("Sans équipe"),
            "note": answered(row["count"]),
            "value": row["median"],
            "most": row["most"],
            "word": _("%(n)s j") % {"n": figure(row["median"])},
        }
        for row in tempo["answers"]
        if row["median"] is not None
    ][:SHOWN]
    said = " ; ".join(f"{row['name']}, {row['word']}, {row['note']}" for row in rows)
    alternative = _("Réponse de la DSI, médiane en jours ouvrés : %(rows)s.") % {"rows": said}
    note = _("Jours ouvrés depuis le %(day)s. Carré : médiane ; barre : neuf réponses sur dix.")
    return {
        "title": _("Réponse de la DSI, par équipe"),
        "note": note % {"day": short_date(since)},
        "figure": spreads(rows, GOAL, _("repère : %(n)d j") % {"n": GOAL}, alternative)
        if rows
        else "",
        "absent": _("Moins de cinq réponses par équipe : pas de médiane."),
    }


def changes(tempo: dict[str, Any]) -> dict[str, Any]:
    """How often the need changed, month by month."""
    rows = [
        {"name": month_name(row["month"]), "before": row["before"], "after": row["after"]}
        for row in tempo["changes"]
    ]
    told = _("%(month)s, %(before)d avant signature et %(after)d après")
    said = " ; ".join(
        told % {"month": row["name"], "before": row["before"], "after": row["after"]}
        for row in rows
    )
    some = any(row["before"] or row["after"] for row in rows)
    alternative = _("Changements de besoin par mois : %(rows)s.") % {"rows": said}
    return {
        "title": _("Changements de besoin"),
        "note": _("Par mois, tous projets. Hachuré : avant la signature ; plein : après."),
        "figure": columns(rows, alternative) if some else "",
        "absent": _("Aucun besoin n’a changé en six mois."),
    }


def durations(tempo: dict[str, Any]) -> dict[str, Any]:
    """From the registration to going live, by level of path."""
    labels = {"express": _("Express"), "standard": _("Standard"), "reinforced": _("Renforcé")}
    rows = [
        {
            "name": labels.get(row["level"], row["level"]),
            "note": ngettext("%(n)d projet", "%(n)d projets", row["count"]) % {"n": row["count"]},
            "value": row["median"],
            "word": _("%(n)s j") % {"n": figure(row["median"])},
        }
        for row in tempo["durations"]
        if row["median"] is not None
    ]
    said = " ; ".join(f"{row['name']}, {row['word']}" for row in rows)
    alternative = _("De la demande à la mise en ligne : %(rows)s.") % {"rows": said}
    return {
        "title": _("De la demande à la mise en ligne"),
        "note": _("Jours ouvrés, médiane, par chemin."),
        "figure": bars(rows, alternative) if rows else "",
        "absent": _("Moins de cinq projets en ligne par chemin : pas de médiane."),
    }


def measures(tempo: dict[str, Any]) -> list[dict[str, str]]:
    """The numbers of the charts, and those that were too few to draw."""
    teams = [
        (_("Réponse, %(team)s") % {"team": row["team"] or _("sans équipe")}, row)
        for row in tempo["answers"]
    ]
    lines = [
        (_("Arrivée de la DSI après l’enregistrement"), arrivals_of(tempo)),
        (_("Réponse de la DSI, toutes équipes"), tempo["all_answers"]),
        *teams,
    ]
    return [
        {
            "name": name,
            "count": str(row["count"]),
            "median": figure(row["median"]) if row["median"] is not None else _("trop peu"),
            "most": figure(row["most"]) if row["most"] is not None else "",
        }
        for name, row in lines
    ]


def arrivals_of(tempo: dict[str, Any]) -> dict[str, Any]:
    """How soon IT came, without the projects one by one."""
    return {name: tempo["arrivals"][name] for name in ("count", "median", "most")}


def punctuality(on_time: dict[str, int]) -> str:
    """« 7 décisions sur 9 sont venues dans le délai promis. »"""
    if not on_time["count"]:
        return _("Aucune décision dans la période.")
    return _("%(kept)d décisions sur %(count)d sont venues dans le délai promis.") % on_time


def numbers(frozen: dict[str, Any]) -> list[dict[str, str]]:
    """The five figures of the cover."""
    tempo, counts = frozen["tempo"], frozen["counts"]
    changed = sum(row["after"] for row in tempo["changes"])
    arrival, answer, on_time = arrivals_of(tempo), tempo["all_answers"], tempo["on_time"]
    kept = _("%(kept)d sur %(count)d") % on_time if on_time["count"] else _("Sans")
    return [
        {
            "value": in_days(arrival),
            "label": _("de l’enregistrement à l’arrivée de la DSI, en médiane"),
        },
        {"value": in_days(answer), "label": _("réponse médiane de la DSI, toutes équipes")},
        {"value": kept, "label": _("décisions dans le délai promis")},
        {
            "value": str(changed),
            "label": ngettext(
                "changement de besoin après signature, en six mois",
                "changements de besoin après signature, en six mois",
                changed,
            ),
        },
        {
            "value": str(counts["waivers"]),
            "label": ngettext("dérogation en cours", "dérogations en cours", counts["waivers"]),
        },
    ]


def in_days(row: dict[str, Any]) -> str:
    """« 2,5 jours », or too few answers to say."""
    if row["median"] is None:
        return _("Trop peu")
    text = ngettext("%(n)s jour", "%(n)s jours", round(row["median"]) or 1)
    return text % {"n": figure(row["median"])}


def figure(value: float) -> str:
    """« 2,5 », « 3 »."""
    return number_format(value, 0 if float(value).is_integer() else 1)


def answered(count: int) -> str:
    """« 12 réponses »."""
    return ngettext("%(n)d réponse", "%(n)d réponses", count) % {"n": count}
