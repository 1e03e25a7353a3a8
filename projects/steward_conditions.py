"""The conditions of path rules as a steward writes them: a few lines, all or one of them. Pure.

The trees are those of governance.evaluation, with the operator "says" alone; a tree that these
lines cannot express is left as it is.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from projects.reference import LEVEL_ORDER

MOST_ROWS = 5
ANSWERS = ("yes", "no", "unknown")
KIND, LEVEL = "kind", "level"
RESERVED = {KIND, LEVEL}


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what is looked at, and the answers that count."""

    fact: str
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Always (no row), or all, or any of the rows."""

    link: str = "always"
    rows: tuple[Row, ...] = ()


def read(condition: dict) -> Lines | None:
    """The lines of a tree; None when lines cannot say it."""
    if not condition:
        return Lines()
    if "fact" in condition:
        return lines_of("all", [condition])
    if len(condition) != 1:
        return None
    link, parts = next(iter(condition.items()))
    return lines_of(link, parts) if link in ("all", "any") else None


def lines_of(link: str, leaves) -> Lines | None:
    """The lines of some leaves, when each is an answer and they are few enough."""
    if not leaves or len(leaves) > MOST_ROWS or not all(is_plain(leaf) for leaf in leaves):
        return None
    return Lines(link, tuple(Row(leaf["fact"], tuple(leaf["value"])) for leaf in leaves))


def is_plain(leaf: dict) -> bool:
    """Whether a part of a tree is one line: a fact that says one of some values."""
    return (
        set(leaf) == {"fact", "op", "value"}
        and leaf["op"] == "says"
        and isinstance(leaf["value"], list)
        and bool(leaf["value"])
    )


def build(lines: Lines) -> dict:
    """The tree of some lines."""
    leaves = [{"fact": row.fact, "op": "says", "value": list(row.says)} for row in lines.rows]
    if lines.link == "always" or not leaves:
        return {}
    return leaves[0] if len(leaves) == 1 else {lines.link: leaves}


def leaves_of(condition: dict) -> list[dict]:
    """Every leaf of a tree, in order."""
    if "fact" in condition:
        return [condition]
    parts = [*condition.get("all", []), *condition.get("any", [])]
    parts += [condition["not"]] if "not" in condition else []
    return [leaf for part in parts for leaf in leaves_of(part)]


def names(condition: dict, fact: str, value: str = "") -> bool:
    """Whether a tree reads a fact, or one value of it."""
    return any(
        leaf["fact"] == fact and (not value or value in (leaf.get("value") or ()))
        for leaf in leaves_of(condition)
    )


def weakness(effect: str, condition: dict) -> str:
    """Why a rule could make more risk ask for less, or nothing."""
    if effect not in ("level", "gate"):
        return ""
    leaves = leaves_of(condition)
    if any("no" in (leaf.get("value") or ()) for leaf in leaves if leaf["fact"] not in RESERVED):
        return _(
            "Un niveau ou un point de validation ne se demande pas sur un « non » : un risque de "
            "plus allégerait le chemin. Choisissez « oui » ou « je ne sais pas »."
        )
    levels = [leaf.get("value") or [] for leaf in leaves if leaf["fact"] == LEVEL]
    if levels and effect == "level":
        return _("Une règle de niveau ne regarde pas le niveau : elle sert à le trouver.")
    if not all(reaches_the_top(says) for says in levels):
        return _(
            "Un point de validation demandé à un niveau l’est aussi aux niveaux plus lourds : "
            "cochez-les, sinon un risque de plus allégerait le chemin."
        )
    return ""


def reaches_the_top(levels) -> bool:
    """Whether a choice of levels holds every level heavier than its lightest."""
    ranks = [LEVEL_ORDER.index(code) for code in levels if code in LEVEL_ORDER]
    return bool(ranks) and set(ranks) == set(range(min(ranks), len(LEVEL_ORDER)))
