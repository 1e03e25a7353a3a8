"""What a decided gate leaned on is answered otherwise: whoever decided confirms, on that alone."""

import pytest
from django.urls import reverse

from governance.models import JournalEntry, Notice
from projects.actions.dependencies import answer_dependency, ask_again, declare_dependency
from projects.models import Move
from reviews.actions.gates import submit_gate
from reviews.leaning_changes import dependency_differences
from reviews.models import Decision, Gate
from tests.factories import PersonFactory, SystemFactory
from tests.reviews.gate_situations import bearer, decide, gate_to_submit, referent, typed, vendor

pytestmark = pytest.mark.django_db
WORD = "La base est gelée jusqu’au 15 mars."


def leaning(state="confirmed", word="", ref="J4"):
    """A gate that judges what the project leans on, decided, and its one dependency."""
    gate = gate_to_submit(ref=ref)
    karim = PersonFactory(name="Karim Haddad")
    dependency = declare_dependency(
        project=gate.project,
        system=SystemFactory(name="CRM", owner=karim),
        nature="data_flow",
        direction="in",
        data="comptes clients",
        by=bearer(gate),
    )
    if state != "to_confirm":
        answer_dependency(dependency=dependency, state=state, by=karim, word=word)
    submit_gate(gate=gate, by=vendor(gate), reason="Le reste suit.")
    return gate, dependency


def decided(**facts):
    gate, dependency = leaning(**facts)
    return gate, dependency, decide(gate)


def fresh(gate):
    return Gate.objects.get(pk=gate.pk)


def owner(dependency):
    return dependency.system.owner


@pytest.mark.parametrize("answer", ["conditional", "refused"])
def test_an_owner_who_answers_otherwise_puts_the_decision_to_be_confirmed(answer):
    gate, dependency, decision = decided(state="to_confirm")

    answer_dependency(dependency=dependency, state=answer, by=owner(dependency), word=WORD)

    gate = fresh(gate)
    opened = gate.rounds.order_by("-number").first()
    ball = Move.objects.open().about(gate, "decide_gate").get()
    assert (gate.shown_state, opened.number, opened.confirms) == ("to_confirm", 2, decision)
    assert "Dépendance à CRM" in gate.doubt
    assert "Karim Haddad" in gate.doubt
    assert ball.person == decision.decided_by
    assert opened.snapshot["dependencies"][0]["state"] == answer
    assert Notice.objects.filter(key__startswith=f"gate:{gate.pk}:2").count() == 1


def test_a_refusal_that_was_judged_and_is_asked_again_is_confirmed_too():
    gate, dependency, _decision = decided(state="refused", word=WORD)

    ask_again(dependency=dependency, by=bearer(gate), word="Lecture seule, la nuit.")

    assert fresh(gate).shown_state == "to_confirm"
    assert "demandée de nouveau" in fresh(gate).doubt
    assert JournalEntry.objects.filter(verb="gate.to_confirm").count() == 1


def test_an_owner_who_confirms_what_was_awaited_changes_nothing_that_was_judged():
    gate, dependency, _decision = decided(state="to_confirm")

    answer_dependency(dependency=dependency, state="confirmed", by=owner(dependency))

    assert (fresh(gate).state, gate.rounds.count()) == ("approved", 1)


def test_another_gate_does_not_judge_what_the_project_leans_on():
    gate, dependency, _decision = decided(state="to_confirm", ref="J2")

    answer_dependency(dependency=dependency, state="refused", by=owner(dependency), word=WORD)

    assert (fresh(gate).state, gate.rounds.count()) == ("approved", 1)


def test_a_refusal_under_review_opens_the_round_that_says_it():
    gate, dependency = leaning(state="to_confirm")

    answer_dependency(dependency=dependency, state="refused", by=owner(dependency), word=WORD)

    first, second = gate.rounds.order_by("number")
    assert first.withdrawn_at
    assert second.snapshot["dependencies"][0]["word"] == WORD
    assert Move.objects.open().about(gate, "decide_gate").count() == 1


def test_the_same_person_reads_the_differences_only_and_confirms(client):
    gate, dependency, _decision = decided(state="to_confirm")
    answer_dependency(dependency=dependency, state="refused", by=owner(dependency), word=WORD)
    client.force_login(referent(gate))
    where = reverse("reviews:decision", args=[gate.pk])

    page = client.get(where).content.decode()
    table = page.split('id="t-diff"')[1].split("</section>")[0]
    client.post(where, typed(gate, "approved", round_number="2"))

    assert "La base est gelée" in table
    assert "Dépendances" in table
    assert table.count('role="rowheader"') == 1
    assert (fresh(gate).state, fresh(gate).doubt) == ("approved", "")
    assert Decision.objects.filter(round__gate=gate).count() == 2


def line(**facts):
    row = {"system": "CRM", "nature": "Flux de données", "direction": "in", "data": "comptes"}
    return row | {"state": "to_confirm", "word": ""} | facts


@pytest.mark.parametrize(
    ("before", "after", "effect"),
    [
        ([], [line()], "added"),
        ([line()], [], "removed"),
        ([line()], [line(state="confirmed")], "fixed"),
        ([line()], [line(data="factures")], "changed"),
        ([line()], [line(state="refused", word="Non")], "changed"),
    ],
)
def test_each_difference_says_what_it_does(before, after, effect):
    (row,) = dependency_differences({"dependencies": before}, {"dependencies": after})

    assert row["effect"] == effect
    assert dependency_differences({"dependencies": after}, {"dependencies": after}) == []
