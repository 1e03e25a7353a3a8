"""Answering as an owner: from the page, from the link of an e-mail, several in one gesture."""

import re

import pytest
from django.core import signing
from django.urls import reverse

from governance.models import Notice
from projects.actions.dependencies import answer_dependency
from projects.actions.dependency_changes import edit_dependency
from projects.dependency_links import SALT, link_to_answer
from projects.models import Dependency, Move
from tests.factories import (
    PersonFactory,
)
from tests.projects.dependency_situations import (
    bearer_of,
    declared,
    in_days,
    owned_system,
)

pytestmark = pytest.mark.django_db
SEVERAL = "/dependances/a-confirmer/"


def url_of(name, row, *more):
    return reverse(f"projects:{name}", args=[row.pk, *more])


def test_the_second_answer_reads_what_happened_and_keeps_its_words(client):
    row = declared()
    mate = PersonFactory(team=row.system.owner_team)
    answer_dependency(dependency=row, state="refused", word="Fermé fin mars", by=row.system.owner)
    client.force_login(mate)

    late = client.post(
        url_of("dependency", row),
        {"state": "confirmed", "word": "Par l’API des contacts", "version": 1},
    )
    html = late.content.decode()

    assert late.status_code == 409
    assert "Par l’API des contacts" in html
    assert "Fermé fin mars" in html
    assert str(row.system.owner) in html


def test_an_answer_to_a_request_that_changed_is_read_again(client):
    row = declared()
    client.force_login(row.system.owner)
    read = row.version
    edit_dependency(
        dependency=row, facts={"direction": "both"}, version=row.version, by=bearer_of(row)
    )

    facts = {"state": "confirmed", "word": "Par l’API", "version": read}
    late = client.post(url_of("dependency", row), facts)
    html = late.content.decode()

    assert late.status_code == 409
    assert "Par l’API" in html
    row.refresh_from_db()
    assert row.state == "to_confirm"
    version = re.search(r'name="version" value="(\d+)"', html).group(1)
    assert client.post(url_of("dependency", row), facts | {"version": version}).status_code == 302


def test_the_link_of_the_email_opens_the_form_and_decides_nothing(client):
    row = declared()
    link = Notice.objects.get(recipient=row.system.owner).path

    away = client.get(link)
    client.force_login(row.system.owner)
    opened = client.get(link)

    assert away.status_code == 302
    assert away.url.startswith(reverse("account_login"))
    assert opened.url == url_of("dependency", row)
    assert client.post(link).status_code == 405
    row.refresh_from_db()
    assert row.state == "to_confirm"


def test_a_link_is_for_one_person_and_for_a_request_that_waits(client):
    row = declared()
    link = link_to_answer(row.system.owner, row)
    client.force_login(PersonFactory(team=row.system.owner_team))
    assert client.get(link).status_code == 403

    client.force_login(row.system.owner)
    answer_dependency(dependency=row, state="confirmed", by=row.system.owner)
    html = client.get(link)
    assert html.status_code == 410
    assert "confirmée, par" in html.content.decode()
    assert client.get(f"{link[:-3]}x/").status_code == 410


def test_an_old_link_says_where_to_find_the_request(client, time_machine):
    row = declared()
    link = link_to_answer(row.system.owner, row)
    client.force_login(row.system.owner)
    assert signing.loads(link.split("/")[-2], salt=SALT)["dependency"] == row.pk

    time_machine.move_to(in_days(11))
    client.force_login(row.system.owner)

    assert client.get(link).status_code == 410


def test_all_that_waits_is_confirmed_together(client):
    owner = declared().system.owner
    system = owner.systems.get()
    rows = [Dependency.objects.get(), *(declared(system=system) for _n in range(2))]
    client.force_login(owner)
    values = [f"{row.pk}-{row.version}" for row in rows]

    html = client.get(SEVERAL).content.decode()
    assert all(f'value="{value}"' in html for value in values)
    assert client.post(SEVERAL).status_code == 422
    assert client.post(SEVERAL, {"dependency": values[:2]}).status_code == 302

    states = Dependency.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["confirmed", "confirmed", "to_confirm"]
    assert Move.objects.open().filter(kind="confirm_dependency").count() == 1


def test_those_skipped_are_said_with_the_reason(client):
    first = declared()
    owner = first.system.owner
    second = declared(system=first.system)
    values = [f"{row.pk}-{row.version}" for row in (first, second)]
    answer_dependency(dependency=first, state="refused", word="Non", by=owner)
    client.force_login(owner)

    response = client.post(SEVERAL, {"dependency": [*values, "x", "9-9-9", "12345678901-1"]})
    html = response.content.decode()

    assert response.status_code == 409
    assert "1 dépendance confirmée" in html
    assert "déjà reçu une réponse" in html


def test_nothing_waits(client):
    client.force_login(PersonFactory())

    assert "Rien n’attend votre réponse" in client.get(SEVERAL).content.decode()


def test_as_many_statements_for_three_answers_as_for_one(client, django_assert_max_num_queries):
    counts = []
    for count in (1, 3):
        system = owned_system()
        for _n in range(count):
            declared(system=system)
        client.force_login(system.owner)
        client.get(SEVERAL)
        with django_assert_max_num_queries(8) as found:
            client.get(SEVERAL)
        counts.append(len(found))

    assert counts[0] == counts[1]
