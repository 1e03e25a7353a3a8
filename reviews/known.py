"""What a gate accepted and may be made known, and what must not go with it. Pure."""

import re
from datetime import date

from django.db.models import Q
from django.utils import timezone

from governance.models import Fact
from projects.answers import shown
from projects.models import KnownChoice, TechnicalChoice
from projects.topics import headline
from reviews.models import Decision, Gate

ACCEPTED = (Decision.Outcome.APPROVED, Decision.Outcome.RESERVED)
LONGEST_MONTHS = 24
LOOSE = (Fact.Kind.TEXT, Fact.Kind.LIST, Fact.Kind.DATE)
SHORTEST_NAME = 3


def accepted_choices(gate: Gate) -> list[TechnicalChoice]:
    """The versions that the last round of a gate accepted, as they were frozen."""
    if gate.state not in ACCEPTED:
        return []
    last = gate.rounds.filter(decision__outcome__in=ACCEPTED).order_by("-number").first()
    lines = [line for line in last.snapshot["topics"] if line["choice"]] if last else []
    if not lines:
        return []
    wanted = Q(pk=None)
    for line in lines:
        wanted |= Q(subject=line["subject"], version=line["choice"]["version"])
    rows = TechnicalChoice.objects.filter(wanted).exclude(submitted_at=None)
    rows = rows.select_related("subject__topic", "subject__project", "option")
    return list(rows.order_by("subject__topic__position"))


def accepted_lines(gate: Gate) -> list[dict]:
    """Each accepted choice with its known choice, when there is one already."""
    found = accepted_choices(gate)
    known = {
        row.source_id: row for row in KnownChoice.objects.filter(source__in=found, ended_at=None)
    }
    return [
        {
            "choice": choice,
            "topic": choice.subject.topic.name,
            "solution": headline(choice),
            "known": known.get(choice.pk),
        }
        for choice in found
    ]


def copied_facts(choice: TechnicalChoice) -> list[tuple[Fact, str]]:
    """The facts that others may take over, in words; what a company says of itself stays out."""
    rows = choice.subject.topic.facts.filter(of_vendor=False)
    said = [(fact, shown(fact, choice.facts.get(fact.slug))) for fact in rows]
    return [(fact, words) for fact, words in said if words]


def offered_first(choice: TechnicalChoice, fact: Fact) -> bool:
    """Whether a fact is ticked at first: free words are not, unless the option brings them."""
    admitted = choice.option.facts if choice.option else {}
    if fact.slug in admitted and admitted[fact.slug] == choice.facts.get(fact.slug):
        return True
    return fact.kind not in LOOSE


def last_day(today: date | None = None) -> date:
    """The latest end of a known choice: two years from now."""
    today = today or timezone.localdate()
    year, day = today.year + LONGEST_MONTHS // 12, today.day
    return date(year, today.month, 28 if (today.month, day) == (2, 29) else day)


def named_in(gate: Gate, *texts: str) -> str:
    """The name of this project, its vendor or their people that some text says; none is best."""
    said = "\n".join(texts).casefold()
    for name in private_names(gate):
        if re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", said):
            return name
    return ""


def private_names(gate: Gate) -> list[str]:
    """What other projects must never read in a known choice."""
    project = gate.project
    seats = project.seats.filter(part="vendor").select_related("person__vendor")
    guests = [seat.person for seat in seats]
    names = [project.title, project.key, str(project.vendor or "")]
    names += [guest.name for guest in guests] + [str(guest.vendor or "") for guest in guests]
    return [name for name in dict.fromkeys(names) if len(name) >= SHORTEST_NAME]
