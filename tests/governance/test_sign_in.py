"""The doors: password, code by e-mail, forgotten password; no other way in."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from governance.models import Person
from tests.factories import PersonFactory

LOGIN = reverse("account_login")
PASSWORD = "une phrase assez longue"


@pytest.fixture
def person(db):
    person = PersonFactory(email="alix@verdier.example")
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(client, **fields):
    return client.post(LOGIN, {"login": "alix@verdier.example", "password": PASSWORD} | fields)


def is_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_request_login_code",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "account_inactive",
        "account_signup",
    ],
)
def test_the_pages_of_the_entrance_answer_strangers(client, db, name):
    assert client.get(reverse(name)).status_code == 200


def test_sign_in_with_a_password_goes_home(client, person):
    response = sign_in(client)

    assert response.url == reverse("reviews:home")
    assert is_in(client)


def test_address_is_known_whatever_its_capitals(client, person):
    sign_in(client, login="Alix@Verdier.Example")

    assert is_in(client)


def test_sign_in_goes_back_to_the_page_that_was_asked(client, person):
    page = reverse("governance:notices")

    assert client.get(page).url == f"{LOGIN}?next={page}"
    assert sign_in(client, next=page).url == page


def test_sign_in_never_leads_elsewhere(client, person):
    assert "evil" not in sign_in(client, next="https://evil.example/").url


@pytest.mark.parametrize(
    "fields", [{"password": "non"}, {"login": "personne@verdier.example"}, {"login": ""}]
)
def test_wrong_words_keep_the_door_shut(client, person, fields):
    response = sign_in(client, **fields)

    assert response.status_code == 200
    assert not is_in(client)


def test_somebody_who_left_stays_out(client, person):
    Person.objects.update(is_active=False)

    sign_in(client)

    assert not is_in(client)


def test_somebody_who_leaves_is_out_at_once(client, person):
    sign_in(client)
    Person.objects.update(is_active=False)

    assert client.get(reverse("governance:notices")).status_code == 302


def test_language_follows_the_person_to_another_browser(client, person, settings):
    Person.objects.update(language="en")

    response = sign_in(client)

    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


def test_sign_in_with_a_code(client, db, mailoutbox):
    PersonFactory(guest=True, email="mehdi@studio.example")

    response = client.post(reverse("account_request_login_code"), {"email": "mehdi@studio.example"})
    code = re.search(r"^[A-Z0-9]{3,}(-?[A-Z0-9]+)*$", mailoutbox[0].body, re.M).group()
    assert response.url == reverse("account_confirm_login_code")
    assert client.get(response.url).status_code == 200
    client.post(response.url, {"code": code})

    assert is_in(client)
    assert mailoutbox[0].to == ["mehdi@studio.example"]


def test_a_wrong_code_opens_nothing(client, db, mailoutbox):
    PersonFactory(email="alix@verdier.example")
    client.post(reverse("account_request_login_code"), {"email": "alix@verdier.example"})

    response = client.post(reverse("account_confirm_login_code"), {"code": "AAAAAA"})

    assert response.status_code == 200
    assert not is_in(client)


def test_an_unknown_address_is_answered_like_a_known_one(db, mailoutbox):
    known = PersonFactory()
    address = reverse("account_request_login_code")

    answers = [Client().post(address, {"email": mail}) for mail in (known.email, "x@y.example")]

    assert answers[0].url == answers[1].url
    assert [message.to for message in mailoutbox] == [[known.email], ["x@y.example"]]


def test_forgotten_password_is_changed_by_a_link_that_serves_once(client, person, mailoutbox):
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = re.search(r"https?://[^/]+(\S+)", mailoutbox[0].body).group(1)

    form = client.get(link, follow=True)
    new = "une autre phrase longue"
    page = form.request["PATH_INFO"]
    answer = client.post(page, {"password1": new, "password2": new})

    assert answer.url == reverse("account_reset_password_from_key_done")
    client.logout()
    sign_in(client, password=new)
    assert is_in(client)
    client.logout()
    assert "a déjà servi" in client.get(link, follow=True).content.decode()


def test_nobody_opens_an_account_alone(client, db):
    fields = {"email": "x@y.example", "password1": PASSWORD, "password2": PASSWORD}

    response = client.post(reverse("account_signup"), fields)

    assert "On entre ici sur invitation" in response.content.decode()
    assert not Person.objects.exists()


def test_sign_out_is_a_post(client, person):
    sign_in(client)

    assert client.get(reverse("account_logout")).status_code == 200
    assert is_in(client)
    client.post(reverse("account_logout"))

    assert not is_in(client)


def test_reauthentication_asks_the_password_again(client, person):
    sign_in(client)

    assert client.get(reverse("account_reauthenticate")).status_code == 200


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("rules", []),
        ("rule", ["R01"]),
        ("notices", []),
        ("notices-reading", []),
        ("notice-reading", [1]),
        ("profile", []),
        ("theme", []),
        ("components", []),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_everything_else_asks_to_sign_in(client, db, name, args, method):
    address = reverse(f"governance:{name}", args=args)

    response = getattr(client, method)(address)

    assert (response.status_code, response.url) == (302, f"{LOGIN}?next={address}")
