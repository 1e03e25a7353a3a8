"""The pages of the dates on offer, and the page behind the link of the e-mail."""

import logging
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.logs import WithoutSecrets
from governance.models import JournalEntry, Notice
from reviews import slot_links
from reviews.models import ScopingMeeting, SlotAnswer
from tests.factories import (
    AbsenceFactory,
    DependencyFactory,
    FreezePeriodFactory,
    PersonFactory,
    SystemFactory,
    member,
)
from tests.reviews.meeting_situations import meeting_to_plan, planned, slot, voice
from tests.reviews.slot_situations import LINK, offered, propose, say

pytestmark = pytest.mark.django_db


def url(name, row):
    return reverse(f"reviews:{name}", args=[row.pk])


def link_of(meeting, part="vendor"):
    return reverse("reviews:slot-link", args=[slot_links.sign(meeting, seat_of(meeting, part))])


def seat_of(meeting, part):
    return meeting.project.seats.current().get(part=part)


def said(meeting, *values):
    """What the form of the answers sends."""
    dates = meeting.slots.filter(withdrawn_at=None)
    return {f"date-{row.pk}": value for row, value in zip(dates, values, strict=True)}


def sign_in(client, meeting, part="bearer"):
    client.force_login(voice(meeting, part))
    return client


def unchanged():
    rows = SlotAnswer.objects.values_list("voice", "value", "answered_at")
    return list(rows), JournalEntry.objects.count(), Notice.objects.count()


@pytest.mark.parametrize("part", ["bearer", "vendor", "it", "observer", "manager"])
def test_the_page_shows_each_voice_at_each_date(client, part):
    meeting = offered(slot(3), slot(4))
    say(meeting, "it", "no", "if_needed")
    client.force_login(member(meeting.project, part))

    page = client.get(url("slots", meeting)).content.decode()

    assert page.count('role="rowheader"') == 2
    assert all(word in page for word in ("Si besoin", "Attendu", "Oui", "Non"))
    assert ("Répondre" in page) is (part == "vendor")
    assert ("Retirer" in page) is (part in ("bearer", "it"))


def test_absences_and_freezes_are_shown_and_refuse_nothing(client):
    meeting, day = meeting_to_plan(), slot(3).date()
    julien = PersonFactory(name="Julien Faure")
    AbsenceFactory(person=voice(meeting, "it"), delegate=julien, starts_on=day, ends_on=day)
    dependency = DependencyFactory(project=meeting.project)
    FreezePeriodFactory(system=dependency.system, label="Soldes", starts_on=day, ends_on=day)
    FreezePeriodFactory(system=SystemFactory(), label="Ailleurs", starts_on=day, ends_on=day)
    sign_in(client, meeting)

    proposal = client.get(url("slot-proposal", meeting)).content.decode()
    client.post(url("slot-proposal", meeting), {"suggested": [slot(3).isoformat()], "place": "Ici"})
    page = client.get(url("slots", meeting)).content.decode()

    for shown in (proposal, page):
        assert "Julien Faure peut prendre le relais" in shown
        assert "Soldes" in shown
        assert "Ailleurs" not in shown


def test_proposing_from_the_suggestions_and_a_day_of_ones_own(client):
    meeting = meeting_to_plan()
    sign_in(client, meeting, "it")
    page = client.get(url("slot-proposal", meeting)).content.decode()
    assert page.count('name="suggested"') == 6
    own = slot(9, hour=16, minute=15)
    data = {"suggested": [slot(3).isoformat()], "day": own.date().isoformat(), "hour": "16:15"}

    response = client.post(url("slot-proposal", meeting), data | {"video_link": LINK})

    assert response.url == url("slots", meeting)
    assert list(meeting.slots.values_list("starts_at", flat=True)) == [slot(3), own]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "resume-erreurs"),
        ({"suggested": ["demain"], "place": "Ici"}, "resume-erreurs"),
        ({"day": "2020-02-03", "hour": "10:00", "place": "Ici"}, "est passé"),
        ({"day": "2030-12-25", "hour": "10:00", "place": "Ici"}, "jour ouvré"),
        ({"day": "2030-11-30", "hour": "10:00", "place": "Ici"}, "jour ouvré"),  # a Saturday
        ({"day": "2030-11-28", "hour": "19:30", "place": "Ici"}, "entre 8"),
        ({"day": "2030-11-28", "hour": "", "place": "Ici"}, "À quelle heure"),
        ({"day": "2030-11-28", "hour": "10:00", "place": " "}, "une salle, ou un lien"),
        ({"day": "2030-11-28", "hour": "10:00", "video_link": "http://a.b"}, "https://"),
        ({"day": "\x00", "hour": "\u202e", "place": "x" * 300}, "resume-erreurs"),
    ],
)
def test_a_proposal_badly_filled_is_a_422_that_keeps_what_was_typed(client, data, words):
    meeting = meeting_to_plan()
    sign_in(client, meeting)

    response = client.post(url("slot-proposal", meeting), data)

    page = response.content.decode().replace("\u202f", " ").replace("\xa0", " ")
    assert response.status_code == 422
    assert words in page
    assert not meeting.slots.exists()


