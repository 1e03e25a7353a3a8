"""The conditions of ground rules as a steward writes them: up to six lines, all or one. Pure.

The trees are those of governance.evaluation; one that these lines cannot express is kept as it is.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as later

from governance.evaluation import COUNTRY_GROUPS, OPERATORS

MOST_ROWS = 6
NOT_SAYS = "not_says"  # {"not": {"op": "says"}}: the one negation that a line may say
OPERATOR_WORDS = {
    "is": later("est"),
    "is_not": later("n’est pas"),
    "in": later("est dans"),
    "not_in": later("n’est pas dans"),
    "at_least": later("vaut au moins"),
    "at_most": later("vaut au plus"),
    "contains": later("contient"),
    "known": later("est connu"),
    "says": later("a pour réponse"),
    NOT_SAYS: later("n’a pas pour réponse"),
}
ONE, MANY = ("is", "is_not"), ("in", "not_in", "says", NOT_SAYS)
NUMBERS = ("at_least", "at_most")


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what is looked at, how, and with what."""

    fact: str
    op: str
    values: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """All of the rows, or any; no row is always true."""

    link: str = "all"
    rows: tuple[Row, ...] = ()


def read(condition: dict) -> Lines | None:
    """The lines of a tree; None when lines cannot say it."""
    if not condition:
        return Lines()
    link, parts = "all", [condition]
    if "all" in condition or "any" in condition:
        if len(condition) != 1:
            return None
        link, parts = next(iter(condition.items()))
    rows = [row_of(part) for part in parts]
    if not rows or len(rows) > MOST_ROWS or None in rows:
        return None
    lines = Lines(link, tuple(row for row in rows if row))
    return lines if build(lines) == condition else None


def row_of(leaf: dict) -> Row | None:
    """The line of a part of a tree, when it is one."""
    inner = leaf.get("not")
    if inner is not None:
        said = row_of(inner) if len(leaf) == 1 else None
        return Row(said.fact, NOT_SAYS, said.values) if said and said.op == "says" else None
    if "fact" not in leaf or leaf.get("op") not in OPERATORS:
        return None
    if leaf["op"] == "known":
        return Row(leaf["fact"], "known")
    value = leaf.get("value")
    return Row(leaf["fact"], leaf["op"], tuple(value) if isinstance(value, list) else (value,))


def build(lines: Lines) -> dict:
    """The tree of some lines."""
    leaves = [leaf_of(row) for row in lines.rows]
    if not leaves:
        return {}
    return leaves[0] if len(leaves) == 1 else {lines.link: leaves}


def leaf_of(row: Row) -> dict:
    """The part of the tree that one line makes."""
    if row.op == "known":
        return {"fact": row.fact, "op": "known"}
    if row.op == NOT_SAYS:
        return {"not": {"fact": row.fact, "op": "says", "value": list(row.values)}}
    group = len(row.values) == 1 and row.op in ("in", "not_in") and row.values[0] in COUNTRY_GROUPS
    value = list(row.values) if row.op in MANY and not group else row.values[0]
    return {"fact": row.fact, "op": row.op, "value": value}
