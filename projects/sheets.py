"""The questionnaire of a topic as a spreadsheet: out as text alone, back in as words to check."""

import io
import zipfile
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils.exceptions import InvalidFileException

from governance.models import Fact
from governance.verdicts import Incomplete
from projects import answers
from projects.spreadsheet import neutral
from projects.upload_office import ENTITIES
from projects.uploads import inspect

HEAVIEST = 1024 * 1024
MOST_INFLATED = 8 * 1024 * 1024
MOST_ROWS = 200
COLUMNS = 6
LONGEST_CELL = 4000
WIDTHS = (24, 48, 48, 18, 40, 48)
BROKEN = (KeyError, ValueError, TypeError, IndexError, AttributeError, OSError, EOFError)


def write(facts: list[Fact], said: dict) -> bytes:
    """The questions of a topic with the answers of the draft, every cell as text."""
    book = Workbook()
    sheet = book.active
    sheet.title = _("Questionnaire")
    for row in (headings(), *(cells(fact, said.get(fact.slug)) for fact in facts)):
        sheet.append([""] * COLUMNS)
        for cell, text in zip(sheet[sheet.max_row], row, strict=True):
            cell.value = neutral(ILLEGAL_CHARACTERS_RE.sub("", text))
            cell.data_type = "s"
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell, width in zip(sheet[1], WIDTHS, strict=True):
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.freeze_panes = "A2"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def headings() -> list[str]:
    """The names of the columns."""
    return [
        _("Identifiant"), _("Question"), _("Aide"), _("Forme"), _("Réponses possibles"),
        _("Votre réponse"),
    ]  # fmt: skip


def cells(fact: Fact, value) -> list[str]:
    """One question: what identifies it, what it asks, and what is already answered."""
    return [fact.slug, fact.label, fact.help, form_of(fact), possible(fact), words(fact, value)]


def form_of(fact: Fact) -> str:
    """The form that an answer takes, with its unit."""
    return f"{fact.get_kind_display()} ({fact.unit})" if fact.unit else fact.get_kind_display()


def possible(fact: Fact) -> str:
    """What may be answered, when it is a list to choose from."""
    if fact.kind == Fact.Kind.YES_NO:
        return "\n".join([_("Oui"), _("Non"), _("Je ne sais pas")])
    return "\n".join(label for _value, label in answers.pairs(fact))


def words(fact: Fact, value) -> str:
    """An answer as somebody would type it in a cell."""
    if value in (None, "", []):
        return ""
    if fact.kind == Fact.Kind.LIST and isinstance(value, list):
        return "\n".join(str(item) for item in value)
    if fact.kind in (Fact.Kind.NUMBER, Fact.Kind.DATE):
        return str(value)
    return answers.shown(fact, value)


def read(file) -> dict[str, str]:
    """The answers of a sheet by the identifier of their question; nothing is believed."""
    if file.size > HEAVIEST:
        raise Incomplete(file=_("Cette feuille dépasse 1 Mo. Gardez-y le seul questionnaire."))
    if inspect(file).extension != ".xlsx":
        raise Incomplete(file=_("Joignez la feuille au format .xlsx, comme elle a été exportée."))
    try:
        refuse_swollen(file)
        rows = rows_of(file)
    except (zipfile.BadZipFile, InvalidFileException, ParseError, *BROKEN):
        raise Incomplete(file=_("Cette feuille ne se lit pas. Exportez-la de nouveau.")) from None
    if len(rows) > MOST_ROWS + 1:
        raise Incomplete(file=_("Cette feuille a plus de 200 lignes. Gardez-y le questionnaire."))
    found = {}
    for row in rows[1:]:
        slug, answer = text_of(row[0]), text_of(row[-1])
        if slug and answer:
            found[slug] = answer
    return found


def refuse_swollen(file) -> None:
    """A questionnaire is small once unfolded, and defines no entity that would grow when read."""
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
        if sum(member.file_size for member in members) > MOST_INFLATED:
            raise Incomplete(file=_("Ce document se déplie en un volume anormal."))
        for member in members:
            content = archive.read(member)
            if member.filename.endswith((".xml", ".rels")) and (
                b"\0" in content or ENTITIES.search(content)
            ):
                raise ValueError(member.filename)
    file.seek(0)


def rows_of(file) -> list[tuple]:
    """The first rows of the first sheet, values alone: formulas are not computed."""
    book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = sheet.iter_rows(min_row=1, max_row=MOST_ROWS + 2, max_col=COLUMNS, values_only=True)
        return [(*row, *[None] * (COLUMNS - len(row))) for row in rows]
    finally:
        book.close()


def text_of(value) -> str:
    """The words of a cell, without the sign that kept a formula asleep."""
    if value is None:
        return ""
    if hasattr(value, "date"):
        value = value.date().isoformat()
    text = str(value).replace("\0", "")[:LONGEST_CELL].strip()
    return text[1:] if text.startswith("'") and neutral(text[1:]) == text else text
