"""The pages of the dates on offer, and the page behind the link of the e-mail."""

import pytest
from django.utils import timezone

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
from tests.reviews.slot_situations import LINK, offered, propose, said, say, sign_in, url

pytestmark = pytest.mark.django_db


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
