"""Somebody asked to one meeting tries every route: that meeting, its shared documents, nothing else.

Failures 35, 36, 37 and 38, for a visitor who holds no seat. In their project every text is a mark,
except what the meeting shows: its title, its voices, its agenda, its notes, the shared document.
"""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from governance.delivery import notice_message
from governance.models import Notice
from governance.roles import Role
from projects.models import Document
from reviews.actions.meeting_guests import invite_to_meeting, withdraw_meeting_guest
from reviews.models import AgendaItem, MeetingGuest, ScopingMeeting
from tests import factories as make
from tests import factories_reviews as table
from tests.trust.permission_table import TABLE
from tests.trust.rival import MARK, marked
from tests.trust.test_isolation import DEMO_FOLDER, HTMX, asked, leaks, probe, said
from tests.trust.test_permissions import ROUTES, address

from tests.trust.test_isolation import absent_address, BY_OBJECT  # isort: skip
from tests.trust.world import World

pytestmark = pytest.mark.django_db
OPEN = {"reviews:meeting-guest", "reviews:meeting-document"}
KNOCKS = {"reviews:attendance"}  # « je suis là »: an empty answer
LINKS_OF_OTHERS = {  # signed links that name the person they were sent to
    name for name, row in TABLE.items() if row.public and ROUTES[name].pattern.converters
} - {"reviews:meeting-guest-link"}
SHOWN = "Hébergement de la boutique"


@pytest.fixture
def elsewhere(settings):
    return World()


@pytest.fixture
def world(elsewhere):
    """The project of the meeting: everything is marked, then what the meeting shows is named."""
    theirs = marked(elsewhere)
    show_the_meeting(theirs)
    return theirs


@pytest.fixture
def visitor(client, world):
    client.force_login(world.outsider)
    return world.outsider


def show_the_meeting(world):
    """What a guest may read has ordinary words; all around it keeps the mark."""
    project = world.project
    project.title = "Boutique en ligne"
    project.save(update_fields=["title"])
    for seat in project.seats.voices():
        seat.person.name = f"Voix {seat.part}"
        seat.person.save(update_fields=["name"])
    vendor = world.person(Role.VENDOR).vendor
    vendor.name = "Studio Lumen"
    vendor.save(update_fields=["name"])
    piece = Document.objects.get(pk=world.things["document_id"])
    piece.name = "devis.pdf"
    piece.file.save("devis.pdf", ContentFile(b"%PDF-1.7"), save=False)
    piece.save()
    kept_apart = make.DocumentFactory(project=project, name=f"{MARK}-secret.pdf")
    world.things["kept_apart"] = kept_apart.pk
    item = AgendaItem.objects.filter(pk=world.things["item_id"])
    item.update(title=SHOWN, notes="En France.", ground=MARK)
    later = table.AgendaItemFactory(meeting_id=world.things["meeting_id"], title=f"{MARK} reporté")
    AgendaItem.objects.filter(pk=later.pk).update(place="backlog")


