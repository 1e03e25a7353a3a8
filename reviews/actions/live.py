"""While a meeting is open: who has its page before them, who is there, what is on the table."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.roles import Voice
from governance.verdicts import Incomplete, WrongState, require
from projects.permissions import part_of
from reviews.actions.turns import take_turn
from reviews.models import AgendaItem, Attendance, ScopingMeeting
from reviews.permissions import can_write_minutes

AWAY_AFTER = timedelta(seconds=45)


def online(meeting: ScopingMeeting):
    """Who has the page of the meeting before them, as far as one can tell."""
    since = timezone.now() - AWAY_AFTER
    return Attendance.objects.filter(meeting=meeting, seen_at__gt=since)


@transaction.atomic
def be_there(*, meeting: ScopingMeeting, by, field: str = "") -> None:
    """A page says that somebody reads it, and what they write in; the others hear of changes."""
    same = online(meeting).filter(person=by, field=field)
    if same.update(seen_at=timezone.now()):
        return
    voice = part_of(by, meeting.project)
    facts = {
        "voice": voice if voice in Voice.values else "",
        "field": field,
        "seen_at": timezone.now(),
    }
    Attendance.objects.update_or_create(meeting=meeting, person=by, defaults=facts)
    meeting.bump()


@transaction.atomic
def leave_page(*, meeting: ScopingMeeting, by) -> None:
    """Somebody closed the page: the others see it at once."""
    gone, _each = Attendance.objects.filter(meeting=meeting, person=by).delete()
    if gone:
        meeting.bump()


@transaction.atomic
def arrive(*, meeting: ScopingMeeting, by) -> ScopingMeeting:
    """A voice says that it is at the open meeting, which then counts it."""
    require(can_write_minutes(by, meeting))
    take_turn(meeting.project)
    if not meeting.is_open():
        raise WrongState(_("La réunion n’est pas ouverte : les présences ne changent plus."))
    voice = part_of(by, meeting.project)
    if voice not in meeting.voices_present():
        meeting.note_presence([voice])
        told = {"present": [voice]}
        journal.record(meeting, "meeting.joined", by=by, thread=meeting.project.key, **told)
        meeting.bump()
    return meeting


@transaction.atomic
def go_to_item(*, item: AgendaItem, by) -> ScopingMeeting:
    """The table moves to a point: the clock of the one before stops, its own starts."""
    meeting = item.meeting
    require(can_write_minutes(by, meeting))
    if not meeting.is_open():
        raise WrongState(_("La réunion n’est pas ouverte : elle ne change plus de point."))
    if item.place != AgendaItem.Place.AGENDA:
        raise Incomplete(following=_("Ce point n’est plus à l’ordre du jour."))
    table = ScopingMeeting.objects.values_list("current_item_id", flat=True).get(pk=meeting.pk)
    if table != item.pk:
        lay_on_table(meeting, item)
    return meeting


def lay_on_table(meeting: ScopingMeeting, item: AgendaItem | None) -> None:
    """What is on the table from now on; the time of the point before is kept."""
    stop_clock(meeting)
    meeting.current_item, meeting.current_since = item, timezone.now() if item else None
    meeting.save(update_fields=["current_item", "current_since"])
    meeting.bump()


def stop_clock(meeting: ScopingMeeting) -> None:
    """The time spent on what is on the table is added up, and its clock stops."""
    meeting.refresh_from_db(fields=["current_item", "current_since"])
    item, since = meeting.current_item, meeting.current_since
    if not item or not since:
        return
    spent = max(0, int((timezone.now() - since).total_seconds()))
    AgendaItem.objects.filter(pk=item.pk).update(spent_seconds=F("spent_seconds") + spent)
    meeting.current_since = None
    meeting.save(update_fields=["current_since"])


def first_item(meeting: ScopingMeeting) -> AgendaItem | None:
    """The first point of the agenda."""
    return meeting.items.filter(place=AgendaItem.Place.AGENDA).order_by("position", "pk").first()


def writers(meeting: ScopingMeeting, *, but=None) -> list[Attendance]:
    """Who has a field of the meeting under their hands right now."""
    rows = online(meeting).exclude(field="").select_related("person")
    return [row for row in rows.order_by("pk") if but is None or row.person_id != but.pk]
