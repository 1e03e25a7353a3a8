"""Beside the decision: opinions that advise it, waivers that go on without it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.roles import Role
from projects.models import Move
from reviews.actions.opinions import give_opinion
from reviews.models import Opinion, Waiver
from tests.factories import PersonFactory, member
from tests.reviews.gate_situations import decide, referent, submitted, vendor

pytestmark = pytest.mark.django_db
REASON = "Le salon ouvre lundi."


def page(name, gate):
    return reverse(f"reviews:{name}", args=[gate.pk])


def signed_in(client, person):
    client.force_login(person)
    return client


def manager(gate):
    return member(gate.project, Role.MANAGER)


def waiver_data(person, **fields):
    day = timezone.localdate() + timedelta(days=30)
    return {
        "risk_owner": person.pk,
        "reason": REASON,
        "expires_on": day.isoformat(),
        "measure": "Sauvegarde chaque nuit.",
    } | fields


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
