"""The matrix for a spreadsheet: a row per system, a column per project, nothing left out."""

import csv
from collections.abc import Iterator
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from projects import company_words as words
from projects.company_map import Sight
from projects.spreadsheet import BYTE_ORDER_MARK, Echo, day, neutral

MOST_OF_SHEET = 16_000  # columns that a sheet can hold, its first ones kept


def rows_of(sight: Sight) -> Iterator[list[str]]:
    """Headings, then a row per system that somebody leans on; cells are already harmless."""
    projects = sight.order[:MOST_OF_SHEET]
    titles = [f"{sight.lines[pk].key} {sight.lines[pk].title}" for pk in projects]
    yield [
        *(_("Système"), _("Catégorie"), _("Propriétaire"), _("Criticité")),
        *(_("Données personnelles"), _("S’arrête le"), _("Projets")),
        *map(neutral, titles),
    ]
    signs = [sign["words"] for sign in words.legend()]
    for system in sight.used:
        found = (sight.leans.get((system.pk, pk)) for pk in projects)
        yield [
            *map(neutral, (system.name, system.category, words.owner_of(system))),
            system.get_criticality_display(),
            system.get_personal_data_display(),
            day(system.retires_on),
            str(sight.counts[system.pk]),
            *(signs[lean.sign] if lean else "" for lean in found),
        ]


def csv_lines(sight: Sight) -> Iterator[str]:
    """Line by line, as French spreadsheets open it."""
    write = csv.writer(Echo(), delimiter=";").writerow
    rows = rows_of(sight)
    yield BYTE_ORDER_MARK + write(next(rows))
    for row in rows:
        yield write(row)


def workbook(sight: Sight) -> bytes:
    """The same as an Excel file whose heads stay in view."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Qui s’appuie sur quoi"))
    sheet.freeze_panes = "B2"
    for row in rows_of(sight):
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", cell) or None for cell in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()
