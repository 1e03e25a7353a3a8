"""The leaders arrange an agenda: order, time, owner, points added, merged, postponed."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.models import Person, Topic
from governance.typography import visible
from governance.verdicts import Incomplete, WrongState, require
from projects import portfolio
from reviews.actions.agenda import is_untouchable, sync_agenda
from reviews.actions.outcomes import project_people
from reviews.actions.turns import take_turn
from reviews.agenda import CLOSING
from reviews.agenda_sync import Plan, moved
from reviews.models import AgendaItem, Outcome, ScopingMeeting
from reviews.permissions import can_plan_meeting

State, Place = ScopingMeeting.State, AgendaItem.Place
ARRANGED = (State.TO_PLAN, State.PLANNED, State.HELD)
MOST_POINTS, LEAST_MINUTES, MOST_MINUTES = 30, 1, 120
TITLE_LENGTH, WHY_LENGTH = 160, 240


class Rearranged(WrongState):
    """Somebody arranged the agenda since it was read: the order that counts is shown."""


@transaction.atomic
def update_agenda(*, meeting: ScopingMeeting, by) -> Plan:
    """Bring the agenda to what is open on the project now."""
    meeting = arranging(meeting, by)
    plan = sync_agenda(meeting)
    tell(meeting, "agenda.updated", by=by, came=len(plan.came), left=len(plan.left))
    return plan


@transaction.atomic
def move_point(*, item: AgendaItem, rank: int, seen: list[int], by) -> AgendaItem:
    """Give a point another rank among those that may move; `seen` is the order that was read."""
    meeting = arranging(item.meeting, by)
    rows = agenda_rows(meeting)
    order = [row.pk for row in rows]
    if order != list(seen):
        raise Rearranged(
            _("Quelqu’un a changé l’ordre entre-temps. Voici l’ordre actuel : rien n’est perdu.")
        )
    item = movable(meeting, rows, item)
    fixed = {row.pk for row in rows if not may_move(row, meeting)}
    wanted = moved(order, fixed, item.pk, rank)
    if wanted == order:
        return item
    number_rows(rows, wanted)
    keep(item, edited=True)
    finish(meeting, "agenda.moved", by=by, title=item.title, rank=wanted.index(item.pk) + 1)
    return item


@transaction.atomic
def set_point(  # noqa: PLR0913 -- what is set, and what was read before setting it
    *, item: AgendaItem, minutes: int, owner: Person | None, seen: tuple, by
) -> AgendaItem:
    """Change the time and the owner of a point; `seen` is (minutes, owner) as they were read."""
    meeting = arranging(item.meeting, by)
    item = movable(meeting, agenda_rows(meeting), item, closing=True)
    if seen != (item.minutes_planned, item.owner_id):
        told = {"minutes": item.minutes_planned, "owner": item.owner or _("personne")}
        raise Rearranged(
            _("Quelqu’un vient de régler ce point : %(minutes)d min, porté par %(owner)s.") % told
        )
    check_terms(meeting, minutes, owner)
    keep(item, minutes_planned=minutes, owner=owner, edited=True)
    finish(meeting, "agenda.set", by=by, title=item.title, minutes=minutes)
    return item


@transaction.atomic
def add_point(  # noqa: PLR0913 -- the few words that a point is made of
    *, meeting: ScopingMeeting, title: str, why: str, minutes: int, by, owner=None, topic=None
) -> AgendaItem:
    """A point that nothing computed, just before the round table."""
    meeting = arranging(meeting, by)
    check_room(meeting)
    title = " ".join(visible(title).split())[:TITLE_LENGTH]
    if not title:
        raise Incomplete(title=_("Donnez un titre à ce point."))
    check_terms(meeting, minutes, owner, topic)
    item = AgendaItem.objects.create(
        meeting=meeting,
        key=next_key(meeting, "added"),
        title=title,
        why=" ".join(visible(why).split())[:WHY_LENGTH],
        minutes_planned=minutes,
        owner=owner or by,
        topic=topic,
        position=0,
        edited=True,
        added_by=by,
        added_at=timezone.now(),
    )
    put_last(meeting, item)
    finish(meeting, "agenda.added", by=by, title=title)
    return item


@transaction.atomic
def merge_point(*, item: AgendaItem, into: AgendaItem, by) -> AgendaItem:
    """Talk of two points as one: the first leaves the agenda, its reason joins the other's."""
    meeting = arranging(item.meeting, by)
    rows = agenda_rows(meeting)
    item = movable(meeting, rows, item)
    into = next((row for row in rows if row.pk == into.pk and row.pk != item.pk), None)
    if into is None:
        raise WrongState(_("Le point choisi n’est plus à l’ordre du jour. Choisissez-en un autre."))
    if is_untouchable(into, meeting) and into.pk != meeting.current_item_id:
        raise WrongState(_("On a déjà parlé de « %(title)s ».") % {"title": into.title})
    item.merged.update(merged_into=into)
    keep(item, place=Place.MERGED, merged_into=into, edited=True)
    keep(into, edited=True)
    finish(meeting, "agenda.merged", by=by, title=item.title, into=into.title)
    return item


@transaction.atomic
def split_point(*, item: AgendaItem, by) -> AgendaItem:
    """Undo a merge: the point comes back right after the one it was merged into."""
    meeting = arranging(item.meeting, by)
    item = away(meeting, item, Place.MERGED)
    check_room(meeting)
    after, rows = item.merged_into_id, agenda_rows(meeting)
    keep(item, place=Place.AGENDA, merged_into=None)
    order = [row.pk for row in rows]
    rank = order.index(after) + 1 if after in order and rows[-1].pk != after else len(order) - 1
    order.insert(max(rank, 0), item.pk)
    number_rows([*rows, item], order)
    finish(meeting, "agenda.split", by=by, title=item.title)
    return item


