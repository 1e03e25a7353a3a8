"""Who should be reminded of which ball: the holder, then the delegate, then management.

Rungs: the working day before the due date, one working day late, three (delegate), five
(management). Each rung is a row, unique on ball, rung and person, so nothing is sent twice.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.models import Absence, Closure, Notice, Person
from governance.models.journal import fingerprint
from governance.roles import Mandate
from projects.models import Move
from reviews.models import Reminder

SOON, LATE, DELEGATE, MANAGEMENT = "soon", "late", "delegate", "management"
DELEGATE_DAYS, MANAGEMENT_DAYS = 3, 5
FIRST_HOUR = 7


def plan_reminders() -> int:
    """Write the reminders that are due and one digest per person; how many digests."""
    now, calendar = timezone.localtime(), Closure.calendar()
    if settings.REMIND_ON_WORKING_MORNINGS and not (
        calendar.is_working(now.date()) and now.hour >= FIRST_HOUR
    ):
        return 0
    tomorrow = calendar.add(now.date(), 1)
    moves = Move.objects.open().filter(due_on__lte=tomorrow).exclude(project__state="cancelled")
    known = set(Reminder.objects.filter(move__in=moves).values_list("move", "rung", "recipient"))
    crowd, wanted = Crowd.on(now.date()), defaultdict(list)
    for move in moves.select_related("project", "person", "team"):
        late = calendar.between(move.due_on, now.date())
        for rung, recipient in rungs(move, late, crowd):
            if (move.pk, rung, recipient.pk) not in known:
                wanted[recipient].append((move, rung))
    return sum(send_digest(recipient, lines) for recipient, lines in wanted.items())


@dataclass(frozen=True)
class Crowd:
    """Who is behind whom today: teams, delegates of the absent, management. Read once."""

    teams: dict[int, list[Person]]
    delegates: dict[int, Person]
    managers: list[Person]

    @classmethod
    def on(cls, today) -> "Crowd":
        teams = defaultdict(list)
        for person in Person.objects.filter(is_active=True, team__isnull=False):
            teams[person.team_id].append(person)
        away = Absence.objects.filter(starts_on__lte=today, ends_on__gte=today)
        rows = away.exclude(delegate=None).select_related("delegate")
        managers = Person.objects.filter(mandate=Mandate.MANAGER, is_active=True)
        return cls(teams, {row.person_id: row.delegate for row in rows}, list(managers))

    def holders(self, move: Move) -> list[Person]:
        """The person who has the ball, or the whole team while nobody took it."""
        return [move.person] if move.person_id else self.teams.get(move.team_id, [])


def rungs(move: Move, late: int, crowd: Crowd) -> list[tuple[str, Person]]:
    """Who hears of a ball at this lateness (working days; zero or less: not late yet)."""
    holders = crowd.holders(move)
    steps = [(SOON if late <= 0 else LATE, person) for person in holders]
    if late >= DELEGATE_DAYS:
        heirs = [crowd.delegates[p.pk] for p in holders if p.pk in crowd.delegates]
        steps += [(DELEGATE, person) for person in heirs]
    if late >= MANAGEMENT_DAYS:
        steps += [(MANAGEMENT, person) for person in crowd.managers]
    return steps


@transaction.atomic
def send_digest(recipient: Person, lines: list[tuple[Move, str]]) -> bool:
    """One notice for all the balls that a person should hear of; none if another beat did."""
    rows = [
        Reminder(move=move, rung=rung, recipient=recipient, planned_at=timezone.now())
        for move, rung in lines
        if Move.objects.open().filter(pk=move.pk).exists()
    ]
    fresh = [row for row in rows if _is_new(row)]
    if not fresh:
        return False
    moves = [row.move for row in fresh]
    Notice.post(
        recipient,
        key="reminder:" + fingerprint([[row.move_id, row.rung] for row in fresh])[:32],
        subject=digest_subject(recipient, moves),
        body="\n\n".join(digest_line(move) for move in moves),
        action=_("Voir mes actions"),
        path=moves[0].get_absolute_url() if len(moves) == 1 else "/",
    )
    return True


def _is_new(row: Reminder) -> bool:
    """Write the row unless it exists; the unique constraint decides between two beats."""
    _row, created = Reminder.objects.get_or_create(
        move=row.move,
        rung=row.rung,
        recipient=row.recipient,
        defaults={"planned_at": row.planned_at},
    )
    return created


def digest_subject(recipient: Person, moves: list[Move]) -> str:
    """The state in one line: how many balls."""
    if len(moves) == 1:
        return _("%(name)s, une balle vous attend : %(title)s") % {
            "name": recipient.first_name,
            "title": moves[0].title,
        }
    return _("%(name)s, %(count)s balles vous attendent") % {
        "name": recipient.first_name,
        "count": len(moves),
    }


def digest_line(move: Move) -> str:
    """One ball in words: what, where, until when, in whose hands."""
    late = Closure.calendar().between(move.due_on, timezone.localdate())
    when = (
        _("retard de %(days)s jours ouvrés") % {"days": late}
        if late > 0
        else _("avant le %(day)s") % {"day": move.due_on.strftime("%d/%m/%Y")}
    )
    return f"{move.title}, {move.project} : {move.holder}, {when}."
