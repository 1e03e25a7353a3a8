"""The text of a cell: asleep when it leaves, as it was when it comes back. Pure."""

import unicodedata
from datetime import date, datetime

from django.conf import settings
from django.utils import translation

from governance.typography import visible
from projects.spreadsheet import FORMULA_SIGNS

SIGNS = (*FORMULA_SIGNS, "＝", "＋", "－", "＠")
LONGEST = 2000
MARK = "'"


def would_run(text: str) -> bool:
    """Whether a spreadsheet would take a text for a formula once its apostrophes are gone."""
    return text.lstrip(f" {MARK}").startswith(SIGNS)


def asleep(value) -> str:
    """The text of a cell that a spreadsheet shows and never runs."""
    text = "" if value is None else str(value)
    return MARK + text if would_run(text) else text


def awake(text: str) -> str:
    """The text as it was before asleep()."""
    return text[1:] if text.startswith(MARK) and would_run(text) else text


def text_of(value) -> str:
    """One line of visible text, whatever the value."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(visible(str(value)[:LONGEST]).split())


def woken(value) -> str:
    """The same for the cell of a spreadsheet, where some words had been put to sleep."""
    return awake(text_of(value))


def fold(text: str) -> str:
    """A text as two people would call it the same: without capitals, accents nor signs."""
    bare = unicodedata.normalize("NFKD", str(text)).casefold()
    kept = (s if s.isalnum() else " " for s in bare if not unicodedata.combining(s))
    return " ".join("".join(kept).split())


def in_each_language(label) -> list[str]:
    """Words as each of our languages writes them: a sheet made in one is read in the other."""
    written = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            written.append(str(label))
    return written
