"""Silence needs a clock that runs and that is believed: stopped, ahead, behind, away from the database."""

from datetime import date

import pytest
import time_machine

from reviews.actions import server_clock
from reviews.models import Decision, GateSilence
from tests.reviews.gate_situations import bearer, submitted
from tests.reviews.silence_situations import (  # noqa: F401 -- a fixture too
    AFTER,
    DUE,
    LATER,
    NEXT,
    SATURDAY,
    _one_clock,
    answered,
    ask,
    at,
    steps,
    verbs,
    waiting,
)

pytestmark = pytest.mark.django_db


def test_a_stopped_clock_is_never_a_silence():
    gate = waiting("tacit")
    at("2026-11-26 09:00", lambda: ask(gate))

    assert at("2027-01-15 09:00") == 0
    assert steps(gate) == []


def test_a_question_after_the_warning_leaves_a_whole_day_after_the_answer():
    gate = waiting("tacit")
    at(AFTER)
    request = at(NEXT, lambda: ask(gate))
    assert at("2026-12-10 09:00") == 0

    at("2026-12-11 09:00", lambda: answered(request))

    assert GateSilence.objects.get().answer_by == date(2026, 12, 14)
    assert at("2026-12-14 09:00") == 0
    assert at("2026-12-15 09:00") == 1


def test_a_cancelled_project_is_left_alone():
    """Scenario 8."""
    gate = waiting("tacit")
    with time_machine.travel(DUE, tick=False):
        gate.project.cancel(by=bearer(gate), reason="Budget coupé")

    assert at(AFTER) == 0


def test_a_clock_that_jumps_a_day_ahead_warns_at_most_and_approves_nothing():
    """Scenario 63: the day of the warning is stored."""
    gate = waiting("tacit")
    at(AFTER)

    assert at(DUE) == 0
    assert steps(gate) == ["warned"]
    assert not Decision.objects.exists()


def test_a_clock_behind_what_was_written_is_not_believed(caplog):
    """Scenario 63: the alarm is raised, nothing is noted."""
    waiting("escalate")
    with time_machine.travel("2026-12-10 12:00", tick=False):
        gate = submitted()

    assert at("2026-12-10 10:00") == 0
    assert "clock" in caplog.text
    assert steps(gate) == []


def test_a_clock_away_from_the_database_is_not_believed(monkeypatch):
    """Scenarios 19 and 63."""
    waiting("escalate")
    elsewhere = server_clock.timezone.now
    monkeypatch.setattr(
        server_clock, "database_now", lambda: elsewhere() - 2 * server_clock.MOST_DRIFT
    )

    assert at(AFTER) == 0
