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
    shown = len(frozen["findings"])
    more = frozen["counts"]["findings"] - shown
    return {
        "gates_lead": lead(frozen),
        "waiting": [waiting(row) for row in frozen["waiting"]],
        "decisions": [decision(row) for row in frozen["decisions"]],
        "findings": [finding(row) for row in frozen["findings"]],
        "findings_more": ngettext(
            "%(n)d autre point ouvert, moins pressé, n’est pas montré.",
            "%(n)d autres points ouverts, moins pressés, ne sont pas montrés.",
            more,
        )
        % {"n": more}
        if more
        else "",
        "waivers": [waiver(row, frozen["as_of"]) for row in frozen["waivers"]],
    }


def lead(frozen: dict[str, Any]) -> str:
    """« 12 décisions depuis le 9 juillet 2026 ; 3 réponses attendues, dont 1 en retard. »"""
    decided, waiting = len(frozen["decisions"]), frozen["waiting"]
    late = sum(bool(row["late"]) for row in waiting)
    told = {"n": decided, "day": short_date(frozen["since"])}
    text = ngettext(
        "%(n)d décision depuis le %(day)s", "%(n)d décisions depuis le %(day)s", decided
    )
    asked = ngettext("%(n)d réponse attendue", "%(n)d réponses attendues", len(waiting))
    asked %= {"n": len(waiting)}
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
