"""The company's maps as markup: places from the geometry, words from the rows, no query."""

from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance import markup, typography
from governance.models import System
from governance.pages import render_rows
from projects import company_words as words
from projects import matrix
from projects.company_map import Sight

HEADS = 172  # room for the names of the projects, standing upright
LONGEST_HEAD, LONGEST_CARD = 33, 24
LIST = 300  # the projects named beside the domain map


def drawn(sight: Sight) -> SafeString:
    """The matrix in the way asked for."""
    ways = {"carte": as_map, "tableau": as_table, "temps": over_time}
    return ways[sight.view](sight)


def as_map(sight: Sight) -> SafeString:
    """One sign where a system meets a project, both named along the sides."""
    placed = sight.drawn()
    at_work = sight.at_work()
    most = max((max(counts) for counts in at_work.values()), default=0)
    systems = {system.pk: head_of(system, sight) for system in sight.used}
    for pk, head in systems.items():
        head["bars"] = matrix.strip(at_work.get(pk, ()), most)
        head["peak"] = peak_words(at_work.get(pk), sight)
    lines = sight.lines
    heads = [
        {
            "id": column.project,
            "x": column.x + matrix.COLUMN // 2,
            "url": lines[column.project].url,
            "title": lines[column.project].title,
            "short": matrix.cut(lines[column.project].title, LONGEST_HEAD),
        }
        for column in placed.columns
    ]
    return render_rows(
        "company_matrix.html",
        placed=placed,
        grid=grid_lines(placed),
        systems=systems,
        heads=heads,
        head_height=HEADS,
        label=_("Carte des systèmes et des projets"),
        corner=_("Système, mois de travail, projets"),
        row=matrix.ROW,
        column=matrix.COLUMN,
        legend=words.legend(),
        strip_width=matrix.STRIP_BAR * 12,
        strip_height=matrix.STRIP_HEIGHT,
        bar=matrix.STRIP_BAR - 1,
    )


def grid_lines(placed: matrix.Matrix) -> dict[str, str]:
    """A hairline under each row and every fifth column, as two paths."""
    rows = (row.y + matrix.ROW for band in placed.bands for row in band.rows)
    fifths = (column.x for column in placed.columns[5::5])
    return {
        "rows": "".join(f"M0 {y}H{placed.width}" for y in rows),
        "columns": "".join(f"M{x} 0V{placed.height}" for x in fifths),
    }


def head_of(system: System, sight: Sight) -> dict:
    """What stands at the head of a system's row."""
    count = sight.counts[system.pk]
    return {
        "id": system.pk,
        "name": system.name,
        "url": reverse("projects:map-system", args=[system.pk]),
        "owner": words.owner_of(system),
        "count": count,
        "count_words": words.counted_projects(count),
        "retires": words.retirement(system),
        "stop": words.stop(system),
        "focused": sight.asked.system_id == system.pk,
    }


def peak_words(counts: list[int] | None, sight: Sight) -> str:
    """« 7 projets au travail en janvier 2027, au plus »: what the strip shows."""
    if not counts or not max(counts):
        return _("aucun projet au travail dans l’année")
    most = max(counts)
    text = ngettext(
        "%(n)s projet au travail en %(month)s, au plus",
        "%(n)s projets au travail en %(month)s, au plus",
        most,
    )
    month = words.long_month(sight.months()[counts.index(most)])
    return text % {"n": typography.number(most), "month": month}


def as_table(sight: Sight) -> SafeString:
    """The same as a real table, a page of projects wide."""
    columns = sight.columns()
    signs = words.legend()
    rows = []
    for system in sight.used:
        cells = []
        for project in columns:
            lean = sight.leans.get((system.pk, project))
            if lean is None:
                cells.append(None)
                continue
            sign, title = signs[lean.sign], sight.lines[project].title
            label = _("%(system)s et %(project)s : %(words)s")
            told = {"system": system.name, "project": title, "words": sign["words"]}
            cells.append((project, sign, typography.french(label % told)))
        rows.append({**head_of(system, sight), "cells": cells})
    return render_rows(
        "company_table.html",
        heads=[sight.lines[project] for project in columns],
        rows=rows,
        icons={sign["icon"]: markup.icon(sign["icon"]) for sign in signs},
        retire_icon=markup.icon("calendar-x", "sm"),
        first=_("Système et propriétaire"),
        last=_("Projets"),
        flag=_("sous conditions"),
    )


