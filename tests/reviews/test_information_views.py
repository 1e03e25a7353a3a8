"""The pages of a question asked before deciding: asked, answered, taken back, too late."""

import re

import pytest
import time_machine
from django.urls import reverse

from projects.models import Move
from reviews.actions.information import answer_information, ask_information
from reviews.models import InformationRequest
from tests.factories import DocumentFactory
from tests.reviews.gate_situations import bearer, decide, referent, submitted, vendor

pytestmark = pytest.mark.django_db
QUESTION = "Où sont gardées les sauvegardes ?"


def page(client, person, name, *args):
    client.force_login(person)
    response = client.get(reverse(f"reviews:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def post(client, person, name, pk, **data):
    client.force_login(person)
    return client.post(reverse(f"reviews:{name}", args=[pk]), data)


def asked_of(gate, **facts):
    return ask_information(
        gate=gate, by=referent(gate), **{"asked": "vendor", "question": QUESTION} | facts
    )


def test_the_decision_page_offers_to_ask(client):
    gate = submitted()

    html = page(client, referent(gate), "decision", gate.pk)

    assert "Il vous manque une information ?" in html
    assert reverse("reviews:information-request", args=[gate.pk]) in html
    assert "Sans réponse : remontée au responsable." in html


def test_a_question_is_asked_from_its_own_page(client):
    gate = submitted()
    html = page(client, referent(gate), "information-request", gate.pk)

    response = post(
        client, referent(gate), "information-request", gate.pk, asked="vendor", question=QUESTION
    )

    assert "Le délai de la décision s’arrête aujourd’hui." in html
    assert response.status_code == 302
    assert InformationRequest.objects.get().question == QUESTION


def test_a_blank_question_keeps_the_side_that_was_chosen(client):
    """Scenario 14."""
    gate = submitted()

    response = post(
        client, referent(gate), "information-request", gate.pk, asked="bearer", question="\u200b"
    )

    assert response.status_code == 422
    chosen = re.search(r"<input[^>]*checked[^>]*>", response.content.decode())
    assert 'value="bearer"' in chosen[0]
    assert not InformationRequest.objects.exists()


def test_a_second_question_is_a_conflict_that_keeps_the_words(client):
    gate = submitted()
    asked_of(gate)

    response = post(
        client,
        referent(gate),
        "information-request",
        gate.pk,
        asked="bearer",
        question="Et la date ?",
    )

    assert response.status_code == 409
    assert "Et la date ?" in response.content.decode()
    assert InformationRequest.objects.count() == 1


def test_the_form_leads_to_the_question_that_is_already_open(client):
    gate = submitted()
    asked = asked_of(gate)
    client.force_login(referent(gate))

    response = client.get(reverse("reviews:information-request", args=[gate.pk]))

    assert response.url == reverse("reviews:information", args=[asked.pk])


def test_the_form_leads_to_the_gate_once_it_is_decided(client):
    gate = submitted()
    decide(gate)
    client.force_login(referent(gate))

    response = client.get(reverse("reviews:information-request", args=[gate.pk]))

    assert response.url == reverse("reviews:gate", args=[gate.pk])


@time_machine.travel("2026-11-25 10:00", tick=False)
def test_the_pages_say_that_the_clock_is_stopped_and_for_whom(client):
    with time_machine.travel("2026-11-23 10:00", tick=False):
        gate = submitted()
    asked_of(gate)

    for name in ("gate", "decision"):
        html = page(client, referent(gate), name, gate.pk)
        assert "Délai arrêté au jour 2 sur 5 : la balle est chez le prestataire" in html
        assert "depuis mercredi 25 novembre" in html
        assert QUESTION in html
    assert "Il vous manque une information" not in html
    gates = page(client, referent(gate), "gates", gate.project.key)
    assert vendor(gate).name in gates


@time_machine.travel("2026-11-25 10:00", tick=False)
def test_home_puts_the_stopped_ball_last_and_does_not_count_it(client):
    with time_machine.travel("2026-11-23 10:00", tick=False):
        gate = submitted()
    asked_of(gate)
    client.force_login(referent(gate))

    html = client.get(reverse("reviews:home")).content.decode().replace("\u00a0", " ")

    assert "Délai arrêté : une réponse est attendue de l’autre côté." in html
    assert "rien à jouer pour vous" in html
    assert Move.objects.running().filter(kind="decide_gate").count() == 0


def test_the_vendor_answers_with_a_document(client):
    gate = submitted()
    asked = asked_of(gate)
    document = DocumentFactory(project=gate.project)
    html = page(client, vendor(gate), "information", asked.pk)

    response = post(
        client, vendor(gate), "information", asked.pk, answer="À Roubaix.", document=document.pk
    )

    assert "Votre réponse" in html
    assert response.status_code == 302
    shown = page(client, vendor(gate), "gate", gate.pk)
    assert "À Roubaix." in shown
    assert document.name in shown


def test_an_answer_without_words_is_asked_again(client):
    asked = asked_of(submitted())

    response = post(client, asked.person, "information", asked.pk, answer=" ")

    assert response.status_code == 422


def test_an_answer_that_comes_after_the_decision_is_a_conflict_that_keeps_the_words(client):
    gate = submitted()
    asked = asked_of(gate)
    decide(gate)

    response = post(client, vendor(gate), "information", asked.pk, answer="À Roubaix.")

    html = response.content.decode()
    assert response.status_code == 409
    assert "À Roubaix." in html
    assert "retirée" in html


def test_others_read_the_question_without_a_form(client):
    gate = submitted()
    asked = asked_of(gate)

    html = page(client, bearer(gate), "information", asked.pk)

    assert QUESTION in html
    assert "Votre réponse" not in html
    assert post(client, bearer(gate), "information", asked.pk, answer="Non").status_code == 403


def test_the_referent_takes_the_question_back(client):
    gate = submitted()
    asked = asked_of(gate)
    assert "Retirer la question" in page(client, referent(gate), "information", asked.pk)

    response = post(client, referent(gate), "information-withdrawal", asked.pk)

    assert response.status_code == 302
    assert "Question retirée" in page(client, referent(gate), "information", asked.pk)


def test_a_question_answered_meanwhile_is_not_taken_back(client):
    gate = submitted()
    asked = asked_of(gate)
    answer_information(request=asked, by=vendor(gate), answer="À Roubaix.")

    response = post(client, referent(gate), "information-withdrawal", asked.pk)

    assert response.status_code == 409


def test_a_piece_of_the_page_is_enough_for_htmx(htmx_client):
    gate = submitted()
    asked = asked_of(gate)
    htmx_client.force_login(vendor(gate))

    html = htmx_client.get(reverse("reviews:information", args=[asked.pk])).content.decode()

    assert html.strip().startswith('<div class="split" id="information"')


@pytest.mark.parametrize("count", [1, 3])
def test_a_gate_reads_its_questions_in_one_statement(client, count, django_assert_max_num_queries):
    gate = submitted()
    for number in range(count):
        asked = asked_of(gate, question=f"Question {number} ?")
        answer_information(request=asked, by=vendor(gate), answer=f"Réponse {number}.")
    client.force_login(referent(gate))

    with django_assert_max_num_queries(34) as found:
        client.get(reverse("reviews:gate", args=[gate.pk]))

    assert sum('"reviews_informationrequest"' in query["sql"] for query in found) == 1
