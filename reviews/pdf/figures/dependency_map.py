"""The dependencies as lanes: the project on the left, one arrow per system, one lane per category."""

from typing import Any

from reviews.pdf.figures.svg import INK, WIDTH, document, first_line, lines, text

PITCH = 24.5
PER_LANE = 8
SPINE, SYSTEM, BOX = 124.0, 302.0, 112.0

_LINES = {
    "confirmed": ("ink", ""),
    "conditional": ("ink", "9 2.5 1.5 2.5"),
    "to_confirm": ("warn", "4 2.6"),
    "refused": ("ko", ""),
}
_BORDERS = {
    "confirmed": ("0.9", ""),
    "conditional": ("0.9", "9 2.5 1.5 2.5"),
    "to_confirm": ("1.1", "3 2"),
    "refused": ("1.4", ""),
}


def dependency_map(lanes: list[dict[str, Any]]) -> list[str]:
    """lanes: name, title and rows; one figure per lane, so that a page is cut between lanes and never inside one."""
    pieces = []
    for lane in lanes:
        for start in range(0, len(lane["rows"]), PER_LANE):
            pieces.append((lane, lane["rows"][start : start + PER_LANE], start > 0))
    last = len(pieces) - 1
    return [
        _lane(lane, rows, again, place == 0, place == last)
        for place, (lane, rows, again) in enumerate(pieces)
    ]


def _lane(
    lane: dict[str, Any], rows: list[dict[str, Any]], again: bool, first: bool, last: bool
) -> str:
    height = 10 + PITCH * len(rows)
    drawn = f'<rect x="0" y="0" width="{WIDTH:g}" height="{height:g}" fill="{INK["sunken"]}"/>'
    drawn += (
        f'<path d="M0 0H{WIDTH:g}" stroke="{INK["ink"]}" stroke-width="{1.6 if first else 0.5}"/>'
    )
    if last:
        drawn += (
            f'<path d="M0 {height - 0.4:g}H{WIDTH:g}" stroke="{INK["ink"]}" stroke-width=".8"/>'
        )
    for place, line in enumerate(
        lines(lane["name_again"] if again else lane["name"], 96, 8.25, 3, bold=True)
    ):
        drawn += text(7, 19 + place * 10.5, line, 8.25, bold=True)
    drawn += f'<rect x="{SPINE - 9:g}" y="0" width="9" height="{height:g}" fill="{INK["ink"]}"/>'
    drawn += "".join(_link(row, 5 + PITCH * (place + 0.5)) for place, row in enumerate(rows))
    return document(WIDTH, height, drawn, lane["title"])


def _link(row: dict[str, Any], y: float) -> str:
    colour, dashes = _LINES[row["state"]]
    drawn = f'<path d="M{SPINE + 6:g} {y:g}H{SYSTEM - 6:g}" stroke="{INK[colour]}" stroke-width="1.3"{_dashed(dashes)}/>'
    if row["direction"] in ("out", "both"):
        drawn += f'<path d="M{SYSTEM - 1:g} {y:g}l-8.5-3.6v7.2z" fill="{INK[colour]}"/>'
    if row["direction"] in ("in", "both"):
        drawn += f'<path d="M{SPINE + 1:g} {y:g}l8.5-3.6v7.2z" fill="{INK[colour]}"/>'
    if row["state"] == "refused":
        middle = (SPINE + SYSTEM) / 2
        drawn += f'<path d="M{middle - 4:g} {y - 4:g}l8 8M{middle + 4:g} {y - 4:g}l-8 8" stroke="{INK[colour]}" stroke-width="1.8"/>'
    drawn += text(
        SPINE + 14, y - 4.5, first_line(row["carries"], SYSTEM - SPINE - 26, 7), 7, colour="ink-2"
    )
    return drawn + _system(row, y, colour)


def _system(row: dict[str, Any], y: float, colour: str) -> str:
    width, dashes = _BORDERS[row["state"]]
    right = SYSTEM + BOX + 7
    return (
        f'<rect x="{SYSTEM:g}" y="{y - 10.5:g}" width="{BOX:g}" height="21" rx="3" fill="{INK["sheet"]}" '
        f'stroke="{INK[colour]}" stroke-width="{width}"{_dashed(dashes)}/>'
        + text(
            SYSTEM + 7,
            y - 1.2,
            first_line(row["system"], BOX - 12, 7.75, bold=True),
            7.75,
            bold=True,
        )
        + text(SYSTEM + 7, y + 7.4, first_line(row["owner"], BOX - 12, 6.75), 6.75, colour="ink-2")
        + text(right, y - 1.5, row["word"], 7, bold=row["state"] != "confirmed", colour=colour)
        + text(
            right, y + 7.4, first_line(row["step"], WIDTH - right - 1, 6.75), 6.75, colour="ink-2"
        )
    )


def _dashed(dashes: str) -> str:
    return f' stroke-dasharray="{dashes}"' if dashes else ""
