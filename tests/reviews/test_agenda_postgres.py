"""Two leaders arrange the same agenda in the same instant."""

import pytest

from governance.models import JournalEntry
from governance.verdicts import WrongState
from reviews.actions.agenda import sync_agenda
from reviews.actions.arranging import (
    Rearranged,
    add_point,
    move_point,
    postpone_point,
    update_agenda,
)
from reviews.models import AgendaItem, ScopingMeeting
from tests.reviews.meeting_situations import meeting_to_plan, voice
from tests.reviews.test_gates_postgres import at_once, errors

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def written():
    meeting = meeting_to_plan()
    sync_agenda(meeting)
    return meeting


def fresh(item):
    return AgendaItem.objects.select_related("meeting__project").get(pk=item.pk)


def test_of_two_moves_read_on_one_order_one_is_refused():
    meeting = written()
    order = [row.pk for row in meeting.items.on_agenda()]
    first, second = list(meeting.items.on_agenda())[:2]
    claire, sophie = voice(meeting, "bearer"), voice(meeting, "it")

    results = at_once(
        lambda: move_point(item=fresh(first), rank=1, seen=order, by=claire),
        lambda: move_point(item=fresh(second), rank=0, seen=order, by=sophie),
    )

    assert [type(error) for error in errors(results)] == [Rearranged]
    assert JournalEntry.objects.filter(verb="agenda.moved").count() == 1
    assert [row.pk for row in meeting.items.on_agenda()][:2] == [second.pk, first.pk]


def test_twenty_hands_at_once_lose_no_point():
    meeting = written()
    leaders = [voice(meeting, "bearer"), voice(meeting, "it")]
    support = meeting.items.get(topic__slug="support")

    def again():
        return ScopingMeeting.objects.select_related("project").get(pk=meeting.pk)

    def adding(rank):
        return lambda: add_point(
            meeting=again(), title=f"Point {rank}", why="", minutes=5, by=leaders[rank % 2]
        )

    calls = [adding(rank) for rank in range(14)]
    calls += [lambda: postpone_point(item=fresh(support), by=leaders[0])] * 3
    calls += [lambda: update_agenda(meeting=again(), by=leaders[1])] * 3
    results = at_once(*calls)

    assert {type(error) for error in errors(results)} <= {WrongState}
    assert len(errors(results)) == 2
    rows = list(meeting.items.on_agenda())
    assert {f"Point {rank}" for rank in range(14)} <= {row.title for row in rows}
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    assert rows[-1].key == "closing"
    assert meeting.items.get(pk=support.pk).place == "backlog"
