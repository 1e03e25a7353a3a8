"""Reservations on screen: the list, the proof of their owner, the lifting by the referent."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.roles import Role
from projects import portfolio
from projects.models import Move
from reviews.actions.findings import prove_finding
from reviews.models import Finding
from tests.factories import PersonFactory, member
from tests.factories_reviews import FindingFactory
from tests.reviews.gate_situations import bearer, referent, reserved, vendor

pytestmark = pytest.mark.django_db


@pytest.fixture
def gate():
    return reserved()


@pytest.fixture
def finding(gate):
    return Finding.objects.get(gate=gate)


def page(name, finding):
    return reverse(f"reviews:{name}", args=[finding.pk])


def list_page(gate):
    return reverse("reviews:findings", args=[gate.project.key])


def signed_in(client, person):
    client.force_login(person)
    return client


def test_the_list_puts_what_is_open_first(client, gate, finding):
    FindingFactory(decision=finding.decision, text="Écrire le plan", lifted=True)

    html = signed_in(client, bearer(gate)).get(list_page(gate)).content.decode()

    assert html.index("Garder les journaux") < html.index("Écrire le plan")
    assert vendor(gate).name in html


def test_an_empty_list_says_what_will_come(client, gate, finding):
    finding.delete()

    html = signed_in(client, bearer(gate)).get(list_page(gate)).content.decode()

    assert "Aucun constat" in html


def test_htmx_brings_back_the_list_alone(htmx_client, gate):
    html = signed_in(htmx_client, bearer(gate)).get(list_page(gate)).content.decode().strip()

    assert html.startswith('<div class="stack gap-4" id="findings"')


def test_the_owner_proves_and_the_ball_goes_to_who_decided(client, gate, finding):
    data = {"proof": "Réglé, capture jointe."}

    response = signed_in(client, vendor(gate)).post(page("finding", finding), data, follow=True)

    assert "Preuve envoyée" in response.content.decode()
    assert Move.objects.open().get(kind="lift_finding").person == referent(gate)


@pytest.mark.parametrize("proof", ["", "  ", "\u200b"])
def test_an_empty_proof_is_a_422(client, gate, finding, proof):
    response = signed_in(client, vendor(gate)).post(page("finding", finding), {"proof": proof})

    assert response.status_code == 422
    assert not Finding.objects.get().proof


def test_the_others_do_not_prove_and_hear_why(client, gate, finding):
    response = signed_in(client, bearer(gate)).post(page("finding", finding), {"proof": "Fait"})

    assert response.status_code == 403
    assert "d’apporter la preuve" in response.content.decode()


def test_the_referent_lifts_on_the_proof(client, gate, finding):
    prove_finding(finding=finding, proof="Fait.", by=vendor(gate))
    browser = signed_in(client, referent(gate))

    assert "Lever la réserve" in browser.get(page("finding", finding)).content.decode()
    response = browser.post(page("finding-lifting", finding), follow=True)

    assert "Réserve levée" in response.content.decode()
    assert not Move.objects.open().filter(kind="lift_finding").exists()


def test_lifting_twice_or_without_proof_is_too_late(client, gate, finding):
    browser = signed_in(client, referent(gate))

    assert browser.post(page("finding-lifting", finding)).status_code == 409


def test_the_owner_does_not_lift_their_own(client, gate, finding):
    prove_finding(finding=finding, proof="Fait.", by=vendor(gate))

    response = signed_in(client, vendor(gate)).post(page("finding-lifting", finding))

    assert response.status_code == 403
    assert "sa propre réserve" in response.content.decode()


def test_a_proof_on_a_cancelled_project_is_too_late(client, gate, finding):
    """Scenario 8."""
    gate.project.cancel(by=member(gate.project, Role.BEARER), reason="Budget coupé")

    response = signed_in(client, vendor(gate)).post(page("finding", finding), {"proof": "Fait"})

    assert response.status_code == 409


@pytest.mark.parametrize("name", ["finding", "finding-lifting"])
def test_a_guest_of_another_project_finds_nothing(client, finding, name):
    stranger = signed_in(client, PersonFactory(guest=True))
    where = page(name, finding)

    answer = stranger.get(where) if name == "finding" else stranger.post(where)

    assert answer.status_code == 404


def test_htmx_brings_back_the_finding_alone(htmx_client, gate, finding):
    html = signed_in(htmx_client, vendor(gate)).get(page("finding", finding)).content.decode()

    assert html.strip().startswith('<div class="split" id="finding"')


def test_three_findings_cost_no_more_statements_than_one(client, gate, finding):
    browser = signed_in(client, bearer(gate))
    one = statements(browser, list_page(gate))
    FindingFactory.create_batch(2, decision=finding.decision)
    portfolio.refresh(gate.project)

    assert statements(browser, list_page(gate)) == one


def statements(client, where):
    client.get(where)  # what the cache keeps is read once
    with CaptureQueriesContext(connection) as seen:
        assert client.get(where).status_code == 200
    return len(seen)
