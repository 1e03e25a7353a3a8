"""What every test may ask for: the reference, clients, and the database it needs."""

from importlib import import_module
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.test import Client, TransactionTestCase

from tests import ready_database

append_only = import_module("governance.migrations.0003_journal_append_only")
_reference: list = []
_flush = TransactionTestCase._fixture_teardown


def _flush_without_lock(case):
    """The journal refuses to be emptied, even after a test that really committed."""
    append_only.unlock(connection)
    try:
        _flush(case)
    finally:
        append_only.lock(connection)


TransactionTestCase._fixture_teardown = _flush_without_lock


def pytest_configure(config):
    """Collected static files are not there in tests, but their folder must be."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    ready_database.install()


def pytest_collection_modifyitems(config, items):
    """Tests that need two connections at once run where there is a PostgreSQL."""
    if "postgresql" in settings.DATABASES["default"]["ENGINE"]:
        return
    needs = [item for item in items if item.get_closest_marker("postgres")]
    if needs:
        config.hook.pytest_deselected(items=needs)
        items[:] = [item for item in items if not item.get_closest_marker("postgres")]


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


@pytest.fixture
def htmx_client():
    """A browser whose requests come from htmx."""
    return Client(headers={"HX-Request": "true"})


@pytest.fixture
def reference(db):
    """The real reference data: read once by the command, then copied in row by row type."""
    if not _reference:
        call_command("load_reference", stdout=StringIO())
        _reference.extend(_rows())
    else:
        _restore()


def _rows():
    models = apps.get_app_config("governance").get_models(include_auto_created=True)
    tables = [model for model in models if model._meta.model_name != "journalentry"]
    return [(model, rows) for model in tables if (rows := list(model._base_manager.all()))]


def _restore():
    with transaction.atomic(), connection.constraint_checks_disabled():
        for model, rows in _reference:
            model._base_manager.bulk_create(rows)
    statements = connection.ops.sequence_reset_sql(no_style(), [model for model, _ in _reference])
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
