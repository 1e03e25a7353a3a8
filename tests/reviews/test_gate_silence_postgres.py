"""The same instant: an answer and a decision, two sweeps, a decision and the silence."""

from datetime import timedelta

import pytest
from django.utils import timezone

from governance.journal import broken_links
from governance.models import JournalEntry, Notice
from governance.verdicts import WrongState
from projects.models import Move, MovePause
from reviews.actions.gate_silence import apply_silence, follow_gates
from reviews.actions.information import answer_information, ask_information, withdraw_information
from reviews.models import Decision, GateSilence, InformationRequest
from tests.factories import PersonFactory
from tests.reviews.gate_situations import referent, submitted, vendor
from tests.reviews.test_gates_postgres import at_once, deciding, errors, fresh

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
BALLS = ("submit_gate", "decide_gate", "answer_info")


def late_gate(silence="tacit", warned=False):
    """A gate whose due date passed a week ago; its last warning too, when it was given."""
    PersonFactory(manager=True)
    gate = submitted(silence=silence)
    due, before = (timezone.localdate() - timedelta(days=n) for n in (7, 2))
    Move.objects.filter(kind="decide_gate").update(due_on=due)
    if warned:
        GateSilence.objects.create(
            round=gate.rounds.get(),
            step="warned",
            due_on=due,
            answer_by=before,
            noted_at=timezone.now() - timedelta(days=3),
        )
    return gate


def silence_of():
    move_id = Move.objects.get(kind="decide_gate").pk
    return lambda: apply_silence(move_id=move_id)


def asked(gate):
    return ask_information(gate=gate, by=referent(gate), asked="vendor", question="Où ?")


def answering(request):
    def call():
        row = InformationRequest.objects.select_related("gate__project", "round").get(pk=request.pk)
        return answer_information(request=row, by=request.person, answer="Ici.")

    return call


def test_an_answer_and_a_decision_at_once_end_one_way_or_the_other():
    gate = submitted()
    request = asked(gate)

    results = at_once(answering(request), deciding(gate, referent(gate)))

    assert {type(error) for error in errors(results)} <= {WrongState}
    assert Decision.objects.count() == 1
    request.refresh_from_db()
    assert (request.answered_at is None) != (request.withdrawn_at is None)
    assert not MovePause.objects.filter(ended_at=None).exists()
    assert not Move.objects.open().filter(kind__in=BALLS, project=gate.project).exists()


def test_an_answer_and_a_withdrawal_at_once_end_the_question_once():
    gate = submitted()
    request = asked(gate)

    def withdraw():
        row = InformationRequest.objects.select_related("gate__project", "round").get(pk=request.pk)
        return withdraw_information(request=row, by=referent(gate))

    results = at_once(answering(request), withdraw)

    assert [type(error) for error in errors(results)] == [WrongState]
    ended = ["information.answered", "information.withdrawn"]
    assert JournalEntry.objects.filter(verb__in=ended).count() == 1


def test_two_questions_at_once_stop_the_clock_once():
    gate = submitted()
    julien = PersonFactory(team=gate.team)

    def ask(person, side):
        return lambda: ask_information(gate=fresh(gate), by=person, asked=side, question="Où ?")

    results = at_once(ask(referent(gate), "vendor"), ask(julien, "bearer"))

    assert [type(error) for error in errors(results)] == [WrongState]
    assert MovePause.objects.count() == InformationRequest.objects.count() == 1


def test_two_sweeps_at_once_make_one_tacit_decision():
    """Scenario 57."""
    late_gate(warned=True)

    results = at_once(silence_of(), silence_of())

    assert sorted(results) == [False, True]
    assert Decision.objects.get().tacit
    assert JournalEntry.objects.filter(verb="gate.tacit").count() == 1
    assert GateSilence.objects.filter(step="tacit").count() == 1


def test_two_sweeps_at_once_escalate_once():
    """Scenario 57."""
    late_gate("escalate")

    results = at_once(silence_of(), silence_of())

    assert sorted(results) == [False, True]
    assert GateSilence.objects.count() == 1
    assert Notice.objects.filter(key__startswith="gate-silence:").count() == 2


def test_a_decision_and_the_silence_at_once_make_exactly_one():
    gate = late_gate(warned=True)

    results = at_once(silence_of(), deciding(gate, referent(gate), "changes", "À revoir"))

    decision = Decision.objects.get()
    if decision.tacit:
        assert [type(error) for error in errors(results)] == [WrongState]
    else:
        assert results[0] is False
    assert list(broken_links()) == []


def test_a_question_and_the_silence_at_once_never_both():
    gate = late_gate(warned=True)

    results = at_once(silence_of(), lambda: asked(fresh(gate)))

    paused = Move.objects.open().exclude(paused_at=None).exists()
    assert Decision.objects.count() == int(not paused)
    assert {type(error) for error in errors(results)} <= {WrongState}


def test_whole_sweeps_at_once_on_the_real_clock_of_the_database():
    """Scenarios 19 and 57: on a day that is not worked, nothing is due to happen."""
    late_gate(warned=True)
    vendor(submitted())

    results = at_once(follow_gates, follow_gates)

    assert errors(results) == []
    assert sum(results) == Decision.objects.count() <= 1
