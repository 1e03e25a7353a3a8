"""The pages of the demo company, in light, in dark and on a phone: readable by everybody."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.house import ROOT

pytestmark = [pytest.mark.journey, pytest.mark.looks]


BROKEN_ONLY = {"resultTypes": ["violations"]}
RULES = {
    "light": BROKEN_ONLY
    | {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "dark": BROKEN_ONLY
    | {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}},
}
WIDE, PHONE = {"width": 1440, "height": 1000}, {"width": 390, "height": 844}
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SETTLED = "Promise.all(document.getAnimations().map(moving => moving.finished))"
NOBODY, CLAIRE, MEHDI = "", "Claire Aubry", "Mehdi Benali"
SOPHIE, ANNE, PAUL = "Sophie Marchand", "Anne Delmas", "Paul Vasseur"
PAGES = {
    "sign-in": (NOBODY, "/connexion/"),
    "home-bearer": (CLAIRE, "/"),
    "home-it": (SOPHIE, "/"),
    "home-manager": (ANNE, "/"),
    "registration-need": (CLAIRE, "{draft}/besoin/"),
    "registration-profile": (CLAIRE, "{draft}/profil/"),
    "registration-path": (CLAIRE, "{draft}/chemin/"),
    "project": (SOPHIE, "{project}"),
    "scope-change": (CLAIRE, "{own}changement/"),
    "level-change": (CLAIRE, "{own}niveau/"),
    "dependencies": (SOPHIE, "{project}dependances/"),
    "dependency-table": (SOPHIE, "{project}dependances/?vue=tableau"),
    "dependency-add": (CLAIRE, "{own}dependances/ajout/"),
    "dependency-suggestions": (CLAIRE, "{own}dependances/suggestions/"),
    "dependency-answers": ("Karim Haddad", "/dependances/a-confirmer/"),
    "decision": (SOPHIE, "{decision}"),
    "slots": ("{slots_by}", "{slots}"),
    "slot-proposal": ("{slot_proposal_by}", "{slot_proposal}"),
    "slot-link": (NOBODY, "{slot_link}"),
    "meeting-planned": ("{planned_by}", "{planned}"),
    "agenda": ("{agenda_by}", "{agenda}"),
    "meeting": ("{live_by}", "{live}"),
    "closing": ("{closing_by}", "{closing}"),
    "minutes-history": ("{history_by}", "{history}"),
    "minutes-comparison": ("{comparison_by}", "{comparison}"),
    "arbitration": ("{arbitration_by}", "{arbitration}"),
    "arbiter": ("{arbiter}", "{arbitration}"),
    "gates": (SOPHIE, "{project}validations/"),
    "gate": (SOPHIE, "{gate}"),
    "gate-preparing": ("{preparing_by}", "{preparing}"),
    "criterion": ("{preparing_by}", "{criterion}"),
    "opinion": ("{opinion_by}", "{opinion}"),
    "opinion-request": (SOPHIE, "{gate}avis-demandes/"),
    "information": ("{information_by}", "{information}"),
    "information-request": (SOPHIE, "{gate}information/"),
    "waiver": (ANNE, "{gate}derogation/"),
    "renewal": ("{renewal_by}", "{renewal}"),
    "findings": ("{finding_by}", "{findings}"),
    "finding": ("{finding_by}", "{finding}"),
    "finding-add": (SOPHIE, "{project}constats/ajout/"),
    "gate-record": (ANNE, "{record}"),
    "document-waiting": (ANNE, "{document_waiting}"),
    "document-stopped": (ANNE, "{document_stopped}"),
    "document-failed": (ANNE, "{document_failed}"),
    "document-ready": (ANNE, "{document_ready}"),
    "document-replaced": (ANNE, "{document_replaced}"),
    "committee-report": (ANNE, "{document_committee}"),
    "committee-bundle": (ANNE, "{bundle}"),
    "verification": (NOBODY, "/verifier/"),
    "verification-code": (NOBODY, "{document_code}"),
    "verification-replaced": (NOBODY, "{replaced_code}"),
    "verification-unknown": (NOBODY, "/verify/AAAA-AAAA/"),
    "queues": (ANNE, "/files/"),
    "queue": (SOPHIE, "/files/"),
    "notices": (SOPHIE, "/notifications/"),
    "absences": (CLAIRE, "/absences/"),
    "cadence": (PAUL, "/reglages/relances/"),
    "rung": (PAUL, "/reglages/relances/ajout/"),
    "channels": (PAUL, "/reglages/canaux/"),
    "channel": (PAUL, "/reglages/canaux/ajout/"),
    "guest-link": (NOBODY, "{guest_link}"),
    "minutes": (MEHDI, "{minutes}"),
    "choice": (MEHDI, "{choice}"),
    "portfolio": (ANNE, "/portefeuille/"),
    "catalogue": (PAUL, "/systemes/"),
    "catalogue-imports": (PAUL, "/systemes/import/"),
    "tokens": (PAUL, "/reglages/jetons/"),
    "system": (PAUL, "/systemes/18/"),
    "system-edit": (PAUL, "/systemes/18/fiche/"),
    "announcement-add": (PAUL, "/systemes/16/annonce/"),
    "announcement": (PAUL, "/annonces/1/"),
    "company-map": (ANNE, "/cartographie/?vue=carte&systeme=5"),
    "company-table": (ANNE, "/cartographie/?vue=tableau"),
    "company-months": (ANNE, "/cartographie/?vue=temps"),
    "domain-map": (SOPHIE, "/cartographie/domaines/"),
    "saved-views": (CLAIRE, "/cartographie/vues/?etat=refused&carte=matrix"),
    "rules": (CLAIRE, "/socle/"),
    "paths": (PAUL, "/reglages/chemins/"),
    "path-rule": (PAUL, "/reglages/chemins/regles/1/"),
    "path-gate": (PAUL, "/reglages/chemins/points/1/"),
    "path-question": (PAUL, "/reglages/chemins/questions/ajout/"),
    "guests": (PAUL, "/reglages/invites/"),
    "ground-rule": (PAUL, "/reglages/socle/R13/"),
    "kept-topics": (PAUL, "/reglages/sujets/"),
    "known-choices": (CLAIRE, "/choix-connus/"),
    "vendor-file": (MEHDI, "/prestataires/1/"),
}


@pytest.fixture(scope="session")
def sessions():
    """Who signed in already; a session serves again in the next browser."""
    return {}


@pytest.fixture
def seen_by(arrive, demo_house, sessions):
    """A page of the demo company as somebody sees it."""

    def one(who: str, address: str):
        name = who.format(**demo_house.landmarks)
        email = demo_house.landmarks["people"].get(name, "")
        kept = {"storage_state": sessions[name]} if name in sessions else {}
        visitor = arrive(demo_house, name or "Personne", email, viewport=WIDE, **kept)
        if name and name not in sessions:
            visitor.sign_in()
            sessions[name] = visitor.page.context.storage_state()
        visitor.page.goto(address.format(**demo_house.landmarks))
        return visitor.page

    return one


@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible_in_light_in_dark_and_on_a_phone(name, seen_by):
    page = seen_by(*PAGES[name])
    expect(page.get_by_role("heading", level=1)).to_have_count(1)

    assert faults(page) == {}


def test_a_decision_that_comes_too_late_is_told_to_everybody(seen_by, demo_house):
    page = seen_by(SOPHIE, "{decision}")
    page.get_by_role("radio", name=re.compile("^Demander des modifications")).check()
    page.get_by_label("Un mot pour les trois voix").fill("Dites où vont les journaux.")
    send = "(form, gate) => { form.action = gate; form.submit() }"
    page.locator("#form-decision").evaluate(send, demo_house.landmarks["decided"])

    expect(page.get_by_role("heading", name="n’a pas été écrite")).to_be_visible()
    expect(page.get_by_text("Dites où vont les journaux.")).to_be_visible()
    assert faults(page) == {}


@pytest.mark.parametrize("code", ["", "{code}"], ids=["file", "file-and-code"])
def test_the_answer_to_an_altered_file_is_accessible(code, seen_by, demo_house):
    page = seen_by(NOBODY, "/verifier/")
    code = code.format(code=demo_house.landmarks["document_code"].strip("/").split("/")[-1])
    page.get_by_label("Code de vérification").fill(code)
    altered = {"name": "copie.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 altered"}
    page.get_by_label("Fichier PDF").set_input_files(altered)
    page.get_by_role("button", name="Vérifier", exact=True).click()

    expect(page.get_by_role("heading", name=code or "inconnu de Cadrage")).to_be_visible()
    assert faults(page) == {}


def faults(page) -> dict:
    """By look and width, what axe finds and by how much the page overflows."""
    found = {}
    for look in RULES:
        page.emulate_media(color_scheme=look, reduced_motion="reduce")
        for size in (WIDE, PHONE):
            page.set_viewport_size(size)
            found[f"{look} {size['width']}"] = violations(page, RULES[look])
            found[f"{look} {size['width']} scroll"] = overflow(page)
    return {where: what for where, what in found.items() if what}


def violations(page, rules) -> list[str]:
    """What axe finds, one line a node."""
    page.evaluate(SETTLED)
    answer = Axe.from_file(AXE).run(page, options=rules)
    return [
        f"{broken['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for broken in answer.response["violations"]
        for node in broken["nodes"]
    ]


def overflow(page) -> int:
    """By how many pixels the page is wider than its window."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
