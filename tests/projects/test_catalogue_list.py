"""The list of the systems: searched, filtered, by fifty, at what cost."""

import pytest
from django.utils import timezone

from governance.models import System
from tests.factories import AnnouncementReachFactory, DependencyFactory, SystemAnnouncementFactory
from tests.factories_house import FreezePeriodFactory, SystemFactory, SystemInterfaceFactory
from tests.projects.announcing import day, leaning_on

pytestmark = pytest.mark.django_db


LIST = "/systemes/"


@pytest.fixture
def crm(db):
    return SystemFactory(name="CRM", category="Clients", nature="CRM commercial", owned=True)


@pytest.fixture
def owner(client, crm):
    client.force_login(crm.owner)
    return crm.owner


def names(page):
    return [row["system"].name for row in page.context["rows"]]


def test_list_shows_the_systems_and_who_leans(client, owner, crm):
    DependencyFactory(system=crm)
    DependencyFactory(system=crm)
    SystemFactory(name="VIEUX", archived_at=timezone.now(), archived_by=owner)

    page = client.get(LIST)

    assert names(page) == ["CRM"]
    assert page.context["rows"][0]["system"].leaning == 2
    assert "fiche à confirmer" in page.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=commercial", ["CRM"]),
        ("q=CRM+commercial", ["CRM"]),
        ("q=Alix", ["CRM"]),
        ("q=zzz", []),
        ("categorie=Clients", ["CRM"]),
        ("categorie=Rien", []),
        ("donnees=avec", ["CRM", "ETL"]),
        ("donnees=sans", ["PIM"]),
        ("donnees=inconnu", ["DAM"]),
        ("donnees=autre", []),
        ("vie=active", ["CRM", "DAM"]),
        ("vie=replaced", ["PIM"]),
        ("vie=retiring", ["ETL"]),
        ("vie=archived", ["VIEUX"]),
        ("vie=autre", []),
        ("revoir=1", ["CRM"]),
        ("equipe=it-hosting&categorie=Clients", ["CRM"]),
        ("equipe=personne", []),
        ("page=99", ["CRM", "DAM", "ETL", "PIM"]),
    ],
)
def test_list_is_searched_and_filtered(client, owner, crm, query, found):
    DependencyFactory(system=crm)
    others = {"category": "Contenus"}
    SystemFactory(name="DAM", personal_data="unknown", number=2001, **others)
    SystemFactory(name="ETL", retires_on=day(30), number=2002, **others)
    SystemFactory(name="PIM", personal_data="none", replaced_by=crm, number=2003, **others)
    SystemFactory(
        name="VIEUX", personal_data="low", archived_at=timezone.now(), archived_by=owner, **others
    )

    assert names(client.get(f"{LIST}?{query}")) == found


def test_list_piece_comes_alone_and_empty_lists_say_so(client, htmx_client, owner):
    htmx_client.force_login(owner)

    piece = htmx_client.get(LIST).content.decode()
    nothing = client.get(f"{LIST}?q=zzz").content.decode()
    System.objects.all().delete()
    empty = client.get(LIST).content.decode()

    assert piece.lstrip().startswith('<div class="split split-left" id="systemes"')
    assert "Aucun système ne correspond" in nothing
    assert "Le catalogue est vide" in empty


def test_list_goes_by_fifty_and_keeps_its_filters(client, owner):
    SystemFactory.create_batch(60, category="Socle")

    first = client.get(f"{LIST}?categorie=Socle")
    second = client.get(LIST + first.context["next_url"])

    assert (len(first.context["rows"]), len(second.context["rows"])) == (50, 10)
    assert "categorie=Socle" in first.context["next_url"]
    assert (first.context["previous_url"], second.context["next_url"]) == ("", "")


def test_list_and_fiche_take_as_many_statements_whatever_the_rows(
    client, owner, crm, django_assert_max_num_queries
):
    for url, most in ((LIST, 7), (crm.get_absolute_url(), 13)):
        counts = []
        for rows in (1, 3):
            while System.objects.count() < rows + 1:
                SystemFactory(owned=True, replaced_by=crm)
            while crm.dependencies.count() < rows + 1:
                leaning_on(crm)
                SystemInterfaceFactory(system=crm, name=f"API {crm.interfaces.count()}")
                FreezePeriodFactory(system=crm)
                made = SystemAnnouncementFactory(system=crm)
                AnnouncementReachFactory(announcement=made)
            client.get(url)
            with django_assert_max_num_queries(most) as found:
                client.get(url)
            counts.append(len(found))
        assert counts[0] == counts[1], url
