"""What goes through a dependency, and how, compared between two frozen files. Pure.

Older files do not say it: what they were silent about is not a change.
"""

from django.utils.translation import gettext as _


def carried_differences(before: dict, after: dict) -> list[dict]:
    """The dependencies of both files whose data, means or place changed, as lines of the table."""
    old = {_key(row): row for row in before.get("dependencies", ())}
    both = [(old[_key(row)], row) for row in after.get("dependencies", ()) if _key(row) in old]
    return [line for was, now in both for line in _lines(was, now)]


def _key(row: dict) -> tuple[str, str]:
    return row["system"], row["nature"]


def _lines(was: dict, now: dict) -> list[dict]:
    labels = {
        "categories": _("données transportées"),
        "means": _("interface ou protocole"),
        "environment_word": _("environnement"),
        "volume": _("volume"),
        "open_until": _("ouverte jusqu’au"),
    }
    return [
        {
            "topic": _("Dépendance à %(system)s") % {"system": now["system"]},
            "fact": label,
            "before": _said(was, name),
            "after": _said(now, name),
            "effect": _effect(_said(was, name), _said(now, name)),
        }
        for name, label in labels.items()
        if "categories" in was and _said(was, name) != _said(now, name)
    ]


def _said(row: dict, name: str) -> str:
    if name == "means":
        return row.get("interface") or row.get("protocol", "")
    value = row.get(name, "")
    return ", ".join(value) if isinstance(value, list) else value


def _effect(before: str, after: str) -> str:
    if not before:
        return "added"
    return "changed" if after else "removed"
