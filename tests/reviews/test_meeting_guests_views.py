"""The pages of a guest: the link that opens nothing alone, the code, the reading, the lists."""

import re

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reviews.actions.meeting_guests import invite_to_meeting, withdraw_meeting_guest
from reviews.models import AgendaItem, ScopingMeeting, SharedDocument
from tests.factories import DocumentFactory, PersonFactory, SeatFactory, member
from tests.factories_meetings import MeetingGuestFactory, SharedDocumentFactory
from tests.factories_reviews import (
    AgendaItemFactory,
    MinutesFactory,
    OutcomeFactory,
    ScopingMeetingFactory,
)

pytestmark = pytest.mark.django_db
ADDRESS = "paul.roux@payline.example"
TYPING = reverse("account_confirm_login_code")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def meeting():
    return ScopingMeetingFactory(planned=True, place="Salle Lin")


@pytest.fixture
def guest(meeting):
    return invite_to_meeting(
        meeting=meeting,
        email=ADDRESS,
        name="Paul Roux",
        vendor_name="Payline",
        reason="Expert du paiement",
        by=member(meeting.project, "bearer"),
    )


def page_of(meeting):
    return reverse("reviews:meeting-guest", args=[meeting.pk])


def code_of(mail):
    return re.search(r"^([A-Z0-9-]{6,9})$", mail.body, re.MULTILINE).group(1)


def is_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_link_changes_nothing(client, guest, method, mailoutbox):
    """Failures 42 and 47: no session, no code, no cache, nothing of a third party."""
    for _ in range(3):
        answer = getattr(client, method)(guest.get_absolute_url())
        assert answer.status_code == 200

    assert not is_in(client)
    assert mailoutbox == []
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert client.get(page_of(guest.meeting)).status_code == 302


def test_the_link_then_the_code_lead_to_the_page_of_the_guest(client, guest, mailoutbox):
    """Failures 41: the code leaves for the invited address only, whoever holds the link."""
    sent = client.post(guest.get_absolute_url())
    assert [mail.to for mail in mailoutbox] == [[ADDRESS]]
    assert not is_in(client)

    answer = client.post(sent["Location"], {"code": code_of(mailoutbox[0])}, follow=True)

    assert answer.redirect_chain[-1][0] == page_of(guest.meeting)
    assert "Expert du paiement" in answer.content.decode()
    assert client.get(guest.get_absolute_url())["Location"] == page_of(guest.meeting)


def test_twenty_who_hold_the_link_open_one_session(client, guest, mailoutbox):
    """Failures 43, 44 and 46: a code serves once, in the browser that asked; five letters."""
    others = [Client() for _ in range(20)]
    for browser in [client, *others]:
        browser.post(guest.get_absolute_url())
    assert len(mailoutbox) == 5

    for browser in [client, *others]:
        browser.post(TYPING, {"code": code_of(mailoutbox[0])})

    assert is_in(client)
    assert not any(is_in(browser) for browser in others)


def test_a_link_altered_by_one_character_is_unknown(client, guest):
    """Failures 44; and a link of the other kind opens nothing either."""
    url = guest.get_absolute_url()
    link = url.split("/")[-2]
    other = link[:-1] + ("A" if link[-1] != "A" else "B")

    for path in (url.replace(link, other), f"/invitations/{link}/", url.replace(link, "0~x")):
        assert client.get(path).status_code == 404
        assert client.post(path).status_code == 404


@pytest.mark.parametrize("somebody", [{}, {"guest": True}])
def test_somebody_else_signed_in_is_asked_which_account(client, guest, somebody, mailoutbox):
    """Failures 48."""
    client.force_login(PersonFactory(**somebody))

    page = client.get(guest.get_absolute_url())

    assert page.status_code == 200
    assert guest.meeting.project.title not in page.content.decode()
    assert client.post(guest.get_absolute_url()).status_code == 409
    assert mailoutbox == []


def test_after_the_withdrawal_the_link_says_that_it_is_over(client, guest, mailoutbox):
    """Failures 38 and 45: and nothing of the project."""
    withdraw_meeting_guest(guest=guest, by=member(guest.meeting.project, "bearer"))

    page = client.get(guest.get_absolute_url())

    assert page.status_code == 200
    assert guest.meeting.project.title not in page.content.decode()
    assert client.post(guest.get_absolute_url()).status_code == 409
    assert mailoutbox == []


def test_a_guest_taken_off_is_out_at_the_next_request(client, guest):
    """Failures 38: the page, its polling, and the session itself."""
    client.force_login(guest.person)
    assert client.get(page_of(guest.meeting)).status_code == 200

    withdraw_meeting_guest(guest=guest, by=member(guest.meeting.project, "bearer"))

    assert client.get(page_of(guest.meeting), headers=HTMX).status_code == 204
    assert not is_in(client)


def test_taking_somebody_off_by_the_page(client, guest):
    client.force_login(member(guest.meeting.project, "bearer"))
    url = reverse("reviews:meeting-guest-departure", args=[guest.pk])

    assert "Paul Roux" in client.get(url).content.decode()
    assert [client.post(url).status_code for _ in range(2)] == [302, 409]
    assert client.get(url).status_code == 409


