"""The report of a portfolio on paper: what a committee decides, then every project, its signals and its tempo."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.typography import COUNTS, count_in_words
from reviews.pdf import committee_gates, committee_tempo, committee_words, proof
from reviews.pdf.dates import long_date, short_date
from reviews.pdf.figures.mini_path import mini_path
from reviews.pdf.journey import step_word
from reviews.pdf.people import VOICES
from reviews.pdf.summary import shortened
from reviews.pdf.text import NO_BREAK, typography
from reviews.pdf.words import in_words, tongue

TO_DECIDE, CAUSE, ON_ONE_LINE = 3, 200, 13


def committee_document(data: dict[str, Any], language: str = "fr") -> dict[str, Any]:
    """Everything the template of a committee report shows, in the words of the active language."""
    frozen = in_words(data)
    signals = [committee_words.told(row) for row in frozen["signals"]]
    return {
        "language": language,
        "tongue": tongue(frozen, language),
        "kind": "committee",
        "head": head(frozen, language),
        "cover": cover(frozen, signals),
        "projects": [project_row(line) for line in frozen["projects"]],
        "signals": signals,
        "signals_lead": committee_words.lead(signals),
        **committee_gates.section(frozen),
        **committee_tempo.section(frozen["tempo"], frozen["since"]),
        "asked_by": frozen["asked_by"],
        "has_period": "period" in frozen,
        "signals_more": committee_gates.more(frozen, "signals"),
        "check": proof.check(frozen),
    }


def head(frozen: dict[str, Any], language: str) -> dict[str, str]:
    """What the file and each page say of themselves."""
    company = frozen["company"].replace("\u200b", "")
    genre = _("Rapport au comité")
    told = {"number": frozen["number"], "day": long_date(frozen["as_of"])}
    line = _("Rapport au comité %(number)s, situation au %(day)s") % told
    mark = proof.short_fingerprint(frozen["fingerprint"])
    return {
        "genre": genre,
        "author": company,
        "title": " · ".join(part for part in (line, company) if part),
        "running": " · ".join(part for part in (company[:50], genre) if part),
        "state": typography(f"{line} · {_('empreinte')} {mark}", language),
        "description": typography(f"{line}.", language),
        "created": frozen["frozen_at"],
    }


def cover(frozen: dict[str, Any], signals: list[dict[str, Any]]) -> dict[str, Any]:
    """The page of somebody in a hurry: how many to help, what to decide, five figures."""
    return {
        "title": title(frozen["projects"]),
        "scope": scope(frozen),
        "decide": [
            {**row, "cause": shortened(f"{row['cause']} {turn(row)}{row['proposal']}", CAUSE)}
            for row in signals[:TO_DECIDE]
        ],
        "numbers": committee_tempo.numbers(frozen),
    }


def turn(row: dict[str, Any]) -> str:
    """« À Sophie Marchand de jouer. », or nothing when it is nobody's move."""
    return _("À %(name)s de jouer. ") % {"name": row["who"]["name"]} if row["who"] else ""


def title(projects: list[dict[str, Any]]) -> str:
    """« Neuf projets, trois à aider », each half on its line when it is short enough."""
    count = len(projects)
    risky = sum(line["health"] in ("watch", "trouble") for line in projects)
    if not count:
        return _("Aucun projet")
    words = count < len(COUNTS) + 1
    told = ngettext("un projet", "%(n)s projets", count) % {"n": counted(count, words)}
    helped = ngettext("un à aider", "%(n)s à aider", risky) % {"n": counted(risky, words)}
    halves = (capfirst(told), helped if risky else _("rien à aider"))
    return _("%(projects)s, %(helped)s") % dict(
        zip(("projects", "helped"), map(bound, halves), strict=True)
    )


def bound(half: str) -> str:
    """A few words that stay on one line."""
    return half.replace(" ", NO_BREAK) if len(half) <= ON_ONE_LINE else half


def counted(count: int, words: bool) -> str:
    """« trois », or « 3 » beside a number too long for words."""
    return count_in_words(count).lower() if words else str(count)


def scope(frozen: dict[str, Any]) -> str:
    """Which projects, at which date, over which period."""
    said = ", ".join(
        committee_words.selected(row, frozen["asked_by"]) for row in frozen["selection"]
    )
    which = _("Sélection : %(said)s.") % {"said": shortened(said, 120)} if said else ""
    told = {"day": long_date(frozen["as_of"], weekday=True), "since": long_date(frozen["since"])}
    if "period" not in frozen:
        text = _(
            "Projets numériques portés par le marketing. Situation au %(day)s, faits depuis le %(since)s."
        )
        return " ".join(part for part in (text % told, which) if part)
    text = _("Projets numériques portés par le marketing. Situation au %(day)s.") % told
    over = committee_words.period(frozen["period"]) % told
    return " ".join(part for part in (text, over, which) if part)


def project_row(line: dict[str, Any]) -> dict[str, Any]:
    """One row of the portfolio."""
    words = [line["key"], line["kind"], _("rattrapage") if line["catch_up"] else ""]
    step, live = line["next"], line["health"] == "live"
    return {
        "title": line["title"],
        "about": ", ".join(word for word in words if word),
        "voices": [voice(row) for row in line["voices"]],
        "health": line["health"],
        "health_word": committee_words.health(line["health"]),
        "path": path(line["path"]),
        "ball": committee_words.who(line["ball"]) if line["ball"] else None,
        "more": others(line["ball"]),
        "step": step["name"] if step else "",
        "step_on": short_date(step["due_on"]) if step else "",
        "launch": _("en ligne") if live else short_date(line["launch_on"]),
    }


def others(ball: dict[str, Any] | None) -> str:
    """« et 2 autres »: how many more balls are in play."""
    count = ball["more"] if ball else 0
    if not count:
        return ""
    return ngettext("et %(n)d autre", "et %(n)d autres", count) % {"n": count}


def voice(row: dict[str, Any]) -> dict[str, str]:
    """Who holds one of the three seats."""
    sign = row["voice"] if row["voice"] in VOICES else "other"
    return {"sign": sign, "name": row["name"] or _("siège à pourvoir")}


def path(steps: list[dict[str, Any]]) -> str:
    """The path in one line of shapes, with the word of each as its alternative."""
    if not steps:
        return ""
    words = ", ".join(step_word(step["sign"]).lower() for step in steps)
    return mini_path(steps, _("Chemin : %(steps)s.") % {"steps": words})
