"""A ready document asked for: what it costs beside a static file of the same size, same server.

The link is the one that the page of the document shows. Beside it, the same address without its
pass, where the view asks every question of rights again.
"""

import html
import http.client
import os
import re
import sys

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.roles import Voice
from tests.benchmarks.serving import environment_of, served
from tests.benchmarks.test_live_meetings import cookie_of
from tests.benchmarks.test_pages import measured, table
from tests.factories import ProjectFactory, member
from tests.factories_reviews import ReportFactory

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
]
MOST_OF_STATIC_FILE = 1.2
SIZE, REQUESTS = 215_000, 200  # octets of a dossier of some fifteen pages
STATIC, DOCUMENT = "static/yardstick.pdf", "reports/yardstick.pdf"


@pytest.fixture
def folder(tmp_path):
    """Where the server keeps its files: one of them static, one of them a document."""
    content = b"%PDF-" + os.urandom(SIZE)
    for name in (STATIC, f"documents/{DOCUMENT}"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_bytes(content)
    return tmp_path


@pytest.fixture
def environment(folder):
    return environment_of(folder)


@pytest.fixture
def report():
    return ReportFactory(
        project=ProjectFactory(staffed=True),
        archive=DOCUMENT,
        accessible=DOCUMENT,
        file_sha256="0" * 64,
        produced_at=timezone.now(),
    )


class Reader:
    """Reads the page of a document again before each round, as its reader does; then follows its link."""

    def __init__(self, target, report):
        self.target, self.page = target, reverse("reviews:report", args=[report.pk])
        self.bare = reverse("reviews:report-file", args=[report.pk])

    def ask(self, path, count, expected=None):
        return self.target.ask(self.link(), count, expected)

    def block(self, path, count):
        return self.target.block(self.link(), count)

    def link(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.target.port, timeout=30)
        connection.request("GET", self.page, headers={"Cookie": f"sessionid={self.target.cookie}"})
        page = connection.getresponse().read().decode()
        connection.close()
        return html.unescape(re.search(rf'href="({self.bare}\?passe=[^"]+)"', page)[1])


def test_a_download_costs_hardly_more_than_a_static_file(report, environment, capsys):
    cookie = cookie_of(member(report.project, Voice.BEARER))
    with served("config.wsgi:application", environment, cookie) as server:
        reader = Reader(server, report)
        asked = {
            "static file": (server, f"/{STATIC}"),
            "document, by its page": (reader, reader.page),
            "document, bare address": (server, reader.bare),
        }
        results = measured(asked, REQUESTS)

    base = results["static file"]
    with capsys.disabled():
        sys.stdout.write(table(results, base))
    assert results["document, by its page"][0] <= MOST_OF_STATIC_FILE * base[0]
