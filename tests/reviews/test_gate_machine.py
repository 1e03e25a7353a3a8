"""A gate under thousands of moves in any order: what must hold, holds after each of them."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from reviews.models import Decision
from tests.reviews.gate_machine import GateMachine, done, steps
from tests.reviews.silence_situations import _one_clock  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db
EXAMPLES, STEPS, LEAST = 32, 80, 2000
COVERED = {  # each rule at least once with an effect, each outcome, each thing a silence does
    *("submit", "advise", "ask", "answer", "unask", "waive", "confirm waiver", "go away"),
    *("take", "release", "hand over", "propose", "depend", "take back", "reopen", "sweep"),
    *(f"decide {outcome}" for outcome in Decision.Outcome.values),
    *("gate.warned", "gate.tacit", "gate.escalated", "gate.offered"),
    *("gate.to_confirm", "gate.replaced", "on behalf", "pause", "resume"),
}
WALKS = (
    # how it starts (silence, domain, seated, early), then what happens, in order
    (("never", "security", True, True), [("submit", "vendor"), ("advise", "adviser", True)]),
    (("never", "security", True, False), [("ask", "referent", "vendor"), ("answer", "vendor")]),
    (("never", "security", True, False), [("ask", "referent", "bearer"),
     ("take_question_back", "referent"), ("decide", "referent", "changes", 0)]),
    (("escalate", "infrastructure", True, False), [("decide", "referent", "refused", 0),
     ("submit", "vendor"), ("decide", "referent", "reserved", 0), ("propose_again",)]),
    (("escalate", "infrastructure", True, False), [("decide", "referent", "approved", 0),
     ("reopen", "referent"), ("submit", "bearer"), ("depend", "refused"), ("depend", "again")]),
    (("never", "infrastructure", True, False), [("propose_again",), ("take_round_back", "vendor"),
     ("come_at_the_wrong_moment", "approved", "referent")]),
    (("never", "infrastructure", True, False), [("waive", "manager"), ("propose_again",),
     ("confirm_waiver", "manager")]),
    (("never", "infrastructure", True, False), [("go_away", "referent", 4),
     ("decide", "on duty", "approved", 0)]),
    (("never", "infrastructure", False, False), [("take", "colleague"), ("release", "colleague"),
     ("take", "colleague"), ("hand_over", "colleague"), ("let_days_pass", 1), ("sweep",)]),
    *(((silence, "infrastructure", True, False), [("say_nothing", 15)])
      for silence in ("tacit", "escalate", "never")),
)  # fmt: skip
ALWAYS = (
    "a_step_was_made",
    "one_decision_per_round_on_a_frozen_file",
    "the_gate_has_exactly_one_running_ball_until_it_is_decided",
    "what_is_paused_has_one_open_pause_and_says_for_what",
    "the_clock_counts_working_days_that_are_not_paused",
)


def walk(start, path) -> None:
    """One written path through the machine, with all that must hold after each step."""
    machine = GateMachine()
    try:
        machine.start(*start)
        for name, *facts in path:
            getattr(machine, name)(*facts)
            for held in ALWAYS:
                getattr(machine, held)()
    finally:
        machine.teardown()


@pytest.mark.slow
def test_a_gate_holds_through_two_thousand_moves():
    steps.clear()
    done.clear()
    for start, path in WALKS:
        walk(start, path)
    walked = len(steps)
    assert sorted(COVERED - done) == []

    done.clear()
    run_state_machine_as_test(
        GateMachine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            derandomize=True,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert walked >= sum(len(path) for _start, path in WALKS)
    assert len(steps) - EXAMPLES >= LEAST, len(steps)
    assert len(COVERED & done) >= len(COVERED) // 2, sorted(COVERED - done)


def test_every_rule_is_walked_at_least_once():
    machine = GateMachine()
    rules = {row.function.__name__ for row in machine.rules}
    machine.teardown()

    assert rules == {name for _start, path in WALKS for name, *_facts in path}
