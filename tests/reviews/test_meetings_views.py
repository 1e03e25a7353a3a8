import pytest
from django.urls import reverse
from icalendar import Calendar

from reviews.models import ScopingMeeting
from tests.factories import PersonFactory, SeatFactory, member
from tests.factories_reviews import ReportFactory, ScopingMeetingFactory
from tests.reviews.meeting_situations import (
    closed,
    contested,
    held,
    meeting_to_plan,
    planned,
    signed,
    slot,
    voice,
)

pytestmark = pytest.mark.django_db


def url(name, meeting):
    return reverse(f"reviews:{name}", args=[meeting.pk])


def tab(meeting):
    return reverse("reviews:scoping", args=[meeting.project.key])


def sign_in(client, meeting, part="bearer"):
    client.force_login(voice(meeting, part))
    return client


PAGES = ["meeting", "meeting-date", "meeting-opening", "closing", "invite-file"]
SITUATIONS = [meeting_to_plan, planned, held]


@pytest.mark.parametrize("situation", [*SITUATIONS, closed, contested, signed])
@pytest.mark.parametrize("part", ["bearer", "vendor", "it", "observer"])
def test_the_tab_and_the_page_of_a_meeting_at_each_step(client, situation, part):
    made = situation()
    meeting = made if isinstance(made, ScopingMeeting) else made.meeting
    sign_in(client, meeting, part)

    assert client.get(tab(meeting)).status_code == 200
    assert client.get(url("meeting", meeting)).status_code == 200


@pytest.mark.parametrize("situation", [meeting_to_plan, planned, closed])
def test_htmx_gets_the_piece_alone(htmx_client, situation):
    made = situation()
    meeting = made if isinstance(made, ScopingMeeting) else made.meeting
    sign_in(htmx_client, meeting)

    piece = htmx_client.get(url("meeting", meeting)).content.decode().strip()
    shown = htmx_client.get(tab(meeting)).content.decode().strip()

    assert piece.startswith('<div class="stack gap-4" id="reunion">')
    assert shown.startswith('<div class="split" id="cadrage">')


@pytest.mark.parametrize("page", PAGES)
def test_strangers_see_nothing(client, page):
    meeting = planned()
    client.force_login(SeatFactory(vendor=True).person)

    assert client.get(url(page, meeting)).status_code == 404
    assert client.get(tab(meeting)).status_code == 404


@pytest.mark.parametrize("page", ["meeting-date", "meeting-opening", "closing"])
@pytest.mark.parametrize("role", ["vendor", "contributor", "observer", "manager", "employee"])
def test_the_others_are_told_who_leads(client, page, role):
    meeting = held() if page == "closing" else planned()
    client.force_login(member(meeting.project, role))

    response = client.post(url(page, meeting), {})

    assert response.status_code == 403
    assert "mènent la réunion" in response.content.decode()


def test_a_project_accepted_at_once_says_that_it_needs_no_meeting(client):
    meeting = meeting_to_plan()
    project = meeting.project
    meeting.delete()
    client.force_login(member(project, "bearer"))
    ReportFactory(project=project)

    page = client.get(reverse("reviews:scoping", args=[project.key])).content.decode()

    assert "Pas de réunion pour ce projet" in page
    assert "Version 1" in page


def test_fixing_a_date(client):
    meeting = meeting_to_plan()
    sign_in(client, meeting, "it")
    assert client.get(url("meeting-date", meeting)).status_code == 200
    data = {"day": slot().date().isoformat(), "hour": "14:30", "place": "Salle Lin"}
    data["reason"] = "Le prestataire part le lendemain."

    response = client.post(url("meeting-date", meeting), data, follow=True)

    meeting.refresh_from_db()
    assert meeting.starts_at == slot(hour=14, minute=30)
    assert "Les trois voix reçoivent l’invitation" in response.content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "id_day"),
        ({"day": "2020-02-03", "hour": "10:00", "place": "Ici", "reason": "Oui"}, "est passé"),
        ({"day": "demain", "hour": "tôt", "place": ""}, "id_hour"),
    ],
)
def test_a_date_badly_filled_is_a_422_that_keeps_what_was_typed(client, data, words):
    meeting = meeting_to_plan()
    sign_in(client, meeting)

    response = client.post(url("meeting-date", meeting), data)

    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert "resume-erreurs" in page
    assert data.get("place", "") in page


