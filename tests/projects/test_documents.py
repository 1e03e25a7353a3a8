import io
import struct
import zipfile
import zlib

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from governance.models import JournalEntry
from governance.verdicts import Incomplete
from projects.actions import documents
from projects.models import Document
from projects.uploads import inspect, shown_name
from tests.factories import PersonFactory, ProjectTopicFactory, SeatFactory, member

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\nstartxref\n0\n%%EOF\n"


def png(width=2, height=2):
    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0\0\0" * 2)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


def office(folder="word/", extra=None, **kwargs):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(f"{folder}document.xml", "<w/>")
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return held.getvalue()


def upload(name, content):
    return SimpleUploadedFile(name, content)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("Certificat ISO 27001 v1.2.PDF", PDF, "application/pdf"),
        ("schéma.png", png(), "image/png"),
        (
            "photo.jpg",
            b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + b"\0" * 64 + b"\xff\xd9",
            "image/jpeg",
        ),
        (
            "plan.docx",
            office(),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (
            "liste.xlsx",
            office("xl/"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("notes.txt", "Une réponse à côté".encode(), "text/plain"),
        ("liste.csv", "nom;pays\nHexanuage;FR\n".encode("cp1252"), "text/csv"),
    ],
)
def test_admitted_formats_are_known_by_their_content(name, content, media_type):
    assert inspect(upload(name, content)).media_type == media_type


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("vide.pdf", b"", "vide"),
        ("faux.pdf", b"MZ\x90\0" + b"\0" * 300, "ne correspond pas"),
        ("page.pdf", b"<html><script>alert(1)</script></html>", "ne correspond pas"),
        ("coupé.pdf", PDF[:-8], "incomplet"),
        ("image.png", PDF, "ne correspond pas"),
        ("énorme.png", png(30_000, 30_000), "trop grande"),
        ("facture.exe.pdf", PDF, "deux extensions"),
        ("facture.pdf.png", png(), "deux extensions"),
        ("facture\u202efdp.pdf", PDF, "signes cachés"),
        ("facture\u0000.pdf", PDF, "signes cachés"),
        ("dessin.svg", b"<svg/>", "pas admis"),
        ("page.html", b"<html>", "pas admis"),
        ("macro.docm", office(), "pas admis"),
        ("sans-extension", PDF, "pas admis"),
        ("page.txt", b"  <!DOCTYPE html><script>", "ne correspond pas"),
        ("binaire.csv", b"a;b\0c", "ne correspond pas"),
        ("faux.docx", b"PK\x03\x04 rien", "ne correspond pas"),
        ("tableur.docx", office("xl/"), "ne correspond pas"),
        ("macro.docx", office(extra={"word/vbaProject.bin": "x"}), "macros"),
        ("lien.docx", office(extra={"../../etc/passwd": "x"}), "ne correspond pas"),
        (
            "distant.docx",
            office(extra={"word/_rels/settings.xml.rels": '<R TargetMode="External"/>'}),
            "macros",
        ),
        ("membres.docx", office(extra={f"word/{n}.xml": "" for n in range(2_001)}), "anormal"),
        ("bombe.docx", office(extra={"word/zeros.bin": b"\0" * (201 * 1024 * 1024)}), "anormal"),
    ],
)
def test_what_is_refused_says_why(name, content, reason):
    """Failures 69, 70, 71, 78."""
    file = upload("x", content)
    file._name = name  # what a hand-written request may carry
    with pytest.raises(Incomplete, match=reason):
        inspect(file)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("../../etc/plan.pdf", "plan.pdf"),
        ("C:\\Users\\x\\plan.pdf", "plan.pdf"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        ('=cmd|"<b>.pdf', '=cmd|"<b>.pdf'),
        ("n" * 4_000 + ".pdf", "n" * 160 + ".pdf"),
    ],
)
def test_a_name_is_shown_without_its_folders(raw, shown):
    """Failures 73."""
    assert shown_name(raw) == shown


