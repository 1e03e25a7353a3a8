"""The QR code of the verification page, as runs of squares."""

import segno
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from reviews.pdf.figures.svg import INK

QUIET = 4


def qr(address: str, side: float, title: str) -> SafeString:
    """A QR code of the given side; its left margin is trimmed, the white of the page stands for it."""
    matrix = [list(row) for row in segno.make(address, error="m", micro=False).matrix]
    runs = "".join(_runs(row, y + QUIET) for y, row in enumerate(matrix))
    size = len(matrix)
    width = side * (size + QUIET) / (size + 2 * QUIET)
    return mark_safe(  # noqa: S308, squares and an escaped title
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{QUIET} 0 {size + QUIET} {size + 2 * QUIET}" '
        f'width="{width:.2f}pt" height="{side:g}pt"><title>{escape(title)}</title><path d="{runs}" fill="{INK["ink"]}"/></svg>'
    )


def _runs(row: list[int], y: int) -> str:
    drawn, x = "", 0
    while x < len(row):
        end = x
        while end < len(row) and row[end]:
            end += 1
        if end > x:
            drawn += f"M{x + QUIET} {y}h{end - x}v1h-{end - x}z"
        x = end + 1
    return drawn
