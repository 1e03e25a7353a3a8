"""Claire registers each kind of project in three screens, and loses nothing on the way."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey

KINDS = {
    "Refonte de site": "Site des ateliers",
    "Application d’événement": "Appli des portes ouvertes",
    "Plate-forme de contenus": "Magazine des chantiers",
    "Outil client interactif": "Calculateur d’isolation",
}
YES = re.compile("données personnelles|hébergé hors")
MOST_SCREENS = 3
MOST_QUESTIONS = 12


@pytest.mark.parametrize("kind", KINDS)
def test_claire_registers_a_kind_in_three_screens(arrive, house, kind):
    claire = arrive(house, "Claire Aubry", project=KINDS[kind]).sign_in()
    page, screens = claire.page, []
    page.on("load", lambda _page: screens.append(page.url))

    claire.follow("Enregistrer un projet")
    describe(claire, kind, house.days["launch"])
    claire.press("Continuer : profil")
    expect(claire.heading("Quelques questions simples")).to_be_visible()
    page.wait_for_load_state("load")
    asked = answer_everything(page)
    claire.press("Continuer : chemin")
    expect(page.get_by_role("list", name="Chemin")).to_be_visible()
    page.get_by_label("E-mail de la personne").fill("diane.perrin@agence-trame.example")
    claire.press("Enregistrer et inviter")

    expect(page).to_have_url(re.compile(r"/projets/P-"))
    claire.told("personnes prévenues")
    expect(claire.heading(KINDS[kind])).to_be_visible()
    wizard = [url for url in screens if "/projets/nouveau/" in url or "/brouillons/" in url]
    assert 1 <= len(wizard) <= MOST_SCREENS, wizard
    assert 4 + asked + 1 <= MOST_QUESTIONS


def test_a_closed_tab_loses_nothing(arrive, house):
    claire = arrive(house, "Claire Aubry").sign_in()
    begin(claire, "Nuancier en ligne")
    expect(claire.page.get_by_text("Brouillon enregistré")).to_be_visible()
    expect(claire.page).to_have_url(re.compile(r"/brouillons/\d+/besoin/"))
    tab = claire.page.context.new_page()
    claire.page.close()

    tab.goto("/")
    tab.get_by_role("link", name="Reprendre Nuancier en ligne").click()

    expect(tab.get_by_label("Nom du projet")).to_have_value("Nuancier en ligne")


def test_two_tabs_do_not_overwrite_each_other(arrive, house):
    claire = arrive(house, "Claire Aubry").sign_in()
    begin(claire, "Cabine d’essayage")
    expect(claire.page.get_by_text("Brouillon enregistré")).to_be_visible()
    other = claire.page.context.new_page()
    other.goto(claire.page.url)
    other.get_by_label("Nom du projet").fill("Cabine d’essayage virtuelle")
    expect(other.get_by_text("Brouillon enregistré")).to_be_visible()
    other.wait_for_timeout(2500)

    claire.page.get_by_label("Nom du projet").fill("Miroir")
    expect(claire.page.get_by_text("changé dans un autre onglet")).to_be_visible()
    claire.press("Continuer : profil")

    expect(claire.heading("Ce brouillon a changé dans un autre onglet")).to_be_visible()
    expect(claire.page.get_by_text("Cabine d’essayage virtuelle")).to_be_visible()
    expect(claire.page.get_by_role("cell", name="Miroir")).to_be_visible()


def begin(claire, title: str) -> None:
    """Type a title once the page is ready to keep it."""
    claire.follow("Enregistrer un projet")
    expect(claire.heading("Le besoin")).to_be_visible()
    claire.page.wait_for_load_state("load")
    claire.page.get_by_label("Nom du projet").fill(title)


def describe(claire, kind: str, launch: str) -> None:
    """The first screen: four answers."""
    page = claire.page
    page.get_by_label("Nom du projet").fill(KINDS[kind])
    page.get_by_role("radio", name=kind).check()
    page.get_by_label("À quoi servira-t-il").fill("Aider les clients à choisir.")
    page.get_by_label("Mise en ligne souhaitée").fill(launch)


def answer_everything(page) -> int:
    """Answer each question as it comes, those that an answer calls included; how many there were."""
    answered = set()
    groups = page.get_by_role("group").filter(has=page.get_by_role("radio"))
    while waiting := [name for name in names_of(groups) if name not in answered]:
        group = page.get_by_role("group", name=waiting[0])
        choice = "Oui" if YES.search(waiting[0]) else "Non"
        with page.expect_response(re.compile("/profil/")):
            group.locator("label", has_text=re.compile(rf"^\s*{choice}")).click()
        expect(group.get_by_role("radio", name=choice)).to_be_checked()
        answered.add(waiting[0])
    return len(answered)


def names_of(groups) -> list[str]:
    """The questions shown now."""
    return [legend.strip() for legend in groups.locator("legend").all_inner_texts()]