@transaction.atomic
def postpone_point(*, item: AgendaItem, by) -> AgendaItem:
    """Leave a point for another meeting: the next agenda starts with it."""
    meeting = arranging(item.meeting, by)
    item = movable(meeting, agenda_rows(meeting), item)
    keep(item, place=Place.BACKLOG, edited=True)
    finish(meeting, "agenda.postponed", by=by, title=item.title)
    return item


@transaction.atomic
def bring_back(*, item: AgendaItem, by) -> AgendaItem:
    """A postponed point is talked about after all, just before the round table."""
    meeting = arranging(item.meeting, by)
    item = away(meeting, item, Place.BACKLOG)
    check_room(meeting)
    keep(item, place=Place.AGENDA)
    put_last(meeting, item)
    finish(meeting, "agenda.returned", by=by, title=item.title)
    return item


def arranging(meeting: ScopingMeeting, by) -> ScopingMeeting:
    """The meeting read again, one leader at a time, while its agenda may still change."""
    take_turn(meeting.project)
    rows = ScopingMeeting.objects.select_for_update(of=("self",)).select_related("project")
    meeting = rows.get(pk=meeting.pk)
    require(can_plan_meeting(by, meeting))
    if meeting.state not in ARRANGED:
        raise WrongState(_("La réunion a eu lieu : son ordre du jour ne change plus."))
    return meeting


def agenda_rows(meeting: ScopingMeeting) -> list[AgendaItem]:
    """The points of the agenda in their order, each knowing whether something came out of it."""
    said = Outcome.objects.filter(item=OuterRef("pk"))
    rows = meeting.items.on_agenda().annotate(has_outcomes=Exists(said))
    return list(rows.select_related("owner", "topic").order_by("position", "pk"))


def may_move(row: AgendaItem, meeting: ScopingMeeting) -> bool:
    """Whether a point may change place: the round table and what was spoken of may not."""
    return row.key != CLOSING and not is_untouchable(row, meeting)


def movable(meeting: ScopingMeeting, rows, item: AgendaItem, *, closing=False) -> AgendaItem:
    """The point as it is now, if it may be arranged."""
    row = next((row for row in rows if row.pk == item.pk), None)
    if row is None:
        raise WrongState(_("Ce point n’est plus à l’ordre du jour : quelqu’un l’a déplacé."))
    if row.key == CLOSING and not closing:
        raise WrongState(_("Le tour de table reste à la fin."))
    if is_untouchable(row, meeting):
        raise WrongState(_("On parle déjà de ce point, ou on en a parlé : il ne bouge plus."))
    return row


def away(meeting: ScopingMeeting, item: AgendaItem, place: str) -> AgendaItem:
    """A point that left the agenda, if it is still where it was seen."""
    row = meeting.items.filter(pk=item.pk, place=place).first()
    if row is None:
        raise WrongState(_("Ce point est déjà revenu à l’ordre du jour."))
    return row


def check_room(meeting: ScopingMeeting) -> None:
    """An agenda has an end."""
    if meeting.items.on_agenda().count() >= MOST_POINTS:
        raise Incomplete(
            title=_("Trente points, c’est déjà beaucoup : reportez-en un avant d’en ajouter.")
        )


def check_terms(meeting: ScopingMeeting, minutes: int, owner, topic: Topic | None = None) -> None:
    """Minutes that make sense, an owner of the project, a topic of the project."""
    problems = {}
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        problems["minutes"] = _("Entre 1 et 120 minutes.")
    if owner is not None and not project_people(meeting.project).filter(pk=owner.pk).exists():
        problems["owner"] = _("%(name)s n’est pas une personne de ce projet.") % {"name": owner}
    if topic is not None and not meeting.project.topics.filter(topic=topic).exists():
        problems["topic"] = _("Ce sujet n’est pas un sujet de ce projet.")
    if problems:
        raise Incomplete(**problems)


def next_key(meeting: ScopingMeeting, family: str) -> str:
    """A key that no point of this meeting has: « added:3 »."""
    keys = meeting.items.filter(key__startswith=f"{family}:").values_list("key", flat=True)
    numbers = [int(tail) for key in keys if (tail := key.partition(":")[2]).isdigit()]
    return f"{family}:{max(numbers, default=0) + 1}"


def put_last(meeting: ScopingMeeting, item: AgendaItem) -> None:
    """The last point, the round table apart."""
    rows = [row for row in agenda_rows(meeting) if row.pk != item.pk]
    order = [row.pk for row in rows]
    ends = bool(rows) and rows[-1].key == CLOSING
    order.insert(len(order) - 1 if ends else len(order), item.pk)
    number_rows([*rows, item], order)


def number_rows(rows, order: list[int]) -> None:
    """Write the order, the rows that moved only."""
    of = {row.pk: row for row in rows}
    for position, pk in enumerate(order, 1):
        if of[pk].position != position:
            keep(of[pk], position=position)


def keep(row: AgendaItem, **values) -> None:
    """Write these columns alone."""
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def finish(meeting: ScopingMeeting, verb: str, *, by, **facts) -> None:
    """The meeting lasts what its points last; the journal, the other seats and the lists know."""
    rows = meeting.items.on_agenda().values_list("minutes_planned", flat=True)
    meeting.minutes_planned = sum(rows)
    meeting.save(update_fields=["minutes_planned"])
    meeting.bump()
    tell(meeting, verb, by=by, **facts)


def tell(meeting: ScopingMeeting, verb: str, *, by, **facts) -> None:
    """The journal says who arranged what."""
    journal.record(meeting, verb, by=by, thread=meeting.project.key, **facts)
    portfolio.refresh(meeting.project)