def test_the_meeting_is_read_and_its_document_downloaded(client, world, visitor):
    """Else this file would prove nothing."""
    page = said(client.get(address(world, "reviews:meeting-guest")))
    piece = client.get(address(world, "reviews:meeting-document"))

    for words in (SHOWN, "En France.", "Voix bearer", "Studio Lumen", "devis.pdf"):
        assert words in page
    assert leaks(page) == []
    assert piece["Content-Disposition"].startswith("attachment")
    assert piece["X-Content-Type-Options"] == "nosniff"
    assert piece["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert piece["Cache-Control"] == "private, no-store"


def test_no_route_tells_the_guest_of_a_meeting_anything_else(client, world, visitor):
    """Failures 35 and 37: every route of their own project, read or posted, whole or in pieces."""
    problems = []
    for name in sorted(set(TABLE) - set(DEMO_FOLDER) - LINKS_OF_OTHERS):
        url, row = address(world, name), TABLE[name]
        for method, headers in (("get", {}), ("get", HTMX), ("head", {}), ("post", {})):
            client.force_login(visitor)
            response, text = asked(client, method, url, **headers)
            bare = text.replace(url, "").replace(url.replace("/", "%2F"), "")
            opened = row.scope == "project" and not (name in OPEN and method != "post")
            wrong = opened and response.status_code not in (404, 405)
            wrong &= not (name in KNOCKS and method == "post" and response.status_code == 204)
            wrong |= row.scope == "company" and response.status_code not in (403, 404, 405)
            if wrong or leaks(bare):
                problems.append((method, url, response.status_code, leaks(bare)))

    assert problems == []


def test_the_meeting_of_another_project_looks_absent(client, elsewhere, world, visitor):
    """Failures 35: same status, same body, same work in the database."""
    problems = []
    client.get(reverse("reviews:home"))  # the company's calendar is read once a minute
    for name in BY_OBJECT:
        for method in ("get", "post"):
            urls = (address(elsewhere, name), absent_address(world, name))
            seen = [probe(client, method, url, {}) for url in urls]
            if seen[0][0] not in (404, 405) or seen[0] != seen[1]:
                problems.append((method, urls, seen[0][0], seen[1][0]))

    assert problems == []


def test_lists_and_exports_show_no_row_and_no_total(client, world, visitor):
    """Failures 36."""
    for name in ("projects:portfolio", "projects:portfolio-export"):
        for query in ({}, {"q": "boutique"}, {"tri": "sante"}, {"balle": "it"}):
            _response, text = asked(client, "get", reverse(name), query)
            assert world.project.key not in text
            assert world.project.title not in text


def test_the_first_page_names_the_meeting_alone(client, world, visitor):
    text = said(client.get(reverse("reviews:home")))

    assert address(world, "reviews:meeting-guest") in text
    assert leaks(text) == []
    assert world.project.get_absolute_url() not in text
    assert reverse("projects:registration") not in text


def test_a_document_that_is_not_shared_is_not_there(client, world, visitor):
    """Failures 35: by the route of the meeting, by its own, read, asked by HEAD, previewed."""
    meeting, piece = world.things["meeting_id"], world.things["kept_apart"]
    urls = [
        reverse("reviews:meeting-document", args=[meeting, piece]),
        reverse("reviews:meeting-document", args=[meeting, 987654]),
        reverse("projects:document", args=[piece]),
        reverse("projects:document-preview", args=[piece]),
        reverse("projects:document", args=[world.things["document_id"]]),
        reverse("projects:document-preview", args=[world.things["document_id"]]),
    ]

    for url in urls:
        assert client.get(url).status_code == 404, url
        assert client.head(url).status_code in (404, 405), url
        assert client.get(url, headers={"Range": "bytes=0-1"}).status_code == 404, url


def signed_in_again(person):
    """A browser with a new code: a session that was ended must not be what closes the page."""
    browser = Client()
    browser.force_login(person)
    return browser


def ended(world):
    guest = MeetingGuest.objects.get(pk=world.things["guest_id"])
    withdraw_meeting_guest(guest=guest, by=world.person(Role.BEARER))


def unshared(world):
    meeting = ScopingMeeting.objects.get(pk=world.things["meeting_id"])
    meeting.shared_documents.all().delete()


def withdrawn(world):
    Document.objects.filter(pk=world.things["document_id"]).update(
        withdrawn_at=world.project.registered_at, withdrawn_by=world.person(Role.BEARER)
    )


def in_analysis(world):
    Document.objects.filter(pk=world.things["document_id"]).update(state="scanning")


def stopped(world):
    type(world.project).objects.filter(pk=world.project.pk).update(state="cancelled")


@pytest.mark.parametrize("happens", [ended, unshared, withdrawn, in_analysis, stopped])
def test_a_shared_document_closes(client, world, visitor, happens):
    """Failures 38: at the next request, read or asked by HEAD."""
    url = address(world, "reviews:meeting-document")
    assert client.get(url).status_code == client.head(url).status_code == 200

    happens(world)
    client = signed_in_again(visitor)

    assert client.get(url).status_code == client.head(url).status_code == 404


@pytest.mark.parametrize("happens", [ended, stopped])
def test_the_meeting_closes_at_the_next_request(client, world, visitor, happens):
    """Failures 38: open htmx pages too."""
    url = address(world, "reviews:meeting-guest")
    assert client.get(url, headers=HTMX).status_code == 200

    happens(world)
    client = signed_in_again(visitor)

    assert client.get(url).status_code == 404
    assert client.get(url, headers=HTMX).status_code == 404
    assert leaks(said(client.get(reverse("reviews:home")))) == []


def test_the_letter_to_a_guest_names_nothing_else(world):
    """Failures 37: subject, body, To, Cc, headers."""
    guest = invite_to_meeting(
        meeting=ScopingMeeting.objects.get(pk=world.things["meeting_id"]),
        email="paul.roux@payline.example",
        name="Paul Roux",
        vendor_name="Payline",
        reason="Expert du paiement",
        by=world.person(Role.BEARER),
    )
    message = notice_message(Notice.objects.get(recipient=guest.person))

    words = [message.body, *(part.content for part in message.alternatives)]
    assert leaks("\n".join([message.message().as_string(), *words])) == []
    assert message.recipients() == ["paul.roux@payline.example"]
