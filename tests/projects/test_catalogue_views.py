"""The pages of the catalogue: list, fiche, edits, archive, announcements."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.models import System
from projects import impact
from tests.factories import (
    AnnouncementReachFactory,
    DependencyFactory,
    PersonFactory,
    SystemAnnouncementFactory,
)
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


def typed(system, **changed):
    """The form of a fiche as a browser sends it."""
    values = {
        "name": system.name,
        "category": system.category,
        "nature": system.nature,
        "owner_team": system.owner_team_id,
        "owner": system.owner_id or "",
        "criticality": system.criticality,
        "personal_data": system.personal_data,
        "replaced_by": system.replaced_by_id or "",
        "retires_on": "",
        "version": system.version,
    }
    return values | changed


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


def test_fiche_says_everything(client, owner, crm):
    heir = SystemFactory(name="CRM-NEUF")
    System.objects.filter(pk=crm.pk).update(replaced_by=heir, external_key="APP-12")
    SystemInterfaceFactory(system=crm, name="API clients", note="cent appels par minute")
    SystemInterfaceFactory(system=crm, name="Fichier de nuit", ended_on=day(-1))
    FreezePeriodFactory(system=crm, label="Clôture")
    FreezePeriodFactory(label="Gel des fêtes")
    project = leaning_on(crm, title="Refonte du site")
    SystemAnnouncementFactory(system=crm)

    page = client.get(crm.get_absolute_url()).content.decode()

    wanted = (
        "CRM-NEUF", "APP-12", "API clients", "cent appels par minute", "Fichier de nuit",
        "Clôture", "Gel des fêtes", "toute l’entreprise", "Refonte du site", project.key,
        "En cours de remplacement", "Tout est juste", "données personnelles", "Annonces",
    )  # fmt: skip
    assert [words for words in wanted if words not in page] == []


def test_fiche_of_others_is_read_and_not_kept(client, crm):
    client.force_login(PersonFactory())

    page = client.get(crm.get_absolute_url()).content.decode()

    assert "Modifier la fiche" not in page
    assert "Archiver" not in page


def test_fiche_says_that_the_owner_left(client, crm):
    crm.owner.is_active = False
    crm.owner.save()
    client.force_login(PersonFactory(team=crm.owner_team))

    page = client.get(crm.get_absolute_url()).content.decode()

    assert "Le propriétaire est parti" in page
    assert "Dire qui en répond" in page
    assert "Propriétaire parti" in client.get(LIST).content.decode()


def test_guest_meets_no_page_of_the_catalogue(client, crm):
    client.force_login(PersonFactory(guest=True))

    assert [client.get(url).status_code for url in (LIST, crm.get_absolute_url())] == [403, 403]
    home = client.get("/").content.decode()
    assert LIST not in home
    assert "Cartographie" not in home


def test_edit_saves_and_leads_back(client, owner, crm):
    url = reverse("projects:system-edit", args=[crm.pk])

    shown = client.get(url)
    done = client.post(url, typed(crm, nature="CRM B2B", retires_on=str(day(90))))

    crm.refresh_from_db()
    assert (shown.status_code, done.url) == (200, crm.get_absolute_url())
    assert (crm.nature, crm.retires_on) == ("CRM B2B", day(90))


def test_edit_badly_filled_keeps_what_was_typed(client, owner, crm):
    url = reverse("projects:system-edit", args=[crm.pk])
    heir = SystemFactory(name="SUITE", replaced_by=crm)

    empty = client.post(url, typed(crm, name="", nature="CRM B2B"))
    circle = client.post(url, typed(crm, replaced_by=heir.pk, nature="CRM B2B"))

    assert (empty.status_code, circle.status_code) == (422, 422)
    assert "CRM B2B" in empty.content.decode()
    assert "CRM → SUITE → CRM" in circle.content.decode()


def test_second_editor_reads_what_the_first_did_and_loses_nothing(client, owner, crm):
    """Scenario 99, on a fiche."""
    url = reverse("projects:system-edit", args=[crm.pk])
    client.post(url, typed(crm, nature="par la première"))

    late = client.post(url, typed(crm, nature="par la seconde"))

    page = late.content.decode()
    assert late.status_code == 409
    assert "La fiche a changé entre-temps" in page
    assert "par la première" in page
    assert 'value="par la seconde"' in page
    assert 'name="version" value="2"' in page
    crm.refresh_from_db()
    assert crm.nature == "par la première"
    again = client.post(url, typed(crm, nature="par la seconde", version=2))
    assert again.status_code == 302


def test_steward_adds_a_system(client, crm):
    client.force_login(PersonFactory(steward=True))
    url = reverse("projects:system-add")

    taken = client.post(url, typed(crm))
    done = client.post(url, typed(crm, name="NOUVEAU"))

    assert client.get(url).status_code == 200
    assert (taken.status_code, done.status_code) == (422, 302)
    assert "Ce nom est déjà celui" in taken.content.decode()
    assert System.objects.get(name="NOUVEAU").number > 1000


def test_confirmation_by_its_button(client, owner, crm):
    url = reverse("projects:system-confirmation", args=[crm.pk])

    done = client.post(url, {"version": 1})
    stale = client.post(url, {"version": 9})

    crm.refresh_from_db()
    assert (done.status_code, stale.status_code, crm.confirmed_by) == (302, 409, owner)


def test_interfaces_and_freezes_come_and_go_by_their_pages(client, owner, crm):
    interface, freeze = (
        reverse(f"projects:{name}", args=[crm.pk]) for name in ("interface-add", "freeze-add")
    )
    said = {"name": "API clients", "protocol": "api", "note": ""}
    days = {"label": "Clôture", "starts_on": str(day(5)), "ends_on": str(day(9))}

    assert [client.get(url).status_code for url in (interface, freeze)] == [200, 200]
    assert client.post(interface, said).status_code == 302
    assert client.post(interface, said).status_code == 422
    assert client.post(freeze, days | {"ends_on": str(day(1))}).status_code == 422
    assert client.post(freeze, days).status_code == 302
    row, gel = crm.interfaces.get(), crm.freezes.get()
    assert client.post(reverse("projects:interface-end", args=[row.pk])).status_code == 302
    assert client.post(reverse("projects:freeze-withdrawal", args=[gel.pk])).status_code == 302
    row.refresh_from_db()
    assert (row.ended_on, crm.freezes.count()) == (timezone.localdate(), 0)


def test_archiving_shows_the_projects_then_asks_why(client, owner, crm):
    leaning_on(crm, title="Refonte du site")
    url = reverse("projects:system-archiving", args=[crm.pk])

    shown = client.get(url)
    stamp = shown.context["stamp"]
    assert "Refonte du site" in shown.content.decode()
    assert client.post(url, {"reason": "", "stamp": stamp}).status_code == 422
    late = client.post(url, {"reason": "Remplacé", "stamp": impact.stamp_of([])})
    assert (late.status_code, "Remplacé" in late.content.decode()) == (409, True)
    assert client.post(url, {"reason": "Remplacé", "stamp": stamp}).status_code == 302

    page = client.get(crm.get_absolute_url()).content.decode()
    assert "Archivé, gardé pour mémoire" in page
    edit = reverse("projects:system-edit", args=[crm.pk])
    announce = reverse("projects:announcement-add", args=[crm.pk])
    assert [client.get(u).status_code for u in (url, edit, announce)] == [409, 409, 409]
    assert client.post(reverse("projects:system-return", args=[crm.pk])).status_code == 302
    assert client.get(LIST).context["rows"][0]["system"] == crm


def test_cartography_is_in_the_top_bar_and_the_catalogue_is_one_of_its_tabs(client, owner):
    page = client.get(LIST).content.decode()

    assert 'href="/cartographie/" aria-current="page"' in page
    tabs = page[page.index('class="nav nav-underline tabs') :]
    tabs = tabs[: tabs.index("</nav>")]
    assert [tabs.index(word) for word in ("Matrice", "Par domaine", "Catalogue SI")] == sorted(
        tabs.index(word) for word in ("Matrice", "Par domaine", "Catalogue SI")
    )
    assert 'href="/systemes/" aria-current="page"' in tabs


def test_confirmation_a_year_old_is_asked_for_on_the_fiche(client, owner, crm):
    leaning_on(crm)
    System.objects.filter(pk=crm.pk).update(
        confirmed_by=owner, confirmed_at=timezone.now() - timedelta(days=400)
    )

    assert "toujours juste" in client.get(crm.get_absolute_url()).content.decode()
    client.post(reverse("projects:system-confirmation", args=[crm.pk]), {"version": 1})
    assert "toujours juste" not in client.get(crm.get_absolute_url()).content.decode()
