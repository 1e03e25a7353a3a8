"""A path small enough for a row of a table: only its shapes, in their order."""

from math import ceil
from typing import Any

from django.utils.safestring import SafeString

from reviews.pdf.figures import shapes
from reviews.pdf.figures.path_line import REACHED
from reviews.pdf.figures.svg import INK, document

PITCH, MIDDLE, MOST, HEIGHT, ROOM = 13.5, 7.0, 12, 14.0, 138.0


def mini_path(steps: list[dict[str, Any]], title: str) -> SafeString:
    """steps: genre and sign; closer together when they are many, on two rows when a row cannot hold them."""
    count = max(ceil(len(steps) / MOST), 1)
    most = max(ceil(len(steps) / count), 1)
    rows = [steps[start : start + most] for start in range(0, len(steps), most)]
    pitch = min(PITCH, ROOM / most)
    body = "".join(_row(row, MIDDLE + place * HEIGHT, pitch) for place, row in enumerate(rows))
    width = pitch * max((len(row) for row in rows), default=1)
    return document(width, HEIGHT * max(len(rows), 1), body, title)


def _row(steps: list[dict[str, Any]], y: float, pitch: float) -> str:
    places = [pitch * (index + 0.5) for index in range(len(steps))]
    ink = INK["ink"]
    drawn = f'<path d="M{places[0]:g} {y:g}H{places[-1]:g}" stroke="{ink}" stroke-width="1" stroke-dasharray="2 1.6"/>'
    reached = next((k for k, step in enumerate(steps) if step["sign"] not in REACHED), len(steps))
    if reached > 1:
        drawn += f'<path d="M{places[0]:g} {y:g}H{places[reached - 1]:g}" stroke="{ink}" stroke-width="1.6"/>'
    return drawn + "".join(
        _mark(step, x, y, pitch / PITCH) for step, x in zip(steps, places, strict=True)
    )


def _mark(step: dict[str, Any], x: float, y: float, scale: float) -> str:
    if step["genre"] == "gate":
        return shapes.gate(x, y, 5.6 * scale, step["sign"])
    return shapes.milestone(x, y, 4.3 * scale, step["sign"])
