"""Geometry of the company's maps: systems by projects, systems by category, months of work.

Pure: identifiers and counts in, places in pixels out; a page, a sheet and a frozen copy draw the
same thing. Rows are systems grouped by category, columns are projects, the most connected first.
"""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

ROW, COLUMN, BAND = 28, 24, 30
CARD, GAP = 52, 6
STRIP_BAR, STRIP_HEIGHT = 6, 18
STATES = ("confirmed", "conditional", "to_confirm", "refused")  # the one that asks most comes last
DIRECTIONS = ("in", "out", "both")


@dataclass(frozen=True, slots=True)
class Lean:
    """One or several dependencies of a project to a system, as one sign."""

    state: str
    direction: str

    def and_(self, other: "Lean") -> "Lean":
        """Both in one cell: the state that asks most, and every way that data goes."""
        state = max(self.state, other.state, key=STATES.index)
        same = self.direction == other.direction
        return Lean(state, self.direction if same else "both")

    @property
    def sign(self) -> int:
        """The number of the sign that draws it."""
        return STATES.index(self.state) * len(DIRECTIONS) + DIRECTIONS.index(self.direction)


SIGNS = [Lean(state, direction) for state in STATES for direction in DIRECTIONS]


@dataclass(frozen=True, slots=True)
class Cell:
    """The sign where a row meets a column."""

    project: int
    x: int
    sign: int


@dataclass(frozen=True, slots=True)
class Row:
    """A system, its place and its cells from left to right."""

    system: int
    y: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A category: its head, then its rows."""

    name: str
    y: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A project and its place."""

    project: int
    x: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Everything placed, in a box of this size."""

    width: int
    height: int
    columns: tuple[Column, ...]
    bands: tuple[Band, ...]


def lay(systems: Iterable[tuple[int, str]], projects: Iterable[int], leans: dict) -> Matrix:
    """Place systems (id, category) and projects, in the order given within each category."""
    columns = tuple(Column(project, n * COLUMN) for n, project in enumerate(projects))
    bands, y = [], 0
    by_system: dict[int, dict[int, Lean]] = {}
    for (system, project), lean in leans.items():
        by_system.setdefault(system, {})[project] = lean
    for name, members in grouped(systems).items():
        rows = []
        for n, system in enumerate(members):
            cells = _cells(columns, by_system.get(system, {}))
            rows.append(Row(system, y + BAND + n * ROW, cells))
        bands.append(Band(name, y, tuple(rows)))
        y += BAND + len(members) * ROW
    return Matrix(len(columns) * COLUMN, y, columns, tuple(bands))


def _cells(columns: tuple[Column, ...], found: dict[int, Lean]) -> tuple[Cell, ...]:
    return tuple(
        Cell(column.project, column.x, found[column.project].sign)
        for column in columns
        if column.project in found
    )


def grouped(systems: Iterable[tuple[int, str]]) -> dict[str, list[int]]:
    """The systems of each category, categories in the order they first come."""
    bands: dict[str, list[int]] = {}
    for system, category in systems:
        bands.setdefault(category, []).append(system)
    return bands


def merged(rows: Iterable[tuple[int, int, str, str]]) -> dict[tuple[int, int], Lean]:
    """One sign for each system and project, from (system, project, state, direction)."""
    leans: dict[tuple[int, int], Lean] = {}
    for system, project, state, direction in rows:
        here, lean = (system, project), Lean(state, direction)
        leans[here] = leans[here].and_(lean) if here in leans else lean
    return leans


def most_connected(projects: Iterable[Hashable], leans: dict) -> list:
    """Projects that lean on most systems first; equal ones stay in the order given."""
    degree = Counter(project for _system, project in leans)
    return sorted((p for p in projects if degree[p]), key=lambda project: -degree[project])


def leaning_on(leans: dict) -> Counter:
    """How many projects lean on each system."""
    return Counter(system for system, _project in leans)


@dataclass(frozen=True, slots=True)
class Bar:
    """A month of a strip: how many projects are at work, as a height from the bottom."""

    x: int
    y: int
    height: int
    count: int


def strip(counts: Iterable[int], most: int) -> list[Bar]:
    """One bar a month on a scale that every row shares; a month with work is never invisible."""
    bars = []
    for n, count in enumerate(counts):
        height = max(3, round(count / most * STRIP_HEIGHT)) if count and most else 0
        bars.append(Bar(n * STRIP_BAR, STRIP_HEIGHT - height, height, count))
    return bars


@dataclass(frozen=True, slots=True)
class Card:
    """A system in the block of its category."""

    system: int
    y: int


@dataclass(frozen=True, slots=True)
class Block:
    """A category with its cards, one under the other."""

    name: str
    height: int
    cards: tuple[Card, ...]


def blocks(systems: Iterable[tuple[int, str]]) -> list[Block]:
    """One block a category, one card a system."""
    return [
        Block(
            name,
            len(members) * (CARD + GAP) - GAP,
            tuple(Card(system, n * (CARD + GAP)) for n, system in enumerate(members)),
        )
        for name, members in grouped(systems).items()
    ]


def cut(text: str, most: int) -> str:
    """The first words of a text that fit where nothing wraps; its whole name says the rest."""
    if len(text) <= most:
        return text
    kept = text[: most + 1].rpartition(" ")[0]
    return kept if len(kept) > most // 2 else text[:most]
