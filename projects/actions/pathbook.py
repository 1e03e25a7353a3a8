"""The steward changes the paths: one change at a time, each one a version with its author."""

from collections.abc import Callable

from django.db import models, transaction
from django.db.models import Max
from django.utils.text import slugify

from governance import journal
from governance.models import (
    Fact,
    GateTemplate,
    JournalEntry,
    Kind,
    PathRule,
    PathVersion,
    ProfileQuestion,
)
from projects import steward_conditions as conditions
from projects.pathbook import keep_version
from projects.reference import load_reference_data

THREAD = "paths"
SLUG_LENGTH = 40


class Overtaken(Exception):
    """Somebody saved other paths since the page was opened."""


@transaction.atomic
def change_paths(
    *, write: Callable[[], models.Model], seen: int, what: str, note: str, by
) -> PathVersion:
    """Write a change of the paths, unless another came since the change number `seen`."""
    journal.lock_chain()
    if last_change() != seen:
        raise Overtaken
    row = write()
    version = keep_version(load_reference_data(), note=note or what, by=by)
    journal.record(
        row, "paths.changed", by=by, thread=THREAD, what=what, note=note, version=version.number
    )
    return version


def last_change() -> int:
    """The number of the last change of the paths, 0 before the first."""
    return changes().values_list("pk", flat=True).first() or 0


def changes_since(seen: int) -> list[JournalEntry]:
    """Who changed what in the paths since a change, the newest first."""
    return list(changes().filter(pk__gt=seen)[:10])


def changes():
    """The trail of the paths."""
    return JournalEntry.objects.filter(thread=THREAD, verb="paths.changed").order_by("-pk")


def users_of(row: models.Model) -> list[str]:
    """The rules and questions in use that name a row, hence forbid to retire it."""
    rules = PathRule.objects.filter(in_use=True)
    if isinstance(row, Kind):
        return [r.reason for r in rules if conditions.names(r.condition, conditions.KIND, row.slug)]
    if isinstance(row, ProfileQuestion):
        readers = [r.reason for r in rules if conditions.names(r.condition, row.slug)]
        return readers + [q.label for q in row.followed_by.filter(in_use=True)]
    if isinstance(row, GateTemplate):
        return [r.reason for r in rules.filter(effect=PathRule.Effect.GATE, target=row.ref)]
    return []


def new_slug(model: type[models.Model], name: str, otherwise: str) -> str:
    """A stable identifier made from a name, that nothing else has."""
    base = slugify(name).replace("-", "_")[:SLUG_LENGTH].strip("_") or otherwise
    taken = set(model._default_manager.values_list("slug", flat=True)) | conditions.RESERVED
    taken |= set(Fact.objects.values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(f"{base}_{n}" for n in range(2, len(taken) + 3) if f"{base}_{n}" not in taken)


def new_gate_ref() -> str:
    """The gate reference after the last one given: J7."""
    refs = GateTemplate.objects.values_list("ref", flat=True)
    numbers = [int(ref[1:]) for ref in refs if ref[1:].isdigit()]
    return f"J{max(numbers, default=0) + 1}"


def next_position(model: type[models.Model]) -> int:
    """The place after the last one."""
    return (model._default_manager.aggregate(last=Max("position"))["last"] or 0) + 1
