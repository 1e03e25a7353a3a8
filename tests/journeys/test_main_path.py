"""One real project, from its registration to a signed scoping, a decided gate and its PDF."""

import re
import subprocess
from datetime import date
from types import SimpleNamespace

import pikepdf
import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from tests.journeys.post import text_of
from tests.journeys.visitors import see_project

pytestmark = pytest.mark.journey

TITLE = "Simulateur de budget travaux"
GUEST = "mehdi.roux@atelier-nord.example"
GATE = "Cadrage et choix technologique"
ACTION = "Envoyer le plan de marquage"
QUESTION = "Qui relit les mentions légales ?"
RESERVATION = "Fournir le calendrier des montées de version"
ANSWERS = {
    "données personnelles": "Oui",
    "se connecter": "Non",
    "outil de l’entreprise": "Oui",
    "hébergé hors": "Oui",
    "paiement": "Non",
    "robot ou une IA": "Non",
    "e-mails au nom": "Je ne sais pas",
}


def test_a_project_goes_from_registration_to_a_decided_gate(arrive, house, post, tmp_path):
    claire = arrive(house, "Claire Aubry", project=TITLE).sign_in()
    key = register(claire, house)
    mehdi = take_the_vendor_seat(arrive, house, post, key)
    sophie = take_the_it_seat(arrive, house, post, key)
    cast = SimpleNamespace(claire=claire, mehdi=mehdi, sophie=sophie)

    fix_the_meeting(cast, house, post, key)
    hold_the_meeting(cast, house)
    sign_the_minutes(cast, post)
    read_the_first_report(cast, post)
    answer_the_technology(cast, key)
    answer_the_hosting(cast, key, tmp_path)
    submit_the_gate(cast, key)
    confirm_the_dependency(arrive, house, post, key)
    decide_with_a_reservation(cast, house, post, key)
    download_the_report(arrive, house, key, tmp_path)
    receive_a_reminder(cast, house, post)


def register(claire, house) -> str:
    """Three screens; the path, its gates and its dates are shown before anything is sent."""
    page = claire.page
    claire.follow("Enregistrer un projet")
    describe_the_need(claire, house.days["launch"])
    expect(claire.heading("Quelques questions simples")).to_be_visible()
    for question, choice in ANSWERS.items():
        claire.answer(re.compile(question), choice)
    preview = page.get_by_role("complementary").filter(has_text="Le chemin, en direct")
    expect(preview.get_by_role("heading", name="Standard")).to_be_visible()
    claire.press("Continuer : chemin")

    steps = page.get_by_role("list", name="Chemin")
    for name in (GATE, "Hébergement et architecture", "Mise en ligne"):
        expect(steps.get_by_role("listitem").filter(has_text=name).first).to_be_visible()
    launch = date.fromisoformat(house.days["launch"])
    expect(steps.get_by_role("listitem").last).to_contain_text(str(launch.day))
    expect(page.get_by_role("checkbox", name="CRM-VENTES")).to_be_checked()
    page.get_by_label("E-mail de la personne").fill(GUEST)
    page.keyboard.press("Tab")
    page.get_by_label("Sa société").fill("Atelier Nord")
    page.get_by_text("Proposer quelqu’un d’autre").click()
    page.get_by_role("radio", name="Sophie Marchand").check()
    claire.press("Enregistrer et inviter")

    claire.told("personnes prévenues")
    key = re.search(r"/projets/([^/]+)/", page.url).group(1)
    see_project(claire, key, ball="Fixer la réunion de cadrage")
    claire.has_ball("Fixer la réunion de cadrage")
    return key


def describe_the_need(claire, launch: str) -> None:
    page = claire.page
    page.get_by_label("Nom du projet").fill(TITLE)
    page.get_by_role("radio", name="Outil client interactif").check()
    page.get_by_label("À quoi servira-t-il").fill("Donner un prix avant la visite en magasin.")
    page.get_by_label("Mise en ligne souhaitée").fill(launch)
    page.get_by_text("Précisions, si vous les avez déjà").click()
    page.get_by_label("Combien de personnes").fill("Particuliers qui rénovent")
    page.get_by_label("Pourquoi cette date").fill("La campagne de printemps")
    page.get_by_label("Qui le verra ?").select_option(index=1)
    page.get_by_label("Budget").select_option(index=1)
    claire.press("Continuer : profil")


