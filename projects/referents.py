"""Who of IT may take the seat of a new project: by domain, then by load, the absent last."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance import typography
from governance.models import Absence, Person
from governance.roles import Side
from projects.models import Project, Seat
from projects.registration import Path

MOST = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may represent IT, and what to know before asking."""

    person: Person
    load: int
    back_on: date | None

    @property
    def words(self) -> str:
        """« Référente sécurité, 3 projets en cours, présente »"""
        title = self.person.job_title or str(self.person.team)
        return f"{title}, {self.state}"

    @property
    def state(self) -> str:
        """« 3 projets en cours, présence prévue »"""
        busy = _("aucun projet en cours")
        if self.load:
            busy = ngettext("%(n)d projet en cours", "%(n)d projets en cours", self.load)
            busy = busy % {"n": self.load}
        if self.back_on:
            return _("%(busy)s, absence jusqu’au %(day)s") % {
                "busy": busy,
                "day": typography.short_day(self.back_on),
            }
        return _("%(busy)s, aucune absence prévue") % {"busy": busy}


def propose_referents(
    path: Path, today: date, *, apart_from: Person, keep: str = ""
) -> list[Candidate]:
    """The few people to choose from, the best first; one already chosen stays in the list."""
    away = dict(
        Absence.objects.filter(starts_on__lte=today, ends_on__gte=today).values_list(
            "person_id", "ends_on"
        )
    )
    people = [
        Candidate(person, person.load, away.get(person.pk))
        for person in _it_people().exclude(pk=apart_from.pk)
    ]
    ranks = team_ranks(path)
    people.sort(key=lambda c: preference(c, ranks))
    return people[:MOST] + [c for c in people[MOST:] if str(c.person.pk) == keep]


def team_ranks(path: Path) -> dict[int, int]:
    """The teams of the gates, the one with most answers behind it first."""
    gates = sorted(path.gates, key=lambda gate: -len(gate.answers))
    return {gate.team: rank for rank, gate in reversed(list(enumerate(gates)))}


def preference(candidate: Candidate, ranks: dict[int, int]) -> tuple:
    """Present, of the team most concerned, least loaded, then by name."""
    rank = ranks.get(candidate.person.team_id, len(ranks))
    return (candidate.back_on is not None, rank, candidate.load, candidate.person.name)


def _it_people():
    running = Q(
        seats__part=Seat.Part.IT,
        seats__left_at=None,
        seats__project__state__in=[Project.State.REGISTERED, Project.State.SCOPED],
    )
    people = Person.objects.filter(is_active=True, vendor=None, team__side=Side.IT)
    return people.select_related("team").annotate(load=Count("seats", filter=running))
