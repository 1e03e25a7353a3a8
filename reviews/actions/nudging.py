"""Somebody who waits reminds whoever has the ball, once a day: the file says when."""

from datetime import datetime, time

from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Closure, Notice, Person
from governance.verdicts import WrongState, require
from projects.models import Move
from reviews import digests
from reviews.actions.turns import take_turn_of
from reviews.cadence import by_hand
from reviews.letters import language_of
from reviews.models import Reminder
from reviews.permissions import can_remind


@transaction.atomic
def remind_by_hand(*, move: Move, by) -> list[Person]:
    """Remind the holders of a ball now; refused when somebody or the ladder did so today."""
    take_turn_of(move)
    move = Move.objects.select_for_update(of=("self",)).get(pk=move.pk)
    require(can_remind(by, move))
    now, today = timezone.now(), timezone.localdate()
    if move.closed_at:
        raise WrongState(_("Cette balle est déjà jouée : il n’y a plus rien à relancer."))
    if move.paused_at:
        raise WrongState(_("Le délai est en pause : une réponse est attendue de l’autre côté."))
    dawn = timezone.make_aware(datetime.combine(today, time.min))
    fresh = Q(reminded_at=None) | Q(reminded_at__lt=dawn)
    if not Move.objects.filter(fresh, pk=move.pk).update(reminded_at=now):
        raise WrongState(_("Cette balle est déjà relancée aujourd’hui. Une fois par jour suffit."))
    people = holders_of(move)
    for person in people:
        notice = write_to(person, move, by=by, today=today)
        Reminder.objects.create(
            move=move,
            rung=by_hand(today),
            recipient=person,
            due_on=move.due_on,
            notice=notice,
            planned_at=now,
        )
    journal.record(
        move.ground,
        "ball.reminded",
        by=by,
        thread=move.thread,
        title=move.title,
        holder=move.holder,
    )
    return people


def holders_of(move: Move) -> list[Person]:
    """The person who has the ball, or the team that nobody answered for yet."""
    if move.person_id:
        return [move.person] if move.person.is_active else []
    return list(Person.objects.filter(team=move.team_id, is_active=True))


def write_to(person: Person, move: Move, *, by, today) -> Notice:
    """The message of a reminder sent by hand: who asks, for what, until when."""
    with translation.override(language_of(person)):
        line = digests.Line.of(move, person, today, Closure.calendar())
        facts = {"name": by.name, "title": move.title}
        return Notice.post(
            person,
            key=f"hand:{move.pk}:{today:%Y%m%d}",
            subject=_("%(name)s vous relance : %(title)s") % facts,
            body=f"{line}",
            action=_("Ouvrir"),
            path=move.get_absolute_url(),
        )
