import threading

import pytest
import time_machine
from django.db import connection

from tests.factories import PersonFactory, RegistrationDraftFactory, TeamFactory
from tests.projects.registering import NEED, PEOPLE, PROFILE


@pytest.fixture
def at_once():
    """Call one function from several connections in the same instant; results or exceptions."""

    def call(function, arguments):
        start, results = threading.Barrier(len(arguments)), []

        def run(argument):
            try:
                start.wait(timeout=10)
                results.append(function(argument))
            except Exception as error:  # noqa: BLE001 -- the test looks at it
                results.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=run, args=(one,)) for one in arguments]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        return results

    return call


@pytest.fixture
def paul(reference):
    """The steward of a company that has its whole reference."""
    return PersonFactory(name="Paul Vasseur", mandate="steward")


@pytest.fixture
def steward(client, paul):
    """Paul's browser."""
    client.force_login(paul)
    return client


@pytest.fixture
def on_thursday():
    with time_machine.travel("2026-10-08 09:41+02:00", tick=False):
        yield


@pytest.fixture
def claire(client, htmx_client):
    person = PersonFactory(name="Claire Aubry")
    client.force_login(person)
    htmx_client.force_login(person)
    return person


@pytest.fixture
def lucie():
    return PersonFactory(
        name="Lucie Moreau", team=TeamFactory(slug="rssi"), job_title="Référente données"
    )


@pytest.fixture
def draft(claire, lucie):
    people = {**PEOPLE, "referent": str(lucie.pk)}
    return RegistrationDraftFactory(author=claire, data={**NEED, **PROFILE, **people})
