"""Answering the criteria of a gate: who, what is kept, what is frozen, what is said too late."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from governance.models import JournalEntry
from governance.roles import Role
from governance.verdicts import Incomplete, WrongState
from projects.models import Document
from reviews.actions.criteria import answer_criterion, withdraw_answer
from reviews.actions.gates import submit_gate
from reviews.criteria import criterion_key
from reviews.models import CriterionAnswer
from tests.factories import DocumentFactory, member
from tests.factories_gates import CriterionAnswerFactory
from tests.reviews.gate_situations import bearer, decide, gate_to_submit, submitted, vendor

pytestmark = pytest.mark.django_db
CRITERION = {"text": "Un schéma montre les zones", "proof": "document", "basis": []}
KEY = criterion_key(CRITERION)


def gate_asking(**facts):
    """A gate whose topics are answered, with one criterion that nobody answered."""
    gate = gate_to_submit(**facts)
    gate.criteria = [CRITERION]
    gate.save(update_fields=["criteria"])
    return gate


def answer(gate, by=None, **said):
    said = {"value": "held", "version": 0} | said
    return answer_criterion(gate=gate, key=KEY, by=by or vendor(gate), **said)


def test_an_answer_is_kept_with_its_proof_and_told_to_the_journal():
    gate = gate_asking()
    schema = DocumentFactory(project=gate.project, name="schema.pdf")

    kept = answer(gate, word="  Page 3.  ", document=schema)

    assert (kept.value, kept.word, kept.document, kept.version) == ("held", "Page 3.", schema, 1)
    assert kept.written_by == vendor(gate)
    entry = JournalEntry.objects.get(verb="criterion.answered")
    assert entry.facts["criterion"] == CRITERION["text"]
    assert entry.facts["sha256"] == schema.sha256


@pytest.mark.parametrize("who", [vendor, bearer])
def test_the_two_sides_that_submit_answer(who):
    gate = gate_asking()

    assert answer(gate, by=who(gate)).written_by == who(gate)


@pytest.mark.parametrize(
    "role", [Role.IT, Role.CONTRIBUTOR, Role.OBSERVER, Role.MANAGER, Role.STEWARD, Role.GUEST]
)
def test_nobody_else_answers(role):
    gate = gate_asking()

    with pytest.raises(PermissionDenied):
        answer(gate, by=member(gate.project, role))

    assert not gate.answers.filter(key=KEY).exists()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"value": ""}, "value"),
        ({"value": "perhaps"}, "value"),
        ({"value": "not_concerned"}, "word"),
        ({"value": "not_concerned", "word": "\u200b "}, "word"),
    ],
)
def test_half_an_answer_says_what_it_lacks(said, field):
    gate = gate_asking()

    with pytest.raises(Incomplete) as refused:
        answer(gate, **said)

    assert list(refused.value.problems) == [field]


def test_a_document_of_another_project_proves_nothing():
    gate = gate_asking()

    with pytest.raises(Incomplete) as refused:
        answer(gate, document=DocumentFactory())

    assert list(refused.value.problems) == ["document"]


@pytest.mark.parametrize("gone", [{"state": "scanning"}, {"state": "refused"}])
def test_a_document_that_cannot_be_read_proves_nothing(gone):
    gate = gate_asking()

    with pytest.raises(Incomplete):
        answer(gate, document=DocumentFactory(project=gate.project, **gone))


def test_changing_an_answer_keeps_what_was_said_in_the_journal():
    gate = gate_asking()
    answer(gate, word="Page 3.")

    changed = answer(gate, by=bearer(gate), version=1, value="not_held", word="Il manque un flux.")

    assert (changed.version, changed.written_by) == (2, bearer(gate))
    entry = JournalEntry.objects.get(verb="criterion.changed")
    assert (entry.facts["previous"], entry.facts["previous_word"]) == ("held", "Page 3.")


def test_an_answer_changed_meanwhile_is_too_late_and_says_by_whom():
    gate = gate_asking()
    answer(gate, by=bearer(gate), value="not_held")

    with pytest.raises(WrongState) as late:
        answer(gate)

    assert str(late.value) == f"{bearer(gate)} a répondu « pas tenu » en même temps que vous."
    assert gate.answers.get(key=KEY).value == "not_held"


def test_a_withdrawn_answer_leaves_the_criterion_without_any():
    gate = gate_asking()
    answer(gate, document=DocumentFactory(project=gate.project))

    gone = withdraw_answer(gate=gate, key=KEY, version=1, by=vendor(gate))

    assert (gone.value, gone.word, gone.document, gone.version) == ("", "", None, 2)
    assert JournalEntry.objects.get(verb="criterion.withdrawn").facts["previous"] == "held"
    with pytest.raises(WrongState):
        withdraw_answer(gate=gate, key=KEY, version=2, by=vendor(gate))


def test_a_page_opened_before_a_withdrawal_does_not_answer_over_it():
    gate = gate_asking()
    answer(gate)
    withdraw_answer(gate=gate, key=KEY, version=1, by=vendor(gate))

    with pytest.raises(WrongState, match="a retiré cette réponse"):
        answer(gate, version=1)
    assert answer(gate, version=2).version == 3


def test_a_decided_gate_is_answered_no_more():
    gate = submitted()
    decide(gate)

    with pytest.raises(WrongState, match="décidé"):
        answer_criterion(
            gate=gate, key=criterion_key(gate.criteria[0]), version=1, by=vendor(gate), value="held"
        )


def test_a_criterion_that_the_gate_does_not_ask_is_not_answered():
    gate = gate_to_submit()

    with pytest.raises(WrongState, match="plus demandé"):
        answer(gate)


def test_a_round_keeps_its_own_answers_and_the_next_one_takes_the_new():
    gate = gate_asking()
    schema = DocumentFactory(project=gate.project, name="schema.pdf")
    answer(gate, document=schema)
    first = submit_gate(gate=gate, by=vendor(gate))

    answer(gate, version=1, value="not_held", word="Le schéma a vieilli.")

    first.refresh_from_db()
    first.check_seal()
    kept = first.snapshot["criteria"][0]
    assert kept["key"] == KEY
    assert (kept["answer"]["value"], kept["answer"]["document"]["sha256"]) == (
        "held",
        schema.sha256,
    )
    decide(gate, "changes", word="À revoir")
    second = submit_gate(gate=gate, by=vendor(gate))
    assert second.snapshot["criteria"][0]["answer"]["value"] == "not_held"


def test_the_document_of_an_answer_is_cited_by_the_round_even_once_replaced():
    gate = gate_asking()
    old = DocumentFactory(project=gate.project, name="schema-v1.pdf")
    answer(gate, document=old)
    DocumentFactory(project=gate.project, name="schema-v2.pdf", replaces=old)

    submit_gate(gate=gate, by=vendor(gate))

    assert Document.objects.get(pk=old.pk).cited_at is not None


def test_the_same_words_at_another_level_keep_their_answer():
    gate = gate_asking()
    answer(gate)
    gate.criteria = [{"text": "Un autre", "proof": "declared", "basis": []}, CRITERION]
    gate.save(update_fields=["criteria"])

    assert gate.answers.get(key=criterion_key(gate.criteria[1])).value == "held"


@pytest.mark.parametrize(
    "broken",
    [
        {"value": "perhaps"},
        {"value": "", "word": "Un mot"},
        {"value": "not_concerned", "word": ""},
    ],
)
def test_the_database_refuses_what_no_verb_writes(broken):
    row = CriterionAnswerFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        CriterionAnswer.objects.filter(pk=row.pk).update(**broken)


def test_a_gate_keeps_one_answer_a_criterion():
    row = CriterionAnswerFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        CriterionAnswerFactory(gate=row.gate, key=row.key)
