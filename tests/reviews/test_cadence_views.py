"""The steward's page of the reminders: the ladder, its effect, what nobody knows."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance import reference
from governance.models import Closure, JournalEntry, ReminderRung
from reviews.actions.reminders import policy
from tests.factories import (
    MoveFactory,
    NoticeFactory,
    PersonFactory,
    ReminderRungFactory,
)

pytestmark = pytest.mark.django_db
LIST = "/reglages/relances/"


@pytest.fixture
def steward(client):
    paul = PersonFactory(steward=True)
    client.force_login(paul)
    return paul


@pytest.fixture
def ladder():
    return [
        ReminderRungFactory(code="before", label="La veille", days=-1),
        ReminderRungFactory(code="after", label="Le lendemain", days=1),
        ReminderRungFactory(code="boss", label="À la direction", days=5, audience="management"),
    ]


def filled(row=None, **fields) -> dict:
    found = {"label": "Trois jours après", "days": 3, "audience": "holder", "in_use": "on"}
    if row:
        found |= {"label": row.label, "days": row.days, "audience": row.audience}
    return {**found, "seen": 0, **fields}


def looked_at(client, url, data) -> dict:
    """The same fields once their effect was on the page."""
    page = client.post(url, data | {"action": "preview"})
    assert page.status_code == 200, page.content.decode()
    return data | {"action": "save", "previewed": page.context["stamp"]}


def test_the_list_shows_the_ladder_and_what_it_would_send(client, steward, ladder):
    MoveFactory(due_on=Closure.calendar().add(timezone.localdate(), 1))

    page = client.get(LIST).content.decode().replace("\u00a0", " ")

    assert page.index("La veille") < page.index("Le lendemain") < page.index("À la direction")
    assert "une balle ouverte recevrait un message" in page


def test_messages_of_unknown_fate_and_those_refused_are_there(client, steward):
    NoticeFactory(doubtful=1, subject="Perdue ou non", done_at=timezone.now())
    NoticeFactory(held_back="refused", subject="Refusée", done_at=timezone.now())
    NoticeFactory(doubtful=1, subject="Oubliée", created_at=timezone.now() - timedelta(days=90))

    page = client.get(LIST).content.decode()

    assert "Perdue ou non" in page
    assert "Refusée" in page
    assert "Oubliée" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_much_for_one_message_as_for_many(
    count, client, steward, ladder, django_assert_max_num_queries
):
    for _number in range(count):
        NoticeFactory(doubtful=1)

    with django_assert_max_num_queries(18):
        client.get(LIST)


def test_a_rung_is_looked_at_before_it_is_kept(client, steward, ladder):
    url = f"{LIST}ajout/"
    data = looked_at(client, url, filled())
    assert ReminderRung.objects.count() == 3

    answer = client.post(url, data)

    assert (answer.status_code, answer.url) == (302, LIST)
    row = ReminderRung.objects.get(days=3)
    assert (row.code, row.by_hand) == ("trois-jours-a", True)
    assert JournalEntry.objects.filter(verb="cadence.changed").count() == 1


def test_what_changed_after_it_was_looked_at_is_looked_at_again(client, steward, ladder):
    url = f"{LIST}ajout/"
    data = looked_at(client, url, filled()) | {"days": 4}

    assert client.post(url, data).status_code == 200
    assert ReminderRung.objects.count() == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": 1},
        {"days": -3, "audience": "management"},
        {"stops": "on"},
        {"days": 99},
        {"label": "\u200b"},
    ],
)
def test_a_ladder_without_sense_is_refused_and_what_was_typed_stays(wrong, client, steward, ladder):
    page = client.post(f"{LIST}ajout/", filled(**wrong))

    assert page.status_code == 422
    assert ReminderRung.objects.count() == 3


def test_the_last_reminder_of_the_holder_cannot_be_put_aside(client, steward, ladder):
    ReminderRung.objects.get(code="before").delete()
    row = ReminderRung.objects.get(code="after")
    data = filled(row)
    del data["in_use"]

    assert client.post(f"{LIST}{row.pk}/", data).status_code == 422


def test_a_rung_put_aside_stays_on_the_list_and_sends_nothing(client, steward, ladder):
    row = ladder[1]
    data = filled(row)
    del data["in_use"]
    url = f"{LIST}{row.pk}/"

    client.post(url, looked_at(client, url, data))

    assert [rung.code for rung in policy().live] == ["before", "boss"]
    assert "Le lendemain" in client.get(LIST).content.decode()


def test_two_stewards_at_once_the_second_is_told(client, steward, ladder):
    url = f"{LIST}ajout/"
    client.post(url, looked_at(client, url, filled()))

    page = client.post(url, filled(days=7, label="Sept jours après"))

    assert page.status_code == 409
    assert steward.name in page.content.decode()
    assert "Sept jours après" in page.content.decode()


def test_the_reference_leaves_alone_what_a_steward_keeps(client, steward):
    reference.load()
    row = ReminderRung.objects.get(code="after")
    data = filled(row, label="Deux jours après", days=2)
    url = reverse("reviews:rung", args=[row.pk])
    client.post(url, looked_at(client, url, data))

    reference.load()

    row.refresh_from_db()
    assert (row.days, row.label) == (2, "Deux jours après")


def test_the_reference_ladder_makes_sense():
    from reviews.cadence import problems

    reference.load()

    assert problems(policy().rungs) == []
    assert [rung.code for rung in policy().live][-1] == "stop"
