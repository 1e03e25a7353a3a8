"""Two people at once on the same criterion: one answer, and the other told who answered."""

import pytest

from governance.models import JournalEntry
from governance.verdicts import WrongState
from reviews.actions.criteria import answer_criterion, withdraw_answer
from reviews.actions.gates import submit_gate
from reviews.criteria import criterion_key
from reviews.models import CriterionAnswer, Round
from tests.reviews.gate_situations import bearer, decide, gate_to_submit, submitted, vendor
from tests.reviews.test_gates_postgres import at_once, errors, fresh

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def key_of(gate):
    return criterion_key(gate.criteria[0])


def answering(gate, person, value="held", version=0):
    def call():
        return answer_criterion(
            gate=fresh(gate), key=key_of(gate), version=version, by=person, value=value
        )

    return call


def test_two_sides_answer_the_same_criterion_at_once():
    gate = gate_to_submit()
    gate.answers.all().delete()
    both = vendor(gate), bearer(gate)

    results = at_once(answering(gate, both[0]), answering(gate, both[1], "not_held"))

    refused = errors(results)
    kept = CriterionAnswer.objects.get()
    assert [type(error) for error in refused] == [WrongState]
    assert kept.written_by.name in str(refused[0])
    assert kept.version == 1
    assert JournalEntry.objects.filter(verb="criterion.answered").count() == 1


def test_two_changes_at_once_keep_one():
    gate = gate_to_submit()
    both = vendor(gate), bearer(gate)

    results = at_once(
        answering(gate, both[0], "not_held", version=1),
        answering(gate, both[1], "held", version=1),
    )

    assert len(errors(results)) == 1
    assert CriterionAnswer.objects.get().version == 2


def test_a_change_and_a_withdrawal_at_once_keep_one():
    gate = gate_to_submit()
    both = vendor(gate), bearer(gate)

    def withdrawing():
        return withdraw_answer(gate=fresh(gate), key=key_of(gate), version=1, by=both[1])

    results = at_once(answering(gate, both[0], "not_held", version=1), withdrawing)

    assert len(errors(results)) == 1
    assert CriterionAnswer.objects.get().version == 2


def test_an_answer_and_a_submission_at_once_leave_a_round_that_says_one_of_both():
    gate = gate_to_submit()
    both = vendor(gate), bearer(gate)

    def submitting():
        return submit_gate(gate=fresh(gate), by=both[1], reason="Sans attendre.")

    results = at_once(answering(gate, both[0], "not_held", version=1), submitting)

    assert errors(results) == []
    frozen = Round.objects.get()
    frozen.check_seal()
    said = frozen.snapshot["criteria"][0]["answer"]
    assert (said["value"], said["version"]) in (("held", 1), ("not_held", 2))


def test_an_answer_and_a_decision_at_once_never_touch_what_was_judged():
    gate = submitted()
    person = vendor(gate)

    at_once(answering(gate, person, "not_held", version=1), lambda: decide(fresh(gate)))

    frozen = Round.objects.get()
    frozen.check_seal()
    assert frozen.snapshot["criteria"][0]["answer"]["value"] == "held"
