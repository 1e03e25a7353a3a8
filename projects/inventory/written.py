"""The catalogue told in the columns that it is read back from: CSV, XLSX, JSON."""

import csv
import json

import tablib
from django.db.models import QuerySet
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from governance.models import System
from projects.inventory.cells import asleep
from projects.inventory.columns import OF_KIND, headings
from projects.inventory.facts import shown_day
from projects.models import Dependency
from projects.spreadsheet import BYTE_ORDER_MARK


def systems() -> QuerySet:
    """The systems of the catalogue in use, in its order."""
    rows = System.objects.in_use().select_related("owner_team", "owner", "replaced_by")
    return rows.order_by("number")


def dependencies(user) -> QuerySet:
    """What the projects that one may see lean on now."""
    rows = Dependency.objects.visible_to(user).standing()
    related = ("project", "system", "interface", "needed_by")
    return rows.select_related(*related).order_by("project__key", "system__number", "nature")


def system_cells(system: System) -> list[str]:
    """One system, fact by fact, as words that come back as they left."""
    owner = system.owner
    return [
        system.external_key or "",
        system.name,
        system.category,
        system.nature,
        system.owner_team.name,
        owner.email if owner else "",
        system.get_criticality_display(),
        system.get_personal_data_display(),
        system.replaced_by.name if system.replaced_by else "",
        shown_day(system.retires_on),
    ]


def dependency_cells(row: Dependency) -> list[str]:
    """One dependency; its state is there to be read, its owner alone changes it."""
    categories = dict(Dependency.Category.choices)
    return [
        row.external_key or "",
        row.project.key,
        row.system.name,
        row.get_nature_display(),
        row.get_direction_display(),
        row.data,
        " ; ".join(str(categories.get(one, one)) for one in row.categories),
        row.interface.name if row.interface else "",
        row.get_protocol_display(),
        row.volume,
        row.get_environment_display(),
        row.needed_by.name if row.needed_by else "",
        row.get_state_display(),
    ]


CELLS = {"systems": system_cells, "dependencies": dependency_cells}


def dataset(kind: str, rows) -> tablib.Dataset:
    """The rows of a kind as a table of text."""
    table = tablib.Dataset(headers=headings(OF_KIND[kind]), title=kind)
    for row in rows:
        table.append([str(cell) for cell in CELLS[kind](row)])
    return table


def quiet(table: tablib.Dataset) -> tablib.Dataset:
    """The same table, no cell of which a spreadsheet would run."""
    made = tablib.Dataset(headers=table.headers, title=table.title)
    for row in table:
        made.append([asleep(cell) for cell in row])
    return made


def as_csv(table: tablib.Dataset) -> bytes:
    """For a spreadsheet in French: semicolons, UTF-8 with its mark."""
    text = quiet(table).export("csv", delimiter=";", quoting=csv.QUOTE_MINIMAL)
    return (BYTE_ORDER_MARK + text).encode()


def as_xlsx(table: tablib.Dataset) -> bytes:
    """One sheet; text alone, formulas asleep, without the signs that a workbook cannot hold."""
    made = tablib.Dataset(headers=table.headers, title=table.title)
    for row in quiet(table):
        made.append([ILLEGAL_CHARACTERS_RE.sub("", cell) for cell in row])
    return made.export("xlsx", column_width=24)


def as_json(table: tablib.Dataset) -> bytes:
    """Objects under the same headings; a document runs nothing, its words are left as they are."""
    rows = [dict(zip(table.headers, row, strict=True)) for row in table]
    return json.dumps(rows, ensure_ascii=False, indent=1).encode()
