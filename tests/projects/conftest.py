import threading

import pytest
from django.db import connection

from tests.factories import PersonFactory


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
