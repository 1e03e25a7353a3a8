"""Views of the company's map that people keep, rename, share and delete."""

import pytest
from django.urls import reverse

from governance import journal
from governance.models import JournalEntry
from governance.verdicts import Incomplete, WrongState
from projects.actions import saved_views
from projects.models import SavedView
from tests.factories import (
    DependencyFactory,
    PersonFactory,
    ProjectFactory,
    SavedViewFactory,
    SystemFactory,
)

pytestmark = pytest.mark.django_db
LIST = "projects:saved-views"


@pytest.fixture
def claire(client):
    person = PersonFactory(name="Claire Aubry")
    client.force_login(person)
    return person


def kept(view):
    view.refresh_from_db()
    return view.name, view.is_shared


def test_what_the_map_shows_is_kept_under_a_name_and_comes_back(client, claire):
    crm, erp = SystemFactory(name="CRM"), SystemFactory(name="ERP")
    DependencyFactory(project=ProjectFactory(title="Refusé"), system=crm, state="refused")
    DependencyFactory(project=ProjectFactory(title="Autre"), system=erp)

    typed = {"page": "matrix", "name": " Les  refus ", "etat": "refused", "autre": "x"}
    response = client.post(reverse(LIST), typed)

    view = SavedView.objects.get()
    assert (view.name, view.filters, view.owner) == ("Les refus", {"etat": "refused"}, claire)
    assert response.url == reverse("projects:company-map") + "?etat=refused"
    html = client.get(response.url).content.decode()
    assert "Refusé" in html
    assert ">Autre</a>" not in html
    assert 'aria-current="true" href="?etat=refused">Les refus</a>' in html


def test_the_form_comes_with_the_filters_of_the_map_in_words(client, claire):
    SystemFactory(category="Ventes")

    html = client.get(reverse(LIST), {"carte": "domains", "categorie": "Ventes"}).content.decode()

    assert '<input type="hidden" name="categorie" value="Ventes">' in html
    assert '<p class="small text-secondary m-0">Ventes</p>' in html


@pytest.mark.parametrize("name", ["", "   ", "\u200b"])
def test_a_view_without_a_name_is_asked_again_with_its_filters(client, claire, name):
    typed = {"page": "matrix", "name": name, "etat": "refused"}

    response = client.post(reverse(LIST), typed)

    assert response.status_code == 422
    assert '<input type="hidden" name="etat" value="refused">' in response.content.decode()
    assert not SavedView.objects.exists()


def test_two_views_of_one_person_cannot_bear_the_same_name(client, claire):
    SavedViewFactory(owner=claire, name="Les refus")
    SavedViewFactory(name="À quelqu’un d’autre")

    response = client.post(reverse(LIST), {"page": "matrix", "name": "Les refus"})

    assert response.status_code == 422
    assert "Vous avez déjà une vue «\u00a0Les refus\u00a0»" in response.content.decode()
    for page, name in (("domains", "Les refus"), ("matrix", "À quelqu’un d’autre")):
        saved_views.save_view(by=claire, page=page, name=name, filters={})
    assert SavedView.objects.filter(owner=claire).count() == 3


def test_renamed_then_shared(client, claire):
    view = SavedViewFactory(owner=claire)
    url = reverse("projects:saved-view", args=[view.pk])

    assert client.post(url, {"name": "Nos refus", "is_shared": "on"}).status_code == 302

    assert kept(view) == ("Nos refus", True)
    assert "Nos refus" in client.get(url).content.decode()


def test_renaming_to_a_name_already_taken_keeps_both_as_they_were(client, claire):
    one, _other = (SavedViewFactory(owner=claire, name=name) for name in ("Un", "Deux"))

    response = client.post(reverse("projects:saved-view", args=[one.pk]), {"name": "Deux"})

    assert response.status_code == 422
    assert kept(one) == ("Un", False)