@pytest.fixture
def subject(db):
    return ProjectTopicFactory()


@pytest.fixture
def vendor(subject):
    return member(subject.project, "vendor")


def add(subject, by, name="plan.pdf", content=PDF):
    return documents.add_document(subject=subject, file=upload(name, content), by=by)


def stored_files(tmp_path):
    return [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_document_is_stored_under_a_generated_name(subject, vendor, tmp_path):
    found = add(subject, vendor)

    assert found.file.name != found.name
    assert default_storage.open(found.file.name).read() == PDF
    assert (found.size, len(found.sha256)) == (len(PDF), 64)
    entry = JournalEntry.objects.get(verb="document.added")
    assert entry.facts["sha256"] == found.sha256


def test_the_same_file_is_refused_by_its_first_name(subject, vendor, tmp_path):
    add(subject, vendor, "Plan de sauvegarde.pdf")

    with pytest.raises(Incomplete, match="Plan de sauvegarde"):
        add(subject, vendor, "copie.pdf")

    assert len(stored_files(tmp_path)) == 1


def test_a_full_disk_leaves_no_row(subject, vendor, monkeypatch, tmp_path):
    """Failures 68."""

    def full(_key):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(documents, "_flush", full)
    with pytest.raises(Incomplete, match="n’a pas pu être gardé"):
        add(subject, vendor)

    assert not Document.objects.exists()


def test_a_row_that_fails_leaves_no_file(subject, vendor, monkeypatch, tmp_path):
    def fail(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr("governance.journal.record", fail)
    with pytest.raises(RuntimeError):
        add(subject, vendor)

    assert not Document.objects.exists()
    assert stored_files(tmp_path) == []


def test_a_download_is_never_a_page(client, subject, vendor):
    """Failures 72 and 73."""
    found = add(subject, vendor, 'Plan "été" €.pdf')
    client.force_login(vendor)

    response = client.get(reverse("projects:document", args=[found.pk]))

    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''Plan%20%22")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_vendor_of_another_project_finds_nothing(client, subject, vendor):
    """Failures 35 and 77."""
    found = add(subject, vendor)
    client.force_login(SeatFactory(vendor=True).person)

    download = client.get(reverse("projects:document", args=[found.pk]))
    post = client.post(
        reverse("projects:document-add", args=[subject.pk]), {"file": upload("a.pdf", PDF)}
    )

    assert (download.status_code, post.status_code) == (404, 404)
    assert Document.objects.count() == 1


def test_a_lost_file_is_a_404(client, subject, vendor):
    found = add(subject, vendor)
    default_storage.delete(found.file.name)
    client.force_login(vendor)

    assert client.get(reverse("projects:document", args=[found.pk])).status_code == 404


def test_signed_out_one_is_asked_to_sign_in(client, subject, vendor):
    found = add(subject, vendor)

    assert client.get(reverse("projects:document", args=[found.pk])).status_code == 302


def test_htmx_brings_back_the_list_alone(htmx_client, subject, vendor):
    htmx_client.force_login(vendor)

    response = htmx_client.post(
        reverse("projects:document-add", args=[subject.pk]), {"file": upload("plan.pdf", PDF)}
    )

    html = response.content.decode().strip()
    assert html.startswith('<section class="card" id="pieces"')
    assert "plan.pdf" in html


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_refused_file_is_a_422_with_its_reason(client, subject, vendor, headers):
    client.force_login(vendor)

    response = client.post(
        reverse("projects:document-add", args=[subject.pk]),
        {"file": upload("vide.pdf", b"")},
        headers=headers,
    )

    assert response.status_code == 422
    assert "vide" in response.content.decode()
    assert not Document.objects.exists()


def test_who_does_not_sit_at_the_table_adds_nothing(client, subject):
    client.force_login(PersonFactory())

    response = client.post(
        reverse("projects:document-add", args=[subject.pk]), {"file": upload("a.pdf", PDF)}
    )

    assert response.status_code == 403
