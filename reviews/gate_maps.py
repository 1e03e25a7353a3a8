"""The maps joined to a gate: what each shows when a file is frozen, and who may read how much.

A frozen map holds counts and what the project itself does; no other project is named, so that a
file, its record and their readers from outside learn nothing of the others.
"""

from projects.company_map import Asked, look
from projects.company_words import asked_in_words, map_url, retirement, sign_words
from projects.models import Project
from reviews.models import Gate, GateMap

MOST_ROWS = 80


def map_lines(gate: Gate) -> dict:
    """What a snapshot keeps of the maps joined; a file without any says nothing."""
    rows = gate.maps.select_related("joined_by")
    lines = [frozen_map(row, gate.project) for row in rows]
    return {"maps": lines} if lines else {}


def frozen_map(row: GateMap, project: Project) -> dict:
    """One map as it is today: its systems, what the project does with each, how many others do."""
    sight = look(row.joined_by, Asked.read(row.filters))
    systems = [
        {
            "system": system.name,
            "category": system.category,
            "stops": retirement(system),
            "own": sign_words(lean) if (lean := sight.leans.get((system.pk, project.pk))) else "",
            "projects": sight.counts[system.pk],
        }
        for system in sight.used
    ]
    systems.sort(key=lambda line: not line["own"])
    return {
        "name": row.name,
        "page": row.page,
        "asked": asked_in_words(Asked.read(row.filters), sight.today),
        "joined_by": str(row.joined_by),
        "drawn_on": sight.today.isoformat(),
        "systems": systems[:MOST_ROWS],
        "left_out": max(0, len(systems) - MOST_ROWS),
    }


def shown_maps(snapshot: dict, user) -> list[dict]:
    """The frozen maps of a file for one reader: a guest reads the rows of their project alone."""
    return [
        line | {"systems": own_rows(line) if user.is_guest else line["systems"]}
        for line in snapshot.get("maps", ())
    ]


def own_rows(line: dict) -> list[dict]:
    """What the project itself leans on, without how many others do."""
    return [
        {name: row[name] for name in ("system", "category", "stops", "own")}
        for row in line["systems"]
        if row["own"]
    ]


def record_maps(snapshot: dict) -> list[dict]:
    """What the printed record says of them: every reader of a record may be a guest."""
    return [
        {"name": line["name"], "asked": line["asked"], "drawn_on": line["drawn_on"]}
        | {"systems": own_rows(line)}
        for line in snapshot.get("maps", ())
    ]


def joined_lines(gate: Gate) -> list[dict]:
    """The maps joined to a gate, with the way to each as it is now."""
    return [
        {
            "map": row,
            "url": map_url(row.page) + Asked.read(row.filters).query(),
            "page": row.get_page_display(),
        }
        for row in gate.maps.select_related("joined_by")
    ]
