"""A document of an inventory as the cells of a row, and the bounds of a list."""

from django.http import Http404
from django.utils.translation import gettext as _

from governance.typography import visible
from governance.verdicts import Incomplete

MOST = 200


def cells_of(payload, erasable: frozenset, key: str) -> dict[str, str]:
    """The facts that a request names; null erases those that may be nothing."""
    cells, problems = {"external_key": line_of(key)}, {}
    for name, value in payload.model_dump(exclude_unset=True).items():
        if value is None or value == []:
            if name not in erasable:
                problems[name] = null_problem()
            cells[name] = "-"
        elif isinstance(value, list):
            cells[name] = ";".join(line_of(one) for one in value)
        else:
            cells[name] = line_of(value)
    if problems:
        raise Incomplete(**problems)
    return cells


def null_problem() -> str:
    """Why a fact is not erased."""
    return _("Ce champ ne peut pas être vide.")


def line_of(value) -> str:
    """One line of visible text."""
    return " ".join(visible(str(value)).split())


def key_of(text: str) -> str:
    """The key of an address, or nothing there."""
    key = line_of(text)
    if not key:
        raise Http404
    return key


def most(limit: int) -> int:
    """How many rows a page holds, whatever was asked."""
    return min(max(limit, 1), MOST)
