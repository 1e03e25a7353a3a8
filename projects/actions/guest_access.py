"""What a steward closes for a guest: a session, all of them, or the whole access."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.models import GuestSession, Person
from governance.roles import Voice
from governance.verdicts import WrongState
from projects import portfolio
from projects.actions import seats
from projects.models import Project, Seat


@transaction.atomic
def end_session(*, session: GuestSession, by) -> None:
    """End one session; its browser is asked for a new code at its next page."""
    journal.lock_chain()
    if not GuestSession.objects.open().filter(pk=session.pk).end(by=by):
        raise WrongState(_("Cette session est déjà terminée."))
    journal.record(session.person, "guest.session_ended", by=by)


@transaction.atomic
def end_sessions(*, person: Person, by) -> int:
    """End every session of a guest; how many were open."""
    journal.lock_chain()
    count = GuestSession.objects.open().filter(person=person).end(by=by)
    if not count:
        raise WrongState(_("Cette personne n’a plus de session ouverte."))
    journal.record(person, "guest.sessions_ended", by=by, count=count)
    return count


@transaction.atomic
def close_access(*, person: Person, by) -> None:
    """The guest leaves every project and cannot come in; their balls go back to the bearers."""
    journal.lock_chain()
    if not Person.objects.filter(pk=person.pk, is_active=True).update(is_active=False):
        raise WrongState(_("L’accès de cette personne est déjà fermé."))
    GuestSession.objects.filter(person=person).end(by=by)
    for seat in Seat.objects.current().filter(person=person).select_related("project", "person"):
        _empty(seat, by=by)
    journal.record(person, "guest.closed", by=by)


@transaction.atomic
def reopen_access(*, person: Person, by) -> None:
    """The guest may come in again; each project invites them again if it wants them."""
    journal.lock_chain()
    if not Person.objects.filter(pk=person.pk, is_active=False).update(is_active=True):
        raise WrongState(_("L’accès de cette personne est déjà ouvert."))
    journal.record(person, "guest.reopened", by=by)


def _empty(seat: Seat, *, by) -> None:
    """A voice's chair goes back to the bearer; any other place is only left."""
    if seat.part == Voice.VENDOR:
        seats.end_seat(seat=seat, by=by)
        return
    seat.leave("seat.ended", by=by, person=seat.person.name)
    _take_back(seat.project, seat.person)
    portfolio.refresh(seat.project)


def _take_back(project: Project, person: Person) -> None:
    held = project.moves.open().filter(person=person)
    held.update(closed_at=timezone.now(), outcome="seat_ended")
