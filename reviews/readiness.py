"""Is a gate ready? Computed, never ticked: what is missing, and whose move it is."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from governance.roles import Side, Voice
from projects.models import Dependency, ProjectTopic
from reviews.blocking import open_blockers
from reviews.criteria import criteria_lines
from reviews.criteria_signs import NOT_HELD
from reviews.snapshots import criteria_file

OWED_BY = {"seats": Side.BEARER, "vendor_file": Side.VENDOR, "freeze": Side.BEARER}


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that a gate still waits for."""

    what: str
    side: str
    url: str = ""
    criterion: bool = False


def missing_lines(gate, file: dict | None = None) -> list[Missing]:
    """What the gate's topics, dependencies and criteria still lack.

    `file`: what the criteria are read on, when the page has read it already.
    """
    subjects = gate.project.topics.filter(topic__in=gate.topics.all())
    subjects = subjects.select_related("topic")
    lines = [line for subject in subjects if (line := _missing_topic(subject))]
    if gate.ref == "J4":
        lines += [_missing_dependency(row) for row in _unconfirmed(gate.project)]
    return lines + _missing_criteria(gate, file or criteria_file(gate))


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


def _missing_criteria(gate, file: dict) -> list[Missing]:
    """The criteria that nobody answered, or whose proof or check is lacking."""
    waiting = [line for line in criteria_lines(gate.criteria, file) if line["owed"]]
    page = reverse("reviews:gate", args=[gate.pk])
    submits = submitting_side(gate.project) if waiting else ""
    return [
        Missing(
            line["text"],
            _owed_by(gate, line, submits),
            f"{page}#critere-{line['key']}",
            criterion=True,
        )
        for line in waiting
    ]


def submitting_side(project) -> str:
    """The side that submits the gates: the vendor once there is one, else the bearer."""
    seats = project.seats.voices().filter(part__in=(Voice.VENDOR, Voice.BEARER))
    return seats.values_list("part", flat=True).last() or Side.BEARER


def _owed_by(gate, line: dict, submits: str) -> str:
    """Whose move it is: those who submit, but for what is to be done elsewhere."""
    if "blockers" in line["basis"] and line["state"] == NOT_HELD:
        blocker = open_blockers(gate.project).first()
        return blocker.owner.side if blocker else submits
    return next((OWED_BY[token] for token in line["basis"] if token in OWED_BY), submits)