def test_a_shared_view_is_in_everybody_s_list_and_in_nobody_else_s_hands(client, claire):
    sophie = PersonFactory(name="Sophie Marchand")
    shared = SavedViewFactory(owner=sophie, name="Partagée", is_shared=True)
    SavedViewFactory(owner=sophie, name="Privée")
    SavedViewFactory(owner=PersonFactory(is_active=False), name="Partie", is_shared=True)

    html = client.get(reverse("projects:company-map")).content.decode()

    assert "Partagée (Sophie Marchand)" in html
    assert "Privée" not in html
    assert "Partie" not in html
    for name in ("projects:saved-view", "projects:saved-view-removal"):
        assert client.post(reverse(name, args=[shared.pk]), {"name": "x"}).status_code == 404
    assert kept(shared) == ("Partagée", True)


def test_deleted(client, claire):
    view = SavedViewFactory(owner=claire)

    response = client.post(reverse("projects:saved-view-removal", args=[view.pk]), follow=True)

    assert not SavedView.objects.exists()
    assert "supprimée" in response.content.decode()


def test_what_becomes_of_a_view_is_in_the_journal(client, claire):
    client.post(reverse(LIST), {"page": "matrix", "name": "Les refus"})
    view = SavedView.objects.get()
    shared = {"name": "Nos refus", "is_shared": "on"}
    client.post(reverse("projects:saved-view", args=[view.pk]), shared)
    client.post(reverse("projects:saved-view-removal", args=[view.pk]))

    rows = JournalEntry.objects.order_by("pk").values_list("verb", "subject_text", "actor", "facts")
    assert list(rows) == [
        ("view.kept", "Les refus", claire.pk, {"page": "matrix", "shared": False}),
        (
            "view.changed",
            "Nos refus",
            claire.pk,
            {"before": "Les refus", "was_shared": False, "shared": True},
        ),
        ("view.removed", "Nos refus", claire.pk, {"page": "matrix", "shared": True}),
    ]
    assert not list(journal.broken_links())


def test_what_is_refused_leaves_no_trace(claire):
    one, _other = (SavedViewFactory(owner=claire, name=name) for name in ("Un", "Deux"))

    with pytest.raises(Incomplete):
        saved_views.change_view(view=one, name="Deux", is_shared=True, by=claire)

    assert not JournalEntry.objects.exists()


def test_a_page_left_open_does_not_bring_back_a_view_that_was_deleted(claire):
    view = SavedViewFactory(owner=claire, name="Les refus")
    saved_views.remove_view(view=SavedView.objects.get(), by=claire)

    with pytest.raises(WrongState, match="vient d’être supprimée"):
        saved_views.change_view(view=view, name="Nos refus", is_shared=True, by=claire)

    assert not SavedView.objects.exists()


def test_a_view_kept_long_ago_with_filters_unknown_today_still_opens(client, claire):
    SavedViewFactory(owner=claire, filters={"etat": "gone", "inconnu": "x", "page": "7"})

    html = client.get(reverse("projects:company-map")).content.decode()

    assert 'href="?etat=gone&amp;page=7"' in html
    assert client.get(reverse("projects:company-map") + "?etat=gone&page=7").status_code == 200


def test_nobody_keeps_views_without_end(claire):
    for n in range(saved_views.MOST_VIEWS):
        SavedViewFactory(owner=claire, name=f"Vue {n}")

    with pytest.raises(Incomplete):
        saved_views.save_view(by=claire, page="matrix", name="Encore une", filters={})


def test_as_many_queries_for_one_view_as_for_three(client, claire, django_assert_num_queries):
    SavedViewFactory(owner=claire, name="Un")
    client.get(reverse(LIST))
    with django_assert_num_queries(2):
        client.get(reverse(LIST))
    SavedViewFactory(owner=claire, name="Deux")
    SavedViewFactory(owner=claire, name="Trois")
    with django_assert_num_queries(2):
        client.get(reverse(LIST))


def test_one_view_at_most_is_the_one_being_looked_at(client, claire):
    SavedViewFactory(owner=claire, name="Mois", filters={"vue": "temps"})
    page = reverse("projects:company-map")

    shown = {query: client.get(page + query).content.decode() for query in ("", "?vue=temps")}

    assert 'aria-current="true" href="/cartographie/">Tout</a>' in shown[""]
    assert 'aria-current="true" href="?vue=temps">Mois</a>' in shown["?vue=temps"]
    assert 'aria-current="true" href="/cartographie/">Tout</a>' not in shown["?vue=temps"]
