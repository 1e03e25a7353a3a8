"""What a project's map shows: lanes are categories, columns are steps of the path. Pure.

Column 1 carries the data, the next ones the steps; one row per dependency, so no line crosses
another. placing.py gives each of them its place, drawing.py its ink: the page and the printed
report draw the same map.
"""

from dataclasses import dataclass, field

FIRST_COLUMN = 2
MOST_STEPS = 5
MOST_ROWS = 25
KEPT_OF_FOLDED_LANE = 2
SETTLED = ("confirmed", "conditional")


@dataclass(frozen=True, slots=True)
class Lane:
    """One category of systems, with its rows and how many settled ones were folded."""

    name: str
    rows: list[dict]
    folded: int = 0


@dataclass(frozen=True, slots=True)
class Map:
    """The steps on top, the lanes below."""

    steps: list[dict]
    lanes: list[Lane] = field(default_factory=list)


def draw(
    dependencies: list[dict], path: list[dict], *, most: int = MOST_STEPS, fold: bool = True
) -> Map:
    """The map of dependencies (system, category, state, direction, step id) along a path."""
    steps = chosen_steps(path, {row["step"] for row in dependencies}, most)
    placed = [{**row, "column": column_of(row["step"], path, steps)} for row in dependencies]
    return Map(steps=steps, lanes=lanes(placed, fold=fold))


def chosen_steps(path: list[dict], needed: set, most: int = MOST_STEPS) -> list[dict]:
    """A few steps: those that something must be ready for, then what remains ahead."""
    if not path:
        return []
    last = path[-1]
    wanted = [step for step in path if step["id"] in needed and step is not last]
    wanted = wanted[: most - 1]
    ahead = [s for s in path[:-1] if s not in wanted and s["state"] in ("todo", "now")]
    gates_first = sorted(ahead, key=lambda step: step["genre"] != "gate")
    wanted += gates_first[: most - 1 - len(wanted)]
    return [step for step in path if step in wanted or step is last]


def column_of(step_id, path: list[dict], steps: list[dict]) -> int:
    """The column of a row: its step, else the last drawn one before it, else the end."""
    shown = [step["id"] for step in steps]
    if step_id in shown:
        return FIRST_COLUMN + shown.index(step_id)
    order = [step["id"] for step in path]
    if step_id not in order:
        return FIRST_COLUMN + max(len(steps) - 1, 0)
    earlier = sum(order.index(known) < order.index(step_id) for known in shown)
    return FIRST_COLUMN + max(earlier - 1, 0)


def lanes(rows: list[dict], *, fold: bool = True) -> list[Lane]:
    """Rows by category, in the order they come; above 25 systems, settled ones fold."""
    grouped: dict[str, list[dict]] = {}
    for row in rows:
        grouped.setdefault(row["category"], []).append(row)
    if not fold or len(rows) <= MOST_ROWS:
        return [Lane(name, found) for name, found in grouped.items()]
    return [folded_lane(name, found) for name, found in grouped.items()]


def folded_lane(name: str, rows: list[dict]) -> Lane:
    """A lane that keeps what still waits, and the first settled rows."""
    settled = [row for row in rows if row["state"] in SETTLED]
    hidden = settled[KEPT_OF_FOLDED_LANE:]
    return Lane(name, [row for row in rows if row not in hidden], folded=len(hidden))


def nearest(rows: list[dict], path: list[dict], count: int) -> list[dict]:
    """The rows to be settled first: not yet confirmed, then by the step that needs them."""
    order = {step["id"]: place for place, step in enumerate(path)}

    def urgency(row: dict) -> tuple[bool, int]:
        return row["state"] in SETTLED, order.get(row["step"], len(order))

    return sorted(rows, key=urgency)[:count]