def test_sixty_dates_at_once_are_a_422(client):
    meeting = meeting_to_plan()
    sign_in(client, meeting)
    dates = [slot(n).isoformat() for n in range(3, 63)]

    response = client.post(url("slot-proposal", meeting), {"suggested": dates, "place": "Ici"})

    assert response.status_code == 422
    assert not meeting.slots.exists()


def test_answering_on_the_page_then_changing_ones_mind(client):
    meeting = offered(slot(3), slot(4))
    sign_in(client, meeting, "vendor")

    first = client.post(url("slots", meeting), said(meeting, "no", "yes"), follow=True)
    client.post(url("slots", meeting), said(meeting, "if_needed", "yes"))

    assert "Vous pouvez changer vos réponses" in first.content.decode()
    answers = SlotAnswer.objects.filter(voice="vendor").values_list("value", flat=True)
    assert list(answers) == ["if_needed", "yes"]


def test_an_answer_that_misses_a_date_is_a_422_that_keeps_the_others(client):
    meeting = offered(slot(3), slot(4))
    sign_in(client, meeting, "vendor")
    data = said(meeting, "no", "")

    response = client.post(url("slots", meeting), data)

    assert response.status_code == 422
    assert 'value="no"' in response.content.decode()
    assert not SlotAnswer.objects.filter(voice="vendor").exists()


def test_an_answer_after_the_date_is_fixed_is_a_409_that_says_the_date(client):
    meeting = offered(slot(3))
    data = said(meeting, "no")
    say(meeting, "it", "yes")
    say(meeting, "vendor", "yes")
    sign_in(client, meeting, "vendor")

    response = client.post(url("slots", meeting), data)

    assert response.status_code == 409
    assert "10 h 00" in response.content.decode().replace("\u202f", " ").replace("\xa0", " ")
    assert "Date fixée" in client.get(url("slots", meeting)).content.decode()


def test_withdrawing_and_fixing_by_hand(client):
    meeting = offered(slot(3), slot(4))
    first, second = meeting.slots.all()
    sign_in(client, meeting)
    assert client.get(url("slot-fixing", second)).status_code == 200

    client.post(url("slot-departure", first))
    refused = client.post(url("slot-fixing", second), {"reason": " "})
    response = client.post(url("slot-fixing", second), {"reason": "Sophie rentre."}, follow=True)

    assert client.post(url("slot-departure", first)).status_code == 409
    assert refused.status_code == 422
    assert "Sophie rentre." in response.content.decode()
    assert ScopingMeeting.objects.get().starts_at == second.starts_at
    assert client.get(url("slot-fixing", second)).status_code == 409


def test_calling_off_from_the_page(client):
    meeting = planned()
    sign_in(client, meeting)
    assert client.get(url("meeting-calling-off", meeting)).status_code == 200

    refused = client.post(url("meeting-calling-off", meeting), {"reason": ""})
    response = client.post(url("meeting-calling-off", meeting), {"reason": "Grève"}, follow=True)

    assert refused.status_code == 422
    assert "Date annulée" in response.content.decode()
    assert client.get(url("meeting-calling-off", meeting)).status_code == 409


def test_the_meeting_page_says_that_dates_are_on_offer(client):
    meeting = offered(slot(3), slot(4))
    sign_in(client, meeting, "vendor")

    page = client.get(url("meeting", meeting)).content.decode()

    assert "2 dates sont proposées." in page.replace("\xa0", " ")
    assert "Répondre sur les dates" in page


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


def test_a_page_of_three_dates_asks_no_more_than_a_page_of_one(
    client, django_assert_max_num_queries
):
    meeting = offered(slot(3))
    sign_in(client, meeting, "vendor")
    client.get(url("slots", meeting))
    counts = []
    for extra in ([], [slot(5), slot(6)]):
        if extra:
            propose(meeting, *extra)
        with django_assert_max_num_queries(40) as asked:
            client.get(url("slots", meeting))
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert timezone.now() < slot(3)
