"""A file given to the page of verification stays in the browser: its fingerprint alone leaves."""

import hashlib
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.test_keyboard import reach

pytestmark = pytest.mark.journey
CONTENT = b"%PDF-1.7 nothing of this leaves"
TOO_HEAVY = 20 * 1024 * 1024 + 1
DROP = """(box, name) => {
    const carried = new DataTransfer();
    carried.items.add(new File(["%PDF-1.7 dropped"], name, { type: "application/pdf" }));
    for (const kind of ["dragover", "drop"])
        box.dispatchEvent(new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def visitor(arrive, demo_house):
    """Somebody without an account, on the page that checks documents."""
    page = arrive(demo_house, "Personne de passage").page
    page.goto("/verify/")
    return page


def give(page, file):
    page.get_by_label("Fichier PDF").set_input_files(file)
    page.get_by_role("button", name="Vérifier", exact=True).click()


def pdf(content):
    return {"name": "copie.pdf", "mimeType": "application/pdf", "buffer": content}


def test_the_browser_sends_the_fingerprint_and_not_the_file(visitor):
    sent = []
    visitor.on("request", lambda request: sent.append(request.post_data_buffer or b""))

    give(visitor, pdf(CONTENT))

    expect(visitor.get_by_role("heading", name="Modifié, ou inconnu de Cadrage")).to_be_visible()
    expect(visitor).to_have_title(re.compile("^Modifié, ou inconnu"))
    digest = hashlib.sha256(CONTENT).hexdigest()
    expect(visitor.get_by_text(digest)).to_be_visible()
    assert digest.encode() in b"".join(sent)
    assert CONTENT not in b"".join(sent)
    assert b"copie.pdf" not in b"".join(sent)


def test_a_file_too_heavy_is_refused_before_it_is_read(visitor, tmp_path):
    """Scenario 67: the tab does not freeze on a film given by mistake."""
    heavy, sent = tmp_path / "film.pdf", []
    with heavy.open("wb") as film:
        film.truncate(TOO_HEAVY)
    visitor.on("request", lambda request: sent.append(request.method))

    give(visitor, heavy)

    expect(visitor.get_by_role("status").filter(has_text="dépasse 20 Mo")).to_be_visible()
    assert "POST" not in sent
    give(visitor, pdf(b""))
    expect(visitor.get_by_text("Ce fichier est vide.")).to_be_visible()
    give(visitor, pdf(CONTENT))
    expect(visitor.get_by_role("heading", name="Modifié, ou inconnu de Cadrage")).to_be_visible()


def test_a_file_is_dropped_in_the_box(visitor):
    box = visitor.locator("[data-drop]")
    box.evaluate(DROP, "glisse.pdf")

    assert box.locator("input").evaluate("field => field.files[0].name") == "glisse.pdf"
    expect(box.locator("input")).to_be_focused()


def test_a_document_is_awaited_downloaded_and_checked_by_keyboard(
    arrive, demo_house, visitor, tmp_path
):
    """A tampered byte, the genuine file and its code get their answers, on a file really printed."""
    anne = arrive(
        demo_house, "Anne Delmas", demo_house.landmarks["people"]["Anne Delmas"]
    ).sign_in()
    page, keys = anne.page, anne.page.keyboard
    page.goto(demo_house.landmarks["document_waiting"])
    expect(page.get_by_text("En attente d’impression")).to_be_visible()
    made = demo_house.run(
        "tests.journeys.backstage_documents",
        "print_waiting",
        address=demo_house.landmarks["document_waiting"],
    )

    download = page.get_by_role("link", name="Télécharger")
    expect(download).to_be_visible()
    keys.press("Tab")
    reach(page, download)
    with page.expect_download() as kept:
        keys.press("Enter")
    kept.value.save_as(tmp_path / "dossier.pdf")
    reach(page, page.get_by_role("link", name="vérifier", exact=True))
    keys.press("Enter")
    expect(anne.heading("Code authentique, document à jour")).to_be_visible()

    chosen = page.get_by_label("Fichier PDF")
    reach(page, chosen)
    with page.expect_file_chooser() as opened:
        keys.press("Space")
    opened.value.set_files(tmp_path / "dossier.pdf")
    reach(page, page.get_by_role("button", name="Vérifier", exact=True))
    keys.press("Enter")
    expect(anne.heading("Fichier authentique, et à jour")).to_be_visible()

    genuine = (tmp_path / "dossier.pdf").read_bytes()
    altered = bytearray(genuine)
    altered[len(altered) // 2] ^= 1
    give(visitor, pdf(genuine))
    expect(visitor.get_by_role("heading", name="Fichier authentique")).to_be_visible()
    visitor.get_by_label("Code de vérification").fill(made["code"].lower())
    give(visitor, pdf(bytes(altered)))
    wrong = f"Ce fichier n’est pas l’exemplaire d’origine du document {made['code']}"
    expect(visitor.get_by_role("heading", name=wrong)).to_be_visible()
    replaced = demo_house.landmarks["replaced_code"]
    visitor.goto(replaced)
    expect(visitor.get_by_text("Remplacé par la version")).to_be_visible()
