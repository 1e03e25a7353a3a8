"""What stops a project at its last gate: the blocking points that nobody lifted."""

from django.db.models import QuerySet

from projects.models import Project
from reviews.models import Finding, Gate


def is_last_gate(gate: Gate) -> bool:
    """Whether nothing is left to validate between this gate and the launch."""
    later = gate.project.gates.filter(milestone__position__gt=gate.milestone.position)
    return not later.exists()


def open_blockers(project: Project) -> QuerySet[Finding]:
    """The blocking points still to be lifted on a project, soonest first."""
    rows = Finding.objects.open().filter(gate__project=project, weight=Finding.Weight.BLOCKER)
    return rows.select_related("owner", "gate").order_by("due_on", "pk")


def blockers_at(gate: Gate) -> list[Finding]:
    """What stops the approval of a gate: the open blocking points, at the last gate alone."""
    return list(open_blockers(gate.project)) if is_last_gate(gate) else []


def stops_launch(project: Project) -> bool:
    """Whether a blocking point stands between a project and its launch; a waiver goes past it."""
    last = project.gates.order_by("milestone__position").last()
    if last and last.state == Gate.State.WAIVED:
        return False
    return open_blockers(project).exists()
