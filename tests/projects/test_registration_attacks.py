"""What nobody types by accident, and a company without IT, on the screens of a registration.

Scenarios 49, 102 and 116 of the failure list.
"""

import pytest
from django.urls import reverse

from projects.models import Project
from tests.factories import ProjectFactory, RegistrationDraftFactory
from tests.projects.registering import NEED, PEOPLE, PROFILE, send_url, step_url, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "on_thursday")]
START, LIKENESS = "projects:registration", "projects:registration-likeness"
MARKS = {"onglet": "tab", "vu": "0" * 16, "brouillon": ""}
EVERYTHING = {**NEED, **PROFILE, **PEOPLE, **MARKS, "systems": "X", "started": "signed"}
HOSTILE = {"nul": "a\0@b.fr", "lines": "a\r\nb", "long": "9" * 200_000, "number": "9" * 41}
MARKUP = "\"'><script>alert(1)</script><img src=x onerror=alert(1)> {{ 7 }}"


@pytest.fixture
def draft(claire, lucie):
    data = {**NEED, **PROFILE, **PEOPLE, "referent": str(lucie.pk)}
    return RegistrationDraftFactory(author=claire, data=data)


def screens(draft):
    steps = [step_url(step, draft) for step in ("need", "profile", "path")]
    return [reverse(START), *steps, send_url(draft)]


@pytest.mark.parametrize("how", [{}, {"keep": "1", "preview": "1"}], ids=["sent", "kept"])
@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_116_a_hostile_value_is_never_a_breakdown(client, htmx_client, draft, value, how):
    answers = dict.fromkeys(EVERYTHING, value)
    for sent in (answers, {**EVERYTHING, "vendor_email": value, "onglet": value}):
        for browser in (client, htmx_client):
            for address in screens(draft):
                assert browser.post(address, {**sent, **how}).status_code < 500
                assert browser.get(address).status_code < 500
        type(draft).objects.filter(pk=draft.pk).update(data=draft.data)


def test_116_the_sign_no_database_keeps_is_left_out(client, draft):
    client.post(step_url("need", draft), {**NEED, "need": "a\0b", "onglet": "t\0b"})

    draft.refresh_from_db()
    assert draft.data["need"] == "ab"
    assert draft.saved_from["need"] == "tb"


@pytest.mark.parametrize("value", ["a\0b", "%", "' or 1=1", "x" * 20_000, "9" * 41])
def test_116_a_hostile_likeness_is_never_a_breakdown(htmx_client, claire, value):
    ProjectFactory(title="Carte cadeau")

    for query in ({"title": value}, {"title": "Carte cadeau", "kind": value}):
        assert htmx_client.get(reverse(LIKENESS), query).status_code == 200


def test_116_too_many_systems_are_refused(client, draft):
    sent = client.post(send_url(draft), {**EVERYTHING, "systems": ["X"] * 2000})

    assert sent.status_code == 400


@pytest.mark.parametrize("step", ["need", "profile", "path"])
def test_116_a_number_beyond_any_draft_is_not_found(client, claire, step):
    address = reverse(f"projects:registration-{step}", args=[10**40])

    assert client.get(address).status_code == 404
    assert client.post(address, NEED).status_code == 404


def test_102_markup_is_text_on_every_screen(client, htmx_client, draft):
    ProjectFactory(title=f"Carte cadeau {MARKUP}"[:120], registered_by=draft.author)
    words = ("need", "audience", "launch_reason", "vendor_name", "vendor_email")
    draft.data |= {"title": f"Carte {MARKUP}"[:110], **dict.fromkeys(words, MARKUP)}
    draft.save(update_fields=["data"])
    sent = {**EVERYTHING, **dict.fromkeys((*words, "title", "systems", *MARKS), MARKUP)}

    pages = [client.get(address) for address in screens(draft)]
    pages += [client.post(address, {**sent, "brouillon": ""}) for address in screens(draft)]
    pages += [htmx_client.post(address, {**sent, "keep": "1"}) for address in screens(draft)]
    pages += [htmx_client.get(reverse(LIKENESS), {"title": f"Carte cadeau {MARKUP}"})]

    for page in pages:
        assert "<script>alert" not in text(page)
        assert "<img src=x" not in text(page)


@pytest.mark.parametrize(
    "address",
    ["a@exemple.fr\nBcc:", "a@exemple.fr\r\nBcc: b@x.fr", "a@exemple.fr%0aBcc:x", "a@x.fr,b@x.fr"],
)
def test_49_an_address_with_a_header_in_it_is_refused(client, draft, address):
    people = {"vendor_name": "X", "vendor_email": address, "referent": draft.data["referent"]}

    sent = client.post(send_url(draft), people)

    assert sent.status_code == 422
    assert not Project.objects.exists()


def test_a_wrong_number_is_shown_where_it_can_be_put_right(client, draft):
    people = {**PEOPLE, "vendor_siren": "12", "referent": draft.data["referent"]}
    client.post(send_url(draft), people)

    wrong = client.post(send_url(draft), {**people, "vendor_name": ""})
    unknown = client.post(send_url(draft), {**people, "vendor_unknown": "on"})

    assert 'id="id_vendor_siren"' in text(wrong)
    assert unknown.url == Project.objects.get().get_absolute_url()


def test_a_company_without_it_says_whom_to_ask(client, claire):
    data = {**NEED, **PROFILE, **PEOPLE}
    draft = RegistrationDraftFactory(author=claire, data=data)

    page = client.get(step_url("path", draft))
    sent = client.post(send_url(draft), PEOPLE)

    assert "Demandez à l’administrateur d’y ajouter quelqu’un" in text(page)
    assert "Proposer quelqu’un d’autre" not in text(page)
    assert sent.status_code == 422
    assert 'href="#id_referent_0"' in text(sent)
    assert 'id="id_referent_0"' in text(sent)
