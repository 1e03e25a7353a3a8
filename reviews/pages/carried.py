"""What earlier minutes left valid, in words, from the lines that a meeting and its minutes keep."""

from datetime import date

from django.utils.translation import gettext as _

from governance import typography
from reviews.minutes import origin_words
from reviews.models import Outcome
from reviews.pages.meetings import ICONS


def carried_rows(lines: list[dict]) -> list[dict]:
    """What stays valid, in words, from the lines that a meeting or its minutes keep."""
    return [
        {
            "icon": ICONS[line["kind"]],
            "label": Outcome.Kind(line["kind"]).label,
            "text": line["text"],
            "owed": owed_words(line),
            "origin": origin_words(line),
            "outcome": line.get("outcome") if line["kind"] in Outcome.OWED else None,
        }
        for line in lines
    ]


def owed_words(line: dict) -> str:
    """« Diane Perrin, avant ven. 16 oct. »"""
    if not line["owner"]:
        return ""
    if not line["due_on"]:
        return line["owner"]
    day = typography.short_day(date.fromisoformat(line["due_on"]))
    return _("%(name)s, avant %(day)s") % {"name": line["owner"], "day": day}
