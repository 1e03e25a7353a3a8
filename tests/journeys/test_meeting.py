"""Three people in three browsers: from the dates on offer to three signatures on a second version."""

import re
import subprocess
from types import SimpleNamespace

import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from tests.journeys.post import text_of
from tests.journeys.visitors import SECONDS

pytestmark = pytest.mark.journey

TITLE = "Carnet d’entretien des toitures"
VENDOR = "mehdi.benali@studio-lumen.example"
AT_ONCE = 3 * SECONDS
SIGN = "Signer le compte rendu du cadrage"
HELD, ADDED = "Le carnet vivra dans l’espace client.", "Les photos restent six mois."
TYPED, LOST = "Une visite par an suffit.", "Écrit pendant la coupure."
ACTION = "Lister les données gardées"
DECISION = "Les rappels partent par e-mail."
RISK = "Le salon de l’habitat est tôt."
REASON = "L’hébergement n’est pas dit."
REMARK = "Ajouter le calendrier du salon."
AGREED = "La durée de garde sera relue dans un an."
FIRST, SECOND = "Hébergeur de l’entreprise", "Hébergeur du prestataire"


def test_three_voices_go_from_dates_on_offer_to_three_signatures(arrive, house, post, tmp_path):
    key = house.run("tests.journeys.backstage", "seat_three_voices", title=TITLE)
    cast = SimpleNamespace(
        claire=arrive(house, "Claire Aubry", project=TITLE).sign_in(),
        mehdi=arrive(house, "Mehdi Benali", VENDOR, project=TITLE),
        sophie=arrive(house, "Sophie Marchand", project=TITLE).sign_in(),
    )

    choose_the_date(cast, house, post)
    open_the_meeting(cast)
    write_together(cast, house)
    write_in_one_field(cast)
    write_without_a_network(cast)
    close_the_meeting(cast, post)
    disagree(cast, post)
    arbitrate(cast, arrive, house, post)
    agree(cast, post)
    read_the_report(cast, post, key, tmp_path)


def choose_the_date(cast, house, post) -> None:
    """Three dates proposed; one answer without signing in, one on the page, and it is fixed."""
    claire, mehdi, sophie = cast.claire, cast.mehdi, cast.sophie
    claire.play("Fixer la réunion de cadrage")
    claire.follow("Proposer des dates")
    suggested = claire.page.get_by_role("checkbox")
    for rank in range(3):
        suggested.nth(rank).check()
    claire.page.get_by_label("Salle").fill("Salle Lin")
    claire.press("Proposer et prévenir")
    claire.told("Dates proposées.")

    letter = post.wait_for(VENDOR, "Quand pouvez-vous venir", TITLE)
    mehdi.page.goto(re.search(rf"{house.url}/creneaux/\S+", text_of(letter)).group(0))
    expect(mehdi.heading(TITLE)).to_be_visible()
    answer_the_dates(mehdi, "Non", "Oui", "Si besoin")
    mehdi.told("C’est noté.")
    sophie.play("Dire quand vous pouvez venir")
    answer_the_dates(sophie, "Oui", "Oui", "Non")
    sophie.told("La date convient aux trois voix")

    for person, method in ((claire, "PUBLISH"), (mehdi, "REQUEST"), (sophie, "REQUEST")):
        letter = post.wait_for(person.email, "Réunion de cadrage le", TITLE)
        (part,) = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
        (event,) = Calendar.from_ical(part.get_content()).walk("VEVENT")
        assert part.get_param("method") == method
        assert TITLE in str(event["SUMMARY"])


def answer_the_dates(visitor, *answers: str) -> None:
    """One answer a date, in their order."""
    groups = visitor.page.get_by_role("group").filter(has=visitor.page.get_by_role("radio"))
    expect(groups).to_have_count(len(answers))
    for rank, answer in enumerate(answers):
        groups.nth(rank).locator("label", has_text=re.compile(rf"^\s*{answer}\s*$")).click()
    visitor.press("Répondre")


def open_the_meeting(cast) -> None:
    """Claire opens it; the two others come to the same page, and « Point suivant » leads them."""
    claire, mehdi, sophie = cast.claire, cast.mehdi.sign_in(), cast.sophie
    claire.play("Tenir la réunion de cadrage")
    claire.follow("Ouvrir la réunion")
    claire.press("Ouvrir la réunion")
    expect(notes(claire)).to_be_visible()
    for visitor in (mehdi, sophie):
        visitor.page.goto(claire.page.url)
        expect(notes(visitor)).to_be_visible()
    expect(claire.page.locator("#d-voix").get_by_text("en ligne")).to_have_count(3)

    claire.press("Point suivant")
    for visitor in (mehdi, sophie):
        place = visitor.page.locator("#d-table")
        expect(place.get_by_text("La réunion est passée à")).to_be_visible(timeout=AT_ONCE)
        place.get_by_role("link", name="Y aller").click()
        expect(visitor.page).to_have_url(claire.page.url)


