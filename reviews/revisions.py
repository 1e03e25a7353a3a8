"""The versions of a document, and what each changed: by codes, which every language words its own way."""

from typing import Any

from django.utils import timezone

from governance.models.journal import fingerprint
from projects.models import Project

PARTS = (
    "project", "voices", "path", "topics", "dependencies", "gates", "meeting", "actions",
    "open_points", "waivers", "arbitrations", "documents", "health", "signed",
)  # fmt: skip


def revision_lines(project: Project, data: dict[str, Any]) -> list[dict]:
    """Every version of the document up to the one being frozen, each against the one before."""
    rows = project.reports.filter(kind=data["kind"]).order_by("number")
    known = [
        (number, timezone.localdate(asked_at), content)
        for number, asked_at, content in rows.values_list("number", "asked_at", "content")
    ]
    lines, before = [], None
    for number, day, content in [*known, (data["number"], timezone.localdate(), data)]:
        changed = changed_parts(before, content) if before is not None else []
        lines.append({"number": number, "date": day.isoformat(), "changed": changed})
        before = content
    return lines


def changed_parts(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The parts of the document that differ between two versions."""
    return [part for part in PARTS if fingerprint(before.get(part)) != fingerprint(after.get(part))]
