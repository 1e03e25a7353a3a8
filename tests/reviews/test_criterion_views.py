"""The pages that answer a criterion: in the list, on a page of its own, too late, at what cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reviews.actions.gates import submit_gate
from reviews.criteria import criterion_key
from tests.factories import DocumentFactory
from tests.factories_gates import CriterionAnswerFactory
from tests.reviews.gate_situations import (
    bearer,
    decide,
    gate_to_submit,
    referent,
    submitted,
    vendor,
)

pytestmark = pytest.mark.django_db
TEXTS = ("Un schéma montre les zones", "Le support est nommé", "Le retour arrière est essayé")
KEY = criterion_key({"text": TEXTS[0]})
HTMX = {"HTTP_HX_REQUEST": "true"}


def gate_asking(count=1, proof="document"):
    gate = gate_to_submit()
    gate.criteria = [{"text": text, "proof": proof, "basis": []} for text in TEXTS[:count]]
    gate.save(update_fields=["criteria"])
    return gate


def gate_page(gate):
    return reverse("reviews:gate", args=[gate.pk])


def form_page(gate, key=KEY):
    return reverse("reviews:criterion", args=[gate.pk, key])


def signed_in(client, person):
    client.force_login(person)
    return client


def typed(**fields):
    return {"value": "held", "word": "Page 3.", "document": "", "version": "0"} | fields


def text_of(response):
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def test_the_gate_offers_to_answer_to_the_sides_that_submit(client):
    gate = gate_asking()

    assert form_page(gate) in text_of(signed_in(client, vendor(gate)).get(gate_page(gate)))
    assert form_page(gate) not in text_of(signed_in(client, referent(gate)).get(gate_page(gate)))


def test_without_javascript_a_page_answers_and_comes_back_to_the_line(client):
    gate = gate_asking()
    schema = DocumentFactory(project=gate.project, name="schema.pdf", sha256="ab" * 32)
    browser = signed_in(client, vendor(gate))

    shown = text_of(browser.get(form_page(gate)))
    response = browser.post(form_page(gate), typed(document=schema.pk))

    assert TEXTS[0] in shown
    assert "schema.pdf" in shown
    assert (
        "hx-post"
        not in shown[
            shown.index('id="critere-') : shown.index("</form>", shown.index('id="critere-'))
        ]
    )
    assert response["Location"] == f"{gate_page(gate)}#critere-{KEY}"
    page = text_of(browser.get(gate_page(gate)))
    assert "1 tenu" in page
    assert f"Tenu, répond {vendor(gate)}" in page
    assert "abababababab" in page
    assert reverse("projects:document", args=[schema.pk]) in page


def test_htmx_opens_the_form_in_its_line_and_brings_the_whole_gate_back(client):
    gate = gate_asking()
    browser = signed_in(client, vendor(gate))

    form = text_of(browser.get(form_page(gate), **HTMX))
    answered = browser.post(form_page(gate), typed(), **HTMX)

    assert form.strip().startswith(f'<li class="criterion-edit sunken p-3" id="critere-{KEY}"')
    assert 'hx-target="#gate"' in form
    page = text_of(answered)
    assert page.strip().startswith("<div")
    assert 'id="gate"' in page[:80]
    assert "Réponse gardée." in page
    assert page.count("data-focus") == 1


def test_a_half_answer_is_a_422_in_its_line(client):
    gate = gate_asking()

    response = signed_in(client, vendor(gate)).post(
        form_page(gate), typed(value="not_concerned", word=""), **HTMX
    )

    assert response.status_code == 422
    assert response["HX-Retarget"] == f"#critere-{KEY}"
    assert "Dites pourquoi ce critère est sans objet ici." in text_of(response)


def test_nothing_chosen_is_a_422_that_keeps_the_word(client):
    gate = gate_asking()

    response = signed_in(client, vendor(gate)).post(form_page(gate), typed(value=""))

    assert response.status_code == 422
    assert "Dites si ce critère est tenu." in text_of(response)
    assert "Page 3." in text_of(response)


def test_a_document_that_left_meanwhile_is_a_422(client):
    gate = gate_asking()
    other = DocumentFactory(name="ailleurs.pdf")

    response = signed_in(client, vendor(gate)).post(form_page(gate), typed(document=other.pk))

    assert response.status_code == 422
    assert "plus au dossier" in text_of(response)
    assert "ailleurs.pdf" not in text_of(response)


def test_an_answer_given_meanwhile_is_a_409_with_both(client):
    gate = gate_asking()
    CriterionAnswerFactory(
        gate=gate, key=KEY, value="not_held", word="Il manque un flux.", written_by=bearer(gate)
    )
    browser = signed_in(client, vendor(gate))

    late = browser.post(form_page(gate), typed(), **HTMX)

    assert late.status_code == 409
    assert late["HX-Retarget"] == f"#critere-{KEY}"
    page = text_of(late)
    assert f"{bearer(gate)} a répondu « pas tenu » en même temps que vous." in page
    assert "Il manque un flux." in page
    assert "Page 3." in page
    assert 'name="version" value="1"' in page
    again = browser.post(form_page(gate), typed(version="1"))
    assert again.status_code == 302
    assert gate.answers.get(key=KEY).value == "held"


def test_a_gate_decided_meanwhile_is_a_409_that_keeps_the_words(client):
    gate = submitted()
    decide(gate)
    key = criterion_key(gate.criteria[0])

    late = signed_in(client, vendor(gate)).post(form_page(gate, key), typed(version="1"))

    assert late.status_code == 409
    assert "Page 3." in text_of(late)
    assert "Garder la mienne" not in text_of(late)


def test_a_decided_gate_has_no_form(client):
    gate = submitted()
    decide(gate)
    browser = signed_in(client, vendor(gate))

    response = browser.get(form_page(gate, criterion_key(gate.criteria[0])))

    assert response["Location"] == gate_page(gate)
    assert "Changer la réponse" not in text_of(browser.get(gate_page(gate)))


def test_an_unknown_criterion_is_a_404(client):
    gate = gate_asking()

    assert signed_in(client, vendor(gate)).get(form_page(gate, "0" * 16)).status_code == 404


def test_an_answer_is_withdrawn_as_it_was_read(client):
    gate = gate_asking()
    CriterionAnswerFactory(gate=gate, key=KEY, written_by=vendor(gate))
    browser = signed_in(client, vendor(gate))
    where = reverse("reviews:criterion-withdrawal", args=[gate.pk, KEY])

    assert "Retirer la réponse" in text_of(browser.get(form_page(gate)))
    assert browser.post(where, {"version": ""}).status_code == 409
    assert browser.post(where, {"version": "9"}).status_code == 409
    assert browser.post(where, {"version": "1"}).status_code == 302
    assert gate.answers.get(key=KEY).value == ""
    assert "1 sans réponse" in text_of(browser.get(gate_page(gate)))


def test_under_review_the_page_says_that_an_answer_counts_for_the_next_round(client):
    gate = gate_asking(proof="declared")
    CriterionAnswerFactory(gate=gate, key=KEY, written_by=vendor(gate))
    submit_gate(gate=gate, by=vendor(gate))
    browser = signed_in(client, vendor(gate))

    browser.post(form_page(gate), typed(value="not_held", version="1"))
    page = text_of(browser.get(gate_page(gate)))

    assert "1 tenu" in page
    assert f"Depuis, {vendor(gate)} répond « pas tenu »" in page
    assert "compte pour le suivant" in page
    browser.post(reverse("reviews:criterion-withdrawal", args=[gate.pk, KEY]), {"version": "2"})
    assert "Réponse retirée depuis" in text_of(browser.get(gate_page(gate)))


def test_the_decision_page_shows_each_answer_and_its_proof(client):
    gate = gate_asking()
    schema = DocumentFactory(project=gate.project, name="schema.pdf")
    CriterionAnswerFactory(
        gate=gate, key=KEY, word="Page 3.", document=schema, written_by=vendor(gate)
    )
    submit_gate(gate=gate, by=vendor(gate))

    page = text_of(
        signed_in(client, referent(gate)).get(reverse("reviews:decision", args=[gate.pk]))
    )

    assert "Page 3." in page
    assert reverse("projects:document", args=[schema.pk]) in page


def test_the_second_round_shows_the_answers_that_changed(client):
    gate = gate_asking(proof="declared")
    CriterionAnswerFactory(
        gate=gate, key=KEY, value="not_held", word="Pas encore.", written_by=vendor(gate)
    )
    submit_gate(gate=gate, by=vendor(gate))
    decide(gate, "changes", word="À revoir")
    browser = signed_in(client, vendor(gate))
    browser.post(form_page(gate), typed(version="1"))
    submit_gate(gate=gate, by=vendor(gate))

    page = text_of(
        signed_in(client, referent(gate)).get(reverse("reviews:decision", args=[gate.pk]))
    )

    differences = page[page.index('id="t-diff"') : page.index('id="t-crit"')]
    assert TEXTS[0] in differences
    assert "Pas tenu : Pas encore." in differences
    assert "Tenu : Page 3." in differences


def test_a_document_withdrawn_since_is_asked_again(client):
    gate = gate_asking()
    schema = DocumentFactory(project=gate.project, name="schema.pdf")
    CriterionAnswerFactory(gate=gate, key=KEY, document=schema, written_by=vendor(gate))
    schema.withdraw(by=vendor(gate))

    page = text_of(signed_in(client, vendor(gate)).get(gate_page(gate)))

    assert "La pièce a été retirée" in page
    assert reverse("projects:document", args=[schema.pk]) not in page
    assert "Un critère sans réponse ou sans preuve" in page


def test_the_version_that_the_answer_names_stays_offered_beside_the_current_ones(client):
    gate = gate_asking()
    old = DocumentFactory(project=gate.project, name="schema-v1.pdf")
    DocumentFactory(project=gate.project, name="schema-v2.pdf", replaces=old)
    gone = DocumentFactory(project=gate.project, name="brouillon-v1.pdf")
    DocumentFactory(project=gate.project, name="brouillon-v2.pdf", replaces=gone)
    CriterionAnswerFactory(gate=gate, key=KEY, document=old, written_by=vendor(gate))
    browser = signed_in(client, vendor(gate))

    form = text_of(browser.get(form_page(gate)))

    assert [name for name in ("schema-v1", "schema-v2", "brouillon-v2") if name not in form] == []
    assert "brouillon-v1" not in form
    assert form.count("schema-v1.pdf") == 1
    kept = browser.post(form_page(gate), typed(document=old.pk, version="1"))
    assert kept.status_code == 302


@pytest.mark.parametrize("state", ["preparing", "submitted"])
def test_three_criteria_cost_no_more_statements_than_one(client, state):
    counts = set()
    for number in (1, 3):
        gate = gate_asking(number)
        for text in TEXTS[:number]:
            document = DocumentFactory(project=gate.project)
            key = criterion_key({"text": text})
            CriterionAnswerFactory(gate=gate, key=key, document=document, written_by=vendor(gate))
        if state == "submitted":
            submit_gate(gate=gate, by=vendor(gate))
        counts.add(statements(signed_in(client, vendor(gate)), gate_page(gate)))

    assert len(counts) == 1


def statements(client, where):
    client.get(where)  # what the cache keeps is read once
    with CaptureQueriesContext(connection) as seen:
        assert client.get(where).status_code == 200
    return len(seen)
