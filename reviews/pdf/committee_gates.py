"""Gates, open points and waivers of a committee report."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.pdf.committee_words import late_days
from reviews.pdf.dates import parsed, short_date
from reviews.pdf.journey import step_word
from reviews.pdf.summary import shortened

SOON_DAYS, TEXT = 30, 200


def section(frozen: dict[str, Any]) -> dict[str, Any]:
    """What was decided, what waits, what is left to do, what was let through."""
    return {
        "gates_lead": lead(frozen),
        "waiting": [waiting(row) for row in frozen["waiting"]],
        "waiting_more": more(frozen, "waiting"),
        "decisions": [decision(row) for row in frozen["decisions"]],
        "decisions_more": more(frozen, "decisions"),
        "findings": [finding(row) for row in frozen["findings"]],
        "findings_more": more(frozen, "findings"),
        "waivers": [waiver(row, frozen["as_of"]) for row in frozen["waivers"]],
        "waivers_more": more(frozen, "waivers"),
    }


def count_of(frozen: dict[str, Any], name: str) -> int:
    """How many there are, shown or not; older reports counted only some of their lists."""
    return int(frozen["counts"].get(name, len(frozen[name])))


def more(frozen: dict[str, Any], name: str) -> str:
    """What a list leaves out, in a sentence; nothing when it is whole."""
    left = count_of(frozen, name) - len(frozen[name])
    if left < 1:
        return ""
    texts = {
        "signals": (
            _("Un autre signal, moins grave, n’est pas montré."),
            _("%(n)d autres signaux, moins graves, ne sont pas montrés."),
        ),
        "waiting": (
            _("Une autre réponse attendue, plus récente, n’est pas montrée."),
            _("%(n)d autres réponses attendues, plus récentes, ne sont pas montrées."),
        ),
        "decisions": (
            _("Une autre décision, plus ancienne, n’est pas montrée."),
            _("%(n)d autres décisions, plus anciennes, ne sont pas montrées."),
        ),
        "findings": (
            _("Un autre point ouvert, moins pressé, n’est pas montré."),
            _("%(n)d autres points ouverts, moins pressés, ne sont pas montrés."),
        ),
        "waivers": (
            _("Une autre dérogation, qui finit plus tard, n’est pas montrée."),
            _("%(n)d autres dérogations, qui finissent plus tard, ne sont pas montrées."),
        ),
    }
    one, many = texts[name]
    return one if left == 1 else many % {"n": left}


def lead(frozen: dict[str, Any]) -> str:
    """« 12 décisions depuis le 9 juillet 2026 ; 3 réponses attendues, dont 1 en retard. »"""
    decided, waiting = count_of(frozen, "decisions"), count_of(frozen, "waiting")
    late = sum(bool(row["late"]) for row in frozen["waiting"])
    told = {"n": decided, "day": short_date(frozen["since"])}
    if not decided:
        text = _("Aucune décision depuis le %(day)s")
    else:
        text = ngettext(
            "%(n)d décision depuis le %(day)s", "%(n)d décisions depuis le %(day)s", decided
        )
    asked = ngettext("%(n)d réponse attendue", "%(n)d réponses attendues", waiting)
    asked = asked % {"n": waiting} if waiting else _("aucune réponse attendue")
    if late:
        asked += _(", dont %(n)d en retard") % {"n": late}
    return f"{text % told}{_(' ; ')}{asked}."


def waiting(row: dict[str, Any]) -> dict[str, Any]:
    """A gate whose answer is awaited."""
    late = late_days(row["late"]) if row["late"] else ""
    dates = {"submitted": short_date(row["submitted_on"]), "due": short_date(row["due_on"])}
    return row | dates | {"late_words": late}


def decision(row: dict[str, Any]) -> dict[str, Any]:
    """A gate that was decided, in how many days for how many promised."""
    taken = ngettext("%(n)d jour ouvré", "%(n)d jours ouvrés", row["days"]) % {"n": row["days"]}
    return row | {
        "css": f"g-{row['outcome']}",
        "word": step_word(row["outcome"]),
        "day": short_date(row["at"]),
        "taken": taken,
        "over": row["days"] > row["promised"],
        "promised": _("promis en %(n)d") % {"n": row["promised"]},
    }


def finding(row: dict[str, Any]) -> dict[str, Any]:
    """What is left to do."""
    late = late_days(row["late"]) if row["late"] else ""
    weights = {"blocker": _("point bloquant"), "reservation": _("réserve")}
    word = capfirst(weights.get(row["weight"], row["weight_label"]))
    return row | {"due": short_date(row["due_on"]), "late_words": late, "weight_label": word}


def waiver(row: dict[str, Any], today: str) -> dict[str, Any]:
    """What was let through, until when."""
    end, start = parsed(row["expires_on"]), parsed(today)
    left = (end - start).days if end and start else SOON_DAYS + 1
    told = {"day": short_date(row["expires_on"]), "reason": shortened(row["reason"], TEXT)}
    return row | told | {"soon": left <= SOON_DAYS}
