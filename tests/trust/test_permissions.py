"""Every route, every role, own and foreign project, signed out: as the table says, no other way."""

import re

import pytest
from django.db import transaction
from django.urls import reverse

from governance.roles import Role
from tests.test_house_rules import route_names
from tests.trust.permission_table import TABLE
from tests.trust.world import PARTS, World, stand_elsewhere

pytestmark = pytest.mark.django_db
ROUTES = dict(route_names())
REFUSED = {403, 404}
ELSEWHERE = {Role.VENDOR: Role.GUEST, Role.IT: Role.OWNER}  # how they stand before our project


@pytest.fixture
def world(settings):
    settings.DEMO = True
    return World()


def address(world, name):
    pattern = ROUTES[name].pattern
    parameters = [*pattern.converters, *pattern.regex.groupindex]
    return reverse(name, kwargs=world.arguments(name, parameters))


def answer(client, person, method, url):
    """The status of one request, as if it had never happened."""
    with transaction.atomic():
        if person is not None:
            client.force_login(person)
        response = getattr(client, method)(url)
        transaction.set_rollback(True)
    client.logout()
    return response


def expected(row, roles, role):
    """The statuses that a role may meet."""
    if roles is None:
        return {403, 404, 405}
    if role == Role.GUEST and row.scope == "project":
        return {404}
    if role in roles:
        return None
    return REFUSED if row.scope == "self" else {403}


def check(row, roles, role, response):
    allowed = expected(row, roles, role)
    if allowed is None:
        assert response.status_code not in {*REFUSED, 405, 500}, (role, response.status_code)
    else:
        assert response.status_code in allowed, (role, response.status_code)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_every_role_meets_what_the_table_says(client, world, name):
    row, url = TABLE[name], address(world, name)
    by_demo_folder = name in ("governance:mail", "governance:mail-html")
    for role in Role:
        for method, roles in (("get", row.see), ("post", row.do)):
            response = answer(client, world.person(role), method, url)
            if not by_demo_folder:
                check(row, roles, role, response)


@pytest.mark.parametrize("name", sorted(n for n, row in TABLE.items() if row.scope == "project"))
def test_a_seat_on_another_project_opens_nothing_here(client, world, name):
    row, url = TABLE[name], address(world, name)
    for role in PARTS:
        person = stand_elsewhere(role)
        here = ELSEWHERE.get(role, Role.EMPLOYEE)
        for method, roles in (("get", row.see), ("post", row.do)):
            check(row, roles, here, answer(client, person, method, url))


@pytest.mark.parametrize("name", sorted(TABLE))
def test_nobody_enters_without_signing_in(client, world, name):
    row, url = TABLE[name], address(world, name)
    for method in ("get", "post"):
        response = answer(client, None, method, url)
        sent_away = response.status_code == 302 and response.url.startswith(
            reverse("account_login")
        )
        assert row.public or sent_away or response.status_code == 405, (
            method,
            response.status_code,
        )


def test_a_foreign_object_and_an_absent_one_look_the_same(client, world):
    """Scenario 35."""
    client.force_login(world.person(Role.GUEST))

    foreign = client.get(address(world, "reviews:gate"))
    absent = client.get(reverse("reviews:gate", args=[987654]))

    assert foreign.status_code == absent.status_code == 404
    assert unmasked(foreign) == unmasked(absent)


def unmasked(response) -> str:
    """A page without what changes at each request: the token of its forms."""
    return re.sub(r"[A-Za-z0-9]{64}", "", response.content.decode())
