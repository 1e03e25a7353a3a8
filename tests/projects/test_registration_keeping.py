"""Nothing typed in a registration is lost: closed tab, Back, double click, ended session, two tabs.

Scenarios 2, 20 and 99 of the failure list, for a form that is being filled.
"""

import pytest
from django.urls import reverse

from governance.keeping import KEY, writer_mark
from projects.actions import drafts
from projects.models import RegistrationDraft
from tests.factories import PersonFactory, RegistrationDraftFactory
from tests.projects.registering import NEED, shown_marks, step_url, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "on_thursday")]
START = "projects:registration"


def sign_in_here(client, person):
    """Sign in, what the session keeps from before staying, as the sign-in page does."""
    kept = dict(client.session)
    client.force_login(person)
    session = client.session
    session.update({name: value for name, value in kept.items() if name == KEY})
    session.save()


# While one types --------------------------------------------------------------------------------


def test_typing_keeps_a_draft_before_anything_is_sent(htmx_client, claire):
    typed = {**NEED, "launch_on": "", "keep": "1", "onglet": "tab-one"}

    response = htmx_client.post(reverse(START), typed)

    kept = RegistrationDraft.objects.get()
    assert response.headers["HX-Replace-Url"] == step_url("need", kept)
    assert text(response).startswith('<span class="small text-secondary align-self-center"')
    assert "Brouillon enregistré à 9 h 41" in text(response)
    assert kept.data["title"] == "Carte cadeau"


def test_a_page_knows_the_draft_it_began(htmx_client, client, claire):
    first = htmx_client.post(reverse(START), {**NEED, "keep": "1", "onglet": "tab-one"})
    draft = RegistrationDraft.objects.get()
    marks = {**shown_marks(first), "brouillon": str(draft.pk)}

    sent = client.post(reverse(START), {**NEED, **marks, "title": "Bon d’achat"})

    draft.refresh_from_db()
    assert f'name="brouillon" value="{draft.pk}"' in text(first)
    assert sent.url == step_url("profile", draft)
    assert draft.data["title"] == "Bon d’achat"


@pytest.mark.parametrize("number", ["", "0", "x", "9" * 30])
def test_a_draft_that_is_not_ours_is_not_begun(client, claire, number):
    RegistrationDraftFactory(pk=1)

    response = client.post(reverse(START), {**NEED, "brouillon": number})

    assert response.status_code in (302, 404)
    assert RegistrationDraft.objects.get(pk=1).data == {"title": "Carte cadeau"}


def test_typing_on_keeps_the_same_draft(htmx_client, claire):
    for title in ("Carte", "Carte cadeau"):
        typed = {**NEED, "title": title, "keep": "1", "onglet": "tab-one"}
        htmx_client.post(reverse(START), typed)

    assert [draft.data["title"] for draft in RegistrationDraft.objects.all()] == ["Carte cadeau"]


def test_an_empty_form_is_not_a_draft(htmx_client, claire):
    response = htmx_client.post(reverse(START), {"keep": "1", "onglet": "tab-one"})

    assert response.status_code == 200
    assert not RegistrationDraft.objects.exists()


def test_a_draft_is_on_the_first_page(client, draft):
    assert step_url("need", draft) in text(client.get(reverse("reviews:home")))


def test_the_people_typed_are_kept_before_sending(htmx_client, draft):
    typed = {"vendor_email": "lea@nova.example", "keep": "1", "systems": ["PAIEMENT"]}

    response = htmx_client.post(step_url("path", draft), typed)

    draft.refresh_from_db()
    assert "Sa société" in text(response)
    assert draft.data["vendor_email"] == "lea@nova.example"
    assert draft.data["systems"] == ["PAIEMENT"]


def test_a_system_unticked_stays_so_and_a_new_one_is_ticked(client, draft):
    draft.data |= {"systems": [], "offered": ["PAIEMENT"]}
    draft.save(update_fields=["data"])

    page = text(client.get(step_url("path", draft)))

    assert 'value="PAIEMENT">' in page
    assert 'value="CRM-VENTES" checked>' in page


def test_the_address_of_somebody_known_needs_no_company(htmx_client, draft):
    guest = PersonFactory(guest=True, email="lea@nova.example", name="Léa Martin")

    known = htmx_client.post(
        step_url("path", draft), {"vendor_email": "lea@nova.example", "keep": "1"}
    )
    colleague = htmx_client.post(
        step_url("path", draft), {"vendor_email": "tom@nova.example", "keep": "1"}
    )

    assert f"Léa Martin, {guest.vendor}, est déjà connu ici." in text(known)
    assert f"Même société que cette adresse : {guest.vendor}." in text(colleague)
    assert "Sa société" not in text(known) + text(colleague)


