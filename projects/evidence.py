"""The evidence of a topic as pages show it: current versions, their history, the room left."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.conf import settings

from projects.models import Document, Project, ProjectTopic


@dataclass
class Piece:
    """A document, the number of its version, and the versions it replaces, newest first."""

    document: Document
    version: int = 1
    older: list = field(default_factory=list)
    may_withdraw: bool = False

    @property
    def history(self) -> list[tuple[int, Document]]:
        """The versions replaced, newest first, each with its number."""
        return list(zip(range(self.version - 1, 0, -1), self.older, strict=True))


def pieces_of(subject: ProjectTopic, user=None) -> list[Piece]:
    """The documents of a topic, one line for each chain of versions."""
    rows = list(subject.documents.select_related("added_by", "withdrawn_by"))
    heads, chains = chain_up(rows)
    bears = user is not None and _bears(user, subject.project)
    return [
        Piece(
            document=head,
            version=len(chains[head.pk]),
            older=chains[head.pk][1:],
            may_withdraw=_free(head) and (bears or (user and head.added_by_id == user.pk)),
        )
        for head in heads
    ]


def chain_up(rows: list[Document]) -> tuple[list[Document], dict[int, list[Document]]]:
    """The last version of each document, and the chain that leads to it, newest first."""
    known = {row.pk: row for row in rows}
    replaced = {row.replaces_id for row in rows if row.replaces_id in known}
    heads = [row for row in rows if row.pk not in replaced]
    chains = defaultdict(list)
    for head in heads:
        row: Document | None = head
        while row is not None:
            chains[head.pk].append(row)
            row = known.get(row.replaces_id) if row.replaces_id else None
    return heads, chains


def room_left(project: Project) -> int:
    """How many bytes this project may still receive."""
    return max(0, settings.PROJECT_QUOTA_BYTES - project.documents.held_bytes())


def _free(document: Document) -> bool:
    return (
        document.cited_at is None and document.withdrawn_at is None and document.state != "refused"
    )


def _bears(user, project: Project) -> bool:
    return project.seats.current().filter(person=user, part="bearer").exists()
