"""The company's map: who sees it, what it draws, its details, what it costs."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from projects.company_map import MOST_COLUMNS
from tests.factories import (
    FreezePeriodFactory,
    MilestoneFactory,
    PersonFactory,
    ProjectFactory,
    SeatFactory,
    SystemAnnouncementFactory,
    SystemFactory,
)
from tests.projects.map_situations import DOMAINS, MAP, html_of, lean

pytestmark = pytest.mark.django_db


@pytest.fixture
def anne(client):
    person = PersonFactory(name="Anne Delmas", mandate="manager")
    client.force_login(person)
    return person


def test_guest_meets_a_refusal_that_says_where_their_own_map_is(client):
    client.force_login(SeatFactory(vendor=True).person)

    for name in (MAP, DOMAINS, "projects:saved-views"):
        response = client.get(reverse(name))
        assert response.status_code == 403
        assert "La carte de vos projets" in response.content.decode()


def test_few_projects_are_a_table_with_a_word_for_each_meeting(client, anne):
    crm = SystemFactory(name="CRM", owner=PersonFactory(name="Karim Haddad"))
    shop = ProjectFactory(title="Boutique")
    lean(shop, crm, direction="in", state="confirmed")

    html = html_of(client)

    assert '<table class="matrix' in html
    assert "CRM et Boutique\u00a0: le projet lit, confirmée" in html
    assert "Karim Haddad" in html
    assert "1 système du catalogue, 1 projet." in html


def test_many_projects_are_a_map_whose_signs_name_their_row_column_and_word(client, anne):
    crm = SystemFactory(name="CRM")
    rows = [lean(ProjectFactory(), crm, state="refused", direction="out") for _n in range(13)]

    html = html_of(client)

    one = rows[0]
    label = f'aria-labelledby="s{crm.pk} p{one.project_id} k10"'
    assert f'<a href="{crm.pk}/{one.project_id}/" {label}>' in html
    assert '<span id="k10">le projet envoie, refusée</span>' in html
    assert f'id="s{crm.pk}"' in html
    assert f'id="p{one.project_id}"' in html


def test_hostile_names_are_only_text(client, anne):
    system = SystemFactory(name='<b onclick="x">CRM', category="<i>Ventes")
    for n in range(14):
        lean(ProjectFactory(title=f'"><script>alert({n})</script>'), system)

    pages = [html_of(client, vue=view) for view in ("carte", "tableau", "temps")]
    pages += [html_of(client, DOMAINS), html_of(client, "projects:map-system", [system.pk])]

    for html in pages:
        assert "<script>alert" not in html
        assert "<b onclick" not in html
        assert "<i>Ventes" not in html


def test_most_connected_project_comes_first(client, anne):
    systems = SystemFactory.create_batch(2)
    small, large = ProjectFactory(title="Petit"), ProjectFactory(title="Grand")
    lean(small, systems[0])
    for system in systems:
        lean(large, system)

    html = html_of(client, vue="tableau")

    assert html.index(">Grand</a>") < html.index(">Petit</a>")


def test_a_system_that_stops_is_said_with_who_still_needs_it(client, anne):
    soon = SystemFactory(name="FIDELITE", retires_on=date.today() + timedelta(days=40))
    lean(ProjectFactory(), soon)
    lean(ProjectFactory(), soon)

    html = html_of(client)

    assert "Un système s’arrête et deux projets y tiennent encore." in html
    assert '<tr class="retire">' in html
    assert "s’arrête le" in html


def test_an_archived_system_that_a_project_still_needs_stays_on_the_map(client, anne):
    old = SystemFactory(name="ANCIEN", archived_by=anne, archived_at="2026-01-01T00:00Z")
    lean(ProjectFactory(), old)

    html = html_of(client)

    assert "ANCIEN" in html
    assert "archivé" in html


def test_panel_of_a_system_says_its_life_and_who_leans_on_it(client, htmx_client, anne):
    crm = SystemFactory(name="CRM", owned=True)
    FreezePeriodFactory(
        system=crm,
        label="Soldes",
        starts_on=date.today() + timedelta(days=3),
        ends_on=date.today() + timedelta(days=9),
    )
    SystemAnnouncementFactory(system=crm, kind="change", text="Nouvelle version")
    lean(ProjectFactory(title="Boutique"), crm, state="to_confirm")
    lean(ProjectFactory(title="En service", live=True), crm, state="confirmed")
    htmx_client.force_login(anne)

    piece = htmx_client.get(reverse("projects:map-system", args=[crm.pk])).content.decode()

    assert piece.strip().startswith('<section class="cm-panel"')
    for words in ("Boutique", "au travail du", "en service", "Soldes", "changement annoncé"):
        assert words in piece
    assert "<html" in html_of(client, "projects:map-system", [crm.pk])
    assert reverse("projects:system", args=[crm.pk]) in piece


def test_panel_of_a_meeting_lists_its_dependencies(client, anne):
    crm, shop = SystemFactory(name="CRM"), ProjectFactory(title="Boutique")
    first = lean(shop, crm, nature="data_flow", data="comptes clients")
    second = lean(shop, crm, nature="authentication", state="refused", word="Pas en janvier.")

    html = html_of(client, "projects:map-cell", [crm.pk, shop.pk])

    for row in (first, second):
        assert reverse("projects:dependency", args=[row.pk]) in html
    assert "comptes clients" in html
    assert "Pas en janvier." in html
    elsewhere = reverse("projects:map-cell", args=[crm.pk, ProjectFactory().pk])
    assert client.get(elsewhere).status_code == 404


def test_domain_map_has_a_block_a_category_and_a_card_a_system(client, anne):
    crm = SystemFactory(name="CRM", category="Ventes", criticality=1, personal_data="yes")
    SystemFactory(name="PIM", category="Contenus", personal_data="none")
    shop = ProjectFactory(title="Boutique")
    lean(shop, crm)

    html = html_of(client, DOMAINS)

    assert html.count('<section class="cm-block"') == 2
    assert f'data-projects="{shop.pk}"' in html
    assert 'aria-label="CRM, 1 projet, criticité vitale, données personnelles"' in html
    assert f'id="p{shop.pk}"' in html


def test_columns_beyond_a_page_are_counted_and_one_click_away(client, anne, monkeypatch):
    monkeypatch.setitem(MOST_COLUMNS, "carte", 2)
    crm = SystemFactory()
    titles = {f"Projet {letter}" for letter in "ABCDE"}
    for title in sorted(titles):
        lean(ProjectFactory(title=title), crm)

    pages = [html_of(client, vue="carte", page=number) for number in (1, 2, 3)]

    found = [{title for title in titles if title in html} for html in pages]
    assert [len(one) for one in found] == [2, 2, 1]
    assert set.union(*found) == titles
    assert "Projets 1 à 2 sur 5, les plus reliés d’abord." in pages[0]
    assert "Projets suivants" in pages[0]
    assert "Projets suivants" not in pages[2]


@pytest.mark.parametrize("name", [MAP, DOMAINS])
@pytest.mark.parametrize("view", ["carte", "tableau", "temps"])
def test_as_many_queries_for_one_project_as_for_three(
    client, anne, name, view, django_assert_num_queries
):
    def grow():
        project = ProjectFactory(staffed=True)
        MilestoneFactory(project=project, ref="acceptance")
        for _n in range(2):
            lean(project, SystemFactory(owned=True))

    grow()
    html_of(client, name, vue=view)
    with django_assert_num_queries(7):
        html_of(client, name, vue=view)
    grow()
    grow()
    with django_assert_num_queries(7):
        html_of(client, name, vue=view)
