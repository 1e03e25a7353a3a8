"""Who should be reminded of which ball: the holder, then the delegate, then management.

Rungs: the working day before the due date, one working day late, three (delegate), five
(management). Each rung is a row, unique on ball, rung and person, so nothing is sent twice.
"""

from collections import defaultdict

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.models import Absence, Closure, Notice, Person
from governance.models.journal import fingerprint
from governance.roles import Mandate
from projects.models import Move
from reviews.models import Reminder

SOON, LATE, DELEGATE, MANAGEMENT = "soon", "late", "delegate", "management"
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
    wanted = defaultdict(list)
    for move in moves.select_related("project", "person", "team"):
        late = calendar.between(move.due_on, now.date())
        for rung, recipient in rungs(move, late, now.date()):
            if (move.pk, rung, recipient.pk) not in known:
                wanted[recipient].append((move, rung))
    return sum(send_digest(recipient, lines) for recipient, lines in wanted.items())


def rungs(move: Move, late: int, today) -> list[tuple[str, Person]]:
    """Who hears of a ball at this lateness (working days; zero or less: not late yet)."""
    holders = holders_of(move)
    steps = [(SOON if late <= 0 else LATE, person) for person in holders]
    if late >= 3:
        steps += [(DELEGATE, person) for person in delegates_of(holders, today)]
    if late >= 5:
        managers = Person.objects.filter(mandate=Mandate.MANAGER, is_active=True)
        steps += [(MANAGEMENT, person) for person in managers]
    return steps


def holders_of(move: Move) -> list[Person]:
    """The person who has the ball, or the whole team while nobody took it."""
    if move.person_id:
        return [move.person]
    return list(move.team.people.filter(is_active=True))


def delegates_of(holders, today) -> list[Person]:
    """Those who play for the absent, today."""
    away = Q(starts_on__lte=today, ends_on__gte=today)
    rows = Absence.objects.filter(away, person__in=holders).exclude(delegate=None)
    return [row.delegate for row in rows.select_related("delegate")]


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
