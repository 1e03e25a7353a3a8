"""The way out of the gathered reminders, and how each person is written to."""

from datetime import time

import pytest
from django.test import Client

from governance.delivery import WAY_OUT, notice_message
from governance.models import MailSettings
from tests.factories import NoticeFactory, PersonFactory

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def person():
    return PersonFactory()


def door(person) -> str:
    return f"/desabonnement/{WAY_OUT.sign_object(person.pk)}/"


def is_cut(person) -> bool:
    return MailSettings.objects.filter(person=person).exclude(no_digest_since=None).exists()


def test_the_link_of_a_digest_leads_there(client, settings):
    settings.BASE_URL = "https://cadrage.example"
    notice = NoticeFactory(genre="digest")

    link = notice_message(notice).extra_headers["List-Unsubscribe"].strip("<>")

    assert client.get(link.removeprefix("https://cadrage.example")).status_code == 200


def test_reading_the_page_changes_nothing(client, person):
    page = client.get(door(person))

    assert (page.status_code, is_cut(person)) == (200, False)
    assert "Ne plus recevoir ce résumé" in page.content.decode()


def test_whoever_holds_the_link_reads_no_name(client):
    """Scenario 41: a link that was forwarded says nothing of the person it was sent to."""
    person = PersonFactory(name="Diane Perrin", email="diane.perrin@verdier.example")

    pages = [client.get(door(person)), client.post(door(person), {"action": "stop"})]

    for page in pages:
        assert "Diane" not in page.content.decode()
        assert "diane.perrin" not in page.content.decode()


def test_one_click_of_the_mail_reader_is_enough_and_safe_twice(person):
    strict = Client(enforce_csrf_checks=True)

    answers = [strict.post(door(person), ONE_CLICK).status_code for _time in range(2)]

    assert (answers, is_cut(person)) == ([204, 204], True)


def test_any_other_post_needs_the_page(person):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(door(person), {"action": "stop"}).status_code == 403
    assert not is_cut(person)


def test_the_button_stops_and_the_other_one_comes_back(client, person):
    stopped = client.post(door(person), {"action": "stop"})
    assert is_cut(person)
    assert "Le recevoir de nouveau" in stopped.content.decode()

    client.post(door(person), {"action": "back"})
    assert not is_cut(person)


def test_a_link_that_was_touched_leads_nowhere(client, person):
    other = PersonFactory()
    forged = door(person).replace(
        WAY_OUT.sign_object(person.pk).split(":")[0], WAY_OUT.sign_object(other.pk).split(":")[0]
    )

    assert client.post(forged, ONE_CLICK).status_code == 404
    assert not is_cut(other)


def test_nothing_for_somebody_who_left(client):
    assert client.get(door(PersonFactory(is_active=False))).status_code == 404


def test_a_person_chooses_their_hour_and_zone_on_their_profile(client, person):
    client.force_login(person)
    wish = {"courriels-hour": "06:30", "courriels-zone": "Indian/Reunion"}

    assert client.post("/profil/courriels/", wish).status_code == 302

    row = MailSettings.objects.get(person=person)
    assert (row.hour, row.zone, row.no_digest_since is None) == (
        time(6, 30),
        "Indian/Reunion",
        False,
    )
    assert 'value="06:30" selected' in client.get("/profil/").content.decode()


@pytest.mark.parametrize(
    "wrong", [{"courriels-hour": "03:00"}, {"courriels-zone": "Mars/Olympus"}, {}]
)
def test_a_wish_that_cannot_be_kept_is_refused(client, person, wrong):
    client.force_login(person)
    wish = {"courriels-hour": "08:00", "courriels-zone": "Europe/Paris"} | wrong
    wish = wish if wrong else {}

    assert client.post("/profil/courriels/", wish).status_code == 422
    assert not MailSettings.objects.exists()


def test_asking_for_the_digest_again_on_the_profile_brings_it_back(client, person):
    client.post(door(person), ONE_CLICK)
    client.force_login(person)
    wish = {
        "courriels-hour": "08:00",
        "courriels-zone": "Europe/Paris",
        "courriels-digests": "on",
    }

    client.post("/profil/courriels/", wish)

    assert not is_cut(person)
