"""The page of verification: genuine, superseded, altered or unknown; nothing of the file is kept."""

import hashlib
import tempfile
from datetime import UTC, datetime
from html import unescape

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reviews import tasks
from reviews.authenticity import read_code
from reviews.models import PrintedFile
from tests.factories_reviews import CommitteeReportFactory, ReportFactory

pytestmark = pytest.mark.django_db
PAGE = "/verifier/"
CONTENT = {"archive": b"%PDF-archive", "accessible": b"%PDF-accessible"}
GENUINE, OLDER, FOREIGN = (
    "Fichier authentique, et à jour",
    "Fichier authentique, mais une version plus récente existe",
    "Modifié, ou inconnu de Cadrage",
)


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def report():
    report = ReportFactory(content={"language": "fr"})
    tasks.store_report(report, *CONTENT.values())
    return report


def read(response):
    """The page as it is read: no-break spaces as plain ones."""
    return unescape(response.content.decode()).replace("\u202f", " ").replace("\xa0", " ")


def give(client, content, page=PAGE, **more):
    file = SimpleUploadedFile("copie.pdf", content, "application/pdf")
    return client.post(page, {"file": file} | more)


def said(response):
    html = read(response)
    return [sentence for sentence in (GENUINE, OLDER, FOREIGN) if sentence in html]


@pytest.mark.parametrize("page", [PAGE, "/verify/"])
@pytest.mark.parametrize("variant", CONTENT)
def test_three_files_get_their_three_answers(client, report, variant, page):
    content = CONTENT[variant]
    altered = content[:-1] + bytes([content[-1] ^ 1])

    assert said(give(client, content, page)) == [GENUINE]
    assert said(give(client, altered, page)) == [FOREIGN]

    ReportFactory(project=report.project, produced_at=timezone.now())
    assert said(give(client, content, page)) == [OLDER]


def test_the_fingerprint_made_by_the_browser_is_enough(client, report):
    digest = hashlib.sha256(CONTENT["archive"]).hexdigest()

    assert said(client.post(PAGE, {"sha256": digest})) == [GENUINE]
    assert said(client.post(PAGE, {"sha256": "0" * 64})) == [FOREIGN]


def test_nothing_of_the_document_is_revealed(client, report):
    html = give(client, CONTENT["archive"]).content.decode()

    assert "ersion 1" in html
    assert report.project.title not in html
    assert report.project.key not in html
    assert report.asked_by.name not in html


def test_no_byte_of_the_file_is_written_anywhere(client, report, settings, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    settings.MEDIA_ROOT = tmp_path / "documents"
    big = b"%PDF" + b"x" * 4_000_000

    assert said(give(client, big)) == [FOREIGN]

    assert list(tmp_path.rglob("*")) == []
    assert PrintedFile.objects.count() == 2


def test_a_replaced_document_says_by_which_version_and_since_when(client, report):
    """Scenario 86."""
    when = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    ReportFactory(project=report.project, number=2, produced_at=when, asked_at=when)
    ReportFactory(project=report.project, number=3)

    for answer in (give(client, CONTENT["archive"]), client.get(f"{PAGE}{report.code}/")):
        assert "Remplacé par la version 2, du lun. 2 mars" in read(answer)
        assert report.project.title not in read(answer)


def test_a_file_that_is_not_the_document_of_its_code_is_told_so(client, report):
    other = tasks_stored(ReportFactory(content={"language": "fr"}), b"%PDF-other")
    intact, claims = CONTENT["archive"], {"code": report.code.lower()}

    assert said(give(client, intact, **claims)) == [GENUINE]
    wrong = read(give(client, intact + b" ", **claims))
    assert f"Ce fichier n’est pas l’exemplaire d’origine du document {report.code}" in wrong
    assert report.sha256 in wrong
    another = read(give(client, b"%PDF-other", **claims))
    assert f"Fichier authentique, mais ce n’est pas le document {report.code}" in another
    assert f"Il porte le code {other.code}" in another
    neither = give(client, b"%PDF-none", code="AAAA-AAAA")
    assert said(neither) == [FOREIGN]
    assert "Aucun ne porte non plus le code donné" in read(neither)


def tasks_stored(report, archive):
    tasks.store_report(report, archive, archive + b"-accessible")
    return report


def test_a_code_alone_does_not_say_that_a_file_is_intact(client, report):
    html = read(client.get(f"{PAGE}{report.code}/"))

    assert "Code authentique, document à jour" in html
    assert "Le code seul ne dit pas si votre fichier est intact" in html
    for printed in report.files.all():
        assert printed.sha256 in html


def test_a_code_not_yet_printed_says_that_no_file_exists(client):
    html = read(client.get(f"{PAGE}{ReportFactory().code}/"))

    assert "aucun fichier ne peut en provenir" in html


def test_a_report_to_the_committee_is_never_replaced(client):
    first = tasks_stored(CommitteeReportFactory(number=1), b"%PDF-one")
    tasks_stored(CommitteeReportFactory(number=2), b"%PDF-two")

    assert said(give(client, b"%PDF-one", code=first.code)) == [GENUINE]


def test_a_code_given_in_the_form_becomes_its_page(client, report):
    """Without JavaScript too: the address may be kept and sent."""
    answer = client.post(PAGE, {"code": f" {report.code.lower()} ", "sha256": ""})

    assert answer.url == reverse("reviews:verification-code", args=[report.code])
    assert "Aucun document ne porte ce code" in read(client.post(PAGE, {"code": "nope"}))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("7k2m-9qxa", "7K2M-9QXA"),
        (" 7K2M 9QXA ", "7K2M-9QXA"),
        ("7K2M–9QXA", "7K2M-9QXA"),
        ("7K2M9QXA", "7K2M-9QXA"),
        ("７Ｋ２Ｍ-９ＱＸＡ", "7K2M-9QXA"),
        ("7K2M-9OXA", "7K2M-9QXA"),
        ("7K2M-90XA", "7K2M-9QXA"),
        ("7KIM-1QXA", "7KLM-LQXA"),
        ("7K2M-9QX", ""),
        ("7K2M-9QXAA", ""),
        ("7K2M-9QX\0", ""),
        ("7K2M-9QXÉ", ""),
        ("'; DROP TABLE", ""),
        ("A" * 5_000_000, ""),
        ("\U0001f600" * 8, ""),
    ],
)
def test_a_code_is_read_whatever_its_case_spaces_and_dashes(typed, code):
    assert read_code(typed) == code


