"""From « invite » to « first choice submitted »: one e-mail field, one link, one code, one form."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.post import text_of
from tests.journeys.test_registration import answer_everything, describe

pytestmark = pytest.mark.journey

TITLE = "Nuancier de façades"
KIND = "Outil client interactif"
GUEST = "diane.perrin@agence-trame.example"
TYPED = "input:visible:not([type=hidden]), select:visible, textarea:visible"


def test_a_vendor_proposes_with_one_link_one_code_and_one_form(arrive, house, post):
    invite(arrive(house, "Claire Aubry", project=TITLE).sign_in(), house)
    diane = arrive(house, "Diane Perrin", GUEST, project=TITLE)
    page, codes = diane.page, []

    letter = post.wait_for(GUEST, TITLE, "siège")
    links = set(re.findall(rf"{house.url}/invitations/\S+", text_of(letter)))
    assert len(links) == 1
    page.goto(links.pop())
    expect(diane.heading(TITLE)).to_be_visible()
    assert typed_fields(page) == 0
    diane.press("Recevoir un code à cette adresse")

    found = re.search(r"\b[A-Z0-9]{3,}-?[A-Z0-9]{3,}\b", text_of(post.wait_for(GUEST, "code")))
    codes.append(found.group(0))
    assert typed_fields(page) == 1
    page.get_by_label("Code reçu").fill(codes[0])
    diane.press("Se connecter")

    diane.play("Prendre votre siège")
    assert typed_fields(page) == 0
    diane.press("Prendre mon siège")
    diane.told("Vous avez pris votre siège.")

    diane.play("Framework et technologie")
    form = page.locator("form#choix")
    expect(form).to_have_count(1)
    page.get_by_role("radio", name="Service en ligne du catalogue").check()
    diane.answer("Revenir en arrière", "Facile")
    diane.press("Soumettre la version 1")
    diane.told("Version 1 soumise.")
    diane.plays_nothing("Framework et technologie")
    assert len(codes) == 1


def invite(claire, house) -> None:
    """Claire registers; the vendor is one e-mail field of the last screen."""
    claire.follow("Enregistrer un projet")
    describe(claire, KIND, house.days["launch"])
    claire.page.get_by_label("Nom du projet").fill(TITLE)
    claire.press("Continuer : profil")
    expect(claire.heading("Quelques questions simples")).to_be_visible()
    claire.page.wait_for_load_state("load")
    answer_everything(claire.page)
    claire.press("Continuer : chemin")
    required = claire.page.locator("input[type=email]:visible")
    expect(required).to_have_count(1)
    required.fill(GUEST)
    claire.press("Enregistrer et inviter")
    claire.told("personnes prévenues")


def typed_fields(page) -> int:
    """How many fields the main part of a page asks one to fill."""
    return page.locator("main").locator(TYPED).count()
