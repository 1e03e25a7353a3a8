"""How early things are found, and what a late one costs: blocking findings, first rounds."""

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Q

from projects.models import Project
from reviews.models import Finding

if TYPE_CHECKING:
    from reviews.committee_data import Portfolio


def earliness(known: "Portfolio", keys: list[int]) -> dict:
    """The blocking findings of the period, by consequence: found before or after the signature, with their cost."""
    decided = Q(raised_at=None, decision__decided_at__date__gte=known.since)
    found_since = Q(raised_at__date__gte=known.since) | decided
    rows = Finding.objects.filter(found_since, gate__project__in=keys, weight="blocker")
    by_nature: dict[str, list[Finding]] = defaultdict(list)
    for row in rows.order_by("pk"):
        by_nature[row.consequence].append(row)
    natures = [code for code in Finding.Consequence.values if code in by_nature]
    lines = [nature(code, by_nature[code]) for code in natures]
    return {
        "before": sum(line["before"] for line in lines),
        "after": sum(line["after"] for line in lines),
        "natures": lines,
    }


def nature(code: str, rows: list[Finding]) -> dict:
    """One consequence: how many were found in time, what the late ones cost, real when known, estimated if not."""
    late = [row for row in rows if row.after_signature]
    return {
        "consequence": code,
        "label": str(Finding.Consequence(code).label),
        "before": len(rows) - len(late),
        "after": len(late),
        "days": sum(known_first(row.real_days, row.estimated_days) for row in late),
        "cost": sum(known_first(row.real_cost_eur, row.estimated_cost_eur) for row in late),
    }


def known_first(real: int | None, estimated: int | None) -> int:
    """What it really took, else what was thought, else nothing."""
    return next((value for value in (real, estimated) if value is not None), 0)


def first_rounds(known: "Portfolio", keys: list[int]) -> list[dict]:
    """By vendor, how many files of the period were complete at their first round."""
    vendors = dict(Project.objects.filter(pk__in=keys).values_list("pk", "vendor__name"))
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in known.decisions:
        name = vendors[row.round.gate.project_id]
        if row.round.number == 1 and name:
            counted[name][0] += row.outcome in ("approved", "reserved")
            counted[name][1] += 1
    lines = [{"vendor": name, "complete": n, "count": of} for name, (n, of) in counted.items()]
    return sorted(lines, key=lambda line: (-line["count"], line["vendor"]))
