"""Downloads: to whom, under which name, at what cost, again and in part."""

import re

import pytest
from django.urls import reverse

from reviews import tasks
from reviews.actions.printed_files import note_files
from reviews.models import Report
from tests.factories import PersonFactory, member
from tests.factories_reviews import CommitteeReportFactory, ReportFactory

pytestmark = pytest.mark.django_db
CONTENT = bytes(range(256)) * 40
STATEMENTS = 2  # the person, the document; the session is in the cache


@pytest.fixture
def report():
    report = ReportFactory(content={"language": "fr", "weight": "x" * 100_000})
    tasks.store_report(report, b"%PDF-archive", CONTENT)
    name = tasks.keep_file(report, "accessible", b"%PDF-english")
    note_files(report=report, language="en", files={"accessible": (name, b"%PDF-english")})
    return Report.objects.get(pk=report.pk)


@pytest.fixture
def browser(client, report):
    client.force_login(member(report.project, "bearer"))
    return client


def address(report):
    return reverse("reviews:report-file", args=[report.pk])


def body(response):
    return b"".join(response.streaming_content)


def test_a_file_leaves_as_a_pdf_to_keep_and_nothing_else(browser, report):
    response = browser.get(address(report))

    assert body(response) == CONTENT
    name = f"cadrage-{report.project.key}-scoping-v1.pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(len(CONTENT))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-cache"
    assert "Cookie" in response["Vary"]


def test_a_file_that_the_browser_has_is_not_sent_again(browser, report):
    first = browser.get(address(report))
    seen = {"If-None-Match": first["ETag"]}

    again = browser.get(address(report), headers=seen)
    dated = browser.get(address(report), headers={"If-Modified-Since": first["Last-Modified"]})
    other = browser.get(address(report), {"format": "archive"}, headers=seen)

    assert [again.status_code, dated.status_code, other.status_code] == [304, 304, 200]
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == "private, no-cache"


def test_who_lost_sight_of_a_document_gets_no_304(browser, client, report):
    """Scenario 77."""
    seen = {"If-None-Match": browser.get(address(report))["ETag"]}

    client.force_login(PersonFactory(guest=True))
    assert client.get(address(report), headers=seen).status_code == 404
    client.logout()
    assert client.get(address(report), headers=seen).status_code == 302


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("bytes=0-9", 0, 10), ("bytes=10000-", 10_000, 10_240), ("bytes=-5", 10_235, 10_240)],
)
def test_an_interrupted_download_is_taken_up_again(browser, report, asked, start, end):
    response = browser.get(address(report), headers={"Range": asked})

    assert response.status_code == 206
    assert body(response) == CONTENT[start:end]
    assert response["Content-Range"] == f"bytes {start}-{end - 1}/{len(CONTENT)}"
    assert response["Content-Length"] == str(end - start)
    assert response["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "headers",
    [
        {"Range": "bytes=-"},
        {"Range": "bytes=1-2,5-6"},
        {"Range": "lines=1-2"},
        {"Range": "bytes=0-9", "If-Range": '"another"'},
        {"Range": "bytes=" + "9" * 400 + "-"},
    ],
)
def test_a_part_that_is_not_understood_is_the_whole_file(browser, report, headers):
    response = browser.get(address(report), headers=headers)

    assert response.status_code == 200
    assert body(response) == CONTENT


@pytest.mark.parametrize("asked", ["bytes=10240-", "bytes=9-3", "bytes=-0"])
def test_a_part_outside_the_file_is_refused(browser, report, asked):
    response = browser.get(address(report), headers={"Range": asked})

    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{len(CONTENT)}"


@pytest.mark.parametrize("query", [{}, {"format": "archive"}, {"language": "en"}])
def test_a_ready_file_costs_two_statements_and_no_frozen_data(
    browser, report, query, django_assert_num_queries
):
    ReportFactory.create_batch(3, project=report.project)
    body(browser.get(address(report), query))

    with django_assert_num_queries(STATEMENTS) as asked:
        assert browser.get(address(report), query).status_code == 200

    assert not any('"content"' in statement["sql"] for statement in asked)


def test_the_english_file_says_so_in_its_name(browser, report):
    response = browser.get(address(report), {"language": "en"})

    assert body(response) == b"%PDF-english"
    assert response["Content-Disposition"].endswith('-v1-en.pdf"')
    assert browser.get(address(report), {"language": "xx\0"}).status_code == 404


def test_an_address_given_to_somebody_else_opens_nothing(client, report):
    """Scenarios 35 and 77: another vendor gets the same answer as for a document that is not."""
    absent = reverse("reviews:report-file", args=[report.pk + 1_000])
    committee = CommitteeReportFactory()
    client.force_login(PersonFactory(guest=True))

    answers = [client.get(page) for page in (absent, address(report), address(committee))]

    assert [answer.status_code for answer in answers] == [404] * 3
    bodies = {re.sub(rb"[0-9A-Za-z]{64}", b"token", answer.content) for answer in answers}
    assert len(bodies) == 1
    client.logout()
    assert client.get(address(report)).url.startswith("/connexion/")
