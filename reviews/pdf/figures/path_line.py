"""The path as a line: gates above it, milestones below, full up to what is done."""

from typing import Any, NamedTuple

from reviews.pdf.figures import shapes
from reviews.pdf.figures.svg import INK, WIDTH, advance, document, lines, text

PER_ROW = 11
REACHED = ("done", "approved", "reserved", "tacit", "waived")


class Sizes(NamedTuple):
    """Text sizes of a line; the compact one is for the manager's page."""

    size: float
    leading: float
    most: int

    def above(self, count: int) -> float:
        return 21 + self.leading * (count + 1)

    def below(self, count: int) -> float:
        return 22 + self.leading * count


COMPACT, FULL = Sizes(7, 8.6, 5), Sizes(7.5, 9.2, 5)


def path_line(steps: list[dict[str, Any]], title: str, sizes: Sizes = FULL) -> str:
    """steps: name, date, genre (milestone or gate) and sign, in order; regular spacing, the real gap is in the dates."""
    rows = [steps[start : start + PER_ROW] for start in range(0, len(steps), PER_ROW)]
    body, height = "", 0.0
    for row in rows:
        above, below = _deepest(row, "gate", sizes), _deepest(row, "milestone", sizes)
        body += _row(row, height + sizes.above(above), sizes)
        height += sizes.above(above) + sizes.below(below)
    return document(WIDTH, round(height, 1), body, title)


def _deepest(steps: list[dict[str, Any]], genre: str, sizes: Sizes) -> int:
    """How many lines the longest name takes on one side of the line."""
    pitch = WIDTH / len(steps)
    names = [_name(steps, k, pitch, sizes) for k, s in enumerate(steps) if s["genre"] == genre]
    return max(map(len, names), default=1)


def _name(steps: list[dict[str, Any]], k: int, pitch: float, sizes: Sizes) -> list[str]:
    return lines(steps[k]["name"], _room(steps, k, pitch), sizes.size, sizes.most, bold=True)


def _row(steps: list[dict[str, Any]], y: float, sizes: Sizes) -> str:
    pitch = WIDTH / len(steps)
    reached = next((k for k, step in enumerate(steps) if step["sign"] not in REACHED), len(steps))
    marks = "".join(_step(steps, k, pitch, y, sizes) for k in range(len(steps)))
    return _track(reached, len(steps), pitch, y) + marks


def _track(reached: int, count: int, pitch: float, y: float) -> str:
    end = WIDTH if reached == count else pitch * (reached - 0.5) if reached else 0
    drawn = ""
    if reached < count:
        drawn += f'<path d="M{end:.1f} {y:g}H{WIDTH:g}" stroke="{INK["ink"]}" stroke-width="1.3" stroke-dasharray="3.5 3"/>'
    if reached:
        drawn += f'<path d="M0 {y:g}H{end:.1f}" stroke="{INK["ink"]}" stroke-width="2.4"/>'
    return drawn


def _step(steps: list[dict[str, Any]], k: int, pitch: float, y: float, sizes: Sizes) -> str:
    step, x = steps[k], round(pitch * (k + 0.5), 1)
    room = _room(steps, k, pitch)
    name = _name(steps, k, pitch, sizes)
    anchor, edge = _anchor(x, min(room, max(advance(step["name"], sizes.size, bold=True), 40)))
    height = sizes.leading * len(name)
    if step["genre"] == "gate":
        mark, top, day = shapes.gate(x, y, 9.5, step["sign"]), y - 15 - height, y - 15
    else:
        mark, top, day = shapes.milestone(x, y, 6.5, step["sign"]), y + 18, y + 18 + height
    for place, line in enumerate(name):
        mark += text(edge, top + sizes.leading * place, line, sizes.size, bold=True, anchor=anchor)
    return mark + text(edge, day, step["date"], sizes.size, colour="ink-2", anchor=anchor)


def _room(steps: list[dict[str, Any]], k: int, pitch: float) -> float:
    """Width up to the next label on the same side of the line."""
    same = [
        other
        for other, step in enumerate(steps)
        if step["genre"] == steps[k]["genre"] and other != k
    ]
    nearest = min((abs(other - k) for other in same), default=9)
    return min(nearest * pitch, 2.1 * pitch) - 5


def _anchor(x: float, width: float) -> tuple[str, float]:
    if x - width / 2 < 0:
        return "start", 0
    if x + width / 2 > WIDTH:
        return "end", WIDTH
    return "middle", x
