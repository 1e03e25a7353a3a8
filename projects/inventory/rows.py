"""What a file says, before it is compared with anything: rows of text under known names. Pure."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from governance.verdicts import Incomplete
from projects.inventory.cells import fold, text_of, woken
from projects.inventory.columns import known

MOST_ROWS = 50_000


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a file: its number there, its cells by the name of their fact.

    `lenient` names the facts that another tool writes in its own words: one that we do not know
    is said and left aside, instead of refusing the row.
    """

    line: int
    cells: dict[str, str]
    problems: tuple[tuple[str, str], ...] = ()
    lenient: frozenset = frozenset()


@dataclass
class Rows:
    """The rows of a file, and the columns that nobody here knows."""

    rows: list[Row] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def refuse(sentence: str) -> Incomplete:
    """The whole file cannot be taken, and why."""
    return Incomplete(file=sentence)


def from_table(
    headings: list, lines: Iterable[tuple[int, list]], columns, read: Callable = woken
) -> Rows:
    """Rows under the names we know; two columns of one name are refused, others are said."""
    places, ignored = places_of(headings, columns)
    found = Rows(ignored=ignored)
    width = len(headings)
    for line, values in lines:
        cells = {name: read(values[at]) for name, at in places.items() if at < len(values)}
        if not any(str(value or "").strip() for value in values):
            continue
        if len(found.rows) == MOST_ROWS:
            raise too_many()
        over = any(str(value or "").strip() for value in values[width:])
        text = _("Cette ligne a plus de cellules que de colonnes : vérifiez le séparateur.")
        problems = (("", text),) if over else ()
        found.rows.append(Row(line, cells, problems))
    if not found.rows:
        raise refuse(_("Ce fichier a des titres de colonnes et aucune ligne."))
    return found


def too_many() -> Incomplete:
    """A file longer than what is read at once."""
    return refuse(
        _("Ce fichier a plus de 50 000 lignes. Découpez-le, puis importez chaque partie.")
    )


def places_of(headings: list, columns) -> tuple[dict[str, int], list[str]]:
    """Where each known column stands, and the headings that say nothing to us."""
    by_heading, places, ignored = known(columns), {}, []
    for at, heading in enumerate(headings):
        words = text_of(heading)
        column = by_heading.get(fold(words))
        if column is None:
            ignored += [words[:60]] if words else []
        elif column.name in places:
            text = _("Deux colonnes disent la même chose : « %(name)s ». Gardez-en une.")
            raise refuse(text % {"name": column.label})
        elif column.read:
            places[column.name] = at
    if not places:
        text = _("Aucune colonne connue sur la première ligne. Les titres attendus : %(names)s.")
        raise refuse(text % {"names": ", ".join(str(c.label) for c in columns if c.read)})
    return places, ignored


def from_records(records: Iterator[dict] | list[dict], columns) -> Rows:
    """The same from objects that name their own facts."""
    headings = list(dict.fromkeys(str(name) for record in records for name in record))
    lines = (
        (number, [flat(record.get(name)) for name in headings])
        for number, record in enumerate(records, start=1)
    )
    return from_table(headings, lines, columns, text_of)


def flat(value):
    """A value of a document as a cell: a list becomes its words."""
    if isinstance(value, list):
        return ", ".join(text_of(item) for item in value if not isinstance(item, dict | list))
    if isinstance(value, dict):
        return ""
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    return value
