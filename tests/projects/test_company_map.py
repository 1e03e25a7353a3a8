"""The company's map: who sees it, what it draws, its filters, its details and its sheets."""

import csv
import io
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from projects.company_map import MOST_COLUMNS, Asked, look
from tests.factories import (
    DependencyFactory,
    FreezePeriodFactory,
    MilestoneFactory,
    PersonFactory,
    ProjectFactory,
    SeatFactory,
    SystemAnnouncementFactory,
    SystemFactory,
    TeamFactory,
)

pytestmark = pytest.mark.django_db
MAP, DOMAINS = "projects:company-map", "projects:domain-map"


@pytest.fixture
def anne(client):
    person = PersonFactory(name="Anne Delmas", mandate="manager")
    client.force_login(person)
    return person


def lean(project, system, **facts):
    return DependencyFactory(project=project, system=system, **facts)


def shown(person, **asked):
    """Which systems and projects meet on the map that is asked for."""
    sight = look(person, Asked(**asked))
    names = {system.pk: system.name for system in sight.systems}
    return {(names[system], sight.lines[project].title) for system, project in sight.leans}


def html_of(client, name=MAP, args=(), **asked):
    response = client.get(reverse(name, args=args), asked)
    assert response.status_code == 200
    return response.content.decode()


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


def test_cancelled_projects_and_replaced_dependencies_are_history(anne):
    crm = SystemFactory(name="CRM")
    lean(ProjectFactory(title="Arrêté", state="cancelled"), crm)
    lean(ProjectFactory(title="Remplacé"), crm, state="replaced")
    lean(ProjectFactory(title="Vivant"), crm)
    lean(ProjectFactory(title="En service", live=True), crm)

    assert shown(anne) == {("CRM", "Vivant")}
    assert shown(anne, scope="service") == {("CRM", "En service")}
    assert shown(anne, scope="tous") == {("CRM", "Vivant"), ("CRM", "En service")}


def test_filters_by_category_answer_and_unit(anne):
    crm, erp = SystemFactory(name="CRM", category="Ventes"), SystemFactory(name="ERP")
    team = TeamFactory(slug="brand", name="Marque")
    branded, other = ProjectFactory(title="Marque"), ProjectFactory(title="Autre")
    SeatFactory(project=branded, bearer=True, person=PersonFactory(team=team))
    lean(branded, crm, state="refused")
    lean(other, erp)

    assert shown(anne, category="Ventes") == {("CRM", "Marque")}
    assert shown(anne, state="refused") == {("CRM", "Marque")}
    assert shown(anne, unit=str(team.pk)) == {("CRM", "Marque")}
    assert shown(anne, category="Ventes", state="confirmed") == set()


def test_personal_data_as_the_flow_says_else_as_its_system_is_known_for(anne):
    yes, no = (
        SystemFactory(name="YES", personal_data="yes"),
        SystemFactory(name="NO", personal_data="none"),
    )
    project = ProjectFactory(title="P")
    lean(project, yes)
    lean(project, no)
    lean(ProjectFactory(title="Produits"), yes, categories=["products"])
    lean(ProjectFactory(title="Contacts"), no, categories=["products", "contact"])

    assert shown(anne, personal="oui") == {("YES", "P"), ("NO", "Contacts")}
    assert shown(anne, personal="non") == {("NO", "P"), ("YES", "Produits")}


@pytest.mark.parametrize(
    "asked",
    [
        {"category": "inconnue"},
        {"unit": "x"},
        {"unit": "0"},
        {"state": "x"},
        {"personal": "x"},
        {"period": "demain"},
        {"period": "2026-13"},
        {"scope": "x"},
        {"system": "x"},
        {"system": "999999"},
    ],
)
def test_an_unknown_value_finds_nothing(anne, asked):
    lean(ProjectFactory(), SystemFactory())

    assert shown(anne)
    assert shown(anne, **asked) == set()


@pytest.mark.parametrize(
    "query", ["page=-1", "page=²", "page=99", "vue=x", "systeme=%00", "systeme=" + "9" * 40]
)
def test_a_spoilt_address_still_answers(client, anne, query):
    lean(ProjectFactory(), SystemFactory())

    assert client.get(f"{reverse(MAP)}?{query}").status_code == 200
    assert client.get(f"{reverse(DOMAINS)}?{query}").status_code == 200