def notes(visitor):
    """The field of what was said on the point."""
    return visitor.page.get_by_label("Ce qui a été dit")


def leave_the_field(visitor) -> None:
    """The hands go elsewhere: what others write comes into the field again."""
    notes(visitor).blur()


def write_together(cast, house) -> None:
    """What each writes, the two others read within three seconds, without loading the page."""
    claire, mehdi, sophie = cast.claire, cast.mehdi, cast.sophie
    notes(claire).fill(HELD)
    for visitor in (mehdi, sophie):
        expect(notes(visitor)).to_have_value(HELD, timeout=AT_ONCE)
    leave_the_field(claire)
    notes(mehdi).fill(f"{HELD}\n{ADDED}")
    for visitor in (claire, sophie):
        expect(notes(visitor)).to_have_value(f"{HELD}\n{ADDED}", timeout=AT_ONCE)
    leave_the_field(mehdi)

    add_outcome(cast, claire, "Décision", DECISION)
    add_outcome(cast, mehdi, "Risque", RISK)
    add_outcome(cast, sophie, "Action", ACTION, owner="Mehdi Benali", due_on=house.days["soon"])


def add_outcome(cast, writer, kind: str, text: str, *, owner: str = "", due_on: str = "") -> None:
    """One of the three adds a line; the two others see it."""
    page = writer.page
    writer.answer("Ce que c’est", kind)
    page.locator("#sortie").get_by_label("En une phrase").fill(text)
    if owner:
        page.locator("#sortie").get_by_label("Pour qui").select_option(label=owner)
        page.locator("#sortie").get_by_label("Avant le").fill(due_on)
    writer.press("Ajouter")
    for visitor in (cast.claire, cast.mehdi, cast.sophie):
        line = visitor.page.locator("#d-issues li", has_text=text)
        expect(line).to_be_visible(timeout=AT_ONCE)


def write_in_one_field(cast) -> None:
    """Two people in one field: each text is shown to the one who comes second, none is lost."""
    claire, mehdi, sophie = cast.claire, cast.mehdi, cast.sophie
    before = notes(sophie).input_value()
    notes(sophie).focus()
    writing = claire.page.locator("#d-ecrit").get_by_text("Sophie Marchand")
    expect(writing).to_be_visible(timeout=AT_ONCE)
    notes(claire).fill(f"{before}\n{AGREED}")
    heard = sophie.page.locator("#d-ecrit").get_by_text("Claire Aubry vient d’écrire")
    expect(heard).to_be_visible(timeout=AT_ONCE)

    notes(sophie).fill(f"{before}\n{TYPED}")
    conflict = sophie.page.locator("#notes-etat").get_by_role("alert")
    expect(conflict).to_contain_text("Le texte de Claire Aubry")
    expect(conflict).to_contain_text(AGREED)
    expect(notes(sophie)).to_have_value(re.compile(TYPED))
    sophie.press("Garder les deux textes")

    leave_the_field(claire)
    for visitor in (claire, mehdi, sophie):
        expect(notes(visitor)).to_have_value(re.compile(AGREED), timeout=AT_ONCE)
        expect(notes(visitor)).to_have_value(re.compile(TYPED), timeout=AT_ONCE)


def write_without_a_network(cast) -> None:
    """The connection drops while Mehdi types: he is told, and his text leaves when it is back."""
    mehdi = cast.mehdi
    mehdi.page.context.set_offline(True)
    notes(mehdi).fill(f"{notes(mehdi).input_value()}\n{LOST}")
    expect(mehdi.page.locator("#hors-ligne")).to_be_visible()
    expect(notes(cast.sophie)).not_to_have_value(re.compile(LOST))

    mehdi.page.context.set_offline(False)
    expect(mehdi.page.locator("#hors-ligne")).to_be_hidden()
    expect(mehdi.page.locator("#notes-etat [data-saved]")).to_be_visible()
    for visitor in (cast.claire, cast.sophie):
        expect(notes(visitor)).to_have_value(re.compile(LOST))


def close_the_meeting(cast, post) -> None:
    """The minutes leave at once; whoever stayed on the page is told."""
    for visitor in (cast.mehdi, cast.sophie):
        leave_the_field(visitor)
    claire = cast.claire
    claire.follow("Clore la réunion")
    claire.press("Clore")
    expect(claire.heading("Compte rendu du cadrage")).to_be_visible()
    told = cast.sophie.page.locator("#d-table").get_by_text("La réunion est close")
    expect(told).to_be_visible(timeout=AT_ONCE)
    for person in (claire, cast.mehdi, cast.sophie):
        letter = text_of(post.wait_for(person.email, "Compte rendu à signer", TITLE))
        for said in (HELD, ADDED, AGREED, TYPED, LOST, DECISION, ACTION, RISK):
            assert said in letter


