"""Meetings and gates without a mouse: dates, agenda, live page, signature and decision."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.test_keyboard import choose, reach, write

pytestmark = [pytest.mark.journey, pytest.mark.looks]


@pytest.fixture
def at(arrive, demo_house):
    """Somebody of the demo company who opened a page and skipped to its content."""

    def one(landmark: str, who: str = ""):
        marks = demo_house.landmarks
        name = who or marks[f"{landmark}_by"]
        visitor = arrive(demo_house, name, marks["people"][name]).sign_in()
        visitor.page.goto(marks[landmark])
        visitor.page.keyboard.press("Tab")
        expect(visitor.page.get_by_role("link", name="Aller au contenu")).to_be_focused()
        visitor.page.keyboard.press("Enter")
        return visitor

    return one


def enter(page, target) -> None:
    """Go to a button or a link, and press Enter."""
    reach(page, target)
    page.keyboard.press("Enter")


def test_dates_are_answered(at):
    page = at("slots").page
    for group in page.get_by_role("group").filter(has=page.get_by_role("radio")).all():
        choose(page, group.get_by_role("radio", name="Si besoin"))
    enter(page, page.get_by_role("button", name="Changer mes réponses"))
    expect(page.get_by_text("C’est noté").first).to_be_visible()


def test_the_agenda_is_arranged_and_the_focus_follows_the_point(at):
    page = at("agenda").page
    first, second = page.locator("#ordre h3").all_inner_texts()[:2]
    title = first.split(". ", 1)[1]
    down = page.get_by_role("button", name=f"Descendre « {title} »")
    enter(page, down)
    expect(page.locator("#ordre h3").first).to_contain_text(second.split(". ", 1)[1])
    expect(down).to_be_focused()


def test_a_meeting_is_written(at):
    page = at("live").page
    notes = page.get_by_label("Ce qui a été dit")
    reach(page, notes)
    page.keyboard.press("Control+End")
    page.keyboard.type(" L’agence paie le trafic.")
    reach(page, page.get_by_role("radio", name="Décision"))
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Action")).to_be_checked()
    page.keyboard.press("ArrowLeft")
    write(page, "En une phrase", "Le trafic est payé par l’agence.")
    enter(page, page.get_by_role("button", name="Ajouter", exact=True))
    expect(
        page.locator("#d-issues li", has_text="Le trafic est payé par l’agence.")
    ).to_be_visible()
    expect(page.get_by_label("En une phrase")).to_be_focused()
    enter(page, page.get_by_role("button", name=re.compile("^Point suivant")))
    expect(page.get_by_role("heading", name="Tour de table")).to_be_visible()


def test_minutes_are_signed(at):
    visitor = at("minutes", "Mehdi Benali")
    page = visitor.page
    choose(page, page.get_by_role("radio", name=re.compile("^D’accord(?!,)")))
    enter(page, page.get_by_role("button", name=re.compile("^Signer pour")))
    expect(page.get_by_role("dialog").get_by_role("button", name="Signer")).to_be_focused()
    page.keyboard.press("Enter")
    expect(visitor.heading("Votre signature")).to_have_count(0)


def test_a_gate_is_decided(at):
    page = at("other_decision").page
    choose(page, page.get_by_role("radio", name=re.compile("^Valider(?! avec)")))
    write(page, "Un mot pour les trois voix", "Rien à redire.")
    enter(page, page.locator("#form-decision").get_by_role("button", name=re.compile("^Valider")))
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name=re.compile("^Valider"))).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator("#form-decision [data-says]").locator("..")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Décision scellée").first).to_be_visible()
