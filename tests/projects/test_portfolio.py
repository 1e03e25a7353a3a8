from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.roles import Role
from projects import listing, portfolio
from projects.models import Project
from projects.search import plain, words
from projects.spreadsheet import neutral
from tests.factories import (
    KindFactory,
    MilestoneFactory,
    MoveFactory,
    PersonFactory,
    ProjectFactory,
    SeatFactory,
    VendorFactory,
    member,
)

pytestmark = pytest.mark.django_db
URL = "/portefeuille/"


def listed(project, **columns):
    """A project whose list columns are written, then forced to what the test needs."""
    portfolio.refresh(project)
    Project.objects.filter(pk=project.pk).update(**columns)
    return project


def texts(response):
    return response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_three_statements_whatever_the_rows(
    client, django_assert_max_num_queries, count
):
    for _n in range(count):
        project = ProjectFactory(staffed=True)
        MilestoneFactory(project=project)
        MoveFactory(project=project, late=True)
        listed(project)
    client.force_login(PersonFactory())

    with django_assert_max_num_queries(4) as first:  # the closures, once a minute
        client.get(URL)
    with django_assert_max_num_queries(3) as then:
        response = client.get(URL)

    assert (len(first), len(then)) == (4, 2)
    assert texts(response).count('class="pf-title"') == count


def test_a_guest_sees_only_the_projects_of_their_seats(client):
    mine, other = ProjectFactory(title="Le mien"), ProjectFactory(title="Un autre")
    for project in (mine, other):
        listed(project)
    client.force_login(member(mine, Role.VENDOR))

    page = texts(client.get(URL))

    assert "Le mien" in page
    assert "Un autre" not in page
    assert "Mes projets" in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"q": "eteche"}, set()),
        ({"q": "Ete sechE"}, {"watch"}),
        ({"sante": "risk"}, {"watch", "trouble"}),
        ({"sante": "good"}, {"good"}),
        ({"sante": "unheard-of"}, set()),
        ({"balle": "vendor"}, {"trouble"}),
        ({"balle": "mine"}, {"good"}),
        ({"chemin": "express"}, {"watch"}),
        ({"nature": "event"}, {"trouble"}),
        ({"q": "\0"}, {"watch", "trouble", "good"}),
    ],
)
def test_filters(client, query, names):
    reader = PersonFactory()
    event = KindFactory(slug="event", name="Application d’événement")
    made = {
        "watch": ProjectFactory(title="Été sèche", level="express"),
        "trouble": ProjectFactory(title="Salon", kind=event),
        "good": ProjectFactory(title="Carte"),
    }
    MoveFactory(project=made["good"], person=reader)
    for health, project in made.items():
        listed(project, health=health, ball_side="vendor" if health == "trouble" else "")
    client.force_login(reader)

    page = texts(client.get(URL, query))

    assert {name for name, project in made.items() if f"/projets/{project.key}/" in page} == names


def test_search_finds_the_vendor_and_the_people(client):
    vendor = VendorFactory(name="Kaolab")
    project = ProjectFactory(vendor=vendor)
    SeatFactory(project=project, bearer=True, person__name="Hélène Castel")
    listed(project)
    client.force_login(PersonFactory())

    assert project.key in texts(client.get(URL, {"q": "kao helene"}))
    assert "Rien ne correspond" in texts(client.get(URL, {"q": "parrainage"}))


