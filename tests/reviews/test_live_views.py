"""Arriving, moving the table, saying that one is there, closing while somebody types."""

import pytest
from django.urls import reverse

from governance.models import JournalEntry
from reviews.actions.arranging import merge_point
from reviews.actions.live import be_there
from reviews.models import Attendance, Presence, ScopingMeeting
from tests.factories import member
from tests.reviews.meeting_situations import held, voice

pytestmark = pytest.mark.django_db


def url(name, thing):
    return reverse(f"reviews:{name}", args=[thing.pk])


def test_a_voice_that_opens_the_page_is_asked_whether_it_is_there(client):
    meeting = held(present=("bearer", "it"))
    client.force_login(voice(meeting, "vendor"))
    assert "Je suis là" in client.get(url("meeting", meeting)).content.decode()

    page = client.post(url("arrival", meeting), follow=True).content.decode()

    assert "Trois voix présentes" in page
    assert "Je suis là" not in page
    assert Presence.objects.filter(meeting=meeting, voice="vendor").count() == 1
    assert JournalEntry.objects.filter(verb="meeting.joined").count() == 1


def test_next_point_keeps_the_notes_moves_the_table_and_stops_the_clock(client):
    meeting = held()
    first, second = meeting.items.all()[:2]
    ScopingMeeting.objects.filter(pk=meeting.pk).update(
        current_since=meeting.current_since.replace(year=meeting.current_since.year - 1)
    )
    client.force_login(voice(meeting, "vendor"))

    client.post(url("item", first), {"notes": "Dit.", "version": 0, "following": second.pk})

    meeting.refresh_from_db()
    first.refresh_from_db()
    assert (first.notes, meeting.current_item) == ("Dit.", second)
    assert first.spent_seconds > 0


def test_the_page_says_why_of_the_points_that_were_merged_too(client):
    meeting = held()
    first, second = meeting.items.all()[:2]
    merge_point(item=second, into=first, by=voice(meeting, "bearer"))
    client.force_login(voice(meeting, "vendor"))

    page = client.get(url("item", first)).content.decode().replace("\u00a0", " ")

    assert f"Avec « {second.title} » : {second.why}" in page


def test_a_point_of_another_meeting_is_never_laid_on_this_table(client):
    meeting, elsewhere = held(), held()
    first, stranger = meeting.items.first(), elsewhere.items.first()
    client.force_login(voice(meeting, "vendor"))

    client.post(url("item", first), {"notes": "Dit.", "version": 0, "following": stranger.pk})

    meeting.refresh_from_db()
    assert meeting.current_item == first


def test_saying_that_one_is_there_is_tiny_and_only_voices_write(client):
    meeting = held()
    field = f"notes-{meeting.items.first().pk}"
    for part, written in (("vendor", field), ("observer", "")):
        person = member(meeting.project, part)
        client.force_login(person)

        response = client.post(url("attendance", meeting), {"champ": field})

        assert (response.status_code, response.content) == (204, b"")
        assert Attendance.objects.get(person=person).field == written


def test_closing_while_somebody_types_asks_first(client):
    meeting = held()
    vendor = voice(meeting, "vendor")
    be_there(meeting=meeting, by=vendor, field=f"notes-{meeting.items.first().pk}")
    client.force_login(voice(meeting, "bearer"))
    assert f"{vendor.name} écrit encore." in client.get(url("closing", meeting)).content.decode()

    assert client.post(url("closing", meeting)).status_code == 409
    assert client.post(url("closing", meeting), {"malgre": "1"}).status_code == 302

    meeting.refresh_from_db()
    assert (meeting.state, meeting.current_since) == ("closed", None)
