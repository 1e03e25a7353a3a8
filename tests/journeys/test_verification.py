"""A file given to the page of verification stays in the browser: its fingerprint alone leaves."""

import hashlib

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey
CONTENT = b"%PDF-1.7 nothing of this leaves"


def test_the_browser_sends_the_fingerprint_and_not_the_file(arrive, demo_house):
    page = arrive(demo_house, "Personne de passage").page
    sent = []
    page.on("request", lambda request: sent.append(request.post_data_buffer or b""))
    page.goto("/verify/")

    file = {"name": "copie.pdf", "mimeType": "application/pdf", "buffer": CONTENT}
    page.get_by_label("Fichier PDF").set_input_files(file)
    page.get_by_role("button", name="Vérifier", exact=True).click()

    expect(page.get_by_text("Modifié, ou inconnu de Cadrage")).to_be_visible()
    digest = hashlib.sha256(CONTENT).hexdigest()
    expect(page.get_by_text(digest)).to_be_visible()
    assert digest.encode() in b"".join(sent)
    assert CONTENT not in b"".join(sent)
