"""What was asked before deciding is answered, once, by the side that was asked."""

import pytest
from django.core.exceptions import PermissionDenied

from governance.models import JournalEntry, Notice
from governance.verdicts import Incomplete, WrongState
from reviews.actions.information import open_question, withdraw_information
from reviews.models import InformationRequest
from tests.factories import DocumentFactory, PersonFactory
from tests.reviews.gate_situations import bearer, referent, submitted, vendor
from tests.reviews.information_situations import answer, ask, move_of, running_balls

pytestmark = pytest.mark.django_db


def test_an_answer_is_kept_with_its_document_and_told():
    gate = submitted()
    request = ask(gate)
    document = DocumentFactory(project=gate.project)

    answer(request, document=document)

    request.refresh_from_db()
    assert (request.answered_by, request.document) == (vendor(gate), document)
    assert JournalEntry.objects.filter(verb="information.answered").count() == 1
    told = Notice.objects.filter(key=f"information:{request.pk}:answered:{referent(gate).pk}")
    assert told.exists()


def test_whoever_holds_the_seat_now_answers():
    gate = submitted()
    request = ask(gate)
    heir = PersonFactory(guest=True)
    gate.project.seats.filter(part="vendor").update(person=heir)

    answer(request, by=heir)

    assert InformationRequest.objects.get().answered_by == heir


@pytest.mark.parametrize("who", [referent, bearer])
def test_nobody_answers_for_the_side_that_was_asked(who):
    gate = submitted()
    request = ask(gate)

    with pytest.raises(PermissionDenied):
        answer(request, by=who(gate))


def test_a_blank_answer_does_not_start_the_clock():
    """Scenario 14."""
    gate = submitted()
    request = ask(gate)

    with pytest.raises(Incomplete):
        answer(request, text="\u200b ")

    assert move_of(gate).paused_at is not None


def test_a_document_of_another_project_is_refused():
    request = ask(submitted())

    with pytest.raises(Incomplete):
        answer(request, document=DocumentFactory())


def test_a_question_is_answered_once():
    """Scenario 2."""
    request = ask(submitted())
    answer(request)

    with pytest.raises(WrongState):
        answer(InformationRequest.objects.get())


def test_a_question_taken_back_starts_the_clock_again():
    gate = submitted()
    request = ask(gate)

    withdraw_information(request=request, by=referent(gate))

    assert open_question(gate) is None
    assert running_balls(gate) == ["decide_gate"]
    assert move_of(gate, "answer_info").outcome == "withdrawn"
    with pytest.raises(WrongState, match="retirée"):
        answer(request)


def test_the_side_that_was_asked_does_not_take_the_question_back():
    gate = submitted()
    request = ask(gate)

    with pytest.raises(PermissionDenied):
        withdraw_information(request=request, by=vendor(gate))
