"""The pages of gates: the list, one gate, its submission, opinions and waivers."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects.models import TechnicalChoice
from reviews.models import Gate
from tests.factories import MilestoneFactory, PersonFactory
from tests.factories_reviews import GateFactory
from tests.reviews.gate_situations import (
    bearer,
    gate_to_submit,
    in_round,
    referent,
    reserved,
    submitted,
    vendor,
)

pytestmark = pytest.mark.django_db


def page(name, gate):
    return reverse(f"reviews:{name}", args=[gate.pk])


def list_page(gate):
    return reverse("reviews:gates", args=[gate.project.key])


def signed_in(client, person):
    client.force_login(person)
    return client


def incomplete():
    gate = gate_to_submit()
    TechnicalChoice._base_manager.all().delete()
    gate.project.topics.update(state="open", version=0)
    return gate


# the list


def test_the_list_says_who_decides_and_what_silence_means(client):
    gate = submitted()

    html = signed_in(client, bearer(gate)).get(list_page(gate)).content.decode()

    assert f"Décide\u00a0: {referent(gate)}" in html.replace(" :", "\u00a0:")
    assert "Soumis à la DSI" in html
    assert "avant" in html  # the ball, beside the state


def test_htmx_brings_back_the_list_alone(htmx_client):
    gate = submitted()

    html = signed_in(htmx_client, bearer(gate)).get(list_page(gate)).content.decode().strip()

    assert html.startswith('<section class="card" id="gates"')


@pytest.mark.parametrize("name", ["gates", "gate", "opinion", "waiver", "submission"])
def test_a_guest_of_another_project_finds_nothing(client, name):
    gate = submitted()
    where = list_page(gate) if name == "gates" else page(name, gate)
    stranger = signed_in(client, PersonFactory(guest=True))

    answer = stranger.post(where) if name == "submission" else stranger.get(where)

    assert answer.status_code == 404


# one gate


def test_a_gate_to_prepare_lists_what_is_missing_and_its_criteria(client):
    gate = incomplete()

    html = signed_in(client, vendor(gate)).get(page("gate", gate)).content.decode()

    assert "Il manque une réponse" in html
    assert "aucune proposition" in html
    assert "Le lieu des données est connu" in html
    assert "Soumettre quand même" in html


def test_htmx_brings_back_the_gate_alone(htmx_client):
    gate = submitted()

    html = signed_in(htmx_client, vendor(gate)).get(page("gate", gate)).content.decode().strip()

    assert html.startswith('<div class="split split-wide split-three" id="gate"')


def test_the_gate_offers_the_decision_to_the_referent_alone(client):
    gate = submitted()

    for person, offered in ((referent(gate), True), (vendor(gate), False), (bearer(gate), False)):
        html = signed_in(client, person).get(page("gate", gate)).content.decode()
        assert ("Ouvrir la décision" in html) is offered


def test_a_cancelled_project_offers_nothing(client):
    """Scenario 8."""
    gate = submitted()
    gate.project.cancel(by=bearer(gate), reason="Budget coupé")

    html = signed_in(client, referent(gate)).get(page("gate", gate)).content.decode()

    assert "Ouvrir la décision" not in html


def test_a_decided_gate_shows_its_reserves_and_the_sealed_file(client):
    gate = reserved()

    html = signed_in(client, vendor(gate)).get(page("gate", gate)).content.decode()

    assert "Instantané scellé" in html
    assert "Garder les journaux six mois" in html
    assert "À lever" in html
    assert "Il reste une réserve à lever" in html


# submission


def test_submitting_gives_the_ball_to_the_referent(client):
    gate = gate_to_submit()

    response = signed_in(client, vendor(gate)).post(page("submission", gate), follow=True)

    assert "La balle est à la DSI" in response.content.decode()
    assert Gate.objects.get(pk=gate.pk).state == "submitted"


@pytest.mark.parametrize("reason", ["", "  ", "\u200b"])
def test_an_incomplete_file_asks_why(client, reason):
    gate = incomplete()

    response = signed_in(client, vendor(gate)).post(page("submission", gate), {"reason": reason})

    assert response.status_code == 422
    assert "Dites pourquoi vous soumettez quand même" in response.content.decode()


def test_the_referent_does_not_submit(client):
    gate = gate_to_submit()

    response = signed_in(client, referent(gate)).post(page("submission", gate))

    assert response.status_code == 403
    assert "C’est au prestataire ou au porteur" in response.content.decode()


def test_submitting_twice_is_too_late(client):
    gate = submitted()

    assert signed_in(client, vendor(gate)).post(page("submission", gate)).status_code == 409
    assert gate.rounds.count() == 1


# what pages cost


def statements(client, where):
    client.get(where)  # what the cache keeps is read once
    with CaptureQueriesContext(connection) as seen:
        assert client.get(where).status_code == 200
    return len(seen)


def test_three_topics_cost_no_more_statements_than_one(client):
    counts = set()
    for number in (1, 3):
        gate = submitted(number)
        counts.add(statements(signed_in(client, referent(gate)), page("gate", gate)))

    assert len(counts) == 1


def test_three_rounds_cost_no_more_statements_than_two(client):
    counts = set()
    for number in (2, 3):
        gate = in_round(number)
        counts.add(statements(signed_in(client, referent(gate)), page("gate", gate)))

    assert len(counts) == 1


def test_three_gates_cost_no_more_statements_than_one(client):
    gate = submitted()
    browser = signed_in(client, referent(gate))
    one = statements(browser, list_page(gate))
    for ref in ("J3", "J4"):
        step = MilestoneFactory(project=gate.project, gate=True, ref=ref)
        GateFactory(project=gate.project, milestone=step)

    assert statements(browser, list_page(gate)) == one
