"""The company's maps at 44 systems × 300 projects and at 500 × 2,000: statements, time, bytes.

Time is processor time beside the yardstick page of the same run.
"""

import gzip
import subprocess
import sys
from contextlib import ExitStack
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from projects.models import Dependency
from tests.benchmarks.serving import ROOT, served
from tests.benchmarks.test_pages import cookie, environment, filled_tables, measured, table
from tests.factories import PersonFactory
from tests.wide_company import widen

pytestmark = [pytest.mark.benchmark, pytest.mark.postgres]
SIZES = {"44 × 300": (44, 300), "500 × 2000": (500, 2_000)}
PAGES = {
    "map": "/cartographie/?vue=carte",
    "table": "/cartographie/?vue=tableau",
    "months": "/cartographie/?vue=temps",
    "domains": "/cartographie/domaines/",
    "filtered": "/cartographie/?donnees=oui&periode=3m&etat=confirmed",
    "one system": "/cartographie/?systeme=1",
}
STATEMENTS = 16
MOST_KILOBYTES = {"44 × 300": 400, "500 × 2000": 1_100}
MOST_OF_YARDSTICK = {"44 × 300": 20, "500 × 2000": 90}
__all__ = ["cookie", "environment"]


@pytest.fixture(scope="module", params=SIZES)
def size(request, django_db_setup, django_db_blocker):
    """A company of that size, committed so that a server sees it; emptied afterwards."""
    with django_db_blocker.unblock():
        call_command("load_reference", verbosity=0, stdout=StringIO())
        yield request.param
        with connection.cursor() as cursor:
            cursor.execute("drop schema if exists minimal cascade")
            cursor.execute("set session_replication_role = replica")
            names = ", ".join(connection.ops.quote_name(name) for name in filled_tables())
            cursor.execute(f"truncate {names} restart identity cascade")
            cursor.execute("set session_replication_role = default")


@pytest.fixture(scope="module")
def referent(size):
    """Somebody of the company, through whom the pages are measured."""
    person = PersonFactory(it=True)
    widen(*SIZES[size])
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    return person


def test_statements_and_bytes(size, referent, cookie, db, capsys):
    client = Client()
    client.cookies["sessionid"] = cookie
    lines, weights = [f"\n{size}, {Dependency.objects.count()} dependencies\n"], []
    for name, page in PAGES.items():
        client.get(page)
        cache.delete(f"django.contrib.sessions.cached_db{cookie}")
        with CaptureQueriesContext(connection) as asked:
            body = client.get(page).content
        weights.append(len(body) / 1000)
        packed = len(gzip.compress(body)) / 1000
        lines.append(
            f"{name:<12}{len(asked):>4} statements{weights[-1]:>8.0f} kB{packed:>6.0f} kB packed\n"
        )
        assert len(asked) <= STATEMENTS
    with capsys.disabled():
        sys.stdout.writelines(lines)
    assert max(weights) <= MOST_KILOBYTES[size]


def test_processor_time_beside_the_yardstick(size, referent, cookie, environment, capsys):
    command = [sys.executable, "tests/benchmarks/minimal.py"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    with ExitStack() as stack:
        ours = stack.enter_context(served("config.wsgi:application", environment, cookie))
        yardstick = stack.enter_context(
            served("tests.benchmarks.minimal:application", environment, done.stdout.strip())
        )
        results = measured({"yardstick": (yardstick, "/list")})
        asked = {name: (ours, path) for name, path in PAGES.items()}
        results |= measured(asked, requests=4)

    base = results["yardstick"]
    with capsys.disabled():
        sys.stdout.write(f"\n{size}{table(results, base)}")
    worst = max(results[name][0] for name in PAGES)
    assert worst <= MOST_OF_YARDSTICK[size] * base[0]
