"""Opinions that do not come, questions that nobody holds any more."""

import pytest

from projects.models import Move
from reviews.actions.information import pass_questions
from reviews.models import InformationRequest
from tests.factories import PersonFactory
from tests.reviews.gate_situations import bearer
from tests.reviews.silence_situations import (  # noqa: F401 -- fixtures too
    AFTER,
    _one_clock,
    advised,
    ask,
    at,
    verbs,
    waiting,
)

pytestmark = pytest.mark.django_db


def silent_opinions(gate):
    return Move.objects.about(gate, "give_opinion").filter(outcome="silent")


def test_on_the_standard_path_an_opinion_that_does_not_come_is_noted(advised):  # noqa: F811
    gate = waiting("escalate", **advised)
    asked = Move.objects.open().about(gate, "give_opinion").count()

    at(AFTER)

    assert asked > 0
    assert silent_opinions(gate).count() == asked
    assert len(verbs("opinion.silent")) == asked


@pytest.mark.parametrize(
    ("level", "domain"),
    [("reinforced", "infrastructure"), ("express", "infrastructure"), ("standard", "security")],
)
def test_elsewhere_an_opinion_stays_awaited(advised, level, domain):  # noqa: F811
    gate = waiting("escalate", level, domain=domain, **advised)

    at(AFTER)

    assert not silent_opinions(gate).exists()
    assert Move.objects.open().about(gate, "give_opinion").exists()


# questions whose seat changed


def test_a_question_to_someone_who_left_goes_to_whoever_sits_there_now():
    gate = waiting()
    request = at("2026-11-24 09:00", lambda: ask(gate))
    Move.objects.open().filter(kind="answer_info").update(closed_at=request.asked_at, outcome="x")
    heir = PersonFactory(guest=True)
    gate.project.seats.filter(part="vendor").update(person=heir)

    assert at("2026-11-25 09:00", pass_questions) == 1
    assert at("2026-11-25 09:00", pass_questions) == 0

    assert Move.objects.running().get(kind="answer_info").person == heir
    assert InformationRequest.objects.get().person == heir


def test_a_question_to_an_empty_chair_goes_to_the_bearer():
    gate = waiting()
    request = at("2026-11-24 09:00", lambda: ask(gate))
    Move.objects.open().filter(kind="answer_info").update(closed_at=request.asked_at, outcome="x")
    gate.project.seats.filter(part="vendor").update(left_at=request.asked_at)

    at("2026-11-25 09:00", pass_questions)

    move = Move.objects.running().get(kind="answer_info")
    assert (move.person, move.side) == (bearer(gate), "bearer")
    assert Move.objects.get(kind="decide_gate").pauses.get().awaited == "bearer"
