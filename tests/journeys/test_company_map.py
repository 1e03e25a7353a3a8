"""The company's maps at 44 systems × 300 projects, in a browser: seen, walked by keyboard, opened."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import pictures

pytestmark = [pytest.mark.journey, pytest.mark.looks]
SYSTEMS, PROJECTS = 44, 300
MAP, DOMAINS = "/cartographie/", "/cartographie/domaines/"


@pytest.fixture(scope="module")
def wide_house(tmp_path_factory, post):
    """A company of that size, served."""
    from tests.journeys.conftest import assert_quiet, opened

    with opened(tmp_path_factory, post, redis_number=3) as house:
        house.run("tests.journeys.backstage", "prepare")
        house.run("tests.wide_company", "widen", systems=SYSTEMS, projects=PROJECTS)
        house.start_web()
        yield house
        assert_quiet(house)


@pytest.fixture
def page(arrive, wide_house):
    return arrive(wide_house, "Anne Delmas", viewport=pictures.WIDE).sign_in().page


def at(cell) -> list[str]:
    """The row and the column of a sign."""
    return cell.get_attribute("aria-labelledby").split()[:2]


def focused(page):
    return page.locator(".cm-body a:focus")


def test_the_matrix_is_whole_its_heads_stay_and_nothing_widens_the_page(page):
    page.goto(MAP)

    expect(page.locator(".cm-row")).to_have_count(SYSTEMS)
    expect(page.locator(".cm-heads a")).to_have_count(PROJECTS)
    head, corner = page.locator(".cm-row").first, page.locator(".cm-corner")
    before = head.bounding_box()["x"], corner.bounding_box()
    page.locator(".cm-scroll").evaluate("zone => zone.scrollTo(3000, 0)")
    assert (head.bounding_box()["x"], corner.bounding_box()) == before
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    for size in (pictures.WIDE, pictures.PHONE):
        page.set_viewport_size(size)
        assert page.evaluate(wider) == 0


def test_signs_stand_on_the_row_of_their_system_and_under_their_project(page):
    page.goto(MAP)

    for sign in (0, 57, 311):
        cell = page.locator(".cm-body a").nth(sign)
        system, project = at(cell)
        cell.scroll_into_view_if_needed()
        cell.hover(force=True)
        box, row = cell.bounding_box(), page.locator(f".cm-row:has(#{system})").bounding_box()
        middle = box["y"] + box["height"] / 2
        assert row["y"] < middle < row["y"] + row["height"]
        expect(page.locator(f".cm-row:has(#{system})")).to_have_class(re.compile("is-on"))
        expect(page.locator(f".cm-heads #{project}")).to_have_class("is-on")
        band = page.locator("[data-on=column]").bounding_box()
        assert band["x"] <= box["x"] + box["width"] / 2 <= band["x"] + band["width"]


def test_arrows_walk_the_signs_enter_opens_and_escape_comes_back(page):
    page.goto(MAP)
    keys = page.keyboard
    assert page.locator('.cm-body a[tabindex="0"]').count() == 1
    page.locator(".cm-body a").first.focus()
    system, project = at(focused(page))

    keys.press("ArrowRight")
    assert at(focused(page))[0] == system
    assert at(focused(page))[1] != project
    keys.press("Home")
    assert at(focused(page)) == [system, project]
    keys.press("ArrowDown")
    below = at(focused(page))
    assert below[0] != system
    assert below[1] == project
    keys.press("Enter")

    panel = page.locator("#panneau")
    expect(panel.get_by_role("heading", level=2)).to_be_focused()
    expect(panel.get_by_role("link", name="Ouvrir la dépendance").first).to_be_visible()
    keys.press("Escape")
    expect(panel).to_be_hidden()
    assert at(focused(page)) == below


def test_a_system_opens_beside_the_map_and_its_projects_alone_remain(page):
    page.goto(MAP)

    page.get_by_role("link", name=re.compile("^CRM-VENTES,")).click()
    panel = page.locator("#panneau")
    expect(panel.get_by_role("heading", name="CRM-VENTES")).to_be_focused()
    panel.get_by_role("link", name="Ne voir que ses projets").click()

    expect(page).to_have_url(re.compile("systeme="))
    count = page.locator(".cm-heads a, .matrix thead a").count()
    assert 0 < count < PROJECTS
    expect(page.get_by_text("Seulement les projets qui s’appuient sur")).to_be_visible()


def test_a_filter_leaves_by_itself_and_the_view_is_kept(page):
    page.goto(MAP)

    page.get_by_label("Réponse").select_option(label="Refusée")
    expect(page).to_have_url(re.compile("etat=refused"))
    page.get_by_role("link", name="Garder cette vue").click()
    page.get_by_label("Nom de la vue").fill("Les refus")
    page.get_by_role("button", name="Garder la vue").click()

    expect(page).to_have_url(re.compile(r"/cartographie/\?etat=refused"))
    views = page.get_by_role("navigation", name="Vues enregistrées")
    expect(views.get_by_role("link", name="Les refus")).to_have_attribute("aria-current", "true")


def test_a_system_lights_its_projects_and_a_project_its_systems(page):
    page.goto(DOMAINS)
    card = page.locator(".cm-card").nth(4)

    card.focus()
    leaning = card.get_attribute("data-projects").split()
    expect(page.locator(".cm-projects .is-on")).to_have_count(len(leaning))
    project = page.locator(f"#p{leaning[0]}")
    project.focus()
    expect(card).to_have_class(re.compile("is-on"))
    lit = page.locator(".cm-card.is-on")
    assert all(leaning[0] in one.get_attribute("data-projects").split() for one in lit.all())
    page.keyboard.press("Escape")
    expect(lit).to_have_count(0)


@pytest.mark.parametrize(
    ("name", "address", "full"),
    [
        ("matrix-44x300", MAP, False),
        ("matrix-table-44x300", f"{MAP}?vue=tableau", False),
        ("matrix-months-44x300", f"{MAP}?vue=temps", False),
        ("domain-map-44x300", DOMAINS, True),
    ],
)
def test_pictures_are_kept(page, name, address, full):
    page.goto(address)
    page.wait_for_load_state("networkidle")

    kept = pictures.keep(page, name, full_page=full)

    assert [path.stat().st_size > 20_000 for path in kept] == [True] * 3
