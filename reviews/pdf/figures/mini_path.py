"""A path small enough for a row of a table: only its shapes, in their order."""

from typing import Any

from django.utils.safestring import SafeString

from reviews.pdf.figures import shapes
from reviews.pdf.figures.path_line import REACHED
from reviews.pdf.figures.svg import INK, document

PITCH, MIDDLE, MOST, HEIGHT = 13.5, 7.0, 7, 14.0


def mini_path(steps: list[dict[str, Any]], title: str) -> SafeString:
    """steps: genre and sign; more than a row holds go on the next one."""
    rows = [steps[start : start + MOST] for start in range(0, len(steps), MOST)]
    body = "".join(_row(row, MIDDLE + place * HEIGHT) for place, row in enumerate(rows))
    width = PITCH * max((len(row) for row in rows), default=1)
    return document(width, HEIGHT * max(len(rows), 1), body, title)


def _row(steps: list[dict[str, Any]], y: float) -> str:
    places = [PITCH * (index + 0.5) for index in range(len(steps))]
    ink = INK["ink"]
    drawn = f'<path d="M{places[0]:g} {y:g}H{places[-1]:g}" stroke="{ink}" stroke-width="1" stroke-dasharray="2 1.6"/>'
    reached = next((k for k, step in enumerate(steps) if step["sign"] not in REACHED), len(steps))
    if reached > 1:
        drawn += f'<path d="M{places[0]:g} {y:g}H{places[reached - 1]:g}" stroke="{ink}" stroke-width="1.6"/>'
    return drawn + "".join(_mark(step, x, y) for step, x in zip(steps, places, strict=True))


def _mark(step: dict[str, Any], x: float, y: float) -> str:
    if step["genre"] == "gate":
        return shapes.gate(x, y, 5.6, step["sign"])
    return shapes.milestone(x, y, 4.3, step["sign"])