def take_the_vendor_seat(arrive, house, post, key):
    """The link of the mail, then the code of the next mail: no password, no account to make."""
    letter = post.wait_for(GUEST, TITLE, "siège")
    link = re.search(rf"{house.url}/invitations/\S+", text_of(letter)).group(0)
    mehdi = arrive(house, "Mehdi Roux", GUEST, project=TITLE)
    mehdi.page.goto(link)
    mehdi.press("Recevoir un code à cette adresse")
    code = re.search(r"\b[A-Z0-9]{3,}-?[A-Z0-9]{3,}\b", text_of(post.wait_for(GUEST, "code")))
    mehdi.page.get_by_label("Code reçu").fill(code.group(0))
    mehdi.press("Se connecter")
    expect(mehdi.heading(TITLE)).to_be_visible()
    mehdi.has_ball("Prendre votre siège")
    see_project(mehdi, key)
    mehdi.press("Prendre mon siège")
    mehdi.told("Vous avez pris votre siège.")
    see_project(mehdi, key)
    mehdi.has_ball("Framework et technologie")
    return mehdi


def take_the_it_seat(arrive, house, post, key):
    post.wait_for("sophie.marchand@verdier.example", "vous propose un siège", TITLE)
    sophie = arrive(house, "Sophie Marchand", project=TITLE).sign_in()
    sophie.has_ball("Prendre votre siège")
    see_project(sophie, key)
    sophie.press("Prendre mon siège")
    sophie.told("Vous avez pris votre siège.")
    sophie.plays_nothing("Prendre votre siège")
    return sophie


def fix_the_meeting(cast, house, post, key) -> None:
    """The three voices get the date, and a file that a calendar opens."""
    claire, page = cast.claire, cast.claire.page
    claire.play("Fixer la réunion de cadrage")
    claire.follow("Fixer une date sans demander")
    page.get_by_label("Jour").fill(house.days["next"])
    page.get_by_label("Heure de début").fill("10:00")
    page.get_by_label("Salle").fill("Salle Lin")
    page.get_by_label("Lien de visioconférence").fill("https://visio.example/cadrage")
    page.get_by_label("Pourquoi cette date").fill("Les trois voix sont à Paris ce jour-là.")
    claire.press("Fixer et inviter")
    claire.told("Date fixée.")
    claire.has_ball("Tenir la réunion de cadrage")
    see_project(claire, key, ball="Tenir la réunion de cadrage")

    letter = post.wait_for(GUEST, "Réunion de cadrage le")
    for person in (claire, cast.sophie):
        post.wait_for(person.email, "Réunion de cadrage le")
    (file,) = letter.iter_attachments()
    event = Calendar.from_ical(file.get_content()).walk("VEVENT")[0]
    assert event["DTSTART"].dt.isoformat()[:16] == f"{house.days['next']}T10:00"
    assert TITLE in str(event["SUMMARY"])
    assert len(event["ATTENDEE"]) == 3


def hold_the_meeting(cast, house) -> None:
    """Notes, an action and a question; what one voice writes, the others read."""
    claire, page = cast.claire, cast.claire.page
    claire.play("Tenir la réunion de cadrage")
    claire.follow("Ouvrir la réunion")
    for voice in page.get_by_role("checkbox").all():
        expect(voice).to_be_checked()
    claire.press("Ouvrir la réunion")
    page.locator("#d-odj").get_by_role("link").first.click()
    cast.mehdi.page.goto(page.url)
    page.get_by_label("Ce qui a été dit").fill("Le simulateur vivra dans l’Union européenne.")
    expect(page.locator("#notes-etat")).to_contain_text("nregistré")
    add_outcome(claire, "Action", ACTION, "Mehdi Roux", house.days["soon"])
    add_outcome(claire, "Question", QUESTION, "Claire Aubry", house.days["soon"])
    expect(cast.mehdi.page.locator("#d-issues li", has_text=ACTION)).to_be_visible()
    cast.mehdi.has_ball(ACTION)
    claire.has_ball(QUESTION)

    claire.play("Tenir la réunion de cadrage")
    claire.follow("Clore la réunion")
    claire.press("Clore et envoyer le compte rendu")
    expect(claire.heading("Compte rendu du cadrage")).to_be_visible()


