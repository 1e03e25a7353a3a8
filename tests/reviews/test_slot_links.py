"""The link of the e-mail that answers the dates on offer without signing in."""

import logging
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from governance.logs import WithoutSecrets
from governance.models import JournalEntry, Notice
from reviews import slot_links
from reviews.models import SlotAnswer
from tests.reviews.meeting_situations import slot, voice
from tests.reviews.slot_situations import LINK, offered, propose, said, say, sign_in, url

pytestmark = pytest.mark.django_db


def link_of(meeting, part="vendor"):
    return reverse("reviews:slot-link", args=[slot_links.sign(meeting, seat_of(meeting, part))])


def seat_of(meeting, part):
    return meeting.project.seats.current().get(part=part)


def unchanged():
    rows = SlotAnswer.objects.values_list("voice", "value", "answered_at")
    return list(rows), JournalEntry.objects.count(), Notice.objects.count()


def test_the_link_of_the_e_mail_opens_without_signing_in_and_says_little(client):
    """Scenarios 37 and 42: reading, again and again, changes nothing."""
    meeting = offered(slot(3))
    before = unchanged()

    for method in (client.get, client.head, client.get):
        response = method(link_of(meeting))
    page = response.content.decode()

    assert response.status_code == 200
    assert unchanged() == before
    assert meeting.project.title in page
    assert voice(meeting, "bearer").name in page
    hidden = [voice(meeting, "it").name, voice(meeting, "vendor").email, meeting.project.key]
    assert not any(word in page for word in [*hidden, LINK, "Salle Lin", "Sujet hosting"])
    assert response["Referrer-Policy"] == "same-origin"  # so that a browser may post the form
    assert "no-store" in response["Cache-Control"]
    assert "sessionid" not in response.cookies


def test_the_e_mail_carries_that_link():
    meeting = offered(slot(3))

    notice = Notice.objects.get(recipient=voice(meeting, "vendor"), key__startswith="slots:")

    assert notice.path == link_of(meeting)


def test_answering_from_the_link_and_fixing_the_date(client):
    meeting = offered(slot(3), slot(4))
    say(meeting, "it", "no", "yes")

    missing = client.post(link_of(meeting), said(meeting, "yes", ""))
    response = client.post(link_of(meeting), said(meeting, "yes", "yes"), follow=True)

    assert missing.status_code == 422
    assert "La date est fixée" in response.content.decode()
    meeting.refresh_from_db()
    assert meeting.starts_at == slot(4)
    answer = SlotAnswer.objects.filter(voice="vendor").first()
    assert answer.answered_by == seat_of(meeting, "vendor").person
    late = client.post(reverse("reviews:slot-link", args=[old_link(meeting)]), {})
    assert late.status_code == 409
    assert "10 h 00" in late.content.decode().replace("\u202f", " ").replace("\xa0", " ")


def old_link(meeting):
    meeting.sequence = 0
    return slot_links.sign(meeting, seat_of(meeting, "vendor"))


def test_a_post_from_elsewhere_answers_nothing(client):
    """Scenario 100."""
    meeting = offered(slot(3))
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(link_of(meeting), said(meeting, "yes"))

    assert response.status_code == 403
    assert not SlotAnswer.objects.filter(voice="vendor").exists()


def test_a_link_that_is_over_says_so_and_offers_to_sign_in(client):
    """Scenarios 44 and 45."""
    meeting = offered(slot(3))
    address, data = link_of(meeting), said(meeting, "yes")
    seat = seat_of(meeting, "vendor")
    with time_machine.travel(slot(3) + timedelta(minutes=1), tick=False):
        passed = [client.get(address), client.post(address, data)]
    seat.leave("seat.ended", by=voice(meeting, "bearer"))
    ended = [client.get(address), client.post(address, data)]

    for response in (*passed, *ended):
        assert response.status_code == 410
        assert reverse("account_login") in response.content.decode()
    assert meeting.project.title not in ended[0].content.decode()
    assert not SlotAnswer.objects.filter(voice="vendor").exists()


def test_a_link_altered_by_one_character_or_of_an_earlier_offer_opens_nothing(client):
    meeting = offered(slot(3))
    address = link_of(meeting)
    altered = address[:-2] + ("A" if address[-2] != "A" else "B") + "/"
    assert client.get(altered).status_code == 404
    say(meeting, "it", "yes")
    say(meeting, "vendor", "yes")
    meeting.refresh_from_db()
    meeting.call_off("Grève", by=voice(meeting, "bearer"))
    propose(meeting, slot(8))

    assert client.get(address).status_code == 410
    assert client.get(link_of(meeting)).status_code == 200


def test_its_person_signed_in_lands_on_the_page_of_the_project(client):
    meeting = offered(slot(3))
    sign_in(client, meeting, "vendor")

    assert client.get(link_of(meeting)).url == url("slots", meeting)


def test_a_dead_link_leaves_no_secret_in_the_logs(client):
    """Scenario 47."""
    secret = "12-3-0~aBcDeFgH"
    line = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, "Gone: %s", (f"/creneaux/{secret}/",), None
    )

    assert WithoutSecrets().filter(line)
    assert line.getMessage() == "Gone: /creneaux/…/"
