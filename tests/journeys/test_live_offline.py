"""What is typed in a meeting survives the network, the tab and the closing: sent, or offered back."""

import re
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from tests.journeys.visitors import SECONDS

pytestmark = pytest.mark.journey

VENDOR = "mehdi.benali@studio-lumen.example"
FIVE_MINUTES = 5 * 60 * SECONDS
TYPED = "Le train est passé dans un tunnel."
OFFERED = re.compile(r"Votre texte non envoyé de\s\d+\sh\s\d\d")


@pytest.fixture
def table(arrive, house, request):
    """An open meeting, Claire, Mehdi and Sophie on its first point."""
    title = f"Coupure, {request.node.name.removeprefix('test_').replace('_', ' ')}"[:80]
    places = house.run("tests.journeys.backstage", "hold_a_meeting", title=title)
    people = [
        arrive(house, "Claire Aubry", project=title).sign_in(),
        arrive(house, "Mehdi Benali", VENDOR, project=title).sign_in(),
        arrive(house, "Sophie Marchand", project=title).sign_in(),
    ]
    people[1].page.clock.install()
    for visitor in people:
        visitor.page.goto(places["first"])
        expect(notes(visitor.page)).to_be_visible()
    claire, mehdi, sophie = people
    return SimpleNamespace(claire=claire, mehdi=mehdi, sophie=sophie, **places)


def notes(page):
    """The field of what was said on the point."""
    return page.get_by_label("Ce qui a été dit")


def bars(page):
    """What this device kept, offered back."""
    return page.locator(".live-line").filter(has_text=OFFERED)


def lose_the_network(visitor) -> None:
    """The connection drops, the person types, and reads that the text stays on this device."""
    visitor.page.context.set_offline(True)
    notes(visitor.page).fill(TYPED)
    expect(visitor.page.locator("#hors-ligne")).to_be_visible()


def test_five_minutes_without_a_network_lose_nothing(table):
    """Scenario 99: kept on the device, sent when the network is back, then forgotten."""
    page = table.mehdi.page
    lose_the_network(table.mehdi)
    page.clock.fast_forward(FIVE_MINUTES)
    expect(notes(page)).to_have_value(TYPED)
    expect(notes(table.sophie.page)).to_have_value("")

    page.context.set_offline(False)

    expect(notes(table.sophie.page)).to_have_value(TYPED)
    expect(page.locator("#hors-ligne")).to_be_hidden()
    expect(page.locator("#notes-etat [data-saved]")).to_be_visible()
    page.reload()
    expect(notes(page)).to_have_value(TYPED)
    expect(bars(page)).to_have_count(0)


def test_a_tab_closed_without_a_network_is_offered_back(table):
    """Scenario 99: never sent without being asked, on the point or from another one."""
    lose_the_network(table.mehdi)
    context = table.mehdi.page.context
    table.mehdi.page.close()
    context.set_offline(False)
    page = context.new_page()

    page.goto(table.second)
    expect(bars(page)).to_contain_text(TYPED)
    bars(page).get_by_role("link", name="Aller à ce point").click()
    expect(page).to_have_url(re.compile(re.escape(table.first)))
    expect(notes(page)).to_have_value("")
    bars(page).get_by_role("button", name="Le remettre").click()

    expect(notes(page)).to_have_value(TYPED)
    expect(notes(table.sophie.page)).to_have_value(TYPED)
    page.reload()
    expect(bars(page)).to_have_count(0)


def test_a_meeting_closed_while_somebody_types_keeps_the_text_for_the_signature(table):
    """Scenario 99: what could not enter the minutes is offered back, and becomes a remark."""
    page, claire = table.mehdi.page, table.claire
    lose_the_network(table.mehdi)
    close_the_meeting(claire)

    page.context.set_offline(False)
    expect(page.get_by_text("La réunion est close.").first).to_be_visible()
    expect(notes(page)).to_have_value(TYPED)
    page.goto(table.meeting)
    expect(bars(page)).to_contain_text(TYPED)
    bars(page).get_by_role("link", name="Aller au compte rendu").click()
    bars(page).get_by_role("button", name="En faire ma remarque").click()
    expect(page.get_by_label("Votre remarque, ou votre raison")).to_have_value(TYPED)
    page.get_by_role("radio", name=re.compile("^D’accord, avec une remarque")).check()
    table.mehdi.press("Signer pour")
    page.get_by_role("dialog").get_by_role("button", name="Signer").click()

    expect(page.get_by_text(f"« {TYPED} »")).to_be_visible()
    expect(bars(page)).to_have_count(0)


def close_the_meeting(claire) -> None:
    """Claire is told that somebody still writes, and closes all the same."""
    claire.follow("Clore la réunion")
    again = claire.page.get_by_role("button", name="Clore quand même")
    closing = claire.page.get_by_role("button", name="Clore et envoyer le compte rendu")
    again.or_(closing).click()
    expect(claire.heading("Compte rendu du cadrage")).to_be_visible()