@pytest.mark.parametrize(
    ("page", "situation"),
    [("meeting-date", held), ("meeting-opening", meeting_to_plan), ("closing", planned)],
)
def test_too_late_or_too_early_is_a_409(client, page, situation):
    meeting = situation()
    sign_in(client, meeting)

    assert client.get(url(page, meeting)).status_code == 409
    assert client.post(url(page, meeting), {}).status_code == 409


def test_opening_with_the_voices_that_are_there(client):
    meeting = planned()
    sign_in(client, meeting)
    assert 'value="vendor"' in client.get(url("meeting-opening", meeting)).content.decode()

    client.post(url("meeting-opening", meeting), {"present": ["bearer", "it"]})

    meeting.refresh_from_db()
    assert meeting.voices_present() == {"bearer", "it"}


def test_opening_alone_is_a_422(client):
    meeting = planned()
    sign_in(client, meeting)

    response = client.post(url("meeting-opening", meeting), {"present": ["bearer"]})

    assert response.status_code == 422
    assert "deux voix au moins" in response.content.decode()


def test_noting_an_arrival(client):
    meeting = held(present=("bearer", "it"))
    sign_in(client, meeting)
    assert "Noter une arrivée" in client.get(url("meeting", meeting)).content.decode()
    assert client.get(url("meeting-opening", meeting)).status_code == 200

    client.post(url("meeting-opening", meeting), {"present": ["bearer", "it", "vendor"]})

    assert meeting.counts()


def test_closing_says_its_consequences_then_shows_the_minutes(client):
    meeting = held(present=("bearer", "it"))
    sign_in(client, meeting)

    page = client.get(url("closing", meeting)).content.decode()
    response = client.post(url("closing", meeting))

    assert "Il manque une voix" in page
    assert "Points sans note ni suite" in page
    assert response.url == reverse("reviews:minutes", args=[meeting.minutes.get().pk])
    assert client.post(url("closing", meeting)).status_code == 409


def test_reopening_a_contested_meeting(client):
    meeting = contested().meeting
    sign_in(client, meeting)
    assert "second tour" in client.get(url("meeting-opening", meeting)).content.decode()

    response = client.post(url("meeting-opening", meeting), follow=True)

    assert response.status_code == 200
    assert ScopingMeeting.objects.get(pk=meeting.pk).state == "held"


def test_the_calendar_file_is_a_request(client):
    meeting = planned()
    sign_in(client, meeting, "vendor")

    response = client.get(url("invite-file", meeting))

    assert response["Content-Type"] == "text/calendar; charset=utf-8; method=REQUEST"
    assert Calendar.from_ical(response.content).events[0]["sequence"] == 1


def test_the_calendar_file_waits_for_a_date_and_is_for_the_voices(client):
    meeting = meeting_to_plan()
    sign_in(client, meeting)
    assert client.get(url("invite-file", meeting)).status_code == 409

    client.force_login(PersonFactory())
    assert client.get(url("invite-file", meeting)).status_code == 403


def test_an_empty_seat_is_announced_before_the_meeting(client):
    meeting = ScopingMeetingFactory(planned=True)
    meeting.project.seats.filter(part="vendor").update(left_at=meeting.created_at)
    sign_in(client, meeting)

    assert (
        "la réunion ne pourra pas compter" in client.get(url("meeting", meeting)).content.decode()
    )


def test_nothing_changes_by_a_get(client):  # failures.md 100
    meeting = planned()
    sign_in(client, meeting)
    before = ScopingMeeting.objects.filter(pk=meeting.pk).values().get()

    for page in PAGES[:-1]:
        client.get(url(page, meeting))

    assert ScopingMeeting.objects.filter(pk=meeting.pk).values().get() == before
