"""What a steward and a bearer close for a guest, and what is left of it afterwards."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.models import GuestSession, JournalEntry
from projects.models import Move
from tests.factories import (
    DocumentFactory,
    GuestSessionFactory,
    MoveFactory,
    PersonFactory,
    ProjectFactory,
    ProjectTopicFactory,
    SeatFactory,
    member,
)
from tests.factories_meetings import MeetingGuestFactory

pytestmark = pytest.mark.django_db
GUESTS = reverse("projects:guests")
BANNER = "Votre client voit ceci."


@pytest.fixture
def project():
    return ProjectFactory(staffed=True, title="Carte cadeau")


@pytest.fixture
def guest(project):
    return member(project, "vendor")


@pytest.fixture
def visitor(guest, project):
    browser = Client()
    browser.force_login(guest)
    assert browser.get(project.get_absolute_url()).status_code == 200
    return browser


@pytest.fixture
def steward(client):
    person = PersonFactory(steward=True)
    client.force_login(person)
    return person


def test_the_page_says_who_where_and_since_when(client, steward, guest, visitor):
    html = client.get(GUESTS).content.decode()

    for words in (guest.name, guest.email, str(guest.vendor), "Carte cadeau", "Session ouverte"):
        assert words in html
    assert GuestSession.objects.get().key_digest not in html


def test_somebody_asked_to_one_meeting_is_shown_with_that_meeting(client, steward):
    asked = MeetingGuestFactory(meeting__project__title="Borne d’accueil", person__name="Paul Roux")
    ended = {"ended_at": timezone.now(), "ended_by": asked.invited_by}
    MeetingGuestFactory(person__name="Lea Martin", **ended)

    html = client.get(GUESTS).content.decode()

    paul, lea = (html[html.index(f">{name}<") :] for name in ("Paul Roux", "Lea Martin"))
    assert "Borne d’accueil" in paul.split("</h2>")[1]
    assert "accès à une réunion seulement" in paul
    assert reverse("reviews:meeting", args=[asked.meeting_id]) in paul
    assert html.count("accès à une réunion seulement") == 1
    assert "Aucun projet en ce moment." in lea


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_statements_for_three_guests_of_a_meeting_as_for_one(
    client, steward, count, django_assert_num_queries
):
    MeetingGuestFactory.create_batch(count)
    client.get(GUESTS)

    with django_assert_num_queries(6):
        client.get(GUESTS)


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_statements_for_three_guests_as_for_one(
    client, steward, count, django_assert_max_num_queries
):
    for _ in range(count):
        GuestSessionFactory(person=member(ProjectFactory(staffed=True), "vendor"))

    with django_assert_max_num_queries(7):
        html = client.get(GUESTS).content.decode()

    assert html.count("Session ouverte") == count


def test_an_empty_page_says_where_guests_come_from(client, steward):
    assert "Une invitation part de la page d’un projet" in client.get(GUESTS).content.decode()


def test_one_session_ends_and_not_the_other(client, steward, visitor, guest, project):
    other = Client()
    other.force_login(guest)
    other.get(project.get_absolute_url())
    first = GuestSession.objects.order_by("pk").first()

    done = client.post(reverse("projects:guest-session", args=[first.pk]))

    assert done["Location"] == GUESTS
    assert visitor.get(project.get_absolute_url()).status_code == 302
    assert other.get(project.get_absolute_url()).status_code == 200
    first.refresh_from_db()
    assert first.ended_by == steward
    assert JournalEntry.objects.filter(verb="guest.session_ended", actor=steward).count() == 1


def test_a_session_ended_twice_is_a_409(client, steward, visitor):
    url = reverse("projects:guest-session", args=[GuestSession.objects.get().pk])

    assert [client.post(url).status_code for _ in range(2)] == [302, 409]
    assert JournalEntry.objects.filter(verb="guest.session_ended").count() == 1


def test_all_the_sessions_of_one_person_only(client, steward, visitor, guest):
    GuestSessionFactory(person=guest)
    kept = GuestSessionFactory()
    url = reverse("projects:guest-sessions", args=[guest.pk])

    answers = [client.post(url).status_code for _ in range(2)]

    assert answers == [302, 409]
    assert list(GuestSession.objects.open()) == [kept]
    assert JournalEntry.objects.get(verb="guest.sessions_ended").facts == {"count": 2}


def test_closing_an_access_leaves_seats_and_gives_the_balls_back(
    client, steward, guest, visitor, project
):
    """Failures 32, 38 and 40."""
    colleague = PersonFactory(guest=True, vendor=guest.vendor, team=None)
    place = SeatFactory(project=project, part="contributor", person=colleague)
    MoveFactory(project=project, person=guest, side="vendor")
    second = ProjectFactory(staffed=False, title="Appli mobile")
    SeatFactory(project=second, bearer=True)
    SeatFactory(project=second, part="contributor", person=guest)
    url = reverse("projects:guest-closing", args=[guest.pk])
    page = client.get(url).content.decode()
    assert "Carte cadeau" in page
    assert "Appli mobile" in page

    assert client.post(url)["Location"] == GUESTS

    guest.refresh_from_db()
    place.refresh_from_db()
    assert (guest.is_active, place.left_at) == (False, None)
    assert not guest.seats.current().exists()
    assert not guest.moves.open().exists()
    wanted = Move.objects.open().get(kind="fill_seat")
    assert wanted.person == member(project, "bearer")
    assert JournalEntry.objects.filter(verb="guest.closed", actor=steward).exists()
    gone = visitor.get(project.get_absolute_url())
    assert (gone.status_code, gone["Location"][:11]) == (302, "/connexion/")
    assert client.post(url).status_code == 409
    assert "Accès fermé" in client.get(GUESTS).content.decode()


def test_a_closed_person_gets_no_code(client, steward, guest, mailoutbox):
    client.post(reverse("projects:guest-closing", args=[guest.pk]))

    Client().post(reverse("account_request_login_code"), {"email": guest.email})

    assert not any("Code" in mail.subject for mail in mailoutbox if guest.email in mail.to)


def test_reopening_gives_no_seat_back(client, steward, guest, project):
    client.post(reverse("projects:guest-closing", args=[guest.pk]))
    url = reverse("projects:guest-opening", args=[guest.pk])

    assert [client.post(url).status_code for _ in range(2)] == [302, 409]

    guest.refresh_from_db()
    assert guest.is_active
    assert not guest.seats.current().exists()
    assert JournalEntry.objects.filter(verb="guest.reopened").exists()


@pytest.mark.parametrize("name", ["guest-closing", "guest-sessions", "guest-opening"])
def test_somebody_of_the_company_is_no_guest(client, steward, name):
    url = reverse(f"projects:{name}", args=[PersonFactory().pk])

    assert client.post(url).status_code == 404


def test_a_steward_takes_a_guest_off_one_project(client, steward, guest, project, visitor):
    """Failures 38 and 39: only that project closes, open pages included."""
    subject = ProjectTopicFactory(project=project)
    document = DocumentFactory(project=project)
    other = ProjectFactory()
    SeatFactory(project=other, part="vendor", person=guest)
    seat = project.seats.get(part="vendor")

    client.post(reverse("projects:seat-departure", args=[seat.pk]))

    assert Move.objects.open().get(kind="fill_seat").person == member(project, "bearer")
    htmx = {"HX-Request": "true"}
    for url in (
        project.get_absolute_url(),
        subject.get_absolute_url(),
        reverse("projects:document", args=[document.pk]),
        reverse("projects:topics", args=[project.key]),
    ):
        assert visitor.get(url).status_code == 404
        assert visitor.get(url, headers=htmx).status_code == 404
    for name in ("projects:choice", "projects:verdicts", "projects:document-add"):
        answer = visitor.post(reverse(name, args=[subject.pk]), headers=htmx)
        assert answer.status_code == 404
    assert visitor.get(other.get_absolute_url()).status_code == 200
    assert document.file.storage.exists(document.file.name)


def test_two_people_of_one_vendor_do_not_share_an_access(project, guest, visitor):
    """Failures 40."""
    colleague = PersonFactory(guest=True, vendor=guest.vendor, team=None)
    browser = Client()
    browser.force_login(colleague)

    assert browser.get(project.get_absolute_url()).status_code == 404
    assert visitor.get(project.get_absolute_url()).status_code == 200


def test_the_banner_stands_on_a_guest_s_project_pages_and_nowhere_else(client, project, visitor):
    subject = ProjectTopicFactory(project=project)
    pages = [
        project.get_absolute_url(),
        subject.get_absolute_url(),
        reverse("projects:topics", args=[project.key]),
        reverse("projects:document-add", args=[subject.pk]),
    ]
    assert BANNER in visitor.get(reverse("reviews:scoping", args=[project.key])).content.decode()
    for page in pages[:3]:
        assert BANNER in visitor.get(page).content.decode()
    assert BANNER in visitor.post(pages[3]).content.decode()
    assert BANNER not in visitor.get("/").content.decode()
    client.force_login(member(project, "it"))
    assert not any(BANNER in client.get(page).content.decode() for page in pages[:3])
