"""What was agreed about dates that cross: a note rests a signal while it covers what it is about.

It comes back when the weeks grow beyond those agreed, when another system is shared, or when the
launch moves to another day of the freeze.
"""

from itertools import islice

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from governance import typography
from governance.roles import Voice
from projects import collisions
from projects.collisions import Collision, Window
from projects.impact import Lean
from projects.models import CollisionNote, Project
from projects.reference import Freeze

MOST_PAIRS = 20


def collisions_of(user, project: Project, systems) -> list[dict]:
    """What a project collides with, in sentences: what is not settled first, then what was agreed."""
    found, freezes = collisions.met_by(user, project, systems)
    if not (found or freezes):
        return []
    notes, may = notes_of(project), may_agree(user, project)
    rows = [
        resting(collisions.told_freeze(row), on_freeze(notes, project, row))
        | {"agree_url": may and reverse("projects:launch-freeze", args=[project.key, row.pk])}
        for row in freezes
    ]
    rows += [
        resting(collisions.told_project(row), on_project(notes, row.key, row))
        | {"agree_url": may and reverse("projects:collision", args=[project.key, row.key])}
        for row in found
    ]
    return sorted(rows, key=lambda row: bool(row["agreed"]))


def resting(line: dict, note: CollisionNote | None) -> dict:
    """A collision with what was agreed about it, if anything that still covers it."""
    return line | {"agreed": note and told_note(note)}


def told_note(note: CollisionNote) -> str:
    """« Claire Aubry, le mar. 6 oct. : nous livrons d’abord. »"""
    facts = {
        "name": note.noted_by,
        "day": typography.short_day(typography.as_day(note.noted_at)),
        "note": note.note,
    }
    return _("Convenu par %(name)s le %(day)s : « %(note)s »") % facts


def notes_of(project: Project) -> list[CollisionNote]:
    """Everything that was agreed about a project, by one side or the other, the last first."""
    rows = CollisionNote.objects.filter(Q(project=project) | Q(other=project))
    joined = rows.select_related("noted_by", "system", "project", "other")
    return list(joined.order_by("-noted_at", "-pk"))


def on_project(notes, key: str, row: Collision) -> CollisionNote | None:
    """The agreement that covers a collision with another project: all its systems, all its days."""
    covering = [
        note
        for note in notes
        if note.other_id and key in (note.project.key, note.other.key) and covers(note, row.shared)
    ]
    agreed = {note.system.name for note in covering}
    return covering[0] if agreed.issuperset(row.systems) else None


def on_freeze(notes, project: Project, freeze: Freeze) -> CollisionNote | None:
    """The agreement to launch on this day in spite of a freeze."""
    day = Window(project.launch_on, project.launch_on)
    mine = (note for note in notes if note.freeze_id == freeze.pk and covers(note, day))
    return next(mine, None)


def covers(note: CollisionNote, days: Window) -> bool:
    """Whether the days that cross are among those agreed."""
    return note.starts_on <= days.starts_on and days.ends_on <= note.ends_on


def may_agree(user, project: Project) -> bool:
    """Whether to offer it: the bearer and the IT referent, as the list columns know them."""
    lines = project.summary.get("trio", ())
    return any(
        line["person"] == user.pk for line in lines if line["voice"] in (Voice.BEARER, Voice.IT)
    )


def pairs_on(leans: list[Lean]) -> list[dict]:
    """The projects under way that work on one system in the same weeks, two by two."""
    waiting = sorted(
        (lean for lean in leans if not lean.is_live), key=lambda lean: lean.window.starts_on
    )
    return list(islice(crossing(waiting), MOST_PAIRS))


def crossing(ordered: list[Lean]):
    """Each pair once: those that begin before the first one ends."""
    for place, lean in enumerate(ordered):
        for other in ordered[place + 1 :]:
            shared = lean.window.meets(other.window)
            if shared is None:
                break
            yield {"one": lean.project, "other": other.project, "shared": shared}
