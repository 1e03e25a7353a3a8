"""The small charts of a committee report: a column of text, the numbers written, readable in grey."""

from typing import Any

from django.utils.safestring import SafeString

from reviews.pdf.figures.svg import INK, document, first_line, text

WIDTH, LEFT, RIGHT = 234.0, 92.0, 30.0
PITCH, TOP = 21.0, 7.0
ROOM, DEEP = 200.0, 25.0


def bars(rows: list[dict[str, Any]], title: str, colour: str = "ink") -> SafeString:
    """rows: name, note, value, word; one bar each, from the same origin, its value beside it."""
    most = max((row["value"] for row in rows), default=0) or 1
    room = WIDTH - LEFT - RIGHT
    body = ""
    for place, row in enumerate(rows):
        y, length = TOP + place * PITCH, room * row["value"] / most
        body += text(0, y + 6, first_line(row["name"], LEFT - 6, 7.75, bold=True), 7.75, bold=True)
        body += text(0, y + 14, row["note"], 6.5, colour="ink-2")
        body += (
            f'<rect x="{LEFT:g}" y="{y:g}" width="{length:.1f}" height="11" fill="{INK[colour]}"/>'
        )
        body += text(LEFT + length + 5, y + 8.5, row["word"], 7.75, bold=True)
    height = TOP + PITCH * len(rows)
    body += f'<path d="M{LEFT:g} 1V{height - 4:g}" stroke="{INK["ink"]}" stroke-width=".8"/>'
    return document(WIDTH, height, body, title)


def spreads(rows: list[dict[str, Any]], goal: int, goal_word: str, title: str) -> SafeString:
    """rows: name, note, value, most, word; the square is the median, the bar nine answers in ten."""
    scale = ROOM / (max([goal, *(row["most"] for row in rows)]) or 1)
    mark, height = goal * scale, 14 + DEEP * len(rows)
    body = _goal(mark, height, goal_word)
    for place, row in enumerate(rows):
        y = 14 + DEEP * place
        body += text(0, y + 7, first_line(row["name"], ROOM - 46, 7.75, bold=True), 7.75, bold=True)
        body += text(WIDTH, y + 7, row["note"], 6.75, colour="ink-2", anchor="end")
        body += _spread(row["value"] * scale, row["most"] * scale, y + 16)
        colour = "ko" if row["value"] > goal else "ink"
        body += text(WIDTH, y + 18.6, row["word"], 7.75, bold=True, colour=colour, anchor="end")
    body += f'<path d="M0 14V{height - 3:g}" stroke="{INK["ink"]}" stroke-width=".8"/>'
    return document(WIDTH, height, body, title)


def _goal(x: float, height: float, word: str) -> str:
    """The landmark that the answers are read against."""
    grey = INK["ink-2"]
    line = f'<path d="M{x:.1f} 11V{height - 3:g}" stroke="{grey}" stroke-width=".8" stroke-dasharray="2.5 2"/>'
    return line + text(x, 8, word, 7, colour="ink-2", anchor="middle" if x > 30 else "start")


def _spread(middle: float, end: float, y: float) -> str:
    """A bar up to nine answers in ten, a square on the median."""
    return (
        f'<path d="M0 {y:g}H{end:.1f}" stroke="{INK["line"]}" stroke-width="5"/>'
        f'<path d="M{end:.1f} {y - 4:g}v8" stroke="{INK["ink-2"]}" stroke-width="1"/>'
        f'<rect x="{max(middle - 4.7, 0):.1f}" y="{y - 4.7:.1f}" width="9.4" height="9.4" rx="1.5" fill="{INK["it"]}"/>'
    )


def columns(rows: list[dict[str, Any]], title: str) -> SafeString:
    """rows: name, before, after; hatched before the signature, full after it, the sum above."""
    most = max((row["before"] + row["after"] for row in rows), default=0) or 1
    pitch, base, unit = WIDTH / max(len(rows), 1), 84.0, 68.0 / most
    body = _hatches()
    for place, row in enumerate(rows):
        x, wide = pitch * place + pitch * 0.22, pitch * 0.55
        before, after = row["before"] * unit, row["after"] * unit
        body += _column(x, base - before, wide, before, "url(#h)")
        body += _column(x, base - before - after, wide, after, INK["bearer"])
        middle, total = x + wide / 2, row["before"] + row["after"]
        body += text(
            middle, base - before - after - 4, str(total), 7.75, bold=True, anchor="middle"
        )
        body += text(middle, 94, row["name"], 6.75, colour="ink-2", anchor="middle")
    body += f'<path d="M0 {base:g}H{WIDTH:g}" stroke="{INK["ink"]}" stroke-width="1"/>'
    return document(WIDTH, 98, body, title)


def _column(x: float, y: float, width: float, height: float, fill: str) -> str:
    if not height:
        return ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}" '
        f'stroke="{INK["bearer"]}" stroke-width=".9"/>'
    )


def _hatches() -> str:
    return (
        '<defs><pattern id="h" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="4" height="4" fill="{INK["sheet"]}"/><path d="M0 0V4" stroke="{INK["bearer"]}" stroke-width="1.6"/>'
        "</pattern></defs>"
    )
