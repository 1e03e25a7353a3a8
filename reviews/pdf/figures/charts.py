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
    body = ""
    for place, row in enumerate(rows):
        y = 14 + DEEP * place
        body += text(0, y + 7, first_line(row["name"], ROOM - 46, 7.75, bold=True), 7.75, bold=True)
        body += text(WIDTH, y + 7, row["note"], 6.75, colour="ink-2", anchor="end")
        body += _spread(row["value"] * scale, row["most"] * scale, y + 16)
        colour = "ko" if row["value"] > goal else "ink"
        body += text(WIDTH, y + 18.6, row["word"], 7.75, bold=True, colour=colour, anchor="end")
    body += _goal(mark, len(rows), goal_word)
    return document(WIDTH, height, body, title)


def _goal(x: float, rows: int, word: str) -> str:
    """The landmark that the answers are read against, beside each bar and under no word."""
    grey, marks = INK["ink-2"], "".join(f"M{x:.1f} {24 + DEEP * n:g}v12" for n in range(rows))
    line = f'<path d="M{x:.1f} 10v3{marks}" stroke="{grey}" stroke-width=".8" stroke-dasharray="2.5 2"/>'
    return line + text(x, 8, word, 7, colour="ink-2", anchor="middle" if x > 30 else "start")


def _spread(middle: float, end: float, y: float) -> str:
    """A bar up to nine answers in ten, a square on the median."""
    return (
        f'<path d="M.4 {y - 6:g}v12" stroke="{INK["ink"]}" stroke-width=".8"/>'
        f'<path d="M0 {y:g}H{end:.1f}" stroke="{INK["line"]}" stroke-width="5"/>'
        f'<path d="M{end:.1f} {y - 4:g}v8" stroke="{INK["ink-2"]}" stroke-width="1"/>'
        f'<rect x="{max(middle - 4.7, 0):.1f}" y="{y - 4.7:.1f}" width="9.4" height="9.4" rx="1.5" fill="{INK["it"]}"/>'
    )


def columns(rows: list[dict[str, Any]], keys: tuple[str, str], title: str) -> SafeString:
    """rows: name, before, after; hatched before the signature, full after it, the sum above."""
    most = max((row["before"] + row["after"] for row in rows), default=0) or 1
    pitch, base, unit = WIDTH / max(len(rows), 1), 84.0, 68.0 / most
    body = hatches("bearer")
    for place, row in enumerate(rows):
        x, wide = pitch * place + pitch * 0.22, pitch * 0.55
        before, after = row["before"] * unit, row["after"] * unit
        body += _column(x, base - before, wide, before, "url(#h-bearer)")
        body += _column(x, base - before - after, wide, after, INK["bearer"])
        middle, total = x + wide / 2, row["before"] + row["after"]
        body += text(
            middle, base - before - after - 4, str(total), 7.75, bold=True, anchor="middle"
        )
        body += text(middle, 94, row["name"], 6.75, colour="ink-2", anchor="middle")
    body += f'<path d="M0 {base:g}H{WIDTH:g}" stroke="{INK["ink"]}" stroke-width="1"/>'
    body += key(0, 101, "url(#h-bearer)", "bearer", keys[0]) + key(
        WIDTH / 2, 101, INK["bearer"], "bearer", keys[1]
    )
    return document(WIDTH, 112, body, title)


def key(x: float, y: float, fill: str, colour: str, word: str) -> str:
    """A square of what a shape is filled with, and its word."""
    square = f'<rect x="{x + 0.5:g}" y="{y:g}" width="8" height="8" fill="{fill}" stroke="{INK[colour]}" stroke-width=".8"/>'
    return square + text(x + 13, y + 7, word, 7, colour="ink-2")


def share(parts: list[dict[str, Any]], title: str) -> SafeString:
    """parts: name, count, fill (full or hatched); one bar in two, each part said under it."""
    whole = sum(part["count"] for part in parts) or 1
    body, x = hatches("ink"), 0.5
    for place, part in enumerate(parts):
        fill = INK["ink"] if part["fill"] == "full" else "url(#h-ink)"
        wide = (WIDTH - 1) * part["count"] / whole
        if wide:
            body += f'<rect x="{x:.1f}" y="6" width="{wide:.1f}" height="24" fill="{fill}" stroke="{INK["ink"]}" stroke-width=".9"/>'
        y = 39 + 13 * place
        body += key(0, y, fill, "ink", part["name"])
        body += text(WIDTH, y + 7, part["word"], 7.75, bold=True, anchor="end")
        x += wide
    return document(WIDTH, 39 + 13 * len(parts), body, title)


def heaps(
    counts: list[dict[str, Any]], middle: float, words: tuple[str, str], title: str
) -> SafeString:
    """counts: name, count, one bar for each number of days; the median is a dashed line with its word."""
    most = max((row["count"] for row in counts), default=0) or 1
    pitch, base, unit = WIDTH / max(len(counts), 1), 84.0, 54.0 / most
    body = ""
    for place, row in enumerate(counts):
        centre, high = pitch * (place + 0.5), row["count"] * unit
        if high:
            body += f'<rect x="{centre - 6:.1f}" y="{base - high:.1f}" width="12" height="{high:.1f}" fill="{INK["it"]}"/>'
            body += text(
                centre, base - high - 3, str(row["count"]), 7.75, bold=True, anchor="middle"
            )
        body += text(centre, 94, row["name"], 6.75, colour="ink-2", anchor="middle")
    at = min(pitch * (middle + 0.5), WIDTH - pitch / 2)
    body += f'<path d="M{at:.1f} 10V17" stroke="{INK["ink-2"]}" stroke-width=".8"/>'
    side = ("start", 4) if at < WIDTH / 2 else ("end", -4)
    body += text(at + side[1], 14, words[0], 7, bold=True, anchor=side[0])
    body += f'<path d="M0 {base:g}H{WIDTH:g}" stroke="{INK["ink"]}" stroke-width="1"/>'
    body += text(WIDTH, 105, words[1], 6.75, colour="ink-2", anchor="end")
    return document(WIDTH, 109, body, title)


def _column(x: float, y: float, width: float, height: float, fill: str) -> str:
    if not height:
        return ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}" '
        f'stroke="{INK["bearer"]}" stroke-width=".9"/>'
    )


def hatches(colour: str) -> str:
    """The pattern of what is hatched, which black and white keeps."""
    return (
        f'<defs><pattern id="h-{colour}" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="4" height="4" fill="{INK["sheet"]}"/><path d="M0 0V4" stroke="{INK[colour]}" stroke-width="1.6"/>'
        "</pattern></defs>"
    )
