"""What stops a project at its last gate: the blocking points that nobody lifted."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from governance.typography import long_day
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


def launch_blockers(project: Project) -> list[Finding]:
    """What stands between a project and its launch: all but what the last gate's waiver names."""
    rows, last = open_blockers(project), project.gates.order_by("milestone__position").last()
    if last and last.state == Gate.State.WAIVED:
        named = Finding.objects.filter(waivers__in=last.waivers.filter(ended_at=None))
        rows = rows.exclude(pk__in=named)
    return list(rows)


def stops_launch(project: Project) -> bool:
    """Whether something blocks the launch."""
    return bool(launch_blockers(project))


def blockers_in_words(found: list[Finding]) -> str:
    """« Essayer une restauration », chez Diane Roux, avant le lundi 30 novembre: what, who owes, when."""
    return " ; ".join(
        _("« %(what)s », chez %(who)s, avant le %(day)s")
        % {"what": row.text, "who": row.owner, "day": long_day(row.due_on)}
        for row in found
    )
