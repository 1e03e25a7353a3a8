import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.models import JournalEntry, Notice
from projects.actions import seats
from projects.models import Invitation
from tests.factories import PersonFactory, ProjectFactory, member

pytestmark = pytest.mark.django_db
ADDRESS = "ines.roux@studio-lumen.example"


@pytest.fixture
def seat():
    project = ProjectFactory(title="Plateforme de livres blancs")
    return seats.invite_vendor(
        project=project, email=ADDRESS, vendor_name="Studio Lumen", by=member(project, "bearer")
    )


@pytest.fixture
def url(seat):
    return seat.invitations.get().get_absolute_url()


def expire():
    Invitation.objects.update(
        expires_at=timezone.now() - timedelta(days=1), sent_at=timezone.now() - timedelta(days=8)
    )


def code_of(mail):
    return re.search(r"^([A-Z0-9-]{6,9})$", mail.body, re.MULTILINE).group(1)


def test_the_page_says_who_invites_for_what_and_whom(client, seat, url):
    html = client.get(url).content.decode()

    inviter = seat.invitations.get().sent_by.name
    for words in (inviter, "Plateforme de livres blancs", ADDRESS, "Studio Lumen"):
        assert words in html
    assert "no-store" in client.get(url)["Cache-Control"]


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_scanner_that_opens_the_link_changes_nothing(client, seat, url, method, mailoutbox):
    """Failures 42."""
    for _ in range(3):
        assert getattr(client, method)(url).status_code == 200

    seat.refresh_from_db()
    assert (seat.taken_at, len(mailoutbox)) == (None, 0)
    assert "_auth_user_id" not in client.session
    assert seat.invitations.get().is_usable


def test_a_code_then_the_project_then_the_seat(client, seat, url, mailoutbox):
    sent = client.post(url, follow=True)
    assert sent.redirect_chain[0][0].startswith(reverse("account_confirm_login_code"))
    assert [mail.to for mail in mailoutbox] == [[ADDRESS]]

    form = {"code": code_of(mailoutbox[0]), "next": seat.project.get_absolute_url()}
    arrived = client.post(sent.redirect_chain[0][0], form)

    assert (arrived.status_code, arrived["Location"]) == (302, seat.project.get_absolute_url())
    assert client.session["_auth_user_id"] == str(seat.person_id)
    seat.refresh_from_db()
    assert seat.taken_at is None
    taken = client.post(reverse("projects:seat", args=[seat.pk]))
    assert taken["Location"] == seat.project.get_absolute_url()
    assert JournalEntry.objects.filter(verb="seat.taken", actor=seat.person).exists()


def test_a_wrong_code_opens_nothing(client, seat, url, mailoutbox):
    sent = client.post(url)

    answer = client.post(sent["Location"], {"code": "ZZZZZZ"})

    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_codes_are_counted_per_address(client, url, mailoutbox):
    """Failures 46: five e-mails an hour at most, whoever asks."""
    answers = [client.post(url).status_code for _ in range(7)]

    assert answers == [302] * 5 + [429] * 2
    assert len(mailoutbox) == 5
    assert "Attendez une heure" in client.post(url).content.decode()


def test_a_mail_server_that_is_down_keeps_the_invitation(client, seat, url, settings):
    settings.EMAIL_BACKEND = "tests.projects.test_invitations.BrokenBackend"

    answer = client.post(url)

    assert answer.status_code == 503
    assert "reste valable" in answer.content.decode()
    assert seat.invitations.get().is_usable


class BrokenBackend:
    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, _messages):
        raise ConnectionRefusedError


def test_an_expired_link_offers_a_new_one_to_the_same_address_only(client, seat, url, mailoutbox):
    """Failures 45."""
    expire()
    html = client.get(url).content.decode()
    assert "Recevoir un nouveau lien" in html

    client.post(url, {"email": "pirate@ailleurs.example"})

    newest = seat.invitations.first()
    assert newest.is_usable
    assert mailoutbox == []
    assert list(Notice.objects.values_list("recipient__email", flat=True)) == [ADDRESS, ADDRESS]


def test_asking_for_a_new_link_twice_sends_one(client, seat, url):
    expire()
    client.post(url)
    client.post(url)

    assert seat.invitations.count() == 2


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_closed_seat_says_so_and_sends_nothing(client, seat, url, method, mailoutbox):
    seat.leave("seat.ended", by=seat.invitations.get().sent_by)

    answer = getattr(client, method)(url)

    assert "Ce siège a été fermé" in answer.content.decode()
    assert mailoutbox == []


