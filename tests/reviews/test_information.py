"""Something is asked before deciding: the clock stops, the other side has the ball."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from governance.journal import broken_links
from governance.models import JournalEntry, Notice
from governance.verdicts import Incomplete, WrongState
from projects.models import Move, MovePause
from reviews.actions.gate_waivers import waive_gate
from reviews.actions.information import open_question, withdraw_information
from reviews.models import Gate, InformationRequest
from tests.factories import PersonFactory
from tests.reviews.gate_situations import (
    bearer,
    decide,
    gate_to_submit,
    referent,
    submitted,
    vendor,
)
from tests.reviews.information_situations import answer, ask, move_of, running_balls

pytestmark = pytest.mark.django_db

MONDAY, TUESDAY, WEDNESDAY = "2026-11-23 09:00", "2026-11-24 10:00", "2026-11-25 15:00"


# asking


def test_a_question_stops_the_clock_and_gives_the_ball():
    gate = submitted()

    request = ask(gate)

    decision, owed = move_of(gate), move_of(gate, "answer_info")
    pause = decision.pauses.get()
    assert decision.paused_at is not None
    assert (pause.reason, pause.awaited, pause.ended_at) == (request.question, "vendor", None)
    assert (owed.person, owed.side, owed.days) == (vendor(gate), "vendor", 3)
    assert owed.get_absolute_url() == f"/informations/{request.pk}/"
    assert Gate.objects.get(pk=gate.pk).state == "submitted"
    assert running_balls(gate) == ["answer_info"]
    assert JournalEntry.objects.filter(verb="information.asked").count() == 1
    assert Notice.objects.filter(recipient=vendor(gate), key__startswith="information:").exists()


def test_the_bearer_may_be_asked_as_well():
    gate = submitted()

    request = ask(gate, asked="bearer")

    assert request.person == bearer(gate)
    assert move_of(gate, "answer_info").side == "bearer"


def test_the_summary_of_the_project_says_where_the_ball_is():
    gate = submitted()

    ask(gate)

    gate.project.refresh_from_db()
    kinds = [ball["kind"] for ball in gate.project.summary["balls"]]
    assert "answer_info" in kinds
    assert "decide_gate" not in kinds


@pytest.mark.parametrize("blank", ["", "   ", "\u200b\u200b", "\u00a0\n\u2060"])
def test_a_question_about_nothing_is_refused(blank):
    """Scenario 14."""
    gate = submitted()

    with pytest.raises(Incomplete) as error:
        ask(gate, question=blank)

    assert "question" in error.value.problems
    assert not MovePause.objects.exists()


@pytest.mark.parametrize("asked", ["it", "", "management", "owner"])
def test_nobody_stops_the_clock_by_asking_their_own_side(asked):
    gate = submitted()

    with pytest.raises(Incomplete) as error:
        ask(gate, asked=asked)

    assert "asked" in error.value.problems


def test_a_second_question_waits_for_the_first():
    gate = submitted()
    ask(gate)

    with pytest.raises(WrongState) as error:
        ask(gate, asked="bearer")

    assert str(vendor(gate)) in str(error.value)
    assert InformationRequest.objects.count() == 1


@pytest.mark.parametrize("who", [vendor, bearer])
def test_the_side_that_owes_pauses_nothing(who):
    gate = submitted()

    with pytest.raises(PermissionDenied):
        ask(gate, by=who(gate))

    assert move_of(gate).paused_at is None


def test_a_gate_that_waits_for_nobody_is_asked_nothing():
    with pytest.raises(WrongState):
        ask(gate_to_submit())


def test_a_decided_gate_is_asked_nothing():
    gate = submitted()
    decide(gate)

    with pytest.raises(WrongState):
        ask(gate)


def test_a_seat_that_nobody_took_is_not_asked():
    gate = submitted()
    gate.project.seats.filter(part="vendor").update(taken_at=None)

    with pytest.raises(Incomplete):
        ask(gate)


def test_a_cancelled_project_asks_nothing():
    """Scenario 8."""
    gate = submitted()
    gate.project.cancel(by=bearer(gate), reason="Budget coupé")

    with pytest.raises(WrongState):
        ask(gate)


# the clock


def test_the_last_day_moves_by_the_days_that_stood_still():
    """Scenario 55."""
    with time_machine.travel(MONDAY, tick=False):
        gate = submitted()
    assert move_of(gate).due_on == date(2026, 11, 30)

    with time_machine.travel(TUESDAY, tick=False):
        request = ask(gate)
    with time_machine.travel(WEDNESDAY, tick=False):
        answer(request)

    decision = move_of(gate)
    assert (decision.due_on, decision.paused_at) == (date(2026, 12, 2), None)
    assert move_of(gate, "answer_info").outcome == "answered"
    assert running_balls(gate) == ["decide_gate"]


def test_five_questions_stop_the_clock_five_times():
    """Scenario 55: the remaining days after five pauses."""
    with time_machine.travel(MONDAY, tick=False):
        gate = submitted()

    for day in ("24", "26", "30"):
        with time_machine.travel(f"2026-11-{day} 10:00", tick=False):
            answer(ask(gate))
    for day in ("02", "04"):
        with time_machine.travel(f"2026-12-{day} 10:00", tick=False):
            answer(ask(gate))

    assert move_of(gate).due_on == date(2026, 12, 7)
    assert MovePause.objects.filter(ended_at=None).count() == 0


def test_opinions_go_on_while_the_decision_waits():
    gate = submitted(advice=["security"])
    opinions = Move.objects.filter(project=gate.project, kind="give_opinion")

    ask(gate)

    assert not opinions.exclude(paused_at=None).exists()


def test_a_clock_that_jumped_back_never_ends_a_pause_before_it_began():
    """Scenario 63."""
    with time_machine.travel(WEDNESDAY, tick=False):
        gate = submitted()
        request = ask(gate)

    with time_machine.travel(TUESDAY, tick=False):
        answer(request)

    pause = MovePause.objects.get()
    assert pause.ended_at == pause.started_at


# answering


# ending without an answer


def test_deciding_without_waiting_closes_the_question():
    gate = submitted()
    request = ask(gate)

    decide(gate)

    request.refresh_from_db()
    assert request.withdrawn_at is not None
    assert not Move.objects.open().filter(kind__in=("decide_gate", "answer_info")).exists()
    assert not MovePause.objects.filter(ended_at=None).exists()


def test_a_waiver_closes_the_question_too():
    gate = submitted()
    ask(gate)
    anne = PersonFactory(manager=True)

    tomorrow = date.today() + timedelta(days=1)
    terms = {"reason": "Salon", "measure": "Une astreinte", "expires_on": tomorrow}
    waive_gate(gate=gate, by=anne, risk_owner=anne, **terms)

    assert open_question(gate) is None
    assert not Move.objects.open().filter(kind="answer_info").exists()


def test_after_changes_are_asked_the_next_round_may_ask_again():
    gate = submitted()
    ask(gate)
    decide(gate, "changes", word="À revoir")

    assert running_balls(gate) == ["submit_gate"]


def test_the_chain_holds():
    gate = submitted()
    answer(ask(gate))
    withdraw_information(request=ask(gate, asked="bearer"), by=referent(gate))
    decide(gate)

    assert list(broken_links()) == []
