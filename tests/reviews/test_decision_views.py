"""The page that decides: one screen, one decision, nothing typed is ever lost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from governance.models import Notice
from governance.roles import Role
from projects.models import Project
from reviews.actions.gates import submit_gate
from reviews.models import Decision, Finding, Gate, Round
from tests.factories import PersonFactory, member
from tests.reviews.gate_situations import (
    decide,
    gate_to_submit,
    in_round,
    referent,
    submitted,
    typed,
    typed_line,
    vendor,
)

pytestmark = pytest.mark.django_db


def url(gate):
    return reverse("reviews:decision", args=[gate.pk])


@pytest.fixture
def gate():
    return submitted()


@pytest.fixture
def desk(client, gate):
    """The browser of the referent who decides."""
    client.force_login(referent(gate))
    return client


def test_the_page_shows_the_frozen_file_then_the_form(desk, gate):
    html = desk.get(url(gate)).content.decode()

    assert gate.rounds.get().sha256[:12] in html
    assert html.index("Hexanuage, Paris") < html.index("Votre décision")
    assert "<dialog" in html


def test_htmx_brings_back_the_panel_alone(htmx_client, gate):
    htmx_client.force_login(referent(gate))

    html = htmx_client.get(url(gate)).content.decode().strip()

    assert html.startswith('<div id="decision">')
    assert "<html" not in html


def test_approving_seals_and_leads_to_the_gate(desk, gate):
    response = desk.post(url(gate), typed(gate, "approved"), follow=True)

    assert response.redirect_chain == [(reverse("reviews:gate", args=[gate.pk]), 302)]
    assert "Décision scellée" in response.content.decode()
    assert Decision.objects.get().decided_by == referent(gate)


def test_a_reservation_typed_becomes_a_finding_with_its_owner(desk, gate):
    data = typed(gate, "reserved", word="Un point à finir.", lines=[typed_line(gate)])

    desk.post(url(gate), data)

    finding = Finding.objects.get()
    assert (finding.text, finding.owner) == ("Garder les journaux six mois", vendor(gate))
    assert finding.proof_asked == "Une capture"


def test_an_unticked_line_is_not_kept(desk, gate):
    second = typed_line(gate, text="Fixer un quota", keep="")
    data = typed(gate, "reserved", word="Oui.", lines=[typed_line(gate), second])

    desk.post(url(gate), data)

    assert [finding.text for finding in Finding.objects.all()] == ["Garder les journaux six mois"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"owner": ""}, "Dites qui lèvera cette réserve."),
        ({"due_on": ""}, "Dites avant quel jour."),
        ({"due_on": "2020-01-01"}, "Ce jour est passé"),
    ],
)
def test_a_half_written_line_is_a_422_that_keeps_it(desk, gate, line, said):
    data = typed(gate, "reserved", word="Oui, mais.", lines=[typed_line(gate, **line)])

    response = desk.post(url(gate), data)

    html = response.content.decode()
    assert response.status_code == 422
    assert said in html
    assert "Garder les journaux six mois" in html
    assert "Oui, mais." in html
    assert not Decision.objects.exists()


def test_a_half_written_line_does_not_stop_another_outcome(desk, gate):
    data = typed(gate, "approved", lines=[typed_line(gate, owner="")])

    assert desk.post(url(gate), data).status_code == 302
    assert not Finding.objects.exists()


def test_reserves_without_any_line_are_a_422(desk, gate):
    response = desk.post(url(gate), typed(gate, "reserved", word="Oui, mais."))

    assert response.status_code == 422
    assert "Écrivez au moins une réserve" in response.content.decode()


@pytest.mark.parametrize("word", ["", "   ", "\u200b\u200b", "\u2060"])
@pytest.mark.parametrize("outcome", ["changes", "refused"])
def test_a_refusal_says_why_in_visible_words(desk, gate, outcome, word):
    """Scenario 14."""
    response = desk.post(url(gate), typed(gate, outcome, word=word))

    assert response.status_code == 422
    assert "Dites pourquoi" in response.content.decode()
    assert Gate.objects.get(pk=gate.pk).state == "submitted"


def test_no_outcome_at_all_is_a_422_with_a_link_to_the_choice(desk, gate):
    response = desk.post(url(gate), typed(gate, "", word="Bravo"))

    html = response.content.decode()
    assert response.status_code == 422
    assert 'href="#id_outcome_0"' in html
    assert "Bravo" in html


def test_adding_a_line_keeps_what_was_typed_and_is_not_an_error(desk, gate):
    data = typed(gate, "reserved", word="Deux points.", lines=[typed_line(gate)], add="1")

    response = desk.post(url(gate), data)

    html = response.content.decode()
    assert response.status_code == 200
    assert "Garder les journaux six mois" in html
    assert vendor(gate).name in html
    assert "Deux points." in html
    assert 'name="reserves-1-text"' in html
    assert 'id="resume-erreurs"' not in html


@pytest.mark.parametrize("total", ["", "many", "-3", "100000"])
def test_a_forged_number_of_lines_breaks_nothing(desk, gate, total):
    data = typed(gate, "reserved", word="Oui.", lines=[typed_line(gate)], add="1")

    response = desk.post(url(gate), data | {"reserves-TOTAL_FORMS": total})

    assert response.status_code == 200
    assert response.content.decode().count("data-line") <= 8


def test_a_vendor_and_an_outsider_are_told_why_not(client, gate):
    for person, why in ((vendor(gate), "soi-même"), (PersonFactory(), "Seuls le référent")):
        client.force_login(person)

        response = client.get(url(gate))

        assert response.status_code == 403
        assert why in response.content.decode()


def test_a_guest_of_another_project_sees_no_gate(client, gate):
    client.force_login(PersonFactory(guest=True))

    assert client.get(url(gate)).status_code == 404
    assert client.post(url(gate), typed(gate, "approved")).status_code == 404


def test_nobody_decides_what_they_submitted(client):
    """Scenario 10."""
    gate = gate_to_submit()
    submit_gate(gate=gate, by=vendor(gate))
    Round.objects.update(submitted_by=referent(gate))
    client.force_login(referent(gate))

    response = client.post(url(gate), typed(gate, "approved"))

    assert response.status_code == 403
    assert not Decision.objects.exists()


def test_the_second_of_two_referents_hears_who_decided(client, gate):
    """Scenario 1."""
    decide(gate, "changes", word="À revoir")
    colleague = PersonFactory(team=gate.team)
    client.force_login(colleague)

    response = client.post(url(gate), typed(gate, "approved"))

    assert response.status_code == 409
    assert referent(gate).name in response.content.decode()
    assert Decision.objects.count() == 1


def test_the_same_decision_sent_twice_shows_its_result(desk, gate):
    """Scenarios 2 and 20."""
    desk.post(url(gate), typed(gate, "approved"))

    response = desk.post(url(gate), typed(gate, "approved"), follow=True)

    assert response.status_code == 200
    assert "déjà scellée" in response.content.decode()
    assert Decision.objects.count() == 1
    assert Notice.objects.filter(key__startswith="decision:").count() == 2


def test_a_new_round_meanwhile_is_a_409_that_keeps_the_words(desk):
    """Scenario 3."""
    gate = in_round(2)

    response = desk_of(desk, gate).post(
        url(gate), typed(gate, "refused", word="Ma longue explication.", round_number="1")
    )

    html = response.content.decode()
    assert response.status_code == 409
    assert "Ma longue explication." in html
    assert "Ce qui a changé depuis le passage" in html
    assert 'name="round_number" value="2"' in html


def desk_of(client, gate):
    client.force_login(referent(gate))
    return client


def test_a_decided_gate_has_no_decision_page_any_more(desk, gate):
    decide(gate)

    assert desk.get(url(gate)).status_code == 302


def test_a_file_that_was_touched_is_not_decided_on(desk, gate):
    opened = gate.rounds.get()
    opened.snapshot["topics"][0]["choice"]["solution"] = "Cloudmont"
    Round.objects.filter(pk=opened.pk).update(snapshot=opened.snapshot)

    response = desk.post(url(gate), typed(gate, "approved"))

    assert response.status_code == 409
    assert "empreinte" in response.content.decode()
    assert not Decision.objects.exists()


def test_nobody_decides_on_a_cancelled_project(desk, gate):
    """Scenario 8."""
    gate.project.cancel(by=member(gate.project, Role.BEARER), reason="Budget coupé")

    response = desk.post(url(gate), typed(gate, "approved"))

    assert response.status_code == 409
    assert "arrêté" in response.content.decode()
    assert Gate.objects.get(pk=gate.pk).state == "submitted"
    assert Project.objects.get(pk=gate.project_id).state == "cancelled"


def test_whoever_lost_their_seat_since_the_page_opened_is_refused(desk, gate):
    """Scenario 13."""
    desk.get(url(gate))
    gate.project.seats.filter(part="it").update(left_at=timezone.now())
    type(gate.team).objects.filter(pk=gate.team_id).update(slug="it-other")
    Gate.objects.filter(pk=gate.pk).update(team=PersonFactory(rssi=True).team)

    assert desk.post(url(gate), typed(gate, "approved")).status_code == 403


@pytest.mark.parametrize("method", ["put", "delete"])
def test_other_methods_are_refused(desk, gate, method):
    assert getattr(desk, method)(url(gate)).status_code == 405


def statements(client, gate):
    client.force_login(referent(gate))
    client.get(url(gate))  # what the cache keeps is read once
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url(gate)).status_code == 200
    return len(seen)


def test_three_topics_cost_no_more_statements_than_one(client):
    assert statements(client, submitted(1)) == statements(client, submitted(3))


def test_a_fourth_round_costs_no_more_statements_than_a_second(client):
    assert statements(client, in_round(2)) == statements(client, in_round(4))
