"""What a project probably leans on and has not declared: its kind and its answers say it."""

from governance.models import Closure, System
from projects.models import Dependency, Project
from projects.path import Path
from projects.reference import load_reference_data
from projects.reuse import agreements_on
from projects.what_if import path_under


def suggestions_for(project: Project, *, by) -> list[dict]:
    """Each system not declared yet, with the reason, the usual nature and who already agreed."""
    path = _path_of(project)
    known = set(project.dependencies.standing().values_list("system__name", flat=True))
    rows = [row for row in path.suggestions if row.system not in known]
    systems = System.objects.in_use().select_related("owner", "owner_team")
    systems = systems.in_bulk([row.system for row in rows], field_name="name")
    milestones = {row.ref: row for row in project.milestones.all()}
    agreed = _latest({system.pk for system in systems.values()})
    return [
        {
            "system": systems[row.system],
            "owner": systems[row.system].owner or systems[row.system].owner_team,
            "detail": row.detail,
            "reason": row.reason,
            "expected": row.expected,
            "nature": row.nature,
            "nature_word": Dependency.Nature(row.nature).label,
            "direction": row.direction,
            "direction_word": Dependency.Direction(row.direction).label,
            "needed_by": milestones.get(row.needed_by),
            "earlier": agreed.get((systems[row.system].pk, row.nature, row.direction)),
        }
        for row in rows
        if row.system in systems
    ]


def _path_of(project: Project) -> Path:
    """The path that the answers of a project ask for, as they stand."""
    return path_under(load_reference_data(), project, Closure.cached_calendar(), ())


def _latest(systems) -> dict[tuple, Dependency]:
    """The latest agreement on each system, nature and direction."""
    found: dict[tuple, Dependency] = {}
    for row in agreements_on(systems):
        found.setdefault((row.system_id, row.nature, row.direction), row)
    return found