def test_a_public_mailbox_says_nothing_of_the_company(htmx_client, draft):
    PersonFactory(guest=True, email="lea@gmail.com")

    page = htmx_client.post(step_url("path", draft), {"vendor_email": "tom@gmail.com", "keep": "1"})

    assert "Sa société" in text(page)


# Two tabs ---------------------------------------------------------------------------------------


# An ended session -------------------------------------------------------------------------------


def test_what_was_typed_survives_signing_in_again(client, claire):
    typed = {**NEED, "title": "Bon d’achat", "auteur": writer_mark(claire)}
    client.logout()

    sent_away = client.post(reverse(START), typed)
    sign_in_here(client, claire)
    page = client.get(reverse(START))

    assert sent_away.url == f"{reverse('account_login')}?next={reverse(START)}"
    assert "Bon d’achat" in text(page)
    assert KEY not in client.session


def test_signing_in_again_goes_on_with_the_same_draft(client, htmx_client, claire):
    typed = {**NEED, "onglet": "tab-one", "auteur": writer_mark(claire)}
    htmx_client.post(reverse(START), {**typed, "keep": "1"})
    client.logout()
    client.post(reverse(START), {**typed, "title": "Bon d’achat"})
    sign_in_here(client, claire)
    marks = shown_marks(client.get(reverse(START)))

    client.post(reverse(START), {**NEED, **marks, "title": "Bon d’achat de Noël"})

    assert [draft.data["title"] for draft in RegistrationDraft.objects.all()] == [
        "Bon d’achat de Noël"
    ]


@pytest.mark.parametrize("mark", ["", "0" * 16, "é", None])
def test_who_signs_in_next_does_not_see_what_another_typed(client, claire, mark):
    mine = writer_mark(claire) if mark is None else mark
    client.logout()
    client.post(reverse(START), {**NEED, "title": "Bon d’achat", "auteur": mine})
    sign_in_here(client, PersonFactory())

    page = client.get(reverse(START))

    assert "Bon d’achat" not in text(page)
    assert KEY not in client.session


@pytest.mark.parametrize("step", ["need", "profile", "path"])
def test_each_screen_carries_the_mark_of_its_writer(client, claire, draft, step):
    page = text(client.get(step_url(step, draft)))

    assert f'name="auteur" value="{writer_mark(claire)}"' in page


def test_the_ended_session_itself_keeps_what_was_typed(client, claire):
    client.logout()

    client.post(reverse(START), {**NEED, "title": "Bon d’achat"})

    assert "Bon" in client.session[KEY]["body"]
    assert "csrf" not in client.session[KEY]["body"]


def test_typing_after_the_session_ended_leads_to_signing_in(htmx_client, claire):
    htmx_client.logout()

    response = htmx_client.post(reverse(START), {**NEED, "keep": "1"})

    assert response.status_code == 204
    assert response.headers["HX-Redirect"].startswith(reverse("account_login"))
    assert KEY in htmx_client.session


def test_a_huge_form_is_not_kept_in_a_session(client):
    client.post(reverse(START), {**NEED, "need": "x" * 40_000})

    assert KEY not in client.session


def test_another_form_keeps_nothing(client):
    client.post(reverse("governance:theme"), {"theme": "dark"})

    assert KEY not in client.session


def test_sending_twice_after_a_double_click_makes_one_draft(client, claire):
    sent = {**NEED, "onglet": "tab-one"}

    for title in ("Carte cadeau", "Carte cadeau !"):
        client.post(reverse(START), {**sent, "title": title})

    assert RegistrationDraft.objects.count() == 1


def test_a_draft_of_another_person_with_the_same_tab_is_not_taken(client, claire):
    RegistrationDraftFactory(saved_from={"need": "tab-one"})

    client.post(reverse(START), {**NEED, "onglet": "tab-one"})

    assert RegistrationDraft.objects.count() == 2


# Two requests in the same instant ---------------------------------------------------------------


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_double_click_at_the_same_instant_begins_one_draft(at_once):
    """Scenario 2: two requests of one tab, from two connections."""
    person = PersonFactory()

    begun = at_once(
        lambda title: drafts.start_draft(author=person, typed={"title": title}, tab="tab-one"),
        ["Carte", "Carte cadeau"],
    )

    assert {draft.pk for draft in begun} == {RegistrationDraft.objects.get().pk}
