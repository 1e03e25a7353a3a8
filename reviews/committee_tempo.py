"""How fast each side answers: medians of working days, given only from five answers on."""

from collections import Counter, defaultdict
from datetime import date
from math import ceil
from statistics import median
from typing import TYPE_CHECKING

from django.utils import timezone

from governance.models import JournalEntry
from governance.roles import Side, Voice
from projects.models import Move, ScopeChange, Seat
from reviews.committee_earliness import earliness, first_rounds
from reviews.committee_period import Period, months_from, started

if TYPE_CHECKING:
    from reviews.committee_data import Portfolio

FEWEST = 5


def tempo_lines(known: "Portfolio") -> dict:
    """The facts of tempo that the page draws; seven queries, whatever the portfolio."""
    keys = [project.pk for project in known.projects]
    answers, changes = answer_days(known, keys), change_days(known, keys)
    whole = [days for rows in answers.values() for days in rows]
    return {
        "answers": sorted(
            ({"team": team, **spread(rows)} for team, rows in answers.items()),
            key=lambda row: (-row["count"], row["team"]),
        ),
        "all_answers": spread(whole),
        "arrivals": arrivals(known, keys),
        "changes": by_month(known, changes),
        "changed": {
            "before": sum(day >= known.since and not after for day, after in changes),
            "after": sum(day >= known.since and after for day, after in changes),
        },
        "blockers": earliness(known, keys),
        "first_rounds": first_rounds(known, keys),
        "durations": durations(known),
        "on_time": punctuality(known),
    }


def spread(days: list[int]) -> dict:
    """How many answers, their median and what nine in ten stay under; nothing below five."""
    if len(days) < FEWEST:
        return {"count": len(days), "median": None, "most": None}
    ordered = sorted(days)
    middle = median(ordered)
    tenth = ordered[ceil(0.9 * len(ordered)) - 1]
    return {"count": len(days), "median": round(float(middle), 1), "most": tenth}


def answer_days(known: "Portfolio", keys: list[int]) -> dict[str, list[int]]:
    """Working days that each IT team took over the balls that it played in the period."""
    rows = Move.objects.filter(project__in=keys, side=Side.IT, closed_at__date__gte=known.since)
    found = defaultdict(list)
    lines = rows.values_list("team__name", "person__team__name", "opened_at", "closed_at")
    for team, own, opened, closed in lines.order_by("pk"):
        start, end = timezone.localdate(opened), timezone.localdate(closed)
        found[team or own or ""].append(max(known.calendar.between(start, end), 0))
    return dict(found)


def arrivals(known: "Portfolio", keys: list[int]) -> dict:
    """Working days between the registration of a project and the arrival of IT, when it came in the period."""
    rows = Seat.objects.filter(project__in=keys, part=Voice.IT, taken_at__isnull=False)
    first: dict[int, date] = {}
    for project, taken in rows.order_by("taken_at").values_list("project_id", "taken_at"):
        first.setdefault(project, timezone.localdate(taken))
    lines = []
    for project in known.projects:
        taken_on = first.get(project.pk)
        if taken_on and taken_on >= known.since:
            start = timezone.localdate(project.registered_at)
            days = known.calendar.between(start, taken_on)
            lines.append({"key": project.key, "days": max(days, 0)})
    return {"projects": lines, **spread([line["days"] for line in lines])}


def drawn_from(known: "Portfolio") -> date:
    """The first day that the months are drawn from: half a year at least, to see it move."""
    return min(known.since, started(Period.HALF, known.today))


def change_days(known: "Portfolio", keys: list[int]) -> list[tuple[date, bool]]:
    """The days on which a need changed, and whether the scoping was signed then."""
    first = drawn_from(known).replace(day=1)
    rows = ScopeChange.objects.filter(project__in=keys, changed_at__date__gte=first)
    lines = rows.order_by("changed_at").values_list("changed_at", "after_signature")
    return [(timezone.localdate(at), after) for at, after in lines]


def by_month(known: "Portfolio", changes: list[tuple[date, bool]]) -> list[dict]:
    """Changes of the need, month by month, before and after the scoping was signed."""
    counted = Counter((day.replace(day=1), after) for day, after in changes)
    return [
        {
            "month": month.isoformat(),
            "before": counted[month, False],
            "after": counted[month, True],
        }
        for month in months_from(drawn_from(known), known.today)
    ]


def durations(known: "Portfolio") -> list[dict]:
    """Working days from the registration to going live, for what went live in the period, by level of path."""
    by_key = {project.key: project for project in known.projects}
    rows = JournalEntry.objects.filter(verb="project.live", thread__in=list(by_key))
    rows = rows.filter(recorded_at__date__gte=known.since)
    found = defaultdict(list)
    for key, at in rows.order_by("pk").values_list("thread", "recorded_at"):
        project = by_key[key]
        start = timezone.localdate(project.registered_at)
        found[project.level].append(known.calendar.between(start, timezone.localdate(at)))
    return [{"level": level, **spread(days)} for level, days in sorted(found.items())]


def punctuality(known: "Portfolio") -> dict:
    """How many decisions of the period came in the time that was promised."""
    kept = 0
    for row in known.decisions:
        start = timezone.localdate(row.round.submitted_at)
        days = known.calendar.between(start, timezone.localdate(row.decided_at))
        kept += days <= row.round.gate.answer_days
    return {"kept": kept, "count": len(known.decisions)}
