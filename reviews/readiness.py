"""Is a gate ready? Computed, never ticked: what is missing, and whose move it is."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from governance.roles import Side
from projects.models import Dependency, ProjectTopic


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that a gate still waits for."""

    what: str
    side: str
    url: str = ""


def missing_lines(gate) -> list[Missing]:
    """What the gate's topics, dependencies and seats still lack."""
    subjects = gate.project.topics.filter(topic__in=gate.topics.all())
    subjects = subjects.select_related("topic")
    lines = [line for subject in subjects if (line := _missing_topic(subject))]
    if gate.ref == "J4":
        lines += [_missing_dependency(row) for row in _unconfirmed(gate.project)]
    return lines


def _missing_topic(subject: ProjectTopic) -> Missing | None:
    if subject.state == ProjectTopic.State.OPEN:
        what = _("%(topic)s : aucune proposition") % {"topic": subject.topic}
        return Missing(what, Side.VENDOR, f"/sujets/{subject.pk}/")
    if subject.state == ProjectTopic.State.BLOCKED:
        what = _("%(topic)s : non conforme au socle") % {"topic": subject.topic}
        return Missing(what, Side.VENDOR, f"/sujets/{subject.pk}/")
    return None


def _unconfirmed(project):
    rows = project.dependencies.filter(state=Dependency.State.TO_CONFIRM)
    return rows.select_related("system")


def _missing_dependency(row: Dependency) -> Missing:
    what = _("%(system)s : dépendance à confirmer") % {"system": row.system}
    return Missing(what, Side.OWNER, f"/dependances/{row.pk}/")
