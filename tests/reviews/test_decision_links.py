"""The link of the notice: to the page, after a live session, and never a decision by itself."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.models import Notice
from reviews.actions.rounds import withdraw_round
from reviews.decision_links import read_ticket
from reviews.models import Decision
from tests.factories import PersonFactory
from tests.reviews.gate_situations import decide, referent, submitted, vendor

pytestmark = pytest.mark.django_db


@pytest.fixture
def gate():
    return submitted()


@pytest.fixture
def link(gate):
    return Notice.objects.get(recipient=referent(gate), key__startswith=f"gate:{gate.pk}:1").path


def test_the_link_opens_the_decision_page_and_decides_nothing(client, gate, link):
    """Scenario 42."""
    client.force_login(referent(gate))

    response = client.get(link)

    assert link.startswith("/decisions/")
    assert response.url == reverse("reviews:decision", args=[gate.pk])
    assert client.post(link).status_code == 405
    assert not Decision.objects.exists()


def test_without_a_session_the_sign_in_keeps_the_way(client, link):
    response = client.get(link)

    assert response.status_code == 302
    assert "next=" in response.url
    assert "/decisions/" in response.url


def test_a_link_sent_to_somebody_else_opens_nothing(client, gate, link):
    client.force_login(PersonFactory(team=gate.team))

    response = client.get(link)

    assert response.status_code == 403
    assert "une autre personne" in response.content.decode()


def test_a_link_lives_three_days(client, gate, link):
    client.force_login(referent(gate))
    with pytest.MonkeyPatch.context() as patch:
        later = (timezone.now() + timedelta(hours=73)).timestamp()
        patch.setattr("django.core.signing.time.time", lambda: later)
        assert read_ticket(link.split("/")[2]) is None


@pytest.mark.parametrize("broken", ["x", "eyJwZXJzb24iOjF9:1:abc"])
def test_a_link_that_was_changed_says_so_plainly(client, gate, broken):
    client.force_login(referent(gate))

    response = client.get(reverse("reviews:decision-link", args=[broken]))

    assert response.status_code == 410
    assert "À moi de jouer" in response.content.decode()


def test_a_link_to_a_round_taken_back_or_decided_leads_to_the_gate(client, gate, link):
    client.force_login(referent(gate))
    decide(gate)
    assert "n’attend plus de décision" in client.get(link).content.decode()

    other = submitted()
    path = Notice.objects.get(recipient=referent(other), key__startswith=f"gate:{other.pk}:1").path
    withdraw_round(gate=other, by=vendor(other), reason="Je le reprends.")
    client.force_login(referent(other))
    late = client.get(path)

    assert late.status_code == 410
    assert "n’est plus celui qui se décide" in late.content.decode()
