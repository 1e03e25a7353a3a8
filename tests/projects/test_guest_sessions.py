"""Guests' sessions: short, renewed by a code, ended by a steward; and who closes an access."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from governance.models import GuestSession
from tests.factories import ProjectFactory, ProjectTopicFactory, member

pytestmark = pytest.mark.django_db
CODE_PAGE = reverse("account_request_login_code")


@pytest.fixture
def project():
    return ProjectFactory(staffed=True)


@pytest.fixture
def guest(project):
    return member(project, "vendor")


@pytest.fixture
def visitor(client, guest, project):
    """The guest's browser, which has already read its project."""
    client.force_login(guest)
    assert client.get(project.get_absolute_url()).status_code == 200
    return client


def code_of(mail):
    return re.search(r"^([A-Z0-9-]{6,9})$", mail.body, re.MULTILINE).group(1)


def code_page(page):
    return f"{CODE_PAGE}?{urlencode({'next': page})}"


def later(**spans):
    return time_machine.travel(timezone.now() + timedelta(**spans), tick=False)


def is_in(client):
    return "_auth_user_id" in client.session


def test_a_guest_s_first_page_opens_a_row_without_the_key(visitor, guest):
    session = GuestSession.objects.get()

    assert session.person == guest
    assert visitor.session.session_key not in session.key_digest
    assert timedelta(hours=7) < session.expires_at - timezone.now() <= timedelta(hours=8)


def test_the_company_s_people_have_no_row_and_pay_no_question(client, project):
    client.force_login(member(project, "it"))

    with CaptureQueriesContext(connection) as seen:
        client.get(project.get_absolute_url())

    assert not [query for query in seen if "guestsession" in query["sql"]]
    assert not GuestSession.objects.exists()


@pytest.mark.parametrize(("path", "most"), [("/", 5), ("/portefeuille/", 5), ("project", 8)])
def test_a_guest_s_page_pays_one_question(visitor, project, path, most):
    url = project.get_absolute_url() if path == "project" else path
    visitor.get(url)

    with CaptureQueriesContext(connection) as seen:
        assert visitor.get(url).status_code == 200

    assert len([query for query in seen if "guestsession" in query["sql"]]) == 1
    assert len(seen) <= most


def test_seen_is_written_once_a_minute(visitor, project):
    first = GuestSession.objects.get().seen_at
    visitor.get(project.get_absolute_url())
    assert GuestSession.objects.get().seen_at == first
    with later(minutes=2):
        visitor.get(project.get_absolute_url())
        assert GuestSession.objects.get().seen_at == timezone.now()


def test_a_page_that_refreshes_by_itself_keeps_nobody_awake(visitor, project):
    first = GuestSession.objects.get().seen_at
    with later(minutes=5):
        visitor.get(project.get_absolute_url(), headers={"HX-Request": "true"})

    assert GuestSession.objects.get().seen_at == first


def test_awake_every_hour_still_ends_after_eight(visitor, project):
    url = project.get_absolute_url()
    for hour in range(1, 8):
        with later(hours=hour):
            assert visitor.get(url).status_code == 200
    with later(hours=8, minutes=1):
        assert visitor.get(url).status_code == 302
    assert not is_in(visitor)


def test_two_hours_asleep_a_new_code_leads_back_to_the_page(visitor, guest, project, mailoutbox):
    page = reverse("projects:topics", args=[project.key])
    with later(minutes=121):
        asked = visitor.get(page, follow=True)
        html = asked.content.decode()

        assert asked.redirect_chain[0][0] == code_page(page)
        assert guest.email in html
        assert "Votre session d’invité est terminée" in html
        form = {"email": guest.email, "next": page}
        sent = visitor.post(CODE_PAGE, form)
        arrived = visitor.post(sent["Location"], {"code": code_of(mailoutbox[0]), "next": page})

        assert arrived["Location"] == page
        assert visitor.get(page).status_code == 200
    assert GuestSession.objects.filter(person=guest).count() == 2


def test_an_open_fragment_leads_to_the_code_and_back_to_its_page(visitor, project):
    """Failures 38: an open htmx page too."""
    page = project.get_absolute_url()
    GuestSession.objects.all().end()

    answer = visitor.get(
        page, headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{page}"}
    )

    assert answer.status_code == 204
    assert answer["HX-Redirect"] == code_page(page)


def test_a_button_pressed_too_late_leads_back_to_its_page(visitor, project):
    page = project.get_absolute_url()
    GuestSession.objects.all().end()

    answer = visitor.post(
        reverse("projects:document-add", args=[ProjectTopicFactory(project=project).pk]),
        headers={"Referer": f"http://testserver{page}"},
    )

    assert answer["Location"] == code_page(page)


def test_leaving_ends_the_row(visitor):
    visitor.post(reverse("account_logout"))

    assert GuestSession.objects.get().ended_at is not None
    assert not GuestSession.objects.open().exists()


def test_a_copied_cookie_does_not_outlive_the_end(visitor, project):
    """Failures 47: the key stolen from a browser dies with the session."""
    thief = Client()
    thief.cookies["sessionid"] = visitor.cookies["sessionid"].value
    GuestSession.objects.all().end()

    assert thief.get(project.get_absolute_url()).status_code == 302
    assert visitor.get(project.get_absolute_url()).status_code == 302


def test_two_browsers_are_two_sessions(visitor, guest, project):
    other = Client()
    other.force_login(guest)
    other.get(project.get_absolute_url())
    first, _second = GuestSession.objects.order_by("pk")

    GuestSession.objects.filter(pk=first.pk).end()

    assert visitor.get(project.get_absolute_url()).status_code == 302
    assert other.get(project.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_what_was_typed_comes_back_after_the_code(visitor, guest, project, mailoutbox, headers):
    """Failures 38 and 99: a choice that was being written survives the end of the session."""
    subject = ProjectTopicFactory(project=project)
    page = subject.get_absolute_url()
    html = visitor.get(page).content.decode()
    mark = re.search(r'name="auteur" value="([0-9a-f]+)"', html).group(1)
    GuestSession.objects.all().end()
    typed = {"version": "1", "option": "", "label": "Hexanuage", "rationale": "Mon texte"}

    sent = visitor.post(page, {**typed, "auteur": mark, "action": "draft"}, headers=headers)

    door = sent["HX-Redirect"] if headers else sent["Location"]
    assert door.replace("%2F", "/") == f"{CODE_PAGE}?next={page}"
    asked = visitor.post(CODE_PAGE, {"email": guest.email, "next": page})
    visitor.post(asked["Location"], {"code": code_of(mailoutbox[0]), "next": page})
    back = visitor.get(page).content.decode()
    assert "Mon texte" in back
    assert "Hexanuage" in back


def test_what_somebody_else_typed_is_not_given(visitor, project, mailoutbox):
    """Failures 37: the next person of the same browser gets nothing."""
    subject = ProjectTopicFactory(project=project)
    page = subject.get_absolute_url()
    mark = re.search(
        r'name="auteur" value="([0-9a-f]+)"', visitor.get(page).content.decode()
    ).group(1)
    GuestSession.objects.all().end()
    visitor.post(page, {"version": "1", "rationale": "Mon secret", "auteur": mark})
    bearer = member(project, "bearer")
    bearer.set_password("une phrase assez longue")
    bearer.save()
    project.seats.filter(part="vendor").update(left_at=timezone.now())

    visitor.post(
        reverse("account_login"), {"login": bearer.email, "password": "une phrase assez longue"}
    )

    assert is_in(visitor)
    assert "Mon secret" not in visitor.get(page).content.decode()
