"""A file of rows, whatever wrote it: encoding, separator, spreadsheet, never believed. Pure."""

import codecs
import csv
import io
import json
import zipfile

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from governance.verdicts import Incomplete
from projects import upload_office
from projects.inventory import archimate, mercator
from projects.inventory.cells import fold
from projects.inventory.columns import OF_KIND, known
from projects.inventory.rows import MOST_ROWS, Rows, from_records, from_table, refuse

HEAVIEST = 20 * 1024 * 1024
MOST_INFLATED = 120 * 1024 * 1024
MOST_COLUMNS = 60
SEPARATORS = (";", ",", "\t")
PART = 1024 * 1024
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
BROKEN = (
    zipfile.BadZipFile, InvalidFileException, SyntaxError, KeyError, ValueError,
    TypeError, IndexError, AttributeError, OSError, EOFError, NotImplementedError, RecursionError,
)  # fmt: skip


def read(content: bytes, kind: str) -> Rows:
    """The rows of a file of systems or dependencies, told from its content and not its name."""
    if not content.strip(b"\0 \r\n\t"):
        raise refuse(_("Ce fichier est vide."))
    if len(content) > HEAVIEST:
        raise refuse(_("Ce fichier dépasse 20 Mo. Découpez-le, puis importez chaque partie."))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise refuse(_("Ancien format .xls, ou classeur avec mot de passe : enregistrez en .xlsx."))
    if content.startswith(b"PK"):
        return read_workbook(content, kind)
    text = decoded(content)
    start = text.lstrip()[:1]
    if start == "<":
        return archimate.read(content, kind)
    if start in ("{", "["):
        return read_json(text, kind)
    return read_csv(text, kind)


def decoded(content: bytes) -> str:
    """The text of a file: its mark, else UTF-8, else Windows French; anything else is refused."""
    encodings = [name for mark, name in MARKS if content.startswith(mark)][:1]
    for encoding in encodings or ("utf-8", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise refuse(_("L’encodage de ce fichier n’est pas reconnu. Enregistrez-le en CSV UTF-8."))


def read_csv(text: str, kind: str) -> Rows:
    """A table with the separator whose first line says the most of the columns we know."""
    if "\n" not in text:
        text = text.replace("\r", "\n")
    skipped = 0
    first, _end, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) <= 5:
        text, skipped = rest, 1
    columns = OF_KIND[kind]
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text, columns),
                       strict=True)  # fmt: skip
    try:
        headings = next((line for line in lines if any(cell.strip() for cell in line)), [])
        numbered = ((lines.line_num + skipped, line) for line in lines)
        return from_table(headings[:MOST_COLUMNS], numbered, columns)
    except csv.Error:
        where = {"line": lines.line_num + skipped}
        text = _("La ligne %(line)s ne se lit pas : un guillemet n’est sans doute pas fermé.")
        raise refuse(text % where) from None


def separator_of(text: str, columns) -> str:
    """The separator under which the first line names the most columns, else the most cells."""
    names = known(columns)
    first = next((line for line in text.splitlines() if line.strip()), "")
    scores = {}
    for separator in SEPARATORS:
        try:
            cells = next(csv.reader([first], delimiter=separator), [])
        except csv.Error:
            cells = []
        scores[separator] = (sum(fold(cell) in names for cell in cells), len(cells))
    return max(SEPARATORS, key=scores.get)


def read_json(text: str, kind: str) -> Rows:
    """Objects: those of Mercator's interface, or rows under our own names."""
    try:
        document = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        raise refuse(_("Ce fichier JSON ne se lit pas. Exportez-le de nouveau.")) from None
    records = document.get("data", [document]) if isinstance(document, dict) else document
    if not isinstance(records, list) or not all(isinstance(row, dict) for row in records):
        raise refuse(_("Ce fichier JSON n’est pas une liste d’objets."))
    if not records:
        raise refuse(_("Ce fichier ne contient aucune ligne."))
    if mercator.wrote(records):
        return mercator.read(records, kind)
    return from_records(records, OF_KIND[kind])


def read_workbook(content: bytes, kind: str) -> Rows:
    """The first sheet of a workbook, values alone: what it unfolds to is measured before."""
    file = io.BytesIO(content)
    try:
        upload_office.check_office(file, ".xlsx")
        refuse_swollen(file)
        return rows_of(file, kind)
    except Incomplete:
        raise
    except (upload_office.Strange, *BROKEN):
        raise refuse(_("Ce classeur ne se lit pas. Enregistrez-le de nouveau en .xlsx.")) from None


def refuse_swollen(file) -> None:
    """No workbook of this size unfolds so large, nor defines entities that grow when read."""
    with zipfile.ZipFile(file) as archive:
        if sum(member.file_size for member in archive.infolist()) > MOST_INFLATED:
            raise refuse(_("Ce classeur se déplie en un volume anormal."))
        for member in archive.infolist():
            if member.filename.endswith((".xml", ".rels")):
                with archive.open(member) as part:
                    refuse_entities(part)
    file.seek(0)


def refuse_entities(part) -> None:
    """A part of a workbook declares nothing of its own, and hides nothing in its encoding."""
    tail = b""
    while chunk := part.read(PART):
        if b"\0" in chunk or upload_office.ENTITIES.search(tail + chunk):
            raise upload_office.Strange
        tail = chunk[-16:]


def rows_of(file, kind: str) -> Rows:
    """The lines of the first sheet, under the headings of the first that says something."""
    book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        lines = enumerate(
            sheet.iter_rows(max_row=MOST_ROWS * 2, max_col=MOST_COLUMNS, values_only=True), start=1
        )
        headings = next((line for _at, line in lines if any(line)), ())
        while headings and headings[-1] is None:
            headings = headings[:-1]
        return from_table(list(headings), lines, OF_KIND[kind])
    finally:
        book.close()
