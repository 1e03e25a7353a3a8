"""A closure added afterwards moves the promised days, once. Scenario 56."""

from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from governance.models import JournalEntry, Notice
from projects.models import Move
from reviews.actions.dues import recompute_dues
from reviews.actions.information import answer_information, ask_information
from tests.factories import ClosureFactory
from tests.reviews.gate_situations import referent, submitted, vendor

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY = "2026-11-23 09:00", "2026-11-24 09:00"


@pytest.fixture
def gate():
    with time_machine.travel(MONDAY, tick=False):
        recompute_dues()
        return submitted()


def close(first, last):
    return ClosureFactory(starts_on=first, ends_on=last)


def due(kind="decide_gate"):
    return Move.objects.get(kind=kind).due_on


@time_machine.travel(TUESDAY, tick=False)
def test_a_closure_pushes_the_promised_day_back_once(gate):
    """Scenario 56."""
    close(date(2026, 11, 26), date(2026, 11, 27))

    moved = recompute_dues()

    assert moved >= 1
    assert due() == date(2026, 12, 2)
    assert recompute_dues() == 0
    assert recompute_dues(force=True) == 0
    entries = JournalEntry.objects.filter(verb="move.recomputed")
    assert entries.count() == moved
    assert "2026-12-02" in [entry.facts["after"] for entry in entries]
    told = Notice.objects.filter(key__startswith="recomputed:", recipient=referent(gate))
    assert told.count() == 1


@time_machine.travel(TUESDAY, tick=False)
def test_a_closure_elsewhere_in_the_year_moves_nothing(gate):
    close(date(2027, 5, 7), date(2027, 5, 7))

    assert recompute_dues() == 0
    assert due() == date(2026, 11, 30)


@time_machine.travel(TUESDAY, tick=False)
def test_a_closure_that_is_taken_away_never_brings_a_day_nearer(gate):
    row = close(date(2026, 11, 26), date(2026, 11, 26))
    recompute_dues()
    row.delete()

    assert recompute_dues() == 0
    assert due() == date(2026, 12, 1)


def test_a_stopped_clock_is_counted_with_the_closure_when_it_runs_again(gate):
    with time_machine.travel(TUESDAY, tick=False):
        request = ask_information(gate=gate, by=referent(gate), asked="vendor", question="Où ?")
        close(date(2026, 11, 26), date(2026, 11, 27))
        recompute_dues()
        assert due() == date(2026, 11, 30)
        assert due("answer_info") == date(2026, 12, 1)
    with time_machine.travel("2026-11-25 09:00", tick=False):
        answer_information(request=request, by=vendor(gate), answer="Ici.")

    assert due() == date(2026, 12, 4)


@time_machine.travel("2026-12-04 09:00", tick=False)
def test_a_day_that_is_over_stays_over(gate):
    close(date(2026, 11, 26), date(2026, 11, 27))

    assert recompute_dues() == 0
    assert due() == date(2026, 11, 30)


@time_machine.travel(TUESDAY, tick=False)
def test_the_command_counts_again_whatever_was_known(gate):
    close(date(2026, 11, 26), date(2026, 11, 26))
    out = StringIO()

    call_command("recompute_dues", stdout=out)

    assert "due dates moved" in out.getvalue()
    assert due() == date(2026, 12, 1)