@pytest.mark.parametrize(
    "typed", ["%00", "%0d%0aX-Bad:1", "a" * 3000, "%F0%9F%98%80", "..%2f..%2f"]
)
def test_what_is_no_code_asks_nothing_of_the_database(client, db, typed, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get(f"{PAGE}?code={typed}")

    assert response.status_code == 200
    assert "Aucun document ne porte ce code" in read(response)
    assert "X-Bad" not in response.headers


@pytest.mark.parametrize("name", ["a\0b.pdf", "x\r\nX-Bad: 1.pdf", "../../etc/passwd", "é" * 150])
def test_the_name_of_a_file_is_neither_kept_nor_said(client, report, name):
    file = SimpleUploadedFile("copie.pdf", CONTENT["archive"])
    file._name = name
    response = client.post(PAGE, {"file": file})

    assert said(response) == [GENUINE]
    assert "passwd" not in read(response)
    assert "X-Bad" not in response.headers


@pytest.mark.parametrize("given", [{}, {"code": "AAAA-AAAA"}])
def test_an_empty_file_is_no_document_even_with_a_code(client, db, given):
    assert give(client, b"", **given).status_code == 422


def test_codes_tried_in_a_row_wait(client, report):
    """Scenario 35: nobody walks through the codes."""
    answers = [client.get(f"{PAGE}AAAA-AAAA/").status_code for _ in range(61)]

    assert answers == [200] * 60 + [429]
    assert "Attendez cinq minutes" in read(client.get(f"{PAGE}{report.code}/"))


def test_each_visitor_behind_the_proxy_is_counted_alone(client, db, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def tried(forwarded):
        return client.get(f"{PAGE}AAAA-AAAA/", headers={"X-Forwarded-For": forwarded}).status_code

    assert [tried("203.0.113.1") for _ in range(61)][-1] == 429
    assert tried("203.0.113.1, 203.0.113.2") == 200
    assert tried("203.0.113.9, 203.0.113.1") == 429


def test_the_page_stays_out_of_caches_and_of_search_engines(client, report):
    for address in (PAGE, f"{PAGE}{report.code}/"):
        response = client.get(address)
        assert "no-store" in response["Cache-Control"]
        assert "private" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Referrer-Policy"] == "same-origin"
        assert client.head(address).status_code == 200


def test_a_visitor_without_an_account_chooses_the_language(client, report):
    address = f"{PAGE}{report.code}/"
    assert f'name="next" value="{address}"' in read(client.get(address))

    answer = client.post(reverse("set_language"), {"language": "en", "next": address})

    assert answer.url == address
    assert '<html lang="en"' in read(client.get(address))


@pytest.mark.parametrize("certificate", ["", "/etc/cachet.p12"])
def test_the_seal_is_told_where_there_is_one(client, db, settings, certificate):
    settings.SEAL_CERTIFICATE = certificate

    assert ("cachet électronique" in read(client.get(PAGE))) is bool(certificate)


@pytest.mark.parametrize("body", [{}, {"sha256": "abc"}, {"sha256": "g" * 64}])
def test_without_a_file_the_page_says_what_to_do(client, db, body):
    response = client.post(PAGE, body)

    assert response.status_code == 422
    assert "Choisissez le fichier PDF" in response.content.decode()


def test_a_file_over_the_limit_is_refused_before_it_is_read(client, report, settings):
    """Scenario 67."""
    settings.UPLOAD_LIMIT_BYTES = 100

    assert give(client, b"x" * 200).status_code == 413


def test_too_many_files_in_a_row_wait(client, report):
    answers = [client.post(PAGE, {"sha256": "0" * 64}).status_code for _ in range(31)]

    assert answers == [200] * 30 + [429]


def test_the_form_is_protected_and_works_signed_out(report):
    client = Client(enforce_csrf_checks=True)
    assert give(client, CONTENT["archive"]).status_code == 403

    client.get(PAGE)
    token = client.cookies["csrftoken"].value

    assert said(give(client, CONTENT["archive"], csrfmiddlewaretoken=token)) == [GENUINE]


def test_the_english_address_reads_a_code_too(client, report):
    page = client.get(reverse("reviews:verify-code", args=[report.code]))

    assert "Code authentique, document à jour" in page.content.decode()
    assert "Choisissez le fichier PDF" not in page.content.decode()


def test_a_file_printed_twice_is_noted_once(report):
    tasks.store_report(report, *CONTENT.values())

    assert sorted(report.files.values_list("variant", flat=True)) == ["accessible", "archive"]