def test_signed_in_as_somebody_else_nothing_is_attached(client, seat, url, mailoutbox):
    """Failures 48."""
    stranger = PersonFactory(guest=True)
    client.force_login(stranger)

    html = client.get(url).content.decode()
    answer = client.post(url)

    assert stranger.email in html
    assert "Me déconnecter" in html
    assert answer.status_code == 409
    assert mailoutbox == []
    seat.refresh_from_db()
    assert seat.person != stranger


def test_signed_in_already_the_link_leads_to_the_project(client, seat, url):
    client.force_login(seat.person)

    assert client.get(url)["Location"] == seat.project.get_absolute_url()


@pytest.mark.parametrize("token", ["1~xxx", "rien", "%00", "a" * 500])
def test_an_unknown_link_is_a_404(client, token):
    assert client.get(f"/invitations/{token}/").status_code == 404


def test_inviting_from_the_page(client, mailoutbox):
    project = ProjectFactory()
    client.force_login(member(project, "bearer"))
    url = reverse("projects:vendor-invitation", args=[project.key])
    assert client.get(url).status_code == 200

    answer = client.post(url, {"email": ADDRESS, "vendor_name": "Studio Lumen", "name": ""})

    assert answer["Location"] == project.get_absolute_url()
    assert project.seats.get(part="vendor").person.email == ADDRESS


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"email": "", "vendor_name": "x"}, "id_email"),
        ({"email": "contact@x.example", "vendor_name": "x"}, "pas celle d’un service"),
        ({"email": ADDRESS, "vendor_name": ""}, "De quelle société"),
    ],
)
def test_a_badly_filled_invitation_is_a_422_that_keeps_what_was_typed(client, headers, data, words):
    project = ProjectFactory()
    client.force_login(member(project, "it"))

    answer = client.post(
        reverse("projects:vendor-invitation", args=[project.key]), data, headers=headers
    )

    html = answer.content.decode()
    assert answer.status_code == 422
    assert words in html
    assert data["email"] in html
    assert html.strip().startswith("<div") is bool(headers)


@pytest.mark.parametrize(("role", "status"), [("vendor", 403), ("employee", 403), ("guest", 404)])
def test_who_may_not_invite(client, role, status):
    project = ProjectFactory()
    client.force_login(member(project, role))
    url = reverse("projects:vendor-invitation", args=[project.key])

    assert client.get(url).status_code == client.post(url, {"email": ADDRESS}).status_code == status


def test_a_taken_seat_page_offers_nothing(client):
    project = ProjectFactory(staffed=True)
    client.force_login(member(project, "bearer"))

    html = client.get(reverse("projects:vendor-invitation", args=[project.key])).content.decode()

    assert "Ce siège est pris" in html


def test_somebody_else_does_not_take_the_seat(client, seat):
    client.force_login(member(seat.project, "it"))
    assert client.post(reverse("projects:seat", args=[seat.pk])).status_code == 403
    client.force_login(PersonFactory(guest=True))
    assert client.post(reverse("projects:seat", args=[seat.pk])).status_code == 404


def test_a_seat_taken_twice_is_a_409(client, seat):
    client.force_login(seat.person)
    url = reverse("projects:seat", args=[seat.pk])

    assert [client.post(url).status_code for _ in range(2)] == [302, 409]
    assert client.get(url).status_code == 405


def test_handing_over_from_the_page(client):
    project = ProjectFactory()
    giver, heir = member(project, "it"), PersonFactory(it=True)
    client.force_login(giver)
    url = reverse("projects:seat-handover", args=[project.seats.get(part="it").pk])

    assert client.get(url).status_code == 200
    assert client.post(url, {"to": ""}).status_code == 422
    assert client.post(url, {"to": heir.pk}).status_code == 302
    assert project.seats.current().get(part="it").person == heir


def test_closing_an_access_from_the_page(client, seat):
    bearer = member(seat.project, "bearer")
    url = reverse("projects:seat-departure", args=[seat.pk])
    client.force_login(member(seat.project, "it"))
    assert client.post(url).status_code == 403
    client.force_login(bearer)

    assert "Fermer l’accès" in client.get(url).content.decode()
    assert client.post(url).status_code == 302
    assert client.get(url).status_code == 404
    seat.refresh_from_db()
    assert seat.left_at is not None
