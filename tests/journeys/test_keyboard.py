"""The same registration without a mouse: registered, path shown, three people told."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.journey, pytest.mark.looks]

MOST_STOPS = 90
TITLE = "Guide d’entretien du parquet"


def test_a_project_is_registered_by_keyboard_only(arrive, house):
    claire = arrive(house, "Claire Aubry").sign_in()
    page, keys = claire.page, claire.page.keyboard

    keys.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    reach(page, page.get_by_role("link", name="Enregistrer un projet"))
    keys.press("Enter")
    expect(claire.heading("Le besoin")).to_be_visible()

    describe(page)
    reach(page, page.get_by_role("button", name="Continuer : profil"))
    keys.press("Enter")
    expect(claire.heading("Quelques questions simples")).to_be_visible()
    for question in page.get_by_role("group").filter(has=page.get_by_role("radio")).all():
        choose(page, question.get_by_role("radio", name="Non"))
    shared = page.get_by_role("group", name="contenu partagé")
    choose(page, shared.get_by_role("radio", name="Oui"))
    choose(page, page.get_by_role("radio", name="Je ne sais pas").last)
    reach(page, page.get_by_role("button", name="Continuer : chemin"))
    keys.press("Enter")
    expect(page.get_by_role("list", name="Chemin")).to_be_visible()
    write(page, "E-mail de la personne", "lea.martin@agence-trame.example")
    reach(page, page.get_by_role("button", name="Enregistrer et inviter"))
    keys.press("Enter")

    claire.told("personnes prévenues")
    expect(page).to_have_url(re.compile(r"/projets/P-"))
    expect(claire.heading(TITLE)).to_be_visible()


def test_answers_after_a_refusal_keep_the_focus(arrive, house):
    claire = arrive(house, "Claire Aubry").sign_in()
    page = claire.page
    page.goto("/projets/nouveau/")
    describe(page, "Guide de pose du parquet")
    claire.press("Continuer : profil")
    claire.press("Continuer : chemin")
    expect(page.locator("#resume-erreurs")).to_be_focused()
    answer = page.get_by_role("radio", name="Je ne sais pas").first

    with page.expect_response(re.compile("/profil/")):
        choose(page, answer)

    expect(page.locator("#apercu .path")).to_contain_text("Recette")
    expect(answer).to_be_focused()


def describe(page, title: str = TITLE) -> None:
    """The first screen, field after field."""
    write(page, "Nom du projet", title)
    choose(page, page.get_by_role("radio", name="Refonte de site"))
    write(page, "À quoi servira-t-il", "Dire comment entretenir un parquet.")
    write(page, "Mise en ligne souhaitée", twin_day().strftime("%d%m%Y"))


def twin_day() -> date:
    """A day in some months whose number is its month: typed alike wherever the browser is from."""
    day = date.today() + timedelta(days=120)
    while day.day != day.month:
        day += timedelta(days=1)
    return day


def reach(page, target) -> None:
    """Press Tab until the focus is there."""
    for _stop in range(MOST_STOPS):
        if target.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reached {target}")


def write(page, label: str, text: str) -> None:
    reach(page, page.get_by_label(label))
    page.keyboard.type(text)


def choose(page, radio) -> None:
    """Enter a group of radios, then go along it with the arrows."""
    same_group = "node => node.name === document.activeElement.name"
    for _stop in range(MOST_STOPS):
        if radio.evaluate(same_group):
            break
        page.keyboard.press("Tab")
    for _step in range(10):
        if radio.evaluate("node => node === document.activeElement"):
            break
        page.keyboard.press("ArrowDown")
    if not radio.is_checked():
        page.keyboard.press("Space")
    expect(radio).to_be_checked()
