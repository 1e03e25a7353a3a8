"""Asking for a document, following it, downloading it, checking it from outside."""

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.models import Job
from governance.models.jobs import MAX_ATTEMPTS
from governance.passes import FileDoor
from governance.roles import Role
from reviews import tasks
from reviews.models import Report
from tests.factories import PersonFactory, member
from tests.reviews.gate_situations import bearer, decide, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def gate():
    return submitted()


@pytest.fixture
def browser(client, gate):
    client.force_login(bearer(gate))
    return client


@pytest.fixture
def report(browser, gate):
    browser.post(reverse("reviews:report-request", args=[gate.project.key]))
    return Report.objects.get()


def page(name, report):
    return reverse(f"reviews:{name}", args=[report.pk])


def printed(report):
    tasks.store_report(report, b"%PDF-archive", b"%PDF-accessible")
    return Report.objects.get(pk=report.pk)


def test_asking_freezes_and_leads_to_the_document(browser, gate):
    ask = reverse("reviews:report-request", args=[gate.project.key])

    response = browser.post(ask, follow=True)

    html = response.content.decode()
    assert "En attente d’impression" in html
    assert f"Dossier de cadrage, {gate.project}" in html


def test_a_page_that_waits_asks_again_and_says_one_may_leave(browser, report):
    html = browser.get(page("report", report)).content.decode()

    assert 'hx-trigger="every 2s"' in html
    assert "un e-mail vous prévient" in html


def test_htmx_brings_back_the_row_alone(htmx_client, gate, report):
    htmx_client.force_login(bearer(gate))

    html = htmx_client.get(page("report", report)).content.decode().strip()

    assert html.startswith('<section class="card" id="document"')


def test_a_ready_document_is_offered_and_no_longer_polled(browser, report):
    printed(report)

    html = browser.get(page("report", report)).content.decode()

    assert page("report-file", report) in html
    assert "every 2s" not in html


def test_its_page_gives_each_file_a_pass(browser, report):
    printed(report)
    text = unescape(browser.get(page("report", report)).content.decode())

    links = re.findall(rf'href="({page("report-file", report)}\?[^"]*passe=[^"]+)"', text)

    assert [handed_at_the_door(browser, link) for link in links] == [
        b"%PDF-accessible",
        b"%PDF-archive",
    ]
    assert [b"".join(browser.get(link).streaming_content) for link in links] == [
        b"%PDF-accessible",
        b"%PDF-archive",
    ]


def handed_at_the_door(browser, link):
    """What the server sends before the application is asked."""
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": link.partition("?")[0],
        "QUERY_STRING": link.partition("?")[2],
        "HTTP_COOKIE": f"sessionid={browser.cookies['sessionid'].value}",
    }
    return b"".join(FileDoor(lambda *_: [])(environ, lambda *_: None))


@pytest.mark.parametrize(
    ("query", "body"), [("", b"%PDF-accessible"), ("?format=archive", b"%PDF-archive")]
)
def test_the_file_is_an_attachment(browser, report, query, body):
    printed(report)

    response = browser.get(page("report-file", report) + query)

    assert b"".join(response.streaming_content) == body
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/pdf"


def test_a_file_that_is_not_ready_is_too_early(browser, report):
    assert browser.get(page("report-file", report)).status_code == 409


def test_a_document_that_stopped_says_why_and_may_be_asked_again(browser, report):
    Job.objects.update(attempts=MAX_ATTEMPTS, failure="Ce dossier contient trop de texte.")

    html = browser.get(page("report", report)).content.decode()

    assert "Ce dossier contient trop de texte." in html
    assert "Demander à nouveau" in html


def test_an_outsider_reads_but_does_not_ask(client, gate):
    client.force_login(PersonFactory())

    response = client.post(reverse("reviews:report-request", args=[gate.project.key]))

    assert response.status_code == 403
    assert "l’une des trois voix" in response.content.decode()
    assert not Report.objects.exists()


def test_management_asks_for_any_project(client, gate):
    client.force_login(member(gate.project, Role.MANAGER))

    assert (
        client.post(reverse("reviews:report-request", args=[gate.project.key])).status_code == 302
    )


def test_a_guest_of_another_project_finds_nothing(client, report):
    client.force_login(PersonFactory(guest=True))

    assert client.get(page("report", report)).status_code == 404
    assert client.get(page("report-file", report)).status_code == 404


def test_asking_is_a_post(browser, gate):
    ask = reverse("reviews:report-request", args=[gate.project.key])

    assert browser.get(ask).status_code == 405


# the page that checks a document, for anybody


def check(client, code):
    return client.get(reverse("reviews:verification-code", args=[code]))


def test_anybody_checks_a_genuine_document(client, report):
    client.logout()

    html = check(client, report.code).content.decode()

    assert "Code authentique, document à jour" in html
    assert report.sha256 in html


def test_the_page_reveals_nothing_of_the_project(client, gate, report):
    client.logout()

    html = check(client, report.code).content.decode()

    secrets = (
        gate.project.title,
        gate.project.key,
        gate.project.need,
        bearer(gate).name,
        gate.name,
    )
    assert [secret for secret in secrets if secret in html] == []


def test_an_older_version_says_so(client, browser, gate, report):
    decide(gate)
    browser.post(reverse("reviews:report-request", args=[gate.project.key]))
    printed(Report.objects.filter(kind="scoping").latest("number"))
    client.logout()

    assert "une version plus récente existe" in check(client, report.code).content.decode()


@pytest.mark.parametrize("code", ["XXXX-XXXX", "%3Cscript%3E", "é" * 300])
def test_an_unknown_code_is_a_page_that_says_so(client, db, code):
    response = client.get(reverse("reviews:verification"), {"code": code})

    assert response.status_code == 200
    assert "Aucun document ne porte ce code" in response.content.decode()
    assert "<script>" not in response.content.decode()


def test_a_code_is_read_in_lower_case_and_with_spaces(client, report):
    client.logout()

    response = client.get(reverse("reviews:verification"), {"code": f"  {report.code.lower()} "})

    assert "Code authentique" in response.content.decode()


def test_the_empty_page_offers_the_field_alone(client, db):
    html = client.get(reverse("reviews:verification")).content.decode()

    assert 'name="code"' in html
    assert "Code authentique" not in html


def test_htmx_brings_back_the_result_alone(htmx_client, report):
    html = check(htmx_client, report.code).content.decode().strip()

    assert html.startswith('<section id="resultat"')


def test_a_file_lost_from_the_disk_is_not_a_crash(browser, report):
    Report.objects.update(
        accessible="reports/lost.pdf", archive="reports/lost.pdf", produced_at=timezone.now()
    )

    assert browser.get(page("report", report)).status_code == 200
    assert browser.get(page("report-file", report)).status_code == 409


def test_a_replaced_document_leads_to_the_one_that_replaces_it(browser, gate, report):
    printed(report)
    decide(gate)
    browser.post(reverse("reviews:report-request", args=[gate.project.key]))
    later = Report.objects.filter(kind="scoping").latest("number")
    assert (
        "Une version plus récente existe"
        not in browser.get(page("report", report)).content.decode()
    )

    printed(later)

    html = browser.get(page("report", report)).content.decode()
    assert "Une version plus récente existe" in html
    assert page("report", later) in html
    assert (
        "Une version plus récente existe" not in browser.get(page("report", later)).content.decode()
    )
