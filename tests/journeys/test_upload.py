"""A file leaves with its progress; stopped, it stays chosen; sent again, it is in the list."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey

MEGABYTE = 1_000_000


def test_an_upload_is_followed_stopped_and_sent_again(arrive, demo_house, tmp_path):
    mehdi = arrive(demo_house, "Mehdi Benali", "mehdi.benali@studio-lumen.example").sign_in()
    page = mehdi.page
    page.goto(demo_house.landmarks["choice"])
    pieces = page.locator("#pieces")
    chosen = pieces.locator("input[type=file]")
    (tmp_path / "journal.txt").write_text("a" * 6 * MEGABYTE)
    (tmp_path / "vide.pdf").write_bytes(b"")

    slow_down(page, MEGABYTE)
    chosen.set_input_files(tmp_path / "journal.txt")
    expect(pieces.get_by_role("progressbar")).to_be_visible()
    expect(pieces.get_by_role("status")).to_contain_text("Envoi du fichier, 25")
    mehdi.press("Annuler l’envoi")
    expect(pieces.get_by_role("status")).to_contain_text("reste choisi")
    assert chosen.evaluate("field => field.files[0].name") == "journal.txt"
    expect(pieces.get_by_role("button", name="Réessayer")).to_be_focused()

    slow_down(page, -1)
    page.keyboard.press("Enter")
    expect(pieces.get_by_role("link", name="journal.txt", exact=True)).to_be_visible()
    mehdi.told("« journal.txt » est joint.")
    expect(chosen).to_be_focused()

    chosen.set_input_files(tmp_path / "vide.pdf")
    expect(pieces.get_by_text("Ce fichier est vide.")).to_be_visible()


def slow_down(page, bytes_per_second: int) -> None:
    """How fast this browser sends; -1 for as fast as it can."""
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    limits = {"offline": False, "latency": 0, "downloadThroughput": -1}
    network.send(
        "Network.emulateNetworkConditions", {**limits, "uploadThroughput": bytes_per_second}
    )
