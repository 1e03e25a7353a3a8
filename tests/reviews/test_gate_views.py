"""The pages of gates: the list, one gate, its submission, opinions and waivers."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from governance.roles import Role
from projects.models import Move, TechnicalChoice
from reviews.models import Gate, Opinion, Waiver
from tests.factories import MilestoneFactory, PersonFactory, member
from tests.factories_reviews import GateFactory
from tests.reviews.gate_situations import (
    bearer,
    decide,
    gate_to_submit,
    in_round,
    referent,
    reserved,
    submitted,
    vendor,
)

pytestmark = pytest.mark.django_db
REASON = "Le salon ouvre lundi."


def page(name, gate):
    return reverse(f"reviews:{name}", args=[gate.pk])


def list_page(gate):
    return reverse("reviews:gates", args=[gate.project.key])


def signed_in(client, person):
    client.force_login(person)
    return client


def manager(gate):
    return member(gate.project, Role.MANAGER)


def incomplete():
    gate = gate_to_submit()
    TechnicalChoice.objects.all().delete()
    gate.project.topics.update(state="open", version=0)
    return gate


def waiver_data(person, **fields):
    day = timezone.localdate() + timedelta(days=30)
    return {"risk_owner": person.pk, "reason": REASON, "expires_on": day.isoformat()} | fields


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

    assert html.startswith('<div class="split split-wide" id="gate"')


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


# opinions


def test_an_opinion_is_written_to_the_file(client):
    gate = submitted()
    lucie = PersonFactory(rssi=True)
    data = {"value": "reserved", "text": "Fixer un quota d’appels."}

    response = signed_in(client, lucie).post(page("opinion", gate), data, follow=True)

    assert "Fixer un quota d’appels." in response.content.decode()
    assert Opinion.objects.get().given_by == lucie


def test_an_opinion_of_a_colleague_closes_the_ball_of_their_team():
    gate = submitted()
    asked = PersonFactory(rssi=True)
    colleague = PersonFactory(team=asked.team)
    Move.open_for(
        gate,
        Move.Kind.GIVE_OPINION,
        project=gate.project,
        side="it",
        person=asked,
        team=asked.team,
        title="Avis",
        days=5,
    )
    from reviews.actions.gates import give_opinion

    give_opinion(gate=gate, value="favourable", by=colleague)

    assert not Move.objects.open().filter(kind="give_opinion").exists()


def test_a_doubt_says_why(client):
    gate = submitted()

    response = signed_in(client, PersonFactory(rssi=True)).post(
        page("opinion", gate), {"value": "unfavourable", "text": "\u200b"}
    )

    assert response.status_code == 422
    assert "ce qui vous retient" in response.content.decode()


def test_a_vendor_gives_no_opinion(client):
    gate = submitted()

    response = signed_in(client, vendor(gate)).get(page("opinion", gate))

    assert response.status_code == 403
    assert "référents de la DSI" in response.content.decode()


def test_an_opinion_after_the_decision_is_too_late(client):
    gate = submitted()
    decide(gate)
    lucie = signed_in(client, PersonFactory(rssi=True))

    assert lucie.post(page("opinion", gate), {"value": "favourable"}).status_code == 409
    assert lucie.get(page("opinion", gate)).status_code == 302


def test_htmx_brings_back_the_opinion_panel_alone(htmx_client):
    gate = submitted()

    answer = signed_in(htmx_client, PersonFactory(rssi=True)).get(page("opinion", gate))

    assert answer.content.decode().strip().startswith('<div id="avis">')


# waivers


def test_management_signs_a_waiver_that_names_who_carries_the_risk(client):
    gate = submitted()
    anne = manager(gate)

    response = signed_in(client, anne).post(page("waiver", gate), waiver_data(anne), follow=True)

    assert "porte le risque jusqu’au" in response.content.decode()
    assert Waiver.objects.get().reason == REASON


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"reason": "\u200b \u2060"}, "obligatoire"),
        ({"expires_on": "2020-01-01"}, "une fin"),
        ({"expires_on": "2099-01-01"}, "Trois mois au plus"),
        ({"risk_owner": ""}, "obligatoire"),
    ],
)
def test_a_waiver_badly_filled_is_a_422_that_keeps_it(client, fields, said):
    gate = submitted()
    anne = manager(gate)

    response = signed_in(client, anne).post(page("waiver", gate), waiver_data(anne) | fields)

    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Waiver.objects.exists()


def test_a_guest_never_carries_the_risk(client):
    gate = submitted()
    anne = manager(gate)

    data = waiver_data(vendor(gate))

    assert signed_in(client, anne).post(page("waiver", gate), data).status_code == 422


def test_a_referent_signs_no_waiver(client):
    gate = submitted()

    response = signed_in(client, referent(gate)).get(page("waiver", gate))

    assert response.status_code == 403
    assert "signée par la direction" in response.content.decode()


def test_a_waiver_after_the_decision_is_too_late(client):
    gate = submitted()
    decide(gate)
    anne = manager(gate)
    browser = signed_in(client, anne)

    assert browser.post(page("waiver", gate), waiver_data(anne)).status_code == 409
    assert browser.get(page("waiver", gate)).status_code == 302


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
