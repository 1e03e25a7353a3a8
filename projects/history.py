"""What changed on a project since it was registered: who, why, and what it reopened."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from governance import typography
from projects.models import LevelChange, Project, ScopeChange


def changes(project: Project, since: datetime | None = None) -> list[dict]:
    """The changes of scope and of level that were made, the last first; those after a day."""
    scopes = project.scope_changes.select_related("changed_by")
    levels = project.level_changes.filter(state=LevelChange.State.APPLIED)
    rows = [*map(told_scope, scopes), *map(told_level, levels.select_related("asked_by"))]
    rows = [row for row in rows if since is None or row["when"] > since]
    return sorted(rows, key=lambda row: row["when"], reverse=True)


def told_scope(change: ScopeChange) -> dict:
    """« Une date ou une contrainte extérieure, 2 févr. → 16 févr., par Claire, parce que… »"""
    return {
        "title": change.get_cause_display(),
        "moved": moved(change),
        "reason": change.reason,
        "who": change.changed_by,
        "when": change.changed_at,
        "after_signature": change.after_signature,
        "effects": change.effects,
    }


def told_level(change: LevelChange) -> dict:
    """« Chemin : standard → renforcé, par Sophie »"""
    return {
        "title": _("Chemin : %(change)s") % {"change": str(change).lower()},
        "moved": "",
        "reason": change.reason,
        "who": change.asked_by,
        "when": change.answered_at or change.asked_at,
        "after_signature": False,
        "effects": [],
    }


def moved(change: ScopeChange) -> str:
    """« 2 févr. → 16 févr. » when the launch is what moved."""
    days = [side.get("launch_on") for side in (change.before, change.after)]
    if not all(days):
        return ""
    return " → ".join(typography.short_day(date.fromisoformat(str(day))) for day in days)
