"""What is frozen: the facts a gate is decided on, the facts a report is printed from.

A snapshot is a JSON document with a schema and a SHA-256; nothing later changes it.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from projects.answers import shown
from projects.models import Document, Project, TechnicalChoice
from projects.topics import headline, latest_choice

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
    return choice.content() | {
        "fingerprint": choice.fingerprint,
        "solution": headline(choice),
        "said": said_lines(choice),
        "submitted_by": str(choice.submitted_by),
        "submitted_by_id": choice.submitted_by_id,
        "submitted_at": local_iso(choice.submitted_at),
    }


def said_lines(choice: TechnicalChoice) -> dict[str, list[str]]:
    """The facts of a choice in words: slug to label and answer, unanswered ones left out."""
    facts = choice.subject.topic.facts.all()
    said = {fact.slug: [fact.label, shown(fact, choice.facts.get(fact.slug))] for fact in facts}
    return {slug: pair for slug, pair in said.items() if pair[1]}


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
    """What changed between two rounds, fact by fact, in words."""
    old = {topic["slug"]: topic["choice"] for topic in before["topics"]}
    lines = []
    for topic in after["topics"]:
        was, now = _said(old.get(topic["slug"])), _said(topic["choice"])
        lines += [line | {"topic": topic["name"]} for line in _differences(was, now)]
    return lines


def _differences(was: dict, now: dict) -> list[dict]:
    return [
        {
            "fact": (now.get(slug) or was[slug])[0],
            "before": was[slug][1] if slug in was else "",
            "after": now[slug][1] if slug in now else "",
            "effect": "added" if slug not in was else "removed" if slug not in now else "fixed",
        }
        for slug in {**was, **now}
        if was.get(slug) != now.get(slug)
    ]


def _said(choice: dict | None) -> dict:
    """What a frozen choice states, its solution first."""
    return {"": [_("Solution"), choice["solution"]], **choice["said"]} if choice else {}


def local_iso(instant) -> str:
    """An instant as ISO text in the company's zone; empty when there is none."""
    return timezone.localtime(instant).isoformat(timespec="seconds") if instant else ""
