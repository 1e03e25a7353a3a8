"""What a blocking point costs when it is found too late: one row for each consequence, and the whole."""

from typing import Any

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

NATURES = {
    "rework": gettext_lazy("reprise d’architecture"),
    "data_flow": gettext_lazy("flux de données ou API"),
    "security": gettext_lazy("cybersécurité"),
    "support": gettext_lazy("support et maintenance"),
    "gdpr": gettext_lazy("RGPD"),
}
COUNTED = ("before", "after", "days", "cost")


def costs(found: dict[str, Any]) -> list[dict[str, str]]:
    """The rows of the table; none when no blocking point was found in the period."""
    rows = found["natures"]
    if not rows:
        return []
    whole = {name: sum(row[name] for row in rows) for name in COUNTED}
    named = [(str(NATURES.get(row["consequence"], row["label"])), row) for row in rows]
    return [line(name, row) for name, row in [*named, (_("ensemble"), whole)]]


def line(name: str, row: dict[str, Any]) -> dict[str, str]:
    """One row in words; a cost that nobody wrote stays empty."""
    euros = _("%(n)s €") % {"n": number_format(row["cost"], 0, force_grouping=True)}
    return {
        "name": capfirst(name),
        "before": str(row["before"]),
        "after": str(row["after"]),
        "days": number_format(row["days"], 0) if row["days"] else "",
        "cost": euros if row["cost"] else "",
    }