def test_pages_follow_one_another_without_loss_or_double(monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 2)
    moment, reader = timezone.now(), PersonFactory()
    for n in range(5):
        listed(ProjectFactory(), updated_at=moment - timedelta(days=n // 2))
    expected = list(Project.objects.order_by("-updated_at", "-pk").values_list("pk", flat=True))

    seen, cursor = [], ""
    while True:
        lines, cursor = listing.page(reader, listing.Asked(after=cursor))
        seen += [line[0] for line in lines]
        if not cursor:
            break

    assert seen == expected


def test_order_by_health_follows_its_own_cursor(monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 2)
    for health in ("good", "trouble", "live", "watch", "trouble"):
        listed(ProjectFactory(), health=health)

    seen, cursor = [], ""
    while True:
        asked = listing.Asked(order="sante", after=cursor)
        lines, cursor = listing.page(PersonFactory(), asked)
        seen += [line[4] for line in lines]
        if not cursor:
            break

    assert seen == ["trouble", "trouble", "watch", "good", "live"]


@pytest.mark.parametrize(
    "cursor", ["x", "1.2", "9.1.1", "0.1.1'--", "0." + "9" * 40 + ".1", "0.١.1"]
)
def test_a_broken_cursor_is_a_lost_page(client, cursor):
    client.force_login(PersonFactory())

    assert client.get(URL, {"apres": cursor}).status_code == 404


def test_hostile_titles_are_escaped(client):
    project = ProjectFactory(title="<script>alert(1)</script> \"'&")
    SeatFactory(project=project, bearer=True, person__name="<img src=x>")
    MilestoneFactory(project=project, name="<b>étape</b>")
    MoveFactory(project=project, person__name="<i>moi</i>")
    listed(project)
    client.force_login(PersonFactory())

    page = texts(client.get(URL, {"q": "<script>"}))

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert not {"<script>alert", "<img src", "<b>étape", "<i>moi"} & {
        piece for piece in ("<script>alert", "<img src", "<b>étape", "<i>moi") if piece in page
    }


def test_the_ball_of_the_reader_shows_first(client):
    project, reader = ProjectFactory(), PersonFactory()
    MoveFactory(project=project, due_on=timezone.localdate() - timedelta(days=30))
    MoveFactory(project=project, person=reader)
    listed(project)
    client.force_login(reader)

    page = texts(client.get(URL))

    assert "ball-mine" in page
    assert "+ 1" in page


def test_a_late_ball_counts_working_days(client):
    project = ProjectFactory()
    MoveFactory(project=project, late=True)
    listed(project)
    client.force_login(PersonFactory())

    assert "retard de" in texts(client.get(URL))


def test_the_portfolio_is_empty_at_first(client):
    client.force_login(PersonFactory())

    assert "Le premier projet tient en trois minutes" in texts(client.get(URL))


def test_htmx_brings_the_rows_alone(htmx_client):
    listed(ProjectFactory())
    htmx_client.force_login(PersonFactory())

    page = texts(htmx_client.get(URL)).strip()

    assert page.startswith('<div id="projets">')
    assert 'hx-swap-oob="innerHTML:#annonces"' in page


@pytest.mark.parametrize("name", ["portfolio", "portfolio-export"])
def test_the_list_is_only_read_and_never_anonymous(client, name):
    url = reverse(f"projects:{name}")
    assert client.get(url).status_code == 302

    client.force_login(PersonFactory())
    assert client.post(url).status_code == 405


def sheet(response):
    return b"".join(response.streaming_content).decode()


def test_export_holds_the_filtered_list(client):
    listed(ProjectFactory(title="Oui"), health="good")
    listed(ProjectFactory(title="Non"), health="trouble")
    client.force_login(PersonFactory())

    lines = sheet(client.get(f"{URL}export.csv", {"sante": "good"})).splitlines()

    assert lines[0].startswith("\ufeffRéférence;Titre;")
    assert len(lines) == 2
    assert "Oui" in lines[1]


def test_export_of_a_guest_holds_their_projects(client):
    mine = listed(ProjectFactory(title="Le mien"))
    listed(ProjectFactory(title="Un autre"))
    client.force_login(member(mine, Role.VENDOR))

    text = sheet(client.get(f"{URL}export.csv"))

    assert "Le mien" in text
    assert "Un autre" not in text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", " =cmd|' /C calc'!A0"])
def test_a_formula_becomes_text(client, text):
    assert neutral(text) == f"'{text}"
    listed(ProjectFactory(title=text))
    client.force_login(PersonFactory())

    assert f"'{text}" in sheet(client.get(f"{URL}export.csv"))


def test_words_are_plain():
    assert plain("Élan SÈCHE œ") == "elan seche œ"
    assert words(" Été\0sèche  ") == ["ete", "seche"]
    assert len(words("a b c d e f g h")) == 6


def test_rebuild_does_not_say_that_the_project_moved():
    project = listed(ProjectFactory(staffed=True), health="good")
    before = Project.objects.get(pk=project.pk).updated_at
    MoveFactory(project=project, late=True)

    assert portfolio.rebuild_all() == 1

    project.refresh_from_db()
    assert (project.health, project.updated_at) == ("trouble", before)
