"""A file taken back by whoever submitted it, a decision put in question: both stay written."""

import pytest
from django.urls import reverse

from governance.models import JournalEntry, Notice
from governance.verdicts import Incomplete, WrongState
from projects.models import Move
from reviews.actions.gates import submit_gate
from reviews.actions.information import ask_information
from reviews.actions.rounds import reopen_gate, withdraw_round
from reviews.models import Decision, Gate
from tests.factories import MilestoneFactory, PersonFactory
from tests.factories_reviews import GateFactory
from tests.reviews.gate_situations import bearer, decide, referent, submitted, typed, vendor

pytestmark = pytest.mark.django_db
WHY = "Le choix d’hébergement n’est plus le bon."


def fresh(gate):
    return Gate.objects.get(pk=gate.pk)


def asked(gate, *kinds):
    return Move.objects.open().about(gate, *kinds)


def url(gate, name):
    return reverse(f"reviews:{name}", args=[gate.pk])


@pytest.fixture
def gate():
    return submitted()


@pytest.mark.parametrize("person", [vendor, bearer])
def test_a_file_taken_back_gives_the_ball_back(client, gate, person):
    client.force_login(person(gate))

    assert client.get(url(gate, "round-withdrawal")).status_code == 200
    client.post(url(gate, "round-withdrawal"), {"reason": WHY})

    assert fresh(gate).state == "preparing"
    assert not asked(gate, "decide_gate", "give_opinion").exists()
    assert asked(gate, "submit_gate").get().person == vendor(gate)
    assert gate.rounds.get().withdrawn_reason == WHY
    assert JournalEntry.objects.get(verb="gate.withdrawn").facts["reason"] == WHY
    assert Notice.objects.filter(recipient=referent(gate), key__contains="withdrawn").exists()
    assert "Repris" in client.get(url(gate, "gate")).content.decode()


@pytest.mark.parametrize("blank", ["", " \u200b "])
def test_a_file_is_not_taken_back_without_a_reason(client, gate, blank):
    """Scenario 14."""
    client.force_login(vendor(gate))

    assert client.post(url(gate, "round-withdrawal"), {"reason": blank}).status_code == 422
    with pytest.raises(Incomplete):
        withdraw_round(gate=gate, by=vendor(gate), reason=blank)
    assert fresh(gate).state == "submitted"


def test_a_decision_that_comes_after_reads_who_took_the_file_back(client, gate):
    """Scenario 5."""
    withdraw_round(gate=gate, by=vendor(gate), reason=WHY)
    client.force_login(referent(gate))

    late = client.post(url(gate, "decision"), typed(gate, "approved"))

    assert late.status_code == 409
    assert f"{vendor(gate)} a repris le dossier" in late.content.decode()
    assert not Decision.objects.exists()


def test_a_file_that_was_decided_is_not_taken_back(client, gate):
    decide(gate)
    client.force_login(vendor(gate))

    assert client.get(url(gate, "round-withdrawal")).status_code == 302
    assert client.post(url(gate, "round-withdrawal"), {"reason": WHY}).status_code == 409
    assert fresh(gate).state == "approved"


def test_a_question_leaves_with_the_round(gate):
    question = ask_information(gate=gate, by=referent(gate), asked="vendor", question="Où ?")

    withdraw_round(gate=gate, by=vendor(gate), reason=WHY)

    question.refresh_from_db()
    assert question.withdrawn_at


def test_a_file_taken_back_is_submitted_again(gate):
    withdraw_round(gate=gate, by=vendor(gate), reason=WHY)

    again = submit_gate(gate=fresh(gate), by=vendor(gate))

    assert (again.number, again.confirms, fresh(gate).state) == (2, None, "submitted")


def test_reopening_keeps_both_decisions_and_asks_the_same_person(client, gate):
    """Scenario 12."""
    first = decide(gate)
    client.force_login(referent(gate))

    client.post(url(gate, "gate-reopening"), {"reason": WHY})

    reopened = fresh(gate)
    assert (reopened.state, reopened.doubt) == ("to_confirm", WHY)
    assert asked(gate, "submit_gate").get().person == vendor(gate)
    assert JournalEntry.objects.get(verb="gate.reopened").facts["reason"] == WHY
    again = submit_gate(gate=reopened, by=vendor(gate))
    assert (again.confirms, asked(gate, "decide_gate").get().person) == (first, referent(gate))
    decide(fresh(gate), "refused", round_number=2, word="Non.", alternative="Autre chose")
    html = client.get(url(gate, "gate")).content.decode()
    assert "Validé" in html
    assert "Refusé" in html


@pytest.mark.parametrize(
    "short", ["", "trop cour", " \u200b\u200b\u200b\u200b\u200b\u200b\u200b.....   "]
)
def test_reopening_owes_ten_characters_that_are_seen(client, gate, short):
    """Scenarios 12 and 14."""
    decide(gate)
    client.force_login(referent(gate))

    assert client.post(url(gate, "gate-reopening"), {"reason": short}).status_code == 422
    assert fresh(gate).state == "approved"


def test_the_management_reopens_and_the_vendor_does_not(client, gate):
    decide(gate)
    client.force_login(vendor(gate))
    assert client.post(url(gate, "gate-reopening"), {"reason": WHY}).status_code == 403

    reopen_gate(gate=fresh(gate), by=PersonFactory(manager=True), reason=WHY)

    assert fresh(gate).state == "to_confirm"


def test_a_gate_under_review_is_not_reopened(client, gate):
    client.force_login(referent(gate))

    assert client.get(url(gate, "gate-reopening")).status_code == 302
    with pytest.raises(WrongState):
        reopen_gate(gate=gate, by=referent(gate), reason=WHY)


def test_the_list_flags_what_was_decided_after_a_reopened_point(client, gate):
    """Scenario 12."""
    after = gate.milestone.position + 1
    step = MilestoneFactory(project=gate.project, gate=True, ref="J6", position=after)
    GateFactory(project=gate.project, milestone=step, state="approved")
    decide(gate)
    client.force_login(referent(gate))
    page = reverse("reviews:gates", args=[gate.project.key])
    assert "une validation d’avant est rouverte" not in client.get(page).content.decode()

    reopen_gate(gate=fresh(gate), by=referent(gate), reason=WHY)

    assert client.get(page).content.decode().count("une validation d’avant est rouverte") == 1


def test_a_decision_that_comes_late_keeps_the_words_typed(client, gate):
    """Scenario 1: who decided, what, when, and the words to copy."""
    decide(gate)
    julien = PersonFactory(team=gate.team)
    client.force_login(julien)

    late = client.post(url(gate, "decision"), typed(gate, "changes", word="Ma phrase <b>à moi</b>"))

    html = late.content.decode()
    assert late.status_code == 409
    assert f"{referent(gate).name} a déjà décidé" in html
    assert 'data-copy="Ma phrase &lt;b&gt;à moi&lt;/b&gt;"' in html
    assert Decision.objects.count() == 1