def add_outcome(visitor, kind: str, text: str, owner: str, due_on: str) -> None:
    page = visitor.page
    visitor.answer("Ce que c’est", kind)
    page.get_by_label("En une phrase").fill(text)
    page.get_by_label("Pour qui").select_option(label=owner)
    page.get_by_label("Avant le").fill(due_on)
    visitor.press("Ajouter")
    expect(page.locator("#d-issues li", has_text=text)).to_be_visible()


def sign_the_minutes(cast, post) -> None:
    """Each voice reads the same frozen text and answers for itself."""
    for person in (cast.claire, cast.mehdi, cast.sophie):
        letter = post.wait_for(person.email, "Compte rendu à signer", TITLE)
        assert ACTION in text_of(letter)
        person.play("Signer le compte rendu du cadrage")
        person.page.get_by_role("radio", name=re.compile("^D’accord(?!,)")).check()
        person.press("Signer pour")
        person.page.get_by_role("dialog").get_by_role("button", name="Signer").click()
        expect(person.page.get_by_role("heading", name="Votre signature")).to_have_count(0)
        person.plays_nothing("Signer le compte rendu du cadrage")


def read_the_first_report(cast, post) -> None:
    """The third signature freezes the report; the worker prints it and says so."""
    post.wait_for(cast.claire.email, "Le cadrage est signé par les trois voix")
    post.wait_for(cast.sophie.email, "le document est prêt")
    cast.mehdi.has_ball(f"Soumettre « {GATE} »")


def answer_the_technology(cast, key) -> None:
    """The ground rules answer while one types; the admitted solution puts things right."""
    mehdi, page = cast.mehdi, cast.mehdi.page
    mehdi.play("Framework et technologie")
    rules = page.get_by_role("complementary").filter(has_text="Le socle, en direct")
    mehdi.answer("acheté en direct", "Oui")
    mehdi.answer("déclaré au catalogue", "Non")
    expect(rules.get_by_text("Non conforme au socle").first).to_be_visible()
    page.get_by_role("radio", name="Service en ligne du catalogue").check()
    expect(rules.get_by_text("Non conforme au socle")).to_have_count(0)
    finish_the_answer(mehdi)
    mehdi.plays_nothing("Framework et technologie")
    see_project(mehdi, key)


def answer_the_hosting(cast, key, folder) -> None:
    """Outside Europe an opinion is needed; the admitted option fills the facts."""
    mehdi, page = cast.mehdi, cast.mehdi.page
    page.goto(f"/projets/{key}/choix/")
    page.locator("main").get_by_role("link", name="Hébergement", exact=True).click()
    page.get_by_role("radio", name="Autre solution").check()
    page.get_by_label("Hébergeur", exact=True).fill("Northwind Hosting")
    for question in ("Pays d’hébergement", "Pays d’administration"):
        page.get_by_label(question).select_option("US")
    page.get_by_label("Garanties si des données sortent").select_option("none")
    page.get_by_label("Qui garde les clés").select_option("provider")
    rules = page.get_by_role("complementary").filter(has_text="Le socle, en direct")
    expect(rules.get_by_text("Avis du DPO requis").first).to_be_visible()
    mehdi.press("Reprendre cette option")
    expect(page.get_by_label("Pays d’hébergement")).to_have_value("FR")
    expect(rules.get_by_text("Conforme au socle").first).to_be_visible()
    expect(rules.get_by_text("Avis du DPO requis")).to_have_count(0)

    evidence = folder / "certificat-hebergeur.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(evidence)
    page.locator("#pieces input[type=file]").set_input_files(evidence)
    expect(
        page.locator("#pieces").get_by_role("link", name=evidence.name, exact=True)
    ).to_be_visible()
    finish_the_answer(mehdi)
    see_project(mehdi, key)


def finish_the_answer(visitor) -> None:
    page = visitor.page
    page.get_by_label("En deux ou trois phrases").fill("La DSI l’exploite déjà.")
    visitor.answer("Revenir en arrière", "Facile")
    visitor.press("Soumettre la version 1")
    visitor.told("Version 1 soumise.")


