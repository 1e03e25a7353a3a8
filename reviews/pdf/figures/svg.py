"""Pen and paper of the figures: colours, text that fits its width, the shapes of steps and voices.

WeasyPrint hands neither the CSS variables nor the style sheet of the page to an inline SVG: colours and font
are written on each element. Every figure has a <title>, which becomes its alternative text.
"""

import re
from functools import lru_cache

import pyphen
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from reviews.pdf.assets import CSS

INK = dict(
    re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{6})", (CSS / "page.css").read_text(encoding="utf-8"))
)
FONT = "Bricolage"
WIDTH = 487.0

_NARROW, _WIDE = "iljtfrI.,:;'’!|()[]-· \u00a0\u202f", "mwMW@%—œŒ"
_IGNORED = str.maketrans({"\u200b": "", "\u00ad": "", "\n": " "})


def advance(text: str, size: float, bold: bool = False) -> float:
    """Approximate width of a text, good enough to cut labels without opening the font."""
    units = sum(
        290 if c in _NARROW else 880 if c in _WIDE or c > "\u2e7f" else 660 if c.isupper() else 560
        for c in text
    )
    return units * size / 1000 * (1.04 if bold else 1)


@lru_cache(maxsize=1)
def _hyphenation() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="fr", left=4, right=4)


def lines(text: str, width: float, size: float, most: int = 3, bold: bool = False) -> list[str]:
    """A label cut into lines of the given width; the last one is elided when the text does not fit."""
    found, current = [], ""
    for word in text[:400].translate(_IGNORED).split(" "):
        while advance(word, size, bold) > width and len(word) > 4:
            head, word = _cut(word, width, size, bold)
            found += [current, head + "-"] if current else [head + "-"]
            current = ""
        attempt = f"{current} {word}".strip()
        if advance(attempt, size, bold) > width:
            found.append(current)
            attempt = word
        current = attempt
    found = [line for line in [*found, current] if line]
    if len(found) > most:
        found = [*found[: most - 1], found[most - 1].rstrip(" ,.-") + "…"]
    return found or [""]


def _cut(word: str, width: float, size: float, bold: bool) -> tuple[str, str]:
    room = max(3, int(len(word) * width / advance(word, size, bold)) - 1)
    places = [place for place in _hyphenation().positions(word) if place <= room]
    place = max(places, default=room)
    return word[:place], word[place:]


def first_line(text: str, width: float, size: float, bold: bool = False) -> str:
    """A label on one line, elided when it does not fit."""
    return lines(text, width, size, 1, bold)[0]


def text(
    x: float,
    y: float,
    label: str,
    size: float = 7.5,
    bold: bool = False,
    colour: str = "ink",
    anchor: str = "start",
) -> str:
    """One line of text; colour is a token of the style sheet."""
    place = "" if anchor == "start" else f' text-anchor="{anchor}"'
    weight = 600 if bold else 400
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{FONT}" font-size="{size}" font-weight="{weight}" '
        f'fill="{INK[colour]}"{place}>{escape(label)}</text>'
    )


def document(width: float, height: float, body: str, title: str) -> SafeString:
    """A whole figure with its alternative text."""
    alternative = escape(title.replace("\u200b", ""))
    return mark_safe(  # noqa: S308, every text in it went through escape
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}pt" height="{height:g}pt">'
        f"<title>{alternative}</title>{body}</svg>"
    )
