"""What a project leans on: declared by its bearer, confirmed by an owner from their e-mail, drawn."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.house import ROOT
from tests.journeys.post import text_of
from tests.journeys.test_pages_axe import PHONE, RULES, WIDE, overflow, violations
from tests.journeys.visitors import PASSWORD

pytestmark = pytest.mark.journey

PICTURES = ROOT / "var" / "ci" / "pictures"
TITLE = "Rappels d’entretien"
SYSTEM, WORD = "CRM-VENTES", "Par l’API des contacts, cent appels par minute."
COLLISIONS = """svg => {
  const box = t => { const b = t.getBBox(); return [b.x, b.y, b.x + b.width, b.y + b.height]; };
  const meet = (a, b) => a[0] < b[2] - 1 && b[0] < a[2] - 1 && a[1] < b[3] - 4 && b[1] < a[3] - 4;
  const texts = [...svg.querySelectorAll("text:not([transform])")].map(t => [t, box(t)]);
  const found = [];
  texts.forEach(([t, a], n) => texts.slice(n + 1).forEach(([u, b]) => {
    if (meet(a, b)) found.push(`${t.textContent} / ${u.textContent}`);
  }));
  const rects = [...svg.querySelectorAll(".dm-box")].map(r => [r, box(r)]);
  texts.forEach(([t, a]) => rects.forEach(([r, b]) => {
    const inside = a[0] >= b[0] && a[2] <= b[2] && a[1] >= b[1] - 2 && a[3] <= b[3] + 2;
    if (meet(a, b) && !inside) found.push(`${t.textContent} crosses a box`);
  }));
  const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  texts.forEach(([t, a]) => {
    if (a[0] < -1 || a[2] > width || a[3] > height) found.push(`${t.textContent} leaves`);
  });
  return found;
}"""


def test_an_owner_confirms_from_the_email(arrive, house, post):
    key = house.run("tests.journeys.backstage", "seat_three_voices", title=TITLE)
    claire = arrive(house, "Claire Aubry", project=TITLE).sign_in()
    declare(claire, key)
    karim = arrive(house, "Karim Haddad", project=TITLE)
    open_the_link(karim, house, post)
    confirm(karim)
    read_on_the_map(claire, key)
    change_and_ask_again(claire, key)
    karim.has_ball(f"Confirmer la dépendance à {SYSTEM}")
    confirm_all(karim)


def declare(claire, key: str) -> None:
    """The form follows the system chosen; what goes through is ticked."""
    page = claire.page
    page.goto(f"/projets/{key}/dependances/")
    claire.follow("Déclarer une dépendance")
    page.get_by_label("Système", exact=True).select_option(label=SYSTEM)
    page.get_by_label("Nature", exact=True).select_option(label="Flux de données")
    page.get_by_label("Sens", exact=True).select_option(label="du système vers le projet")
    page.get_by_label("Données échangées").fill("comptes et préférences clients")
    page.get_by_label("identité", exact=True).check()
    page.get_by_label("coordonnées", exact=True).check()
    claire.press("Déclarer")
    claire.told("Dépendance déclarée. La balle est chez Karim Haddad.")


def open_the_link(karim, house, post) -> None:
    """The link of the mail asks who one is first, then opens the request; reading decides nothing."""
    letter = post.wait_for(karim.email, TITLE, SYSTEM)
    link = re.search(rf"{house.url}/dependances/lien/\S+", text_of(letter)).group(0)
    page = karim.page
    page.goto(link)
    form = page.locator("form").filter(has=page.get_by_label("Mot de passe"))
    form.get_by_label("Adresse e-mail professionnelle").fill(karim.email)
    form.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    form.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("heading", name=SYSTEM)).to_contain_text("À confirmer")


def confirm(karim) -> None:
    page = karim.page
    page.get_by_role("radio", name=re.compile("^Je confirme(?! sous)")).check()
    page.get_by_label("Ouverte jusqu’au").fill("2032-12-31")
    page.get_by_label("Votre mot").fill(WORD)
    karim.press("Répondre")
    karim.told("Réponse enregistrée.")
    karim.plays_nothing(SYSTEM)


def read_on_the_map(claire, key: str) -> None:
    """The drawing says it, its link is reached with the keyboard, the table says the same."""
    page = claire.page
    page.goto(f"/projets/{key}/dependances/")
    link = page.get_by_role(
        "link", name=re.compile(f"^{SYSTEM}, .*données personnelles, confirmée")
    )
    expect(link).to_be_visible()
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(WORD)).to_be_visible()
    page.goto(f"/projets/{key}/dependances/?vue=tableau")
    expect(page.get_by_role("row").filter(has_text=SYSTEM)).to_contain_text("identité, coordonnées")


def change_and_ask_again(claire, key: str) -> None:
    """What was confirmed no longer covers what is asked: the owner is asked with the difference."""
    page = claire.page
    page.get_by_role("row").filter(has_text=SYSTEM).get_by_role("link").click()
    page.get_by_role("link", name="Modifier", exact=True).click()
    page.get_by_label("Sens", exact=True).select_option(label="dans les deux sens")
    claire.press("Enregistrer")
    claire.told("La balle est chez Karim Haddad.")


def confirm_all(karim) -> None:
    """Everything that waits, in one gesture."""
    page = karim.page
    page.goto("/dependances/a-confirmer/")
    page.get_by_role("checkbox", name=re.compile(TITLE)).check()
    karim.press("Confirmer celles qui sont cochées")
    karim.told("1 dépendance confirmée.")


@pytest.mark.parametrize("count", [1, 12, 40])
def test_the_map_is_readable(arrive, house, count):
    address = house.run("tests.journeys.backstage", "lean", title=f"Carte de {count}", count=count)
    claire = arrive(house, "Claire Aubry", viewport=WIDE).sign_in()
    page = claire.page
    page.emulate_media(reduced_motion="reduce")
    page.goto(address)
    drawing = page.locator("svg.depmap")

    expect(drawing).to_be_visible()
    assert drawing.evaluate(COLLISIONS) == []
    photograph(page, f"dependency-map-{count}")
    assert violations(page, RULES["light"]) == []
    page.emulate_media(color_scheme="dark")
    photograph(page, f"dependency-map-{count}-dark")
    assert violations(page, RULES["dark"]) == []
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)
    expect(drawing).to_be_hidden()
    photograph(page, f"dependency-map-{count}-390")
    assert overflow(page) == 0
    assert violations(page, RULES["light"]) == []


def photograph(page, name: str) -> None:
    """A picture of the whole page, kept beside the logs of the run."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
