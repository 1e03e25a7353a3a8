from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from governance.working_days import Calendar
from reviews.actions.arbitration import withdraw_arbitration
from reviews.models import Arbitration
from reviews.pages.arbitration import clock
from tests.factories import PersonFactory, SeatFactory, member
from tests.reviews.arbitration_situations import (
    QUESTION,
    answer,
    argued,
    asked,
    decided,
    fresh,
    minutes_of,
    one_more,
    option,
    url,
    words,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("situation", [asked, argued, decided])
@pytest.mark.parametrize("role", ["bearer", "vendor", "it", "observer", "manager", "employee"])
def test_the_page_at_each_step(client, situation, role):
    arbitration = situation()
    client.force_login(member(arbitration.project, role))

    page = words(client.get(url(arbitration)))

    assert QUESTION in page.replace(" ?", " ?")
    for told in ("L’agence", "12 000 €", "coût à dire", "Anne Delmas", "Denis Roy"):
        assert told in page
    assert ("Option retenue : L’agence" in page) == (situation is decided)
    assert ("jour 1 sur 5" in page) == (situation is not decided)
    assert ("Position attendue" in page) == (situation is asked)


def test_a_guest_who_is_no_side_and_holds_no_vendor_seat_gets_a_404(client):
    arbitration = asked()
    visitor = PersonFactory(guest=True)
    SeatFactory(project=arbitration.project, part="observer", person=visitor)

    for person in (visitor, SeatFactory(vendor=True).person):
        client.force_login(person)
        assert client.get(url(arbitration)).status_code == 404


def test_the_vendor_reads_an_arbitration_between_the_two_others(client):
    arbitration = asked(sides=("bearer", "it"))
    client.force_login(member(arbitration.project, "vendor"))

    page = client.get(url(arbitration))

    assert page.status_code == 200
    assert "Votre position" not in page.content.decode()


def test_a_side_writes_its_position(client):
    arbitration = asked()
    client.force_login(member(arbitration.project, "vendor"))
    to = url(arbitration, "arbitration-position")

    assert client.post(to, {"text": "\n".join("123456")}).status_code == 422
    page = client.post(to, {"text": "Une ligne.\r\nUne autre."}, follow=True).content.decode()

    assert "Votre position est écrite" in page
    assert arbitration.positions.get(side="vendor").text == "Une ligne.\nUne autre."


def test_too_late_is_a_409_that_keeps_what_was_typed(client):
    arbitration = argued()
    answer(arbitration, arbitration.sponsor)
    late = (
        (member(arbitration.project, "vendor"), "position", {"text": "Mon texte à garder"}),
        (arbitration.cio, "options", {"label": "Mon texte à garder"}),
    )
    for person, noun, data in late:
        client.force_login(person)
        answered = client.post(url(arbitration, f"arbitration-{noun}"), data)
        assert answered.status_code == 409
        assert "Mon texte à garder" in answered.content.decode()

    answer(arbitration, arbitration.cio)
    after = (
        (arbitration.cio, "answer", {"option": option(arbitration), "word": "Mon texte à garder"}),
        (arbitration.opened_by, "withdrawal", {"reason": "Mon texte à garder"}),
    )
    for person, noun, data in after:
        client.force_login(person)
        answered = client.post(url(arbitration, f"arbitration-{noun}"), data)
        assert answered.status_code == 409
        assert "Mon texte à garder" in answered.content.decode()


def test_the_arbiters_answer_on_the_page_until_it_is_decided(client):
    arbitration = argued()
    to = url(arbitration, "arbitration-answer")
    client.force_login(arbitration.sponsor)
    assert client.post(to, {"option": ""}).status_code == 422
    assert client.post(to, {"option": "1" + "0" * 40}).status_code == 422
    client.post(to, {"option": option(arbitration, 1), "word": "Nos équipes le savent faire."})
    client.force_login(arbitration.cio)
    assert "Nos équipes le savent faire." in client.get(url(arbitration)).content.decode()
    client.post(to, {"option": option(arbitration, 0)})
    assert "ne retiennent pas la même option" in client.get(url(arbitration)).content.decode()

    page = words(client.post(to, {"option": option(arbitration, 1)}, follow=True))

    assert fresh(arbitration).state == "decided"
    assert "Option retenue : La DSI" in page
    second = minutes_of(arbitration).meeting.minutes.get(number=2)
    assert url(second, "minutes") in page
    minutes_page = words(client.get(url(second, "minutes")))
    assert "Arbitrage rendu" in minutes_page
    assert "Option retenue : La DSI" in minutes_page


def test_the_arbiters_are_told_to_wait_for_the_positions(client):
    arbitration = asked()
    client.force_login(arbitration.cio)

    page = client.get(url(arbitration)).content.decode()
    answered = client.post(url(arbitration, "arbitration-answer"), {"option": option(arbitration)})

    assert "Pas encore à vous" in page
    assert answered.status_code == 409


def test_whoever_asked_takes_it_back_on_the_page(client):
    arbitration = asked()
    client.force_login(arbitration.opened_by)
    to = url(arbitration, "arbitration-withdrawal")

    assert client.post(to, {"reason": " "}).status_code == 422
    page = client.post(to, {"reason": "L’agence accepte."}, follow=True).content.decode()

    assert "L’agence accepte." in page
    assert f"Retiré par {arbitration.opened_by}" in page


def test_an_option_is_added_on_the_page(client):
    arbitration = asked()
    client.force_login(arbitration.sponsor)
    to = url(arbitration, "arbitration-options")

    assert client.post(to, {"label": "Un tiers", "cost_eur": "-1"}).status_code == 422
    client.post(to, {"label": "Un tiers", "cost_eur": "0"})

    assert arbitration.options.get(label="Un tiers").cost_eur == 0
    assert client.get(to).status_code == 405


def test_an_arbiter_who_left_is_said(client):
    arbitration = asked()
    arbitration.cio.is_active = False
    arbitration.cio.save()
    client.force_login(arbitration.opened_by)

    assert "N’est plus dans l’entreprise" in client.get(url(arbitration)).content.decode()


def test_a_delay_that_is_past_is_said(client):
    arbitration = argued()
    day = timezone.localdate() - timedelta(days=10)
    Arbitration.objects.update(due_on=day, opened_at=timezone.now() - timedelta(days=17))
    client.force_login(arbitration.sponsor)

    assert "Le délai annoncé est passé" in client.get(url(arbitration)).content.decode()


def test_the_clock_counts_working_days_and_never_hides_a_delay():
    monday, calendar = date(2026, 10, 5), Calendar()
    due = date(2026, 10, 12)
    days = {gap: clock(monday, due, monday + timedelta(days=gap), calendar) for gap in range(11)}

    assert [days[gap]["elapsed"] for gap in (0, 1, 2, 4, 6, 7)] == [1, 1, 2, 4, 4, 5]
    assert (days[10]["elapsed"], days[10]["late"], days[7]["late"]) == (8, 3, 0)


def test_htmx_gets_the_page_alone(htmx_client):
    arbitration = asked()
    htmx_client.force_login(arbitration.cio)

    html = htmx_client.get(url(arbitration)).content.decode().strip()

    assert html.startswith('<div id="arbitrage">')


def test_reading_changes_nothing_and_costs_the_same_with_more_options(client):
    arbitration = argued()
    client.force_login(arbitration.sponsor)
    client.get(url(arbitration))
    costs = []
    for _step in range(2):
        with CaptureQueriesContext(
            connection,
        ) as few:
            client.get(url(arbitration))
        costs.append(len(few))
        for label in ("Un tiers", "Personne"):
            if _step == 0:
                one_more(arbitration, label)

    assert costs[0] == costs[1] <= 34
    assert not any(
        query["sql"].startswith(("INSERT", "UPDATE", "DELETE")) for query in few.captured_queries
    )


def test_markup_in_a_position_is_text(client):
    """Scenario 102."""
    arbitration = argued()
    arbitration.positions.update(text="<img src=x onerror=alert(1)>")
    client.force_login(arbitration.sponsor)

    page = client.get(url(arbitration)).content.decode()

    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_the_minutes_say_that_an_arbitration_was_taken_back(client):
    arbitration = asked()
    withdraw_arbitration(arbitration=arbitration, reason="Accord.", by=arbitration.opened_by)
    client.force_login(arbitration.opened_by)

    page = client.get(url(minutes_of(arbitration), "minutes")).content.decode()

    assert "a été retiré" in page
    assert "Demander un arbitrage" in page
