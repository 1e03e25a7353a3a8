"""What the findings of a project cost, found before and after the signature of the scoping."""

from django.utils.translation import gettext as _

AMOUNTS = ("estimated_cost_eur", "estimated_days", "real_cost_eur", "real_days")


def totals(findings) -> list[dict]:
    """One line before the signature, one after, then the whole; nothing when nothing was found."""
    rows = list(findings)
    if not rows:
        return []
    before = [row for row in rows if not row.after_signature]
    after = [row for row in rows if row.after_signature]
    return [
        total(_("Trouvé avant la signature du cadrage"), before),
        total(_("Trouvé après la signature"), after),
        total(_("En tout"), rows),
    ]


def total(label: str, rows) -> dict:
    """The sum of what was said; None where nobody said anything."""
    return {"label": label, "count": len(rows)} | {name: summed(rows, name) for name in AMOUNTS}


def summed(rows, name: str) -> int | None:
    """The sum of the amounts that are known."""
    known = [value for row in rows if (value := getattr(row, name)) is not None]
    return sum(known) if known else None