def test_sharing_by_the_page_then_downloading(client, guest):
    """Failures 35: as a download, and nothing any more once unticked."""
    piece = DocumentFactory(project=guest.meeting.project, name="devis.pdf")
    piece.file.save("devis.pdf", ContentFile(b"%PDF-1.7"))
    url = reverse("reviews:meeting-documents", args=[guest.meeting.pk])
    download = reverse("reviews:meeting-document", args=[guest.meeting.pk, piece.pk])
    voice, visitor = member(guest.meeting.project, "vendor"), Client()
    client.force_login(voice)
    visitor.force_login(guest.person)
    assert visitor.get(download).status_code == 404

    assert client.post(url, {"documents": [piece.pk], "seen": ""}).status_code == 302
    assert "devis.pdf" in visitor.get(page_of(guest.meeting)).content.decode()
    assert b"".join(visitor.get(download).streaming_content) == b"%PDF-1.7"

    assert client.post(url, {"seen": str(piece.pk)}).status_code == 302
    assert visitor.get(download).status_code == 404
    assert not SharedDocument.objects.exists()


def test_a_document_of_another_project_is_not_ticked(client, meeting):
    client.force_login(member(meeting.project, "bearer"))
    url = reverse("reviews:meeting-documents", args=[meeting.pk])

    answer = client.post(url, {"documents": [DocumentFactory().pk], "seen": ""})

    assert answer.status_code == 422
    assert not SharedDocument.objects.exists()


def test_after_the_signatures_nothing_more_is_shared(client):
    meeting = ScopingMeetingFactory(signed=True)
    piece = DocumentFactory(project=meeting.project)
    client.force_login(member(meeting.project, "bearer"))
    url = reverse("reviews:meeting-documents", args=[meeting.pk])

    assert client.post(url, {"documents": [piece.pk], "seen": ""}).status_code == 409


def test_what_is_noted_reaches_the_guest_and_nothing_is_sent_when_nothing_changed(client):
    """Read only: while the meeting is held, notes and outcomes; 204 and nothing else meanwhile."""
    meeting = ScopingMeetingFactory(held=True)
    guest = MeetingGuestFactory(meeting=meeting)
    item = AgendaItemFactory(meeting=meeting, ground="Règle R12, texte interne")
    client.force_login(guest.person)
    url = page_of(meeting)
    stamp = re.search(r"\?vu=([a-z0-9_-]+)", client.get(url).content.decode()).group(1)

    with CaptureQueriesContext(connection) as queries:
        unchanged = client.get(url, {"vu": stamp}, headers=HTMX)
    AgendaItem.objects.filter(pk=item.pk).update(notes="Paiement en trois fois.")
    OutcomeFactory(item=item, text="Payline reste.")
    meeting.bump()
    changed = client.get(url, {"vu": stamp}, headers=HTMX)

    assert (unchanged.status_code, unchanged.content) == (204, b"")
    assert len(queries) <= 4  # the session, the person, the guest's session, the meeting
    html = changed.content.decode()
    assert "Paiement en trois fois." in html
    assert "Payline reste." in html
    assert "R12" not in html
    assert "<form" not in html


def test_after_the_closing_the_minutes_are_read_as_they_were_sent(client):
    meeting = ScopingMeetingFactory(closed=True)
    item = AgendaItemFactory(meeting=meeting, notes="Ce qui fut dit.")
    MinutesFactory(meeting=meeting)
    AgendaItem.objects.filter(pk=item.pk).update(notes="Changé depuis.")
    guest = MeetingGuestFactory(meeting=meeting)
    client.force_login(guest.person)

    html = client.get(page_of(meeting)).content.decode()

    assert "Ce qui fut dit." in html
    assert "Changé depuis." not in html


@pytest.mark.parametrize("name", ["meeting", "scoping", "meeting-guests", "meeting-documents"])
def test_a_guest_does_not_reach_the_pages_of_those_who_write(client, guest, name):
    client.force_login(guest.person)
    place = guest.meeting.project.key if name == "scoping" else guest.meeting.pk

    assert client.get(reverse(f"reviews:{name}", args=[place])).status_code == 404


def test_a_meeting_without_a_date_says_so(client):
    guest = MeetingGuestFactory(meeting=ScopingMeetingFactory())
    client.force_login(guest.person)

    assert "à venir" in client.get(page_of(guest.meeting)).content.decode()
    assert "à venir" in client.get("/").content.decode()


def test_the_first_page_of_somebody_with_nothing_left_says_so(client):
    client.force_login(PersonFactory(guest=True))

    assert "Rien ne vous est ouvert" in client.get("/").content.decode()


def test_a_vendor_asked_to_another_meeting_finds_it_on_their_first_page(client, guest):
    SeatFactory(vendor=True, person=guest.person)
    client.force_login(guest.person)

    assert page_of(guest.meeting) in client.get("/").content.decode()


def queries_of(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries)


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_rows_changes_no_count_of_queries(client, count):
    meeting = ScopingMeetingFactory(held=True)
    guest = MeetingGuestFactory(meeting=meeting)
    MeetingGuestFactory.create_batch(count, meeting=meeting)
    SharedDocumentFactory.create_batch(count, meeting=meeting)
    for _ in range(count):
        OutcomeFactory(item=AgendaItemFactory(meeting=meeting), action=True)
    client.force_login(guest.person)
    read = [queries_of(client, url) for url in (page_of(meeting), "/")]
    client.force_login(member(meeting.project, "bearer"))
    lists = ("reviews:meeting-guests", "reviews:meeting-documents")
    kept = [queries_of(client, reverse(name, args=[meeting.pk])) for name in lists]

    assert (read, kept) == ([10, 5], [7, 5])


def test_everybody_who_sees_the_project_sees_the_page_of_its_guests(client, guest):
    client.force_login(PersonFactory())

    assert client.get(page_of(guest.meeting)).status_code == 200
    assert ScopingMeeting.objects.open_to(PersonFactory()).filter(pk=guest.meeting.pk).exists()
