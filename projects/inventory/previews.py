"""What a page shows of a plan: its figures, and enough lines of each sort to judge it. Pure."""

from projects.inventory.plan import CHANGED, CREATED, REFUSED, Line, Plan

MOST = 100


def report_of(plan: Plan, moved: list[Line]) -> dict:
    """The figures of a plan and its first lines, ready to be kept and printed."""
    return {
        "counts": plan.counts(),
        "ignored": plan.ignored[:MOST],
        "remarks": plan.remarks[:MOST],
        "created": [told(line) for line in plan.of(CREATED)[:MOST]],
        "changed": [told(line) for line in plan.of(CHANGED)[:MOST]],
        "refused": [told(line) for line in plan.of(REFUSED)[:MOST]],
        "aside": [told(line) for line in plan.lines if line.remarks][:MOST],
        "moved": [told(line) for line in moved[:MOST]],
        "moved_count": len(moved),
    }


def told(line: Line) -> dict:
    """One line as the preview prints it."""
    return {
        "line": line.number,
        "name": line.name,
        "outcome": line.outcome,
        "changes": [list(change) for change in line.changes],
        "problems": [list(problem) for problem in line.problems],
        "remarks": line.remarks,
    }
