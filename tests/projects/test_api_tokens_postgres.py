"""The keys of the API in two hands at the same instant: made, taken back, used meanwhile."""

import threading

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from governance.actions.tokens import make_token, revoke_token
from governance.models import ApiToken, JournalEntry, System
from governance.verdicts import Incomplete, WrongState
from projects.api import systems
from tests.factories import ApiTokenFactory, PersonFactory, TeamFactory
from tests.projects.knocking import Inventory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_tokens_of_one_name_at_once_are_one(at_once):
    paul = PersonFactory(steward=True)

    def make(name):
        return make_token(name=name, scope="read", expires_on=None, by=paul)

    results = at_once(make, ["Mercator", "MERCATOR"])

    assert sum(isinstance(result, Incomplete) for result in results) == 1
    assert ApiToken.objects.count() == 1
    assert JournalEntry.objects.filter(verb="token.made").count() == 1


def test_two_stewards_who_take_it_back_at_once_do_it_once(at_once):
    token = ApiTokenFactory()

    def take_back(steward):
        return revoke_token(token=token, by=steward)

    results = at_once(take_back, [PersonFactory(steward=True) for _ in range(2)])

    assert sum(isinstance(result, WrongState) for result in results) == 1
    entry = JournalEntry.objects.get(verb="token.revoked")
    token.refresh_from_db()
    assert token.revoked_by_id == entry.actor_id


def test_what_is_being_written_when_a_token_is_taken_back_is_not_written(monkeypatch):
    """Scenarios 13 and 32: the request is past the door, and waits for the one who takes it back."""
    inventory = Inventory(Client(), last_used_at=timezone.now())
    steward = PersonFactory(steward=True)
    TeamFactory(slug="it-hosting")
    past_the_door, statuses, check = threading.Event(), [], systems.require_write

    def pass_the_door(request):
        check(request)
        past_the_door.set()

    def write():
        body = {"name": "FACTURES", "owner_team": "it-hosting"}
        statuses.append(inventory.put("systems/k1", body).status_code)
        connection.close()

    monkeypatch.setattr(systems, "require_write", pass_the_door)
    writer = threading.Thread(target=write)
    with transaction.atomic():
        revoke_token(token=inventory.token, by=steward)
        writer.start()
        assert past_the_door.wait(timeout=10)
    writer.join(timeout=30)

    assert statuses == [401]
    assert not System.objects.exists()
