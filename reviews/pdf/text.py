"""Typed text made fit for paper: bounded, without traps, with the spaces French expects."""

import re
import unicodedata
from typing import Any

from django.utils.translation import gettext as _

from reviews.pdf.errors import PdfTooLong

MAX_FIELD = 240_000
MAX_TEXT = 480_000
MAX_ROWS = 400
LINE_COST = 80
WORD = 40
STEP = 30

SOFT_BREAK = "\u200b"
NO_BREAK, THIN = "\u00a0", "\u202f"

_KEPT_CONTROLS = "\n\t"
_BIDI_TRICKS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LONG_WORD = re.compile(rf"\S{{{WORD + 1},}}")
_JOINT = re.compile(r"(?<=[/?&=_.,;:@-])(?=\w)")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")

_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|janv\\.|févr\\.|juil\\.|sept\\.|oct\\.|nov\\.|déc\\."
_UNITS = "jours?|heures?|minutes?|mois|ans?|j|Ko|Mo|Go|pt"
_FRENCH: list[tuple[re.Pattern[str], Any]] = [
    (re.compile(r"[ \u00a0\u202f]+([;!?])"), THIN + r"\1"),
    (re.compile(r"[ \u00a0\u202f]+([:»%€])"), NO_BREAK + r"\1"),
    (re.compile(r"«[ \u00a0\u202f]*"), "«" + NO_BREAK),
    (re.compile(r"(?<=\d)[ \u00a0](?=\d{3}(?!\d))"), THIN),
    (re.compile(rf"\b(\d{{1,2}}|1er) (?=(?:{_MONTHS})(?!\w))"), r"\1" + NO_BREAK),
    (re.compile(rf"\b({_MONTHS}) (?=\d{{4}}\b)"), r"\1" + NO_BREAK),
    (re.compile(r"\b(\d{1,2}) h(?: (?=\d))?"), lambda found: found[0].replace(" ", NO_BREAK)),
    (re.compile(r"\b(n°|N°|p\.|M\.|Mme|art\.) (?=\S)"), r"\1" + NO_BREAK),
    (re.compile(r"\b(passage|version|article) (?=\d)"), r"\1" + NO_BREAK),
    (re.compile(rf"(?<=\d) (?=(?:{_UNITS})\b)"), NO_BREAK),
]
_ENGLISH: list[tuple[re.Pattern[str], Any]] = [(re.compile(r" +([:;!?])(?=\s|$)"), r"\1")]
_EXACT = ("fingerprint", "verify_url", "sha256", "code")
_TOKENS = re.compile(r"(<!--.*?-->|<[^>]+>)", re.S)
_VERBATIM = ("style", "script")


def clean(value: Any, language: str = "fr") -> Any:
    """The same data with every text fit to print; too many rows or too much text is refused here."""
    cleaned = _walk(value, language)
    if _weight(cleaned) > MAX_TEXT:
        raise PdfTooLong(
            _(
                "Ce dossier contient trop de texte pour un seul PDF. Raccourcissez les textes les plus longs, puis redemandez-le."
            )
        )
    return cleaned


def _walk(value: Any, language: str) -> Any:
    if isinstance(value, str):
        return printable(value, language)
    if isinstance(value, dict):
        return {
            key: without_traps(str(item or "")) if key in _EXACT else _walk(item, language)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        if len(value) > MAX_ROWS:
            raise PdfTooLong(
                _(
                    "Ce dossier a une liste de %(count)d lignes ; un PDF en imprime %(most)d au plus."
                )
                % {"count": len(value), "most": MAX_ROWS}
            )
        return [_walk(item, language) for item in value]
    return value


def _weight(value: Any) -> int:
    if isinstance(value, str):
        return len(value) + LINE_COST * value.count("\n")
    if isinstance(value, dict):
        return sum(_weight(item) for item in value.values())
    if isinstance(value, list):
        return sum(_weight(item) for item in value)
    return 0


def printable(text: str, language: str = "fr") -> str:
    """One text without control characters, bounded, its endless words breakable, its spaces in place."""
    text = without_traps(text)
    return soft_breaks(typography(bounded(text), language))


def without_traps(text: str) -> str:
    """Drop what no page can show: control characters, half surrogates, direction overrides; accents join their letters."""
    text = _BIDI_TRICKS.sub("", re.sub("\r\n|[\r\u2028\u2029]", "\n", text))
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text)
    kept = (
        c
        for c in text
        if c in _KEPT_CONTROLS or unicodedata.category(c) not in ("Cc", "Cs", "Co", "Cn")
    )
    return _BLANK_LINES.sub("\n\n", "".join(kept))


def bounded(text: str) -> str:
    """At most MAX_FIELD characters, a line counting for 80; what is cut says so and stays in the attached data."""
    if _weight(text) <= MAX_FIELD:
        return text
    room, kept = MAX_FIELD, []
    for line in text.split("\n"):
        room -= len(line) + LINE_COST
        kept.append(line if room >= 0 else line[: len(line) + room])
        if room <= 0:
            break
    note = _("[Texte coupé ici : %(count)d signes en tout, dans le fichier de données joint.]") % {
        "count": len(text)
    }
    return "\n".join(kept).rstrip() + "…\n" + note


def soft_breaks(text: str) -> str:
    """Give words of more than forty characters places where a line may end, after a slash or a point if there is one."""
    return _LONG_WORD.sub(lambda found: _broken(found[0]), text)


def _broken(word: str) -> str:
    pieces = (piece for part in _JOINT.split(word) for piece in _steps(part))
    return SOFT_BREAK.join(pieces)


def _steps(part: str) -> list[str]:
    return [part[start : start + STEP] for start in range(0, len(part), STEP)]


def typography(text: str, language: str) -> str:
    """The apostrophe everywhere; French wants no-break spaces where English wants none."""
    for pattern, replacement in _FRENCH if language == "fr" else _ENGLISH:
        text = pattern.sub(replacement, text)
    return text.replace("'", "’")


def typography_html(markup: str, language: str) -> str:
    """`typography` on the text between tags, style and script left alone."""
    verbatim, pieces = False, []
    for piece in _TOKENS.split(markup):
        if piece.startswith("<"):
            name = piece.strip("</>").split(" ", 1)[0].lower()
            if name in _VERBATIM:
                verbatim = not piece.startswith("</")
            pieces.append(piece)
        else:
            pieces.append(piece if verbatim else typography(piece.replace("&#x27;", "’"), language))
    return "".join(pieces)
