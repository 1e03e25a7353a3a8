"""The versions of a document, and what each changed: by codes and names, which every language words its own way."""

from typing import Any

from django.utils import timezone

from governance.models.journal import fingerprint
from projects.models import Project

PARTS = (
    "project", "voices", "path", "topics", "dependencies", "gates", "meeting", "actions",
    "open_points", "waivers", "arbitrations", "documents", "health", "signed",
)  # fmt: skip
NAMED_BY = {
    "voices": "voice", "path": "name", "topics": "name", "dependencies": "system", "gates": "name", "actions": "text",
    "open_points": "", "waivers": "gate", "arbitrations": "question", "documents": "name",
}  # fmt: skip
NAME = 80


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
        details = [part_changes(part, before, content) for part in changed] if before else []
        line = {"number": number, "date": day.isoformat(), "changed": changed, "details": details}
        lines.append(line)
        before = content
    return lines


def changed_parts(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The parts of the document that differ between two versions."""
    return [part for part in PARTS if fingerprint(before.get(part)) != fingerprint(after.get(part))]


def part_changes(part: str, before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What one part gained, lost and changed, by name; only what is not empty is kept."""
    old, new = before.get(part), after.get(part)
    found: dict[str, Any]
    if part == "project":
        found = project_changes(old or {}, new or {})
    elif part == "topics":
        found = topic_changes(old or [], new or [])
    elif part == "gates":
        found = gate_changes(old or [], new or [])
    elif part == "meeting":
        found = meeting_changes(old, new)
    elif part in NAMED_BY:
        found = row_changes(old or [], new or [], NAMED_BY[part])
    else:
        found = {"before": _labelled(old), "after": _labelled(new)}
    return {"part": part} | {name: value for name, value in found.items() if value}


def row_changes(old: list, new: list, name: str) -> dict[str, list[str]]:
    """The rows that came, went and changed; two rows of one name are read together."""
    was, now = _by_name(old, name), _by_name(new, name)
    return {
        "added": [key for key in now if key not in was],
        "removed": [key for key in was if key not in now],
        "changed": [key for key in now if key in was and was[key] != now[key]],
    }


def topic_changes(old: list, new: list) -> dict[str, list[str]]:
    """Topics: a choice that changed is told apart from a state that moved."""
    found = row_changes(old, new, "name")
    was = {topic["name"]: fingerprint(topic.get("choice")) for topic in old}
    now = {topic["name"]: fingerprint(topic.get("choice")) for topic in new}
    changed = found.pop("changed")
    choices = [name for name in changed if was.get(name) != now.get(name)]
    return found | {"choices": choices, "states": [name for name in changed if name not in choices]}


def gate_changes(old: list, new: list) -> dict[str, list[str]]:
    """Gates: submitted for the first time, decided since, or otherwise changed."""
    found = row_changes(old, new, "name")
    was = {gate["name"]: _decisions(gate) for gate in old}
    decided = [gate["name"] for gate in new if _decisions(gate) > was.get(gate["name"], 0)]
    return {
        "submitted": found["added"],
        "decided": decided,
        "removed": found["removed"],
        "changed": [name for name in found["changed"] if name not in decided],
    }


def meeting_changes(old: dict | None, new: dict | None) -> dict[str, Any]:
    """The meeting: another one, or its points."""
    old, new = old or {}, new or {}
    held = new.get("held_at", "") if new.get("held_at") != old.get("held_at") else ""
    points = row_changes(old.get("items", []), new.get("items", []), "title")
    return {"held_at": held} if held else points


def project_changes(old: dict, new: dict) -> dict[str, Any]:
    """The need and the date: which fields, and from when to when."""
    fields = [name for name in new if old.get(name) != new[name]]
    moved = [old.get("launch_on"), new["launch_on"]] if "launch_on" in fields else []
    return {"fields": fields, "launch_on": moved}


def _by_name(rows: list, name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        key = str(row[name] if name else row)
        found.setdefault(key[:NAME], []).append(fingerprint(row))
    return found


def _decisions(gate: dict) -> int:
    return sum(bool(round_.get("decision")) for round_ in gate["rounds"])


def _labelled(value: Any) -> str:
    return str(value.get("label", "")) if isinstance(value, dict) else str(value or "")
