"""The arbitrations as a scoping report freezes them: what was asked, what was retained, by whom."""

from governance.roles import Side
from projects.models import Project
from reviews.models import Arbitration
from reviews.snapshots import local_iso
from reviews.words.arbitration import option_text


def arbitration_lines(project: Project) -> list[dict]:
    """The arbitrations that were decided on a project, oldest first."""
    rows = project.arbitrations.filter(state=Arbitration.State.DECIDED).order_by("ended_at", "pk")
    rows = rows.select_related("sponsor", "cio", "chosen").prefetch_related("positions__holder")
    return [
        {
            "question": row.question,
            "option": option_text(row.chosen),
            "arbiters": [str(row.sponsor), str(row.cio)],
            "decided_at": local_iso(row.ended_at),
            "positions": [
                {
                    "voice": position.side,
                    "label": str(Side(position.side).label),
                    "name": str(position.holder),
                    "text": position.text,
                }
                for position in row.positions.all()
            ],
        }
        for row in rows
    ]
