"""The words of a cell as a fact of ours, or the sentence that says why not. Pure."""

import re
import unicodedata
from datetime import date

from django.utils.translation import gettext as _

from projects.inventory.cells import fold, in_each_language

NOTHING = frozenset({"aucun", "aucune", "neant", "none", "null", "-", "—", "–"})
DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})$")
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$")
ODDEST_YEARS = range(1990, 2101)


class Refused(Exception):
    """A cell says something that we cannot take."""


def erases(text: str) -> bool:
    """Whether a cell says « nothing », which is not the same as saying nothing."""
    return text in NOTHING or fold(text) in NOTHING


def same(name: str) -> str:
    """A name whatever its capitals, accents and spaces; its signs count."""
    bare = unicodedata.normalize("NFKD", name).casefold()
    return " ".join("".join(s for s in bare if not unicodedata.combining(s)).split())


def line_of(text: str, longest: int) -> str:
    """A text that fits."""
    if len(text) > longest:
        words = _("trop long : %(n)s signes, %(most)s au plus.")
        raise Refused(words % {"n": len(text), "most": longest})
    return text


def day_of(text: str) -> date:
    """A day as people and tools write it: 2027-12-31, 31/12/2027."""
    if found := ISO.match(text):
        year, month, day = found.groups()
    elif found := DAY.match(text):
        day, month, year = found.groups()
    else:
        raise Refused(_("« %(text)s » n’est pas une date : écrivez 31/12/2027.") % {"text": text})
    try:
        value = date(int(year), int(month), int(day))
    except ValueError:
        raise Refused(_("« %(text)s » n’existe pas au calendrier.") % {"text": text}) from None
    if value.year not in ODDEST_YEARS:
        raise Refused(_("« %(text)s » : cette année est hors du possible.") % {"text": text})
    return value


def choice_of(text: str, choices) -> str | int:
    """One value of a list, by its code or by its words."""
    wanted = fold(text)
    for value, label in choices:
        if wanted in map(fold, (str(value), *in_each_language(label))):
            return value
    expected = ", ".join(str(label) for _value, label in choices)
    words = _("« %(text)s » n’est pas dans la liste : %(expected)s.")
    raise Refused(words % {"text": text[:60], "expected": expected})


def choices_of(text: str, choices) -> list[str]:
    """Several values of a list, separated by commas, semicolons or bars."""
    parts = [part.strip() for part in re.split(r"[;|]|,(?![^()]*\))", text)]
    return [choice_of(part, choices) for part in parts if part]


def shown_day(value: date | None) -> str:
    """A day as the preview prints it."""
    return value.strftime("%d/%m/%Y") if value else ""
