"""The pages of a finding written outside a decision: nothing typed is lost, what blocks is listed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reviews.models import Finding
from tests.factories_reviews import FindingFactory
from tests.reviews.finding_situations import found, proven
from tests.reviews.gate_situations import bearer, condition, referent, submitted, typed

pytestmark = pytest.mark.django_db


def sent(gate, **fields):
    """What the browser sends from the page of a finding."""
    line = condition(gate)
    data = {name: line[name] for name in ("text", "consequence", "proof_asked")}
    day = line["due_on"].isoformat()
    return data | {"gate": gate.pk, "owner": line["owner"].pk, "due_on": day} | fields


def test_the_page_of_the_gate_and_of_the_decision_list_what_blocks(client):
    gate = submitted()
    found(gate, referent(gate), weight="blocker", text="Fermer l’accès public")
    client.force_login(referent(gate))

    for name in ("gate", "decision"):
        html = client.get(reverse(f"reviews:{name}", args=[gate.pk])).content.decode()
        assert "Un point bloque la mise en ligne" in html
        assert "Fermer l’accès public" in html


def test_deciding_on_screen_while_something_blocks_keeps_what_was_typed(client):
    gate = submitted()
    found(gate, referent(gate), weight="blocker", text="Fermer l’accès public")
    client.force_login(referent(gate))

    response = client.post(
        reverse("reviews:decision", args=[gate.pk]), typed(gate, "approved", word="Bravo à tous")
    )

    assert response.status_code == 422
    assert "Bravo à tous" in response.content.decode()
    assert "Fermer l’accès public" in response.content.decode()


def test_writing_a_finding_on_screen(client):
    gate = submitted()
    client.force_login(bearer(gate))
    where = reverse("reviews:finding-add", args=[gate.project.key])

    assert 'name="weight"' not in client.get(where).content.decode()
    response = client.post(where, sent(gate, estimated_cost_eur="1500"), follow=True)

    assert "C’est écrit. La balle est chez" in response.content.decode()
    assert Finding.objects.get().estimated_cost_eur == 1500


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "\u200b"},
        {"owner": ""},
        {"due_on": timezone.localdate() - timedelta(days=1)},
        {"estimated_days": "-3"},
        {"gate": "999999"},
    ],
)
def test_a_half_written_finding_is_a_422_that_keeps_what_was_typed(client, wrong):
    gate = submitted()
    client.force_login(bearer(gate))
    data = sent(gate, proof_asked="Une capture datée") | wrong

    response = client.post(reverse("reviews:finding-add", args=[gate.project.key]), data)

    assert response.status_code == 422
    assert "Une capture datée" in response.content.decode()
    assert not Finding.objects.exists()


def test_htmx_brings_back_the_form_of_a_finding_alone(htmx_client):
    gate = submitted()
    htmx_client.force_login(bearer(gate))

    html = htmx_client.get(reverse("reviews:finding-add", args=[gate.project.key]))

    assert html.content.decode().strip().startswith('<div class="split" id="constat"')


def test_the_weight_is_changed_from_the_page_of_the_finding(client):
    gate = submitted()
    finding = found(gate, bearer(gate), estimated_cost_eur=10, estimated_days=2)
    client.force_login(referent(gate))
    assert "bloque" in client.get(reverse("reviews:finding", args=[finding.pk])).content.decode()

    where = reverse("reviews:finding-weight", args=[finding.pk])
    client.post(where, {"weight": "blocker"})

    finding.refresh_from_db()
    assert finding.weight == "blocker"
    assert client.post(where, {"weight": "enorme"}).status_code == 422
    client.force_login(bearer(gate))
    assert client.post(where, {"weight": "reservation"}).status_code == 403


def test_lifting_on_screen_asks_what_it_took_and_refuses_nonsense(client):
    gate = submitted()
    finding = found(gate, bearer(gate))
    proven(finding)
    client.force_login(referent(gate))
    where = reverse("reviews:finding-lifting", args=[finding.pk])

    assert client.post(where, {"real_days": "beaucoup"}).status_code == 422
    client.post(where, {"real_cost_eur": "900", "real_days": "2"})

    finding.refresh_from_db()
    assert (finding.real_cost_eur, finding.real_days) == (900, 2)
    html = client.get(reverse("reviews:findings", args=[gate.project.key])).content.decode()
    assert "Ce que les constats coûtent" in html
    assert "900" in html


def test_a_finding_of_a_decision_still_says_who_asked():
    finding = FindingFactory()

    assert finding.asked_by == str(finding.decision.decided_by)
