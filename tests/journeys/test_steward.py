"""A steward changes the paths in the browser; the next registration follows them."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey

KIND, QUESTION, GATE = (
    "Borne en magasin",
    "Un écran restera-t-il dans un magasin ?",
    "Pose en magasin",
)
CRITERION = "Quelqu’un du magasin sait redémarrer l’écran"
REASON = "Vous avez dit oui à un écran dans un magasin."


def test_a_kind_a_question_and_a_gate_are_there_at_the_next_registration(arrive, house):
    paul = arrive(house, "Paul Vasseur").sign_in()

    add_the_kind(paul)
    add_the_question(paul)
    add_the_gate(paul)
    add_the_rule(paul)

    register_with_them(arrive(house, "Claire Aubry").sign_in(), house)


def open_paths(paul, link: str):
    """From the account menu, as a steward finds it."""
    paul.page.goto("/")
    paul.page.get_by_text("Votre compte, Paul Vasseur").locator("..").click()
    paul.follow("Réglages")
    expect(paul.heading("Chemins")).to_be_visible()
    paul.follow(link)


def see_then_save(paul, effect: str):
    """Nothing is saved before its effect was seen."""
    paul.press("Voir ce que cela change")
    expect(paul.heading("Ce que cela change")).to_be_visible()
    expect(paul.page.get_by_role("complementary")).to_contain_text(effect)
    paul.press("Enregistrer")
    paul.told("Les prochains projets la suivent")


def add_the_kind(paul):
    page = paul.page
    open_paths(paul, "Ajouter une nature")
    paul.press("Voir ce que cela change")
    expect(page.get_by_role("alert")).to_contain_text("obligatoire")
    page.get_by_label("Nom", exact=True).fill(KIND)
    page.get_by_label("En une phrase").fill("Un écran que le client touche, dans un magasin.")
    page.get_by_label("Durée habituelle, en semaines").fill("12")
    see_then_save(paul, "Aucun projet ne changerait")
    expect(page.get_by_role("link", name=KIND)).to_be_visible()


def add_the_question(paul):
    page = paul.page
    open_paths(paul, "Ajouter une question")
    page.get_by_label("Question", exact=True).fill(QUESTION)
    page.get_by_label("En deux mots").fill("écran en magasin")
    page.get_by_label("Sujet qu’un").select_option(label="Support et exploitation")
    page.get_by_role("group", name="Posée d’office pour").get_by_label(KIND).check()
    see_then_save(paul, KIND)


def add_the_gate(paul):
    page = paul.page
    open_paths(paul, "Ajouter un point de validation")
    page.get_by_label("Nom", exact=True).fill(GATE)
    page.get_by_label("Ce qu’il évite").fill("Poser un écran que personne ne redémarre.")
    page.get_by_role("group", name="Sujets qu’il demande").get_by_label("Support").check()
    page.get_by_label("Domaine").select_option(label="exploitation")
    page.get_by_label("Équipe qui décide").select_option(index=1)
    page.get_by_label("Place dans le temps").fill("70")
    page.get_by_label("Énoncé").first.fill(CRITERION)
    see_then_save(paul, "Aucun projet ne changerait")


def add_the_rule(paul):
    page = paul.page
    open_paths(paul, "Ajouter une règle")
    page.get_by_label("Condition 1 : ce qu’on regarde").select_option(label="écran en magasin")
    line = page.get_by_role("group", name="Condition 1", exact=True)
    line.get_by_label("oui", exact=True).check()
    line.get_by_label("je ne sais pas").check()
    expect(line.get_by_label("Renforcé")).to_be_hidden()
    page.get_by_label("Alors").select_option(label=f"J7 {GATE}")
    page.get_by_label("Raison").fill(REASON)
    see_then_save(paul, "écran en magasin")


def register_with_them(claire, house):
    """The new kind asks the new question, whose answer brings the new gate."""
    page = claire.page
    claire.follow("Enregistrer un projet")
    page.get_by_label("Nom du projet").fill("Borne des parquets")
    page.get_by_role("radio", name=KIND).check()
    page.get_by_label("À quoi servira-t-il").fill("Choisir un parquet devant l’étagère.")
    page.get_by_label("Mise en ligne souhaitée").fill(house.days["launch"])
    claire.press("Continuer : profil")

    expect(claire.heading("Quelques questions simples")).to_be_visible()
    claire.answer(re.compile(QUESTION.removesuffix(" ?")), "Oui")
    for group in page.get_by_role("group").filter(has=page.get_by_role("radio")).all():
        if not group.get_by_role("radio", checked=True).count():
            group.locator("label", has_text=re.compile(r"^\s*Non")).click()
    preview = page.get_by_role("complementary").filter(has_text="Le chemin, en direct")
    expect(preview.get_by_text(GATE).first).to_be_visible()
    claire.press("Continuer : chemin")

    steps = page.get_by_role("list", name="Chemin")
    expect(steps.get_by_role("listitem").filter(has_text=GATE)).to_be_visible()
    page.get_by_role("checkbox", name="Je ne le connais pas encore").check()
    claire.press("Enregistrer et inviter")
    expect(page).to_have_url(re.compile(r"/projets/P-"))
    expect(page.get_by_role("list", name="Chemin").get_by_text(GATE).first).to_be_visible()
