"""The wizard, screen by screen: nothing typed is lost, nobody reads another's draft."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from projects.models import Project, RegistrationDraft
from tests.factories import (
    PersonFactory,
    ProjectFactory,
    VendorFactory,
)
from tests.projects.registering import NEED, PEOPLE, PROFILE, send_url, step_url, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "on_thursday")]
STEPS = ["need", "profile", "path"]


def test_the_three_screens_lead_to_the_path(client, claire, lucie):
    started = client.post(reverse("projects:registration"), NEED)
    draft = RegistrationDraft.objects.get()
    profile = client.post(step_url("profile", draft), PROFILE)
    page = client.get(step_url("path", draft))

    assert started.url == step_url("profile", draft)
    assert profile.url == step_url("path", draft)
    assert "Votre date tient" in text(page)
    assert draft.author == claire


def test_start_shows_the_need_and_the_drafts(client, draft):
    page = client.get(reverse("projects:registration"))

    assert "Le besoin" in text(page)
    assert step_url("need", draft) in text(page)


def test_the_same_start_sent_twice_makes_one_draft(client, claire):
    for _ in range(2):
        client.post(reverse("projects:registration"), NEED)

    assert RegistrationDraft.objects.count() == 1


def test_a_badly_filled_start_is_a_422_and_keeps_what_was_typed(client, claire):
    response = client.post(reverse("projects:registration"), {**NEED, "title": "", "need": ""})

    draft = RegistrationDraft.objects.get()
    assert response.status_code == 422
    assert "Deux réponses à revoir" in text(response)
    assert "Saint-Valentin" in text(response)
    assert step_url("need", draft) in text(response)
    assert draft.data["launch_reason"] == "Saint-Valentin"


@pytest.mark.parametrize("step", STEPS)
def test_each_step_shows_what_the_draft_holds(client, draft, step):
    assert client.get(step_url(step, draft)).status_code == 200


@pytest.mark.parametrize("step", STEPS)
def test_a_draft_of_somebody_else_does_not_exist(client, draft, step):
    client.force_login(PersonFactory())

    assert client.get(step_url(step, draft)).status_code == 404


@pytest.mark.parametrize("step", STEPS)
def test_a_guest_does_not_register(client, draft, step):
    client.force_login(PersonFactory(guest=True))

    assert client.get(step_url(step, draft)).status_code == 403
    assert client.post(reverse("projects:registration"), NEED).status_code == 403


@pytest.mark.parametrize("step", STEPS)
def test_a_draft_already_sent_leads_to_its_project(client, draft, step):
    draft.project = ProjectFactory()
    draft.save(update_fields=["project"])

    assert client.get(step_url(step, draft)).url == draft.project.get_absolute_url()


@pytest.mark.parametrize(("emptied", "step"), [("title", "need"), ("q-payment", "profile")])
def test_the_path_sends_back_to_the_step_that_misses_an_answer(client, draft, emptied, step):
    draft.data[emptied] = ""
    draft.save(update_fields=["data"])

    sent_back = client.get(step_url("path", draft))

    assert sent_back.url == step_url(step, draft) + "?revoir=1"
    page = client.get(sent_back.url)
    assert page.status_code == 200
    assert "Une réponse à revoir" in text(page)


def test_a_draft_that_slept_past_its_launch_asks_for_another_date(client, draft):
    with time_machine.travel("2027-03-01 09:00+01:00", tick=False):
        client.force_login(draft.author)
        assert client.get(step_url("path", draft)).url == step_url("need", draft) + "?revoir=1"


def test_preview_brings_back_the_path_alone(htmx_client, draft):
    answers = {**PROFILE, "q-payment": "no", "preview": "1"}

    response = htmx_client.post(step_url("profile", draft), answers)

    html = text(response).strip()
    draft.refresh_from_db()
    assert html.startswith('<aside class="sticky" id="apercu"')
    assert "Chemin standard" in html
    assert "Brouillon enregistré" in html
    assert draft.data["q-payment"] == "no"


def test_preview_says_what_the_answer_added(htmx_client, draft):
    draft.data |= {"q-payment": "no", "q-external_hosting": "no"}
    draft.save(update_fields=["data"])

    html = text(htmx_client.post(step_url("profile", draft), {**PROFILE, "preview": "1"}))

    assert "Chemin renforcé, Hébergement et architecture ajouté" in html
    assert "Nouveau" in html


def test_preview_works_without_javascript(client, draft):
    response = client.post(step_url("profile", draft), {**PROFILE, "preview": "1"})

    assert response.status_code == 200
    assert "<title>" in text(response)
    assert "Chemin renforcé" in text(response)


def test_profile_with_a_question_left_out_is_a_422(client, draft):
    answers = {name: value for name, value in PROFILE.items() if name != "q-payment"}

    response = client.post(step_url("profile", draft), answers)

    assert response.status_code == 422
    assert "je ne sais pas » compris" in text(response)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("launch_on", "2026-02-02", "Le 2 février 2026 est passé. Vouliez-vous dire 2027"),
        ("launch_on", "2025-12-24", "Le 24 décembre 2025 est passé. Vouliez-vous dire 2026"),
        ("launch_on", "2026-10-08", "C’est aujourd’hui"),
        ("launch_on", "9999-12-31", "plus de cinq ans"),
        ("launch_on", "demain", "Écrivez la date ainsi"),
        ("title", "\u200b\u2060", "Donnez un nom au projet"),
        ("title", "x" * 121, "120"),
        ("need", "x" * 4001, "4"),
        ("kind", "rocket", "rocket"),
        ("started", "rocket", "rocket"),
    ],
)
def test_need_says_what_is_wrong_beside_the_field(client, draft, field, value, sentence):
    response = client.post(step_url("need", draft), {**NEED, field: value})

    assert response.status_code == 422
    assert sentence in text(response)
    assert f"id_{field}" in text(response)


def test_a_date_in_french_is_understood(client, draft):
    response = client.post(step_url("need", draft), {**NEED, "launch_on": "02/02/2027"})

    assert response.url == step_url("profile", draft)


def test_a_known_title_is_asked_about_then_accepted(client, draft):
    twin = ProjectFactory(title="Carte cadeau")

    asked = client.post(step_url("need", draft), NEED)
    kept = client.post(step_url("need", draft), {**NEED, "same_title": "on"})

    assert asked.status_code == 422
    assert twin.key in text(asked)
    assert "gardez ce nom" in text(asked)
    assert kept.url == step_url("profile", draft)


def test_the_title_of_a_cancelled_project_is_free(client, draft):
    ProjectFactory(title="Carte cadeau", state=Project.State.CANCELLED)

    assert client.post(step_url("need", draft), NEED).status_code == 302


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"vendor_email": "", "vendor_name": ""}, "cochez la case"),
        ({"vendor_email": "collegue@verdier.example"}, "collègue"),
        ({"vendor_email": "contact@studio-lumen.example"}, "Un siège revient à une personne"),
        ({"vendor_email": "mehdi"}, "pas complète"),
        ({"vendor_email": "diane@trame.example"}, "déjà connue chez Agence Trame"),
        ({"referent": "999999"}, "plus proposée"),
        ({"referent": ""}, "Choisissez une personne de la DSI"),
        ({"vendor_email": "lea@nova.example", "vendor_name": ""}, "donnez le nom de la société"),
        ({"vendor_siren": "552008444"}, "Ce numéro n’existe pas"),
        ({"vendor_siren": "12"}, "Un SIREN a neuf chiffres"),
        ({"vendor_siren": "732 829 320"}, "Ce numéro est celui de Agence Nova"),
    ],
)
def test_sending_says_what_is_wrong_with_the_people(client, draft, lucie, typed, sentence):
    PersonFactory(email="collegue@verdier.example")
    guest = PersonFactory(guest=True, email="diane@trame.example")
    guest.vendor.name = "Agence Trame"
    guest.vendor.save(update_fields=["name"])
    VendorFactory(name="Agence Nova", siren="732829320")

    answers = {**PEOPLE, "referent": str(lucie.pk), **typed}
    response = client.post(send_url(draft), answers)

    draft.refresh_from_db()
    assert response.status_code == 422
    assert sentence in text(response)
    assert draft.project is None
    assert draft.data["vendor_email"] == answers["vendor_email"]


def test_an_unknown_vendor_is_a_fine_answer(client, draft, lucie):
    answers = {"vendor_unknown": "on", "referent": str(lucie.pk)}

    client.post(send_url(draft), answers)

    assert Project.objects.get().vendor is None


def test_path_says_when_the_date_is_too_near(client, draft):
    draft.data["launch_on"] = "2026-10-30"
    draft.save(update_fields=["data"])

    page = text(client.get(step_url("path", draft)))

    assert "Votre date est trop proche" in page
    assert "Changer la date" in page
    assert date(2027, 1, 19).strftime("%d") in page


def test_path_asks_few_questions_of_the_database(client, draft, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        client.get(step_url("path", draft))


def test_a_service_already_open_has_a_past_launch(client, draft):
    opened = {**NEED, "launch_on": "2026-03-02", "started": ["live", "saas"]}

    client.post(step_url("need", draft), opened)
    page = text(client.get(step_url("path", draft)))

    assert "Votre service est ouvert" in page
    assert "très difficile à défaire" in page


def test_a_past_launch_without_an_open_service_is_asked_again(client, draft):
    started = {**NEED, "launch_on": "2026-03-02", "started": ["contract"]}

    assert client.post(step_url("need", draft), started).status_code == 422


def test_a_service_open_for_ten_years_is_a_typing_error(client, draft):
    opened = {**NEED, "launch_on": "2016-03-02", "started": ["live"]}

    assert client.post(step_url("need", draft), opened).status_code == 422
