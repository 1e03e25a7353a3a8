"""The private calendar of a person: made, read, renewed, withdrawn; it says what they may see."""

from datetime import timedelta

import pytest
import time_machine
import vobject
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from governance.models import CalendarFeed
from tests.factories import MoveFactory, PersonFactory, ProjectFactory
from tests.factories_reviews import ScopingMeetingFactory
from tests.reviews.meeting_situations import planned, voice

pytestmark = pytest.mark.django_db


def address(secret):
    return reverse("reviews:feed", args=[secret])


def events_of(client, person):
    response = client.get(address(CalendarFeed.open_for(person)))
    assert response.status_code == 200
    text = response.content.decode()
    assert len(list(vobject.readComponents(text))) == 1
    return Calendar.from_ical(text).events


def test_a_feed_lists_ones_meetings_and_the_last_days_of_ones_balls(client):
    meeting = planned()
    ScopingMeetingFactory(planned=True)  # of another project
    ScopingMeetingFactory(project=meeting.project)  # without a date
    bearer = voice(meeting, "bearer")
    ball = meeting.project.moves.open().get(person=bearer)

    met, due = events_of(client, bearer)

    assert met["dtstart"].dt == meeting.starts_at
    assert met["uid"] == f"cadrage-reunion-{meeting.pk}@127.0.0.1"
    assert "attendee" not in met
    assert due["dtstart"].dt == ball.due_on
    assert (due["dtend"].dt, due["transp"]) == (ball.due_on + timedelta(days=1), "TRANSPARENT")
    assert ball.title in due["summary"]


def test_a_colleague_without_a_seat_reads_no_meeting(client):
    planned()

    assert events_of(client, PersonFactory()) == []


def test_a_guest_reads_their_own_projects_alone(client):
    meeting, elsewhere = planned(), ProjectFactory(staffed=True)
    guest = voice(meeting, "vendor")
    MoveFactory(project=elsewhere, person=guest, title="Balle d’ailleurs")

    assert [str(event["uid"]).split("-")[1] for event in events_of(client, guest)] == ["reunion"]

    meeting.project.seats.filter(person=guest).update(left_at=timezone.now())
    assert events_of(client, guest) == []


def test_a_stopped_project_leaves_the_feed(client):
    meeting = planned()
    bearer = voice(meeting, "bearer")
    meeting.project.cancel(by=bearer, reason="Budget")

    assert events_of(client, bearer) == []


def test_a_wrong_a_withdrawn_and_a_closed_address_look_the_same(client):
    """Scenario 35."""
    person, gone = PersonFactory(), PersonFactory()
    withdrawn, closed = CalendarFeed.open_for(person), CalendarFeed.open_for(gone)
    CalendarFeed.close_for(person)
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)

    answers = [client.get(address(secret)) for secret in ("x" * 43, withdrawn, closed)]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert len({answer.content for answer in answers}) == 1


def test_a_reading_is_noted_once_an_hour_and_never_by_head(client):
    secret = CalendarFeed.open_for(PersonFactory())
    client.head(address(secret))
    assert CalendarFeed.objects.get().read_at is None

    client.get(address(secret))
    first = CalendarFeed.objects.get().read_at
    client.get(address(secret))
    assert CalendarFeed.objects.get().read_at == first

    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        client.get(address(secret))
    assert CalendarFeed.objects.get().read_at > first


def test_a_calendar_that_comes_back_reads_nothing_twice(client):
    meeting = planned()
    secret = CalendarFeed.open_for(voice(meeting, "it"))
    first = client.get(address(secret))

    again = client.get(address(secret), headers={"If-None-Match": first["ETag"]})
    meeting.project.title = "Autre titre"
    meeting.project.save(update_fields=["title"])
    changed = client.get(address(secret), headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200
    assert first["Cache-Control"].startswith("private")
    assert first["Referrer-Policy"] == "no-referrer"
    assert first["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"


def test_the_address_is_shown_once_renewed_and_withdrawn_from_the_profile(client):
    person = PersonFactory()
    client.force_login(person)
    profile = reverse("governance:profile")
    assert "Créer une adresse" in client.get(profile).content.decode()

    shown = client.post(reverse("governance:calendar-feed"))
    secret = shown.context["feed_address"].split("/")[-1].removesuffix(".ics")
    page = client.get(profile).content.decode()
    assert client.get(address(secret)).status_code == 200
    assert shown["Cache-Control"] == "no-store"
    assert f'data-copy="{shown.context["feed_address"]}"' in shown.content.decode()
    assert secret not in page
    assert "Changer d’adresse" in page
    assert secret not in str(CalendarFeed.objects.values_list().get())

    client.post(reverse("governance:calendar-feed"))
    assert client.get(address(secret)).status_code == 404
    client.post(reverse("governance:calendar-feed-end"))
    assert not CalendarFeed.objects.filter(ended_at=None).exists()
    assert CalendarFeed.objects.count() == 2


def test_ten_balls_cost_the_feed_no_more_than_one(client, django_assert_max_num_queries):
    meeting = planned()
    bearer = voice(meeting, "bearer")
    secret, counts = CalendarFeed.open_for(bearer), []
    client.get(address(secret))
    for number in (0, 9):
        for rank in range(number):
            MoveFactory(project=meeting.project, person=bearer, subject_id=9_000 + rank)
        with django_assert_max_num_queries(6) as asked:
            client.get(address(secret))
        counts.append(len(asked))

    assert counts[0] == counts[1]