def submit_the_gate(cast, key) -> None:
    """One criterion is answered; the others wait, and the file says why it goes without them."""
    mehdi, page = cast.mehdi, cast.mehdi.page
    mehdi.play(f"Soumettre « {GATE} »")
    expect(page.get_by_role("heading", name="Il manque")).to_be_visible()
    criteria = page.get_by_role("region", name="Critères")
    declared = criteria.get_by_role("listitem").filter(has_text="À déclarer")
    waiting = declared.count()
    why = page.get_by_label("Pourquoi soumettre sans attendre")
    why.fill("Le reste arrive avec la recette.")
    declared.first.get_by_role("link", name="Répondre").click()
    page.get_by_text("Tenu", exact=True).click()
    expect(page.get_by_role("radio", name="Tenu", exact=True)).to_be_checked()
    mehdi.press("Garder la réponse")
    expect(page.get_by_role("button", name="Garder la réponse")).to_have_count(0)
    expect(declared).to_have_count(waiting - 1)
    expect(why).to_have_value("Le reste arrive avec la recette.")
    mehdi.press("Soumettre quand même")
    mehdi.told("La balle est à la DSI.")
    mehdi.plays_nothing(f"Soumettre « {GATE} »")
    see_project(cast.sophie, key, ball=f"Décider : {GATE}")


def confirm_the_dependency(arrive, house, post, key) -> None:
    """The owner of a system answers for it."""
    karim = arrive(house, "Karim Haddad", project=TITLE).sign_in()
    karim.play("CRM-VENTES")
    karim.page.get_by_role("radio", name=re.compile("^Je confirme(?! sous)")).check()
    karim.page.get_by_label("Votre mot").fill("Par l’API des contacts, jusqu’à la fin 2028.")
    karim.press("Répondre")
    karim.plays_nothing("CRM-VENTES")
    karim.page.goto(f"/projets/{key}/dependances/?vue=tableau")
    row = karim.page.get_by_role("row").filter(has_text="CRM-VENTES")
    expect(row).to_contain_text("onfirm")


def decide_with_a_reservation(cast, house, post, key) -> None:
    """Accepted on a condition that has an owner and a date."""
    sophie, page = cast.sophie, cast.sophie.page
    post.wait_for(sophie.email, "À vous de décider")
    sophie.play(f"Décider : {GATE}")
    expect(page.locator("#form-decision")).to_be_visible()
    page.get_by_role("radio", name=re.compile("^Valider avec réserves")).check()
    page.get_by_label("Ce qu’il faut faire").fill(RESERVATION)
    page.get_by_label("Pour qui").select_option(label="Mehdi Roux")
    page.get_by_label("Avant le").fill(house.days["soon"])
    page.get_by_label("Un mot pour les trois voix").fill("Bon choix, connu de l’exploitation.")
    sophie.press("Valider avec une réserve")
    page.get_by_role("dialog").get_by_role("button", name="Valider avec une réserve").click()
    sophie.told("Décision scellée.")
    see_project(cast.claire, key)
    cast.mehdi.has_ball(RESERVATION)
    cast.mehdi.has_ball("Soumettre « Hébergement et architecture »")
    post.wait_for(GUEST, GATE, "réserves")


def download_the_report(arrive, house, key, folder) -> None:
    """The manager reads the portfolio, the project, and a PDF that says what was decided."""
    anne = arrive(house, "Anne Delmas").sign_in()
    page = anne.page
    page.goto("/portefeuille/")
    page.get_by_role("table").get_by_role("link", name=TITLE).click()
    see_project(anne, key)
    anne.press("Dossier de cadrage")
    with page.expect_download(timeout=120_000) as download:
        page.get_by_role("link", name="Télécharger").click(timeout=120_000)
    file = folder / "dossier.pdf"
    download.value.save_as(file)

    with pikepdf.open(file) as pdf:
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang).startswith("fr")
        assert TITLE in str(pdf.docinfo["/Title"])
    words = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True)
    printed = " ".join(words.stdout.split())
    assert TITLE in printed
    assert "Validé avec réserves" in printed
    assert RESERVATION in printed


def receive_a_reminder(cast, house, post) -> None:
    """Days go by: beat finds the late ball and writes to whoever holds it."""
    assert house.run("tests.journeys.backstage", "grow_late", title=RESERVATION) == 1
    letter = post.wait_for(GUEST, "retard", RESERVATION)
    assert "retard" in text_of(letter)
    cast.mehdi.page.goto("/")
    expect(cast.mehdi.page.get_by_text("en retard").first).to_be_visible()
