"""What one asks of the company's map: by category, answer, unit, period, focus; what nobody needs."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from projects.company_map import Asked, look
from tests.factories import (
    MilestoneFactory,
    PersonFactory,
    ProjectFactory,
    SeatFactory,
    SystemFactory,
    TeamFactory,
)
from tests.projects.map_situations import DOMAINS, MAP, html_of, lean

pytestmark = pytest.mark.django_db


@pytest.fixture
def anne(client):
    person = PersonFactory(name="Anne Delmas", mandate="manager")
    client.force_login(person)
    return person


def shown(person, **asked):
    """Which systems and projects meet on the map that is asked for."""
    sight = look(person, Asked(**asked))
    names = {system.pk: system.name for system in sight.systems}
    return {(names[system], sight.lines[project].title) for system, project in sight.leans}


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
