"""What the pages of dependencies show, from fetched rows."""

from django.urls import reverse
from django.utils.translation import gettext as _

from projects import leaning
from projects.forms.dependencies import AnswerForm, AskAgainForm
from projects.models import Dependency, Move, Project
from projects.permissions import can_answer_dependency, can_declare_dependency
from projects.reuse import earlier_agreements, runs_long_enough, same_things

State = Dependency.State
RELATED = (
    "project__kind",
    "project__vendor",
    "system__owner",
    "system__owner_team",
    "interface",
    "needed_by",
    "answered_by",
    "replaced_by__system",
    "reused_from__project",
    "reused_from__interface",
)


def map_page(project: Project, user, *, as_table: bool) -> dict:
    """Everything a project leans on: the map of today, or the table with what it left."""
    rows = project.dependencies.select_related(
        "system__owner", "system__owner_team", "interface", "replaced_by__system"
    )
    told = [told_with_owner(row) for row in rows]
    told = leaning.with_steps(project, told)
    standing = [row for row in told if row["state"] in leaning.STANDING]
    return {
        "project": project,
        "tab": "dependencies",
        "rows": told if as_table else standing,
        "as_table": as_table,
        "headline": leaning.headline(standing),
        "waiting": leaning.waiting(project, standing, user),
        "map": "" if as_table or not standing else leaning.map_of(project, standing),
        "may_declare": bool(can_declare_dependency(user, project)),
        "has_any": bool(told),
    }


def told_with_owner(row: Dependency) -> dict:
    """A dependency with whom it asks, and what replaced it."""
    heir = row.replaced_by.system.name if row.replaced_by else ""
    return {
        **leaning.told(row),
        "owner": row.system.owner or row.system.owner_team,
        "heir": heir,
        "environment": row.get_environment_display(),
    }


def dependency_page(found: Dependency, user, form) -> dict:
    """One dependency, what this person may do with it now, and what may be taken up."""
    answers, carries = (
        bool(can_answer_dependency(user, found)),
        bool(can_declare_dependency(user, found.project)),
    )
    waits = found.state == State.TO_CONFIRM
    return {
        "project": found.project,
        "tab": "dependencies",
        "dependency": found,
        "told": told_with_owner(found),
        "form": form,
        "again": isinstance(form, AskAgainForm),
        "may_change": carries and found.state != State.REPLACED and not found.project.is_over,
        "reused": reused(found, user),
        "one_gesture": answers and waits and holds(found),
        "offer": offered(found) if carries and waits and not found.reused_from_id else None,
        "several": answers and waits and others_wait(found, user),
    }


def holds(found: Dependency) -> bool:
    """Whether the agreement taken up still runs."""
    return found.reused_from is not None and runs_long_enough(found.reused_from, found)


def reused(found: Dependency, user) -> dict | None:
    """The agreement that was taken up; a guest is never told of another project."""
    earlier = found.reused_from
    if earlier is None or user.is_guest:
        return None
    return {
        "key": earlier.project.key,
        "url": reverse("projects:dependency", args=[earlier.pk]),
        "same": same_things(earlier),
        "word": earlier.word,
        "until": earlier.open_until,
        "conditional": earlier.state == State.CONDITIONAL,
    }


def offered(found: Dependency) -> dict | None:
    """An agreement of the same owner on the same thing, that this project may take up."""
    earlier = earlier_agreements([found]).get(found.pk)
    if earlier is None:
        return None
    return {
        "id": earlier.pk,
        "key": earlier.project.key,
        "title": earlier.project.title,
        "same": same_things(earlier),
    }


def others_wait(found: Dependency, user) -> bool:
    """Whether more than this one waits for this person."""
    return Dependency.objects.awaiting(user).exclude(pk=found.pk).exists()


def form_for(found: Dependency, user):
    """The form that this person may fill now, empty; or none."""
    if found.project.is_over:
        return None
    if found.state == State.TO_CONFIRM and can_answer_dependency(user, found):
        return AnswerForm(dependency=found)
    if found.state == State.REFUSED and can_declare_dependency(user, found.project):
        return AskAgainForm()
    return None


def late_page(found: Dependency, sentence: str, typed: dict) -> dict:
    """What happened before this answer came, and the words that it brought."""
    kept = [
        (_("Votre réponse"), dict(State.choices).get(typed.get("state", ""), "")),
        (_("Ouverte jusqu’au"), typed.get("open_until", "")),
        (_("Votre mot"), typed.get("word", "")),
    ]
    return {"late": sentence, "kept": [(label, text) for label, text in kept if text]}


def waiting_page(user) -> list[dict]:
    """Every dependency that this person may answer, the most urgent first."""
    rows = list(
        Dependency.objects.visible_to(user).awaiting(user).select_related(*RELATED).order_by("pk")
    )
    dues = dict(
        Move.objects.open()
        .filter(
            kind=Move.Kind.CONFIRM_DEPENDENCY,
            subject_label=Dependency._meta.label_lower,
            subject_id__in=[row.pk for row in rows],
        )
        .values_list("subject_id", "due_on")
    )
    told = [
        {
            **leaning.told(row),
            "project": row.project,
            "need": row.needed_by,
            "version": row.version,
            "due_on": dues.get(row.pk),
            "reused": reused(row, user) if holds(row) else None,
        }
        for row in rows
    ]
    return sorted(told, key=lambda row: (row["due_on"] is None, row["due_on"], row["id"]))
