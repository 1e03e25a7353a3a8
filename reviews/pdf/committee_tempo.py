"""The tempo of a portfolio: small charts, the same numbers in a table, five figures on the cover."""

from collections import Counter
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.pdf import committee_costs
from reviews.pdf.dates import long_month, month_name, short_date
from reviews.pdf.figures.charts import bars, columns, heaps, share, spreads

GOAL, SHOWN, LAST_DAY, PER_ROW = 5, 5, 10, 3


def section(tempo: dict[str, Any], since: str) -> dict[str, Any]:
    """The charts, three beside each other, and the tables under them."""
    charts = [answers(tempo, since), arrivals(tempo), changes(tempo), durations(tempo)]
    if "blockers" in tempo:
        charts.insert(2, blockers(tempo["blockers"]))
        charts.insert(4, first_rounds(tempo["first_rounds"]))
    return {
        "chart_rows": [charts[at : at + PER_ROW] for at in range(0, len(charts), PER_ROW)],
        "measures": measures(tempo),
        "punctuality": punctuality(tempo["on_time"]),
        "costs": committee_costs.costs(tempo["blockers"]) if "blockers" in tempo else None,
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


def arrivals(tempo: dict[str, Any]) -> dict[str, Any]:
    """How soon IT came, project by project."""
    row = tempo["arrivals"]
    days = Counter(min(line["days"], LAST_DAY) for line in row["projects"])
    last = max([GOAL, *days])
    names = {LAST_DAY: _("%(n)d et plus") % {"n": LAST_DAY}}
    counts = [{"name": names.get(n, str(n)), "count": days[n]} for n in range(last + 1)]
    told = _("%(days)s j, %(n)d")
    said = " ; ".join(
        told % {"days": line["name"], "n": line["count"]} for line in counts if line["count"]
    )
    alternative = _("Arrivée de la DSI, jours ouvrés et nombre de projets : %(rows)s.")
    word = _("médiane : %(n)s j") % {"n": figure(row["median"])} if row["count"] >= GOAL else ""
    below = _("jours ouvrés après l’enregistrement")
    return {
        "title": _("Arrivée de la DSI dans le projet"),
        "note": _("Projets, par nombre de jours ouvrés."),
        "figure": heaps(counts, row["median"], (word, below), alternative % {"rows": said})
        if word
        else "",
        "absent": _("Moins de cinq arrivées : pas de médiane."),
    }


def blockers(found: dict[str, Any]) -> dict[str, Any]:
    """Whether blocking points were found before the scoping was signed, or too late."""
    before, after = found["before"], found["after"]
    word = _("%(n)d sur %(all)d")
    parts = [
        {"name": _("avant la signature du cadrage"), "count": before, "fill": "full"},
        {"name": _("après"), "count": after, "fill": "hatched"},
    ]
    parts = [part | {"word": word % {"n": part["count"], "all": before + after}} for part in parts]
    said = " ; ".join(f"{part['name']}, {part['word']}" for part in parts)
    alternative = _("Points bloquants trouvés : %(rows)s.") % {"rows": said}
    return {
        "title": _("Points bloquants : quand on les trouve"),
        "note": _("Constats de la période. Trouvés tôt, ils coûtent peu."),
        "figure": share(parts, alternative) if before + after else "",
        "absent": _("Aucun point bloquant trouvé dans la période."),
    }


def first_rounds(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """How often the files of each vendor were complete at their first round."""
    shown = [
        {
            "name": row["vendor"],
            "note": _("%(n)d sur %(all)d") % {"n": row["complete"], "all": row["count"]},
            "value": round(100 * row["complete"] / row["count"]),
            "word": _("%(n)d %%") % {"n": round(100 * row["complete"] / row["count"])},
        }
        for row in rows[:SHOWN]
    ]
    said = " ; ".join(f"{row['name']}, {row['note']}" for row in shown)
    alternative = _("Dossiers validés au premier passage : %(rows)s.") % {"rows": said}
    return {
        "title": _("Dossiers complets au premier passage"),
        "note": _("Par prestataire, validés avec ou sans réserve."),
        "figure": bars(shown, alternative, "vendor") if shown else "",
        "absent": _("Aucun premier passage décidé dans la période."),
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
    keys = (_("avant la signature"), _("après"))
    first = {"month": long_month(tempo["changes"][0]["month"])} if rows else {"month": ""}
    alternative = _("Changements de besoin par mois : %(rows)s.") % {"rows": said}
    return {
        "title": _("Changements de besoin"),
        "note": _("Par mois, tous projets, depuis %(month)s.") % first,
        "figure": columns(rows, keys, alternative) if some else "",
        "absent": _("Aucun besoin n’a changé depuis %(month)s.") % first,
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
    text = ngettext(
        "%(kept)d décision sur %(count)d est venue dans le délai promis.",
        "%(kept)d décisions sur %(count)d sont venues dans le délai promis.",
        on_time["kept"],
    )
    return text % on_time


def numbers(frozen: dict[str, Any]) -> list[dict[str, str]]:
    """The five figures of the cover."""
    tempo, counts = frozen["tempo"], frozen["counts"]
    arrival, answer = arrivals_of(tempo), tempo["all_answers"]
    return [
        {
            "value": in_days(arrival),
            "label": _("de l’enregistrement à l’arrivée de la DSI, en médiane"),
        },
        {"value": in_days(answer), "label": _("réponse médiane de la DSI, toutes équipes")},
        found_early(tempo.get("blockers")) or in_time(tempo["on_time"]),
        changed_late(tempo),
        {
            "value": str(counts["waivers"]),
            "label": ngettext("dérogation en cours", "dérogations en cours", counts["waivers"]),
        },
    ]


def found_early(found: dict[str, Any] | None) -> dict[str, str] | None:
    """« 7 sur 11 »: the number that matters most, once there is something to count."""
    if not found or not found["before"] + found["after"]:
        return None
    told = {"n": found["before"], "all": found["before"] + found["after"]}
    label = _("points bloquants trouvés avant la signature du cadrage")
    return {"value": _("%(n)d sur %(all)d") % told, "label": label}


def in_time(on_time: dict[str, int]) -> dict[str, str]:
    """How many decisions came when they were promised."""
    kept = _("%(kept)d sur %(count)d") % on_time if on_time["count"] else _("Aucune")
    return {"value": kept, "label": _("décisions dans le délai promis")}


def changed_late(tempo: dict[str, Any]) -> dict[str, str]:
    """How often the need changed after the scoping was signed; older reports counted six months."""
    if "changed" in tempo:
        count = tempo["changed"]["after"]
        label = ngettext(
            "changement de besoin après signature", "changements de besoin après signature", count
        )
        return {"value": str(count), "label": label}
    count = sum(row["after"] for row in tempo["changes"])
    label = ngettext(
        "changement de besoin après signature, en six mois",
        "changements de besoin après signature, en six mois",
        count,
    )
    return {"value": str(count), "label": label}


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