def over_time(sight: Sight) -> SafeString:
    """How many projects work on each system, month by month."""
    at_work, months = sight.at_work(), sight.months()
    kept = sight.asked.query(view="carte", system="", period="", page="")
    labels = [month_labels(month) for month in months]
    rows = []
    for system in sight.used:
        counts = at_work.get(system.pk, [0] * len(months))
        stops = system.retires_on
        cells = [
            {
                "count": count,
                "url": f"{kept}&systeme={system.pk}&periode={month:%Y-%m}",
                "label": label[count > 1].format(system=system.name, n=typography.number(count)),
                "weight": weight_of(count),
                "after": bool(stops and month > stops),
            }
            for month, count, label in zip(months, counts, labels, strict=True)
        ]
        rows.append({**head_of(system, sight), "cells": cells})
    return render_rows(
        "company_months.html",
        months=[
            (words.short_month(month), month.year, words.long_month(month)) for month in months
        ],
        rows=rows,
        first=_("Système et propriétaire"),
        last=_("Projets"),
        stopped=_("arrêté"),
        retire_icon=markup.icon("calendar-x", "sm"),
    )


def month_labels(month: date) -> tuple[str, str]:
    """« {system} en janvier 2027 : {n} projets au travail », for one and for several."""
    told = {"system": "{system}", "month": words.long_month(month), "n": "{n}"}
    both = (
        ngettext(
            "%(system)s en %(month)s : %(n)s projet au travail",
            "%(system)s en %(month)s : %(n)s projets au travail",
            count,
        )
        for count in (1, 2)
    )
    one, several = (typography.french(text % told) for text in both)
    return one, several


def weight_of(count: int) -> int:
    """How heavy a month looks, from 1 to 4; the number beside it says it exactly."""
    return min(4, 1 + count // 3) if count else 0


def domains(sight: Sight) -> SafeString:
    """One block a category, one card a system, and the projects that lean on them."""
    by_system: dict[int, list[int]] = {}
    listed = sight.order[:LIST]
    shown = set(listed)
    for system, project in sight.leans:
        if project in shown:
            by_system.setdefault(system, []).append(project)
    focus = sight.asked.system_id
    cards = {system.pk: card_of(system, sight, by_system) for system in sight.systems}
    places = [(s.pk, s.category) for s in sight.systems if not s.archived_at or s in sight.used]
    lit = set(by_system.get(focus, ()))
    return render_rows(
        "company_domains.html",
        blocks=[{"block": block, "count": len(block.cards)} for block in matrix.blocks(places)],
        cards=cards,
        card=matrix.CARD,
        projects=[(sight.lines[pk], pk in lit) for pk in listed],
        projects_title=_("Projets"),
        projects_help=_("Les plus reliés d’abord."),
        more=more_projects(len(sight.order) - len(listed)),
        focused=focus,
    )


def card_of(system: System, sight: Sight, by_system: dict) -> dict:
    """What a card says of its system."""
    head = head_of(system, sight)
    personal = system.personal_data == System.PersonalData.YES
    marks = [head["retires"]] if head["retires"] else []
    marks += [_("criticité %(word)s") % {"word": system.get_criticality_display()}]
    marks += [_("données personnelles")] if personal else []
    return {
        **head,
        "short": matrix.cut(system.name, LONGEST_CARD),
        "bars": [n < 5 - system.criticality for n in range(4)],
        "personal": personal,
        "projects": " ".join(map(str, by_system.get(system.pk, ()))),
        "label": f"{system.name}, {head['count_words']}, {', '.join(marks)}",
    }


def more_projects(count: int) -> str:
    """« et 1 700 autres : affinez par catégorie, équipe ou période. »"""
    if count <= 0:
        return ""
    text = ngettext(
        "et %(n)s autre : affinez par catégorie, équipe ou période.",
        "et %(n)s autres : affinez par catégorie, équipe ou période.",
        count,
    )
    return typography.french(text % {"n": typography.number(count)})