def sign(visitor, answer: str, remark: str = "") -> None:
    """One voice answers the minutes that await it."""
    page = visitor.page
    visitor.play(SIGN)
    page.get_by_role("radio", name=re.compile(rf"^{answer}")).check()
    if remark:
        page.get_by_label("Votre remarque, ou votre raison").fill(remark)
    visitor.press("Signer pour")
    page.get_by_role("dialog").get_by_role("button", name="Signer").click()
    expect(visitor.heading("Votre signature")).to_have_count(0)
    visitor.plays_nothing(SIGN)


def disagree(cast, post) -> None:
    """Two agree, one with a remark; the third does not, and Claire has the ball."""
    sign(cast.claire, "D’accord, avec une remarque", REMARK)
    sign(cast.mehdi, "D’accord(?!,)")
    sign(cast.sophie, "Pas d’accord", REASON)
    letter = post.wait_for(VENDOR, "n’est pas d’accord avec le compte rendu")
    assert REASON in text_of(letter)
    cast.claire.has_ball("Lever le désaccord sur le compte rendu")


def arbitrate(cast, arrive, house, post) -> None:
    """Two positions, two options, two arbiters: settled when both hold for the same."""
    claire, page = cast.claire, cast.claire.page
    claire.play("Lever le désaccord sur le compte rendu")
    claire.follow("Demander un arbitrage")
    page.get_by_label("Ce qu’il faut trancher").fill("Chez qui vit le carnet ?")
    page.get_by_label("Arbitre du marketing").select_option(
        label="Anne Delmas, Directrice générale adjointe"
    )
    page.get_by_label("Arbitre de la DSI").select_option(label="Olivier Renard, Architecte")
    for rank, (label, cost) in enumerate([(FIRST, "4 000"), (SECOND, "2 500")]):
        line = page.get_by_role("group", name=f"Option {rank + 1}")
        line.get_by_label("Option", exact=True).fill(label)
        line.get_by_label("Coût en euros").fill(cost)
        line.get_by_label("Prête le").fill(house.days["soon"])
    claire.press("Demander l’arbitrage")
    expect(claire.heading("Chez qui vit le carnet ?")).to_be_visible()

    for person, text in ((claire, "Le moins cher, vite."), (cast.sophie, "Le plus sûr.")):
        person.play("Écrire votre position pour l’arbitrage")
        person.page.get_by_role("textbox", name="Votre position").fill(text)
        person.press("Enregistrer ma position")
        expect(person.page.locator(".position-text", has_text=text)).to_be_visible()
    for name in ("Anne Delmas", "Olivier Renard"):
        arbiter = arrive(house, name, project=TITLE).sign_in()
        arbiter.play("Arbitrer")
        arbiter.page.get_by_role("radio", name=re.compile(FIRST)).check()
        arbiter.press("Donner ma réponse")
        expect(arbiter.page.get_by_text(f"Retient « {FIRST} »").last).to_be_visible()
    expect(arbiter.heading(re.compile(rf"Option retenue\s*: {FIRST}"))).to_be_visible()
    letter = text_of(post.wait_for(VENDOR, "Compte rendu à signer", TITLE, FIRST))
    assert ACTION in letter


def agree(cast, post) -> None:
    """The second version says what was settled; three agreements sign the scoping."""
    sign(cast.claire, "D’accord(?!,)")
    expect_second_version(cast.mehdi)
    sign(cast.mehdi, "D’accord(?!,)")
    sign(cast.sophie, "D’accord, avec une remarque", REMARK)
    for person in (cast.claire, cast.mehdi, cast.sophie):
        post.wait_for(person.email, "Le cadrage est signé par les trois voix", TITLE)


def expect_second_version(visitor) -> None:
    """The page of the new version, and what changed since the one that was signed."""
    visitor.play(SIGN)
    expect(visitor.heading("Compte rendu du cadrage, version 2")).to_be_visible()
    visitor.follow("comparer")
    expect(visitor.page.locator("main").get_by_text(FIRST).first).to_be_visible()


def read_the_report(cast, post, key, folder) -> None:
    """The worker prints version 1 of the scoping: what was agreed, and the remark of IT."""
    post.wait_for(cast.sophie.email, "le document est prêt", TITLE)
    page = cast.mehdi.page
    page.goto(f"/projets/{key}/cadrage/")
    page.get_by_role("region", name="Dossiers de cadrage").get_by_role("link").first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger").click()
    file = folder / "cadrage.pdf"
    download.value.save_as(file)

    words = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True)
    printed = " ".join(words.stdout.split())
    for said in (TITLE, DECISION, FIRST, REMARK):
        assert said in printed