@time_machine.travel("2026-11-02 09:00+01:00", tick=False)
def test_period_and_months_follow_the_weeks_of_work(client, anne):
    crm = SystemFactory(name="CRM", retires_on=date(2027, 1, 10))
    early = ProjectFactory(title="Tôt", launch_on=date(2026, 12, 18))
    MilestoneFactory(project=early, ref="acceptance", due_on=date(2026, 12, 4))
    MilestoneFactory(project=early, ref="launch", due_on=date(2026, 12, 18))
    late = ProjectFactory(title="Tard", launch_on=date(2027, 3, 12))
    for project in (early, late):
        lean(project, crm)

    assert shown(anne, period="2026-11") == {("CRM", "Tôt")}  # ten working days before
    assert shown(anne, period="2026-12") == {("CRM", "Tôt")}
    assert shown(anne, period="2027-02") == {("CRM", "Tard")}
    assert shown(anne, period="2027-01") == set()
    assert shown(anne, period="4s") == {("CRM", "Tôt")}
    assert shown(anne, period="3m") == {("CRM", "Tôt")}
    html = html_of(client, vue="temps")
    assert "CRM en décembre 2026\u00a0: 1 projet au travail" in html
    assert "CRM en mars 2027\u00a0: 1 projet au travail" in html
    assert html.count("is-late") == 2  # February and March, once the system has stopped


def test_focus_shows_the_projects_of_a_system_and_what_else_they_need(client, anne):
    crm, erp, other = (SystemFactory(name=name) for name in ("CRM", "ERP", "PIM"))
    ours, theirs = ProjectFactory(title="Nôtre"), ProjectFactory(title="Leur")
    for system in (crm, erp):
        lean(ours, system)
    lean(theirs, other)

    assert shown(anne, system=str(crm.pk)) == {("CRM", "Nôtre"), ("ERP", "Nôtre")}
    html = html_of(client, systeme=crm.pk)
    assert "Seulement les projets qui s’appuient sur <b>CRM</b>" in html
    assert 'id="t-panneau"' in html


def test_systems_that_nobody_needs_are_counted_then_shown(client, anne):
    lean(ProjectFactory(), SystemFactory(name="CRM"))
    SystemFactory(name="OUBLIE")
    SystemFactory(name="ARCHIVE", archived_by=anne, archived_at="2026-01-01T00:00Z")

    html = html_of(client)
    everything = html_of(client, vides="1")

    assert "Personne ne s’appuie sur 1 système du catalogue." in html
    assert "OUBLIE" not in html
    assert "OUBLIE" in everything
    assert "ARCHIVE" not in everything


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


def test_csv_has_a_row_a_system_and_nothing_that_a_spreadsheet_would_run(client, anne):
    crm = SystemFactory(name="=CRM()", category="@ventes")
    shop = ProjectFactory(title="+Boutique", key="-1")
    lean(shop, crm, direction="in", state="confirmed")
    SystemFactory(name="INUTILE")

    response = client.get(reverse("projects:company-map-export", args=["csv"]))

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    head, row = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert row[:2] == ["'=CRM()", "'@ventes"]
    assert head[-1] == "'-1 +Boutique"
    assert (row[6], row[7]) == ("1", "le projet lit, confirmée")
    assert "attachment" in response["Content-Disposition"]


def test_xlsx_says_the_same_as_text(client, anne):
    lean(ProjectFactory(title="\x0bSalon"), SystemFactory(name="=1+1"), state="refused")

    response = client.get(reverse("projects:company-map-export", args=["xlsx"]))

    sheet = load_workbook(io.BytesIO(response.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[1][0] == "'=1+1"
    assert sheet["A2"].data_type == "s"
    assert rows[0][7].endswith("Salon")
    assert rows[1][7] == "le projet envoie, refusée"


def test_export_follows_the_filters_and_knows_two_formats(client, anne):
    lean(ProjectFactory(), SystemFactory(name="CRM"), state="refused")
    lean(ProjectFactory(), SystemFactory(name="ERP"))

    response = client.get(reverse("projects:company-map-export", args=["csv"]), {"etat": "refused"})

    text = b"".join(response.streaming_content).decode()
    assert "CRM" in text
    assert "ERP" not in text
    assert client.get(reverse("projects:company-map-export", args=["pdf"])).status_code == 404
