"""Somebody away over a deadline: the clock goes on, and a relay plays on their days. Scenario 21."""

from datetime import date

import pytest
import time_machine

from governance.models import Closure
from projects.models import Move
from reviews.clock import Clock
from reviews.permissions import can_decide_gate
from tests.factories import AbsenceFactory, PersonFactory
from tests.reviews.gate_situations import referent, submitted

pytestmark = pytest.mark.django_db

# opened, first and last day away, a day on which one looks: does the relay decide on that day
AWAY = [
    ("2026-11-23", "2026-11-27", "2026-12-02", "2026-11-26", False),  # not yet away
    ("2026-11-23", "2026-11-27", "2026-12-02", "2026-11-27", True),  # the first day counts
    ("2026-11-23", "2026-11-27", "2026-12-02", "2026-11-30", True),  # the deadline itself
    ("2026-11-23", "2026-11-27", "2026-12-02", "2026-12-01", True),  # late, and still away
    ("2026-11-23", "2026-11-27", "2026-12-02", "2026-12-02", True),  # the last day counts
    ("2026-11-23", "2026-11-27", "2026-12-02", "2026-12-03", False),  # back
    ("2026-11-23", "2026-11-23", "2026-11-29", "2026-11-30", False),  # back for the deadline
    ("2026-11-23", "2026-11-30", "2026-11-30", "2026-11-30", True),  # away that one day
    ("2026-10-23", "2026-10-24", "2026-10-26", "2026-10-25", True),  # the night of 25 hours
    ("2027-03-25", "2027-03-27", "2027-03-30", "2027-03-28", True),  # the night of 23 hours
    ("2027-05-03", "2027-05-06", "2027-05-10", "2027-05-07", True),  # a bridge day
    ("2026-12-22", "2026-12-24", "2027-01-04", "2026-12-31", True),  # over the new year
]


@pytest.mark.parametrize(("opened", "first", "last", "day", "decides"), AWAY)
def test_an_absence_never_stops_the_clock_and_the_relay_plays_on_its_days(  # noqa: PLR0913
    opened, first, last, day, decides
):
    with time_machine.travel(f"{opened} 09:00+01:00", tick=False):
        gate = submitted(answer_days=5)
    move = Move.objects.open().get(kind="decide_gate")
    relay = PersonFactory()
    AbsenceFactory(
        person=referent(gate),
        delegate=relay,
        starts_on=date.fromisoformat(first),
        ends_on=date.fromisoformat(last),
    )

    with time_machine.travel(f"{day} 10:00+01:00", tick=False):
        assert bool(can_decide_gate(relay, gate)) is decides
        assert can_decide_gate(referent(gate), gate)

    due = Closure.calendar().add(date.fromisoformat(opened), 5)
    assert move.due_on == Clock.of(move, Closure.calendar()).due() == due
