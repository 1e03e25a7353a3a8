"""A silence is read everywhere: on the gate, in the list, in the report, at home."""

import pytest
from django.urls import reverse

from governance.models import Notice
from projects.models import Move
from reviews.actions.deciding import decide_gate
from reviews.report_data import gate_lines
from tests.reviews.gate_situations import referent, submitted, vendor
from tests.reviews.silence_situations import (  # noqa: F401 -- one clock for the tests that travel
    AFTER,
    LATER,
    _one_clock,
    advised,
    at,
    waiting,
)

pytestmark = pytest.mark.django_db


def read(client, gate, name="gate", person=None):
    client.force_login(person or referent(gate))
    key = gate.project.key if name == "gates" else gate.pk
    response = client.get(reverse(f"reviews:{name}", args=[key]))
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture
def tacit():
    gate = waiting("tacit")
    at(AFTER)
    at(LATER)
    gate.refresh_from_db()
    return gate


def test_a_tacit_agreement_is_marked_so_for_ever(client, tacit):
    html = read(client, tacit)

    assert "Accord tacite, jeudi 3 décembre : personne n’a répondu" in html
    assert "Cet effet était annoncé sur la demande." in html
    assert "None" not in html
    assert "accord tacite" in read(client, tacit, "gates")


def test_the_path_and_the_report_say_that_it_was_tacit(tacit):
    tacit.milestone.refresh_from_db()
    decision = gate_lines(tacit.project)[0]["rounds"][0]["decision"]

    assert tacit.milestone.note == "accord tacite"
    assert (decision["outcome"], decision["by"]) == ("tacit", "")


def test_a_decision_by_someone_is_never_shown_as_tacit(client):
    gate = submitted(silence="tacit")
    decide_gate(gate=gate, outcome="approved", round_number=1, by=referent(gate))

    html = read(client, gate, "gates").split('id="gates"')[1]
    assert "gate-now" in html
    assert '<span class="small text-secondary">accord tacite</span>' not in html


def test_the_gate_says_when_it_was_escalated(client):
    """Scenario 7."""
    gate = waiting("escalate")
    at(AFTER)

    for name in ("gate", "decision"):
        assert "Remonté à la direction, mardi 1er décembre" in read(client, gate, name)


def test_the_gate_says_until_when_an_answer_is_still_possible(client):
    gate = waiting("tacit")
    at(AFTER)

    html = read(client, gate, person=vendor(gate))

    assert "sans réponse avant mercredi 2 décembre inclus, le silence vaudra accord" in html


def test_never_says_that_an_arbitration_is_possible(client):
    gate = waiting("never", "reinforced")
    at(AFTER)

    assert "un arbitrage peut être demandé" in read(client, gate)


def test_an_opinion_passed_over_is_shown_as_none(client, advised):  # noqa: F811
    gate = waiting("escalate", **advised)
    at(AFTER)

    html = read(client, gate)

    assert "sans avis, le délai est passé" in html
    assert Move.objects.filter(outcome="silent").exists()


def test_the_announced_effect_is_the_one_that_is_applied(client):
    """A row that says tacit on a security gate is not what the pages announce."""
    gate = waiting("tacit", domain="security")

    for name in ("gates", "decision"):
        html = read(client, gate, name)
        assert "jamais d’accord tacite" in html
        assert "accord tacite après une dernière relance" not in html


def test_the_notices_lead_to_the_gate():
    gate = waiting("escalate")
    at(AFTER)

    paths = Notice.objects.filter(key__startswith="gate-silence:").values_list("path", flat=True)
    assert set(paths) == {reverse("reviews:gate", args=[gate.pk])}
