"""Systems written from an inventory outside, all at once: a plan becomes rows and journal."""

from django.db import transaction
from django.db.models import Max

from governance import journal
from governance.models import System
from projects.actions.catalogue import BY_HAND_FROM, rename_in_paths
from projects.actions.owners import pass_on
from projects.inventory.columns import SYSTEMS, labels
from projects.inventory.plan import CHANGED, CREATED, Line, Plan
from projects.models import Move

HEIR = "replaced_by_id"
A_PART = 500
COLUMNS = (
    "external_key", "name", "category", "nature", "owner_team", "owner", "criticality",
    "personal_data", "replaced_by", "retires_on", "by_hand", "version",
)  # fmt: skip


@transaction.atomic
def write_systems(*, plan: Plan, by, source: str) -> None:
    """Create and change what a plan says, nothing else; what it does not name is left alone."""
    journal.lock_chain()
    made = _create(plan.of(CREATED), by=by, source=source)
    _give_heirs(plan.of(CREATED), made)
    _change(plan.of(CHANGED), made, by=by, source=source)


def _create(lines: list[Line], *, by, source: str) -> dict[int, System]:
    """The new systems by the number of their line, under numbers that the reference never uses."""
    last = System.objects.aggregate(last=Max("number"))["last"] or 0
    first = max(last + 1, BY_HAND_FROM)
    rows = [
        System(number=first + at, by_hand=True, **{**line.facts, HEIR: None})
        for at, line in enumerate(lines)
    ]
    System.objects.bulk_create(rows, batch_size=A_PART)
    told = ((row, row.thread, {"source": source}) for row in rows)
    journal.record_all(told, "system.added", by=by)
    return {line.number: row for line, row in zip(lines, rows, strict=True)}


def _give_heirs(lines: list[Line], made: dict[int, System]) -> None:
    """What replaces a new system, once every new one is there."""
    heirs = [made[line.number] for line in lines if line.facts.get(HEIR)]
    for line in lines:
        if line.facts.get(HEIR):
            made[line.number].replaced_by_id = heir_of(line, made)
    System.objects.bulk_update(heirs, ["replaced_by"], batch_size=A_PART)


def heir_of(line: Line, made: dict[int, System]) -> int | None:
    """The row of an heir: minus a line of the file is the system that this line created."""
    heir = line.facts[HEIR]
    return made[-heir].pk if heir and heir < 0 else heir


def _change(lines: list[Line], made: dict[int, System], *, by, source: str) -> None:
    """The facts that change, with what follows from a name or an owner."""
    for at in range(0, len(lines), A_PART):
        part = lines[at : at + A_PART]
        held = System.objects.select_for_update(of=("self",)).select_related("owner", "owner_team")
        rows = held.in_bulk([line.pk for line in part])
        before = {pk: (row.name, row.owner_id, row.owner_team_id) for pk, row in rows.items()}
        for line in part:
            _set(rows[line.pk], line, made)
        System.objects.bulk_update(rows.values(), COLUMNS)
        told = ((rows[line.pk], rows[line.pk].thread, facts_of(line, source)) for line in part)
        journal.record_all(told, "system.edited", by=by)
        for pk, row in rows.items():
            _follow(row, *before[pk])


def _set(row: System, line: Line, made: dict[int, System]) -> None:
    for column, value in line.facts.items():
        setattr(row, column, heir_of(line, made) if column == HEIR else value)
    row.by_hand, row.version = True, row.version + 1


def facts_of(line: Line, source: str) -> dict:
    """What the journal keeps of a change: each fact, before and after."""
    names = {label: name for name, label in labels(SYSTEMS).items()}
    changes = {names[label]: [old, new] for label, old, new in line.changes}
    return {"changes": changes, "source": source}


def _follow(row: System, name: str, owner_id: int | None, team_id: int) -> None:
    """The rules that name it and the balls that wait for its owner follow."""
    if row.name != name:
        rename_in_paths(name, row.name)
    if (row.owner_id, row.owner_team_id) != (owner_id, team_id):
        fresh = System.objects.select_related("owner", "owner_team").get(pk=row.pk)
        pass_on(fresh)
        if fresh.active_owner:
            Move.close_for(fresh, Move.Kind.NAME_OWNER, outcome="named")
