"""Who is behind whom today: who holds each ball, who stands in for them, who hears of it late."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from governance.models import Absence, MailSettings, Person, Team
from governance.roles import Mandate
from projects.models import Seat

Audience = dict[str, list[int]]


@dataclass
class Crowd:
    """Read in a handful of statements, whatever the number of balls."""

    members: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    active: set[int] = field(default_factory=set)
    guests: dict[int, int] = field(default_factory=dict)
    teams: dict[int, int] = field(default_factory=dict)
    leads: dict[int, int] = field(default_factory=dict)
    delegates: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    managers: list[int] = field(default_factory=list)
    seated: set[tuple[int, int]] = field(default_factory=set)

    @classmethod
    def on(cls, today: date) -> "Crowd":
        """The people as they are today."""
        crowd = cls()
        rows = Person.objects.filter(is_active=True).order_by("name", "pk")
        for pk, team, vendor, mandate in rows.values_list("pk", "team_id", "vendor_id", "mandate"):
            crowd.active.add(pk)
            if vendor:
                crowd.guests[pk] = vendor
            if team:
                crowd.teams[pk] = team
                crowd.members[team].append(pk)
            if mandate == Mandate.MANAGER:
                crowd.managers.append(pk)
        crowd.leads = dict(Team.objects.exclude(lead=None).values_list("pk", "lead_id"))
        away = Absence.objects.filter(starts_on__lte=today, ends_on__gte=today)
        for absent, delegate in away.exclude(delegate=None).values_list("person_id", "delegate_id"):
            crowd.delegates[absent].append(delegate)
        crowd.seated = set(
            Seat.objects.current()
            .filter(person__in={d for found in crowd.delegates.values() for d in found})
            .values_list("project_id", "person_id")
        )
        return crowd

    def holders(self, ball) -> list[int]:
        """The person who has the ball, or the whole team while nobody took it."""
        if ball.person_id:
            return [ball.person_id] if ball.person_id in self.active else []
        return self.members.get(ball.team_id, [])

    def others(self, ball, holders: list[int]) -> Audience:
        """Who hears of a late ball beside its holders; audiences without anybody left out."""
        team = ball.team_id or self.teams.get(ball.person_id)
        heirs = [one for holder in holders for one in self.delegates.get(holder, [])]
        found = {
            "delegate": [one for one in heirs if self.may_read(one, ball.project_id)],
            "lead": [self.leads[team]] if team in self.leads else [],
            "management": self.managers,
        }
        return {
            name: kept
            for name, people in found.items()
            if (kept := [p for p in dict.fromkeys(people) if p in self.active and p not in holders])
        }

    def may_read(self, person: int, project: int) -> bool:
        """A guest hears only of the projects on which they sit."""
        return person not in self.guests or (project, person) in self.seated


def mail_settings(people) -> dict[int, MailSettings]:
    """How each of these people wants to be written to; those who never said are left out."""
    rows = MailSettings.objects.filter(Q(person__in=people))
    return {row.person_id: row for row in rows}
