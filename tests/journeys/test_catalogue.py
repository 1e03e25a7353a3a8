"""An owner announces that a system stops; the projects see it and answer."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

pytestmark = pytest.mark.journey
SYSTEM, PROJECT = "CRM-VENTES", "Simulateur d’économies d’énergie"
TEXT = "Le CRM change d’éditeur : les flux passent par la nouvelle passerelle."
WORD = "Nous attendons la nouvelle passerelle avant de livrer."


def test_a_retirement_is_looked_at_announced_seen_on_the_project_and_answered(arrive, demo_house):
    karim = arrive(demo_house, "Karim Haddad").sign_in()
    find_the_system(karim)
    announce(karim)

    claire = arrive(demo_house, "Claire Aubry").sign_in()
    answer(claire)

    karim.page.reload()
    expect(karim.page.get_by_text(WORD)).to_be_visible()


def find_the_system(karim):
    """From the top bar, by the tab of the catalogue and its search."""
    karim.follow("Cartographie")
    karim.follow("Catalogue SI")
    expect(karim.heading("Catalogue SI")).to_be_visible()
    karim.page.get_by_label("Chercher").fill("ventes")
    expect(karim.page.get_by_role("status").first).to_contain_text("1 système")
    karim.follow(SYSTEM)
    expect(karim.heading(SYSTEM)).to_be_visible()


def announce(karim):
    """Nothing is told before the projects hit are on the page."""
    page = karim.page
    karim.follow("Annoncer")
    page.get_by_label("Un arrêt").check()
    day = timezone.localdate() + timedelta(days=45)
    page.get_by_label("À partir du").fill(day.isoformat())
    page.get_by_label("Ce qui change pour les projets").fill(TEXT)
    karim.press("Voir les projets touchés")
    effect = page.get_by_role("complementary")
    expect(effect).to_contain_text("projets touchés")
    expect(effect).to_contain_text(PROJECT)
    karim.press("Annoncer aux projets")
    karim.told("Annonce faite")
    expect(karim.heading(f"{SYSTEM} s’arrête")).to_be_visible()


def answer(claire):
    """The bearer finds the signal on the page of the project, and answers from there."""
    page = claire.page
    page.goto("/portefeuille/")
    claire.follow(PROJECT)
    signal = page.get_by_role("region", name="Ses systèmes bougent")
    expect(signal).to_contain_text(f"{SYSTEM} s’arrête")
    signal.get_by_role("link", name="Dire ce que fait le projet").first.click()
    page.get_by_label("Ce que fait le projet").fill(WORD)
    claire.press("Répondre")
    claire.told("Réponse envoyée")
    expect(page.get_by_role("region", name="Ses systèmes bougent")).to_contain_text(WORD)
