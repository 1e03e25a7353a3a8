"""Where everything of a project's map stands: boxes, lines and texts in units. Pure.

The same places serve the page (one unit, one pixel) and the printed report (smaller units): only
the paper differs. Nothing overlaps: a label has its room above its line, a mark below it, a name
its lines in its box. A map taller than its paper goes on over sheets, each with its head.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from projects.lettering import lines
from projects.mapping import FIRST_COLUMN, Lane, Map

NAME, TEXT, SMALL = 14.0, 13.0, 12.0  # sizes of the letters
NAME_LEADING, TEXT_LEADING, SMALL_LEADING = 17.0, 15.5, 15.0
PAD, GAP, EDGE = 9.0, 6.0, 12.0  # inside a box, between rows, around texts
HEAD, LOWEST = 10.0, 220.0  # an arrow head; the lowest map, so that its project can be named
MOST_NAME, MOST_LABEL, MOST_HEAD, MOST_LANE = 3, 2, 2, 3
MARK = 17.0  # the room of « personnelles » under a line


@dataclass(frozen=True, slots=True)
class Paper:
    """What a map is drawn on: its width and how it shares it out."""

    width: float
    lane: float
    spine: float
    data: float
    steps: int
    tallest: float = 0.0  # of a sheet; nothing: one sheet, however tall


PAGE = Paper(width=1180, lane=116, spine=40, data=154, steps=5)
SMALL_PAGE = Paper(width=776, lane=0, spine=40, data=168, steps=4)
PRINTED = Paper(width=886, lane=112, spine=26, data=160, steps=4, tallest=1060)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, by its corner and its size."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Link:
    """A dependency: its box at the step, the line that joins it to the project, its texts."""

    row: dict
    box: Box
    line: tuple[float, float, float]  # from x, to x, at y
    name: list[str]
    label: list[str]
    room: Box  # everything that belongs to this row


@dataclass(frozen=True, slots=True)
class Head:
    """The top of a column: a step and its day."""

    x: float
    name: list[str]
    day: str


@dataclass(frozen=True, slots=True)
class Band:
    """A lane on a sheet, with what it carries."""

    box: Box
    name: list[str]
    full_name: str
    links: list[Link] = field(default_factory=list)
    folded: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One drawing: the project as a bar, the steps on top, the bands below."""

    paper: Paper
    height: float
    head_height: float
    spine: Box
    title: list[str]
    heads: list[Head]
    bands: list[Band]

    @property
    def links(self) -> list[Link]:
        return [link for band in self.bands for link in band.links]


def place(drawn: Map, paper: Paper, *, title: str, days: dict | None = None) -> list[Sheet]:
    """The sheets of a map: one on a page, as many as its paper needs when it is printed."""
    columns = Columns(paper, len(drawn.steps))
    heads = [
        Head(
            columns.left(FIRST_COLUMN + place) + EDGE,
            lines(step["name"], columns.width - EDGE, TEXT, MOST_HEAD, bold=True),
            (days or {}).get(step["id"], ""),
        )
        for place, step in enumerate(drawn.steps)
    ]
    top = head_height(heads)
    return [
        sheet(paper, heads, top, bands, title)
        for bands in shared_out(drawn.lanes, columns, top, paper)
    ]


class Columns:
    """The columns of a map; what unused steps leave goes to the data."""

    def __init__(self, paper: Paper, count: int):
        self.width = (paper.width - paper.lane - paper.spine - paper.data) / paper.steps
        self.start = paper.lane + paper.spine
        self.first = paper.width - max(count, 1) * self.width

    def left(self, column: int) -> float:
        """Where a column begins."""
        return self.first + (column - FIRST_COLUMN) * self.width

    def box(self, column: int, y: float, height: float) -> Box:
        """The box of a system in its column."""
        return Box(self.left(column), y, self.width - EDGE, height)


def head_height(heads: list[Head]) -> float:
    """The room of the steps: their names, then their days."""
    tallest = max((len(head.name) for head in heads), default=1)
    dated = any(head.day for head in heads)
    return EDGE + (tallest + dated) * TEXT_LEADING + PAD


def shared_out(
    lanes: list[Lane], columns: Columns, top: float, paper: Paper
) -> Iterator[list[Band]]:
    """The bands of each sheet, from its top; a row is never cut, a lane only when it must be."""
    bands: list[Band] = []
    y = top
    for lane in lanes:
        rows = list(lane.rows)
        while True:
            band, rows = fill(lane, rows, columns, y, paper, is_new=y == top)
            if band:
                bands.append(band)
                y = band.box.bottom
            if not rows:
                break
            yield bands
            bands, y = [], top
    yield bands


def fill(  # noqa: PLR0913 -- a lane, its rows and where they go
    lane: Lane, rows: list[dict], columns: Columns, y: float, paper: Paper, *, is_new: bool
) -> tuple[Band | None, list[dict]]:
    """As many rows of a lane as the sheet still holds, and those that are left."""
    links: list[Link] = []
    at = y + GAP
    for count, row in enumerate(rows):
        link = place_row(row, columns, at, paper)
        overflows = paper.tallest and link.room.bottom + GAP > paper.tallest
        if overflows and (links or not is_new):
            return (band_of(lane, links, y, at + GAP, paper) if links else None), rows[count:]
        links.append(link)
        at = link.room.bottom
    folded = TEXT_LEADING + GAP if lane.folded else 0
    return band_of(lane, links, y, at + GAP + folded, paper, lane.folded), []


def band_of(  # noqa: PLR0913 -- what a band is made of
    lane: Lane, links: list[Link], y: float, bottom: float, paper: Paper, folded: int = 0
) -> Band:
    """A band, at least as tall as its name."""
    name = lines(lane.name, paper.lane - EDGE, TEXT, MOST_LANE, bold=True) if paper.lane else []
    least = len(name) * TEXT_LEADING + 2 * EDGE if name else 0.0
    return Band(Box(0, y, paper.width, max(bottom - y, least)), name, lane.name, links, folded)


def place_row(row: dict, columns: Columns, y: float, paper: Paper) -> Link:
    """One dependency: its label above the line, its mark below, its box around its end."""
    left, text_left = columns.left(row["column"]), columns.start + 2 * EDGE
    name = lines(row["system"], columns.width - EDGE - 2 * PAD, NAME, MOST_NAME, bold=True)
    label = lines(row["data"], left - text_left - EDGE, TEXT, MOST_LABEL)
    height = 2 * PAD + len(name) * NAME_LEADING + SMALL_LEADING
    above = max(height / 2, len(label) * TEXT_LEADING + GAP)
    below = max(height / 2, MARK + GAP if row.get("personal") else 0)
    middle = y + GAP + above
    box = columns.box(row["column"], middle - height / 2, height)
    room = Box(columns.start, y, paper.width - columns.start, above + below + 2 * GAP)
    line = (columns.start + GAP, left - 2, middle)
    return Link(row, box, line, name, label, room)


def sheet(paper: Paper, heads: list[Head], top: float, bands: list[Band], title: str) -> Sheet:
    """A sheet around its bands; the bar of the project runs along all of them."""
    height = max(bands[-1].box.bottom if bands else top, LOWEST)
    spine = Box(paper.lane, 0, paper.spine, height)
    named = lines(title, height - 2 * EDGE, NAME, 1, bold=True)
    return Sheet(paper, height, top, spine, named, heads, bands)
