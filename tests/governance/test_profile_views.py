import pytest
from django.urls import reverse

from governance.models import Person
from tests.factories import PersonFactory

PROFILE = reverse("governance:profile")


@pytest.fixture
def person(client, db):
    person = PersonFactory(name="Alix Martin", job_title="Directrice")
    client.force_login(person)
    return person


def saved(person):
    return Person.objects.get(pk=person.pk)


@pytest.mark.parametrize("guest", [True, False])
def test_profile_shows_who_one_is(client, db, guest):
    person = PersonFactory(guest=guest)
    client.force_login(person)

    html = client.get(PROFILE).content.decode()

    assert person.email in html
    assert str(person.vendor if guest else person.team) in html


def test_htmx_profile_is_the_form_alone(htmx_client, db):
    htmx_client.force_login(PersonFactory())

    assert (
        htmx_client.get(PROFILE)
        .content.decode()
        .strip()
        .startswith('<form class="card" id="profil"')
    )


def test_profile_is_saved(client, person):
    response = client.post(PROFILE, {"name": "Alix  de\tSèze", "job_title": "Pilote"}, follow=True)

    assert (saved(person).name, saved(person).job_title) == ("Alix de Sèze", "Pilote")
    assert "C’est enregistré" in response.content.decode()


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_profile_without_a_good_name_is_a_422_that_loses_nothing(client, person, name):
    response = client.post(PROFILE, {"name": name, "job_title": "Pilote"})

    assert response.status_code == 422
    assert "Pilote" in response.content.decode()
    assert saved(person).name == "Alix Martin"


def test_profile_cannot_change_anything_else(client, person):
    forged = {"name": "Alix", "mandate": "manager", "email": "x@y.example", "is_active": ""}

    client.post(PROFILE, forged)

    assert (saved(person).mandate, saved(person).email) == ("none", person.email)


@pytest.mark.parametrize("theme", ["", "light", "dark"])
def test_theme_is_kept_and_written_on_the_page(client, person, theme):
    Person.objects.update(theme="dark" if theme != "dark" else "light")

    response = client.post(reverse("governance:theme"), {"theme": theme}, follow=True)

    assert saved(person).theme == theme
    assert (f'data-bs-theme="{theme}"' in response.content.decode()) is bool(theme)


def test_unknown_theme_changes_nothing(client, person):
    client.post(reverse("governance:theme"), {"theme": "pink"})

    assert saved(person).theme == ""


def test_language_is_kept_and_set_in_the_browser(client, person, settings):
    response = client.post(reverse("set_language"), {"language": "en"})

    assert saved(person).language == "en"
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


def test_unknown_language_changes_nothing(client, person, settings):
    response = client.post(reverse("set_language"), {"language": "xx"})

    assert saved(person).language == ""
    assert settings.LANGUAGE_COOKIE_NAME not in response.cookies


def test_language_may_be_chosen_before_signing_in(client, db, settings):
    response = client.post(reverse("set_language"), {"language": "en"})

    assert response.url == reverse("account_login")
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


@pytest.mark.parametrize(
    ("came_from", "back_to"),
    [
        ("http://testserver/portefeuille/", "http://testserver/portefeuille/"),
        ("https://evil.example/", PROFILE),
        ("", PROFILE),
    ],
)
def test_one_goes_back_to_where_one_was_and_never_elsewhere(client, person, came_from, back_to):
    response = client.post(
        reverse("governance:theme"), {"theme": ""}, headers={"referer": came_from}
    )

    assert response.url == back_to


@pytest.mark.parametrize("name", ["governance:theme", "set_language"])
def test_settings_change_by_post_only(client, person, name):
    assert client.get(reverse(name)).status_code == 405


def test_profile_takes_three_statements(client, person, django_assert_num_queries):
    with django_assert_num_queries(3):  # person with balls, person with team, calendar address
        client.get(PROFILE)
