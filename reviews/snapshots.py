"""What is frozen: the facts a gate is decided on, the facts a report is printed from.

A snapshot is a JSON document with a schema and a SHA-256; nothing later changes it.
"""

from django.conf import settings
from django.utils import timezone

from projects.models import Document, Project, TechnicalChoice
from projects.topics import latest_choice

GATE_SCHEMA = 1


def gate_snapshot(gate) -> dict:
    """The version that a referent decides on: choices, dependencies, documents, criteria."""
    subjects = gate.project.topics.filter(topic__in=gate.template.topics.all())
    subjects = subjects.select_related("topic", "project").order_by("topic__position")
    return {
        "schema": "gate",
        "schema_version": GATE_SCHEMA,
        "project": {"key": gate.project.key, "title": gate.project.title},
        "gate": {"ref": gate.ref, "name": gate.name},
        "topics": [subject_lines(subject) for subject in subjects],
        "dependencies": dependency_lines(gate.project),
        "documents": document_lines(gate.project),
        "criteria": gate.criteria,
    }


def subject_lines(subject) -> dict:
    """A topic with its last submitted choice."""
    choice = latest_choice(subject)
    return {
        "subject": subject.pk,
        "slug": subject.topic.slug,
        "name": subject.topic.name,
        "state": subject.state,
        "choice": choice_lines(choice) if choice else None,
    }


def choice_lines(choice: TechnicalChoice) -> dict:
    """A submitted choice, with its facts under their labels."""
    labels = dict(choice.subject.topic.facts.values_list("slug", "label"))
    return choice.content() | {
        "fingerprint": choice.fingerprint,
        "labels": labels,
        "submitted_by": str(choice.submitted_by),
        "submitted_by_id": choice.submitted_by_id,
        "submitted_at": local_iso(choice.submitted_at),
    }


def dependency_lines(project: Project) -> list[dict]:
    """What the project leans on, and whether each owner agreed."""
    rows = project.dependencies.select_related("system__owner", "system__owner_team", "needed_by")
    return [
        {
            "system": row.system.name,
            "category": row.system.category,
            "nature": row.get_nature_display(),
            "direction": row.direction,
            "data": row.data,
            "personal_data": row.system.personal_data == "yes",
            "state": row.state,
            "needed_by": row.needed_by.name if row.needed_by else "",
            "owner": str(row.system.owner or row.system.owner_team),
            "confirmed_on": local_iso(row.answered_at),
            "word": row.word,
        }
        for row in rows
    ]


def document_lines(project: Project) -> list[dict]:
    """The evidence, by fingerprint."""
    rows = Document.objects.filter(project=project)
    return list(rows.values("name", "sha256", "size"))


def gate_differences(before: dict, after: dict) -> list[dict]:
    """What changed between two rounds, fact by fact: fixed, new, removed or unchanged verdict."""
    old = {topic["slug"]: topic for topic in before["topics"]}
    lines = []
    for topic in after["topics"]:
        lines += _topic_differences(old.get(topic["slug"], {}), topic)
    return lines


def _topic_differences(old: dict, new: dict) -> list[dict]:
    before, after = _facts(old), _facts(new)
    labels = (new.get("choice") or old.get("choice") or {}).get("labels", {})
    return [
        {
            "topic": new["name"],
            "fact": labels.get(slug, slug),
            "before": before.get(slug, ""),
            "after": after.get(slug, ""),
            "effect": "new" if slug not in before else "removed" if slug not in after else "changed",
        }
        for slug in sorted(before.keys() | after.keys())
        if before.get(slug) != after.get(slug)
    ]


def _facts(topic: dict) -> dict:
    choice = topic.get("choice") or {}
    facts = {slug: value for slug, value in choice.get("facts", {}).items() if value not in ("", [])}
    return facts | ({"label": choice["label"]} if choice.get("label") else {})


def local_iso(instant) -> str:
    """An instant as ISO text in the company's zone; empty when there is none."""
    return timezone.localtime(instant).isoformat(timespec="seconds") if instant else ""


def company() -> str:
    return settings.COMPANY_NAME
