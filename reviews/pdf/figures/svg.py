"""Pen and paper of the figures: colours, text that fits its width, the shapes of steps and voices.

WeasyPrint hands neither the CSS variables nor the style sheet of the page to an inline SVG: colours and font
are written on each element. Every figure has a <title>, which becomes its alternative text.
"""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from projects.lettering import advance, first_line, lines
from reviews.pdf.assets import CSS

__all__ = ["FONT", "INK", "WIDTH", "advance", "document", "first_line", "lines", "text"]

INK = dict(
    re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{6})", (CSS / "page.css").read_text(encoding="utf-8"))
)
FONT = "Bricolage"
WIDTH = 487.0


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
