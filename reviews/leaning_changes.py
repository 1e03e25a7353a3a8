"""What changed in what a project leans on, between two frozen files. Pure."""

from django.utils.translation import gettext as _

from projects.models import Dependency
from reviews.snapshots import judged

LEANING_GATE = "J4"  # the gate that judges what the project leans on
SAYS_MORE = (Dependency.State.CONDITIONAL, Dependency.State.REFUSED)


def same_judged(gate, before: dict, after: dict) -> bool:
    """Whether two frozen files of a gate rest on the same: choices, and what is leaned on."""
    leaning = gate.ref == LEANING_GATE
    if judged(before, leaning=leaning) != judged(after, leaning=leaning):
        return False
    return not leaning or owners_words(before) == owners_words(after)


def owners_words(snapshot: dict) -> list[list[str]]:
    """The answers that weigh on a decision: a condition, a refusal, with the owner's words.

    An owner who confirms what was awaited says what the file already counted on.
    """
    rows = snapshot.get("dependencies", ())
    return sorted(
        [*_key(row), row["state"], row.get("word", "")] for row in rows if row["state"] in SAYS_MORE
    )


def dependency_differences(before: dict, after: dict) -> list[dict]:
    """What is leaned on now and was not, no longer, or otherwise: lines of the same table."""
    old, new = _by_key(before), _by_key(after)
    changed = [key for key in {**old, **new} if _said(old.get(key)) != _said(new.get(key))]
    return [
        {
            "fact": " · ".join(key),
            "topic": _("Dépendances"),
            "before": _said(old.get(key)),
            "after": _said(new.get(key)),
            "effect": _effect(old.get(key), new.get(key)),
        }
        for key in changed
    ]


def _by_key(snapshot: dict) -> dict[tuple[str, str], dict]:
    return {_key(row): row for row in snapshot.get("dependencies", ())}


def _key(row: dict) -> tuple[str, str]:
    return row["system"], row["nature"]


def _said(row: dict | None) -> str:
    """« Entrant, commandes. Confirmée sous conditions : hors clôture »."""
    if row is None:
        return ""
    way = str(Dependency.Direction(row["direction"]).label)
    state = str(Dependency.State(row["state"]).label)
    what = ", ".join(filter(None, [way, row["data"]]))
    answer = " : ".join(filter(None, [state, row.get("word", "")]))
    return f"{what}. {answer}"


def _effect(old: dict | None, new: dict | None) -> str:
    if old is None:
        return "added"
    if new is None:
        return "removed"
    return "fixed" if new["state"] == Dependency.State.CONFIRMED else "changed"
