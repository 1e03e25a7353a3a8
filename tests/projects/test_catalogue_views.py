"""The pages of the catalogue: list, fiche, edits, archive, announcements."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.models import System
from projects import impact
from tests.factories import PersonFactory, SystemAnnouncementFactory
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
