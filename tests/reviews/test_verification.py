"""The page of verification: genuine, superseded, altered or unknown; nothing of the file is kept."""

import hashlib
import tempfile

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reviews import tasks
from reviews.models import PrintedFile
from tests.factories_reviews import ReportFactory

pytestmark = pytest.mark.django_db
PAGE = "/verifier/"
CONTENT = {"archive": b"%PDF-archive", "accessible": b"%PDF-accessible"}
GENUINE, OLDER, FOREIGN = (
    "Authentique, et à jour",
    "Authentique, mais une version plus récente existe",
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


def give(client, content, page=PAGE, **more):
    file = SimpleUploadedFile("copie.pdf", content, "application/pdf")
    return client.post(page, {"file": file} | more)


def said(response):
    html = response.content.decode()
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


@pytest.mark.parametrize("body", [{}, {"sha256": "abc"}, {"sha256": "g" * 64}])
def test_without_a_file_the_page_says_what_to_do(client, db, body):
    response = client.post(PAGE, body)

    assert response.status_code == 422
    assert "Choisissez le fichier PDF" in response.content.decode()


def test_an_empty_file_is_no_document(client, db):
    assert give(client, b"").status_code == 422


def test_a_file_over_the_limit_is_refused_before_it_is_read(client, report, settings):
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

    assert said(page) == [GENUINE]
    assert "Choisissez" not in page.content.decode()


def test_a_file_printed_twice_is_noted_once(report):
    tasks.store_report(report, *CONTENT.values())

    assert sorted(report.files.values_list("variant", flat=True)) == ["accessible", "archive"]
