"""The live page shows who was asked from outside, there or not, and what the meeting shares."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects.models import Document
from reviews.actions.meeting_guests import settle_shared, withdraw_meeting_guest
from reviews.models import Attendance
from tests.factories import DocumentFactory
from tests.factories_meetings import MeetingGuestFactory, SharedDocumentFactory
from tests.reviews.live_situations import LivePage
from tests.reviews.meeting_situations import held, voice

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return held()


@pytest.fixture
def guest(meeting):
    return MeetingGuestFactory(meeting=meeting, person__name="Paul Roux")


@pytest.fixture
def screen(client, meeting, guest):
    return LivePage(client, meeting.items.first(), voice(meeting, "it"))


def knock(guest, meeting=None):
    """The page of a guest says that it is open."""
    browser = Client()
    browser.force_login(guest.person)
    meeting = meeting or guest.meeting
    return browser.post(reverse("reviews:attendance", args=[meeting.pk]), {})


def guests_part(html):
    return html[html.index("Invités de cette réunion, sans voix") :].split("</section>")[0]


def test_a_guest_is_shown_apart_from_the_voices_there_or_not(screen, guest):
    before = guests_part(screen.client.get(screen_url(screen)).content.decode())
    assert "Paul Roux" in before
    assert "Pas encore là" in before

    assert knock(guest).status_code == 204
    names, html = screen.news()

    assert "voix" in names
    assert "En ligne" in guests_part(html)
    assert "Sur la page aussi" not in html


def screen_url(screen):
    return reverse("reviews:item", args=[screen.item.pk])


def test_a_guest_who_went_is_no_longer_there(screen, guest):
    knock(guest)
    screen.news()

    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        _names, html = screen.news()

    assert "Pas encore là" in guests_part(html)


def test_a_guest_counts_for_no_voice_and_writes_nothing(guest):
    field = f"notes-{guest.meeting.items.first().pk}"
    browser = Client()
    browser.force_login(guest.person)

    browser.post(reverse("reviews:attendance", args=[guest.meeting_id]), {"champ": field})

    row = Attendance.objects.get()
    assert (row.voice, row.field) == ("", "")


def test_a_guest_is_there_at_their_own_meeting_only(guest):
    assert knock(guest, held()).status_code == 404

    withdraw_meeting_guest(guest=guest, by=voice(guest.meeting, "bearer"))
    assert knock(guest).status_code == 404
    assert not Attendance.objects.exists()


def test_the_page_of_a_guest_says_that_it_is_open_while_the_meeting_is(client, guest, meeting):
    address = reverse("reviews:attendance", args=[meeting.pk])
    page = reverse("reviews:meeting-guest", args=[meeting.pk])
    client.force_login(guest.person)
    assert f'hx-post="{address}"' in client.get(page).content.decode()

    client.force_login(voice(meeting, "it"))
    assert f'hx-post="{address}"' not in client.get(page).content.decode()


def test_what_is_shared_during_the_meeting_arrives_by_itself(screen, meeting):
    piece = DocumentFactory(project=meeting.project, name="devis.pdf", state=Document.State.CLEAR)
    settle_shared(meeting=meeting, wanted={piece.pk}, seen=set(), by=voice(meeting, "vendor"))

    names, html = screen.news()

    assert names == ["pieces"]
    assert reverse("reviews:meeting-document", args=[meeting.pk, piece.pk]) in html
    assert "devis.pdf" in html


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_statements_for_three_guests_and_documents(
    client, meeting, count, django_assert_num_queries
):
    MeetingGuestFactory.create_batch(count, meeting=meeting)
    SharedDocumentFactory.create_batch(count, meeting=meeting)
    client.force_login(voice(meeting, "it"))
    address = reverse("reviews:item", args=[meeting.items.first().pk])
    client.get(address)

    with django_assert_num_queries(23):
        client.get(address)
