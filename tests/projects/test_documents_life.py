"""Versions, withdrawal, quota, preview: the life of a piece of evidence after its arrival."""

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from governance.models import JournalEntry
from governance.verdicts import Incomplete, WrongState
from projects.actions import documents
from projects.evidence import pieces_of, room_left
from projects.models import Document
from tests.factories import DocumentFactory, PersonFactory, ProjectTopicFactory, SeatFactory, member
from tests.projects.test_documents import PDF, office, png, upload

NEXT = PDF.replace(b"obj<<>>", b"obj<</A 2>>")
SCRIPTED = PDF.replace(b"obj<<>>", b"obj<</S/JavaScript/JS(app.alert(1))>>")


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def subject(db):
    return ProjectTopicFactory()


@pytest.fixture
def vendor(subject):
    return member(subject.project, "vendor")


@pytest.fixture
def first(subject, vendor):
    return documents.add_document(subject=subject, file=upload("plan.pdf", PDF), by=vendor)


def replace(first, by, content=NEXT, name="plan-2.pdf"):
    return documents.replace_document(document=first, file=upload(name, content), by=by)


def at(name, found):
    return reverse(f"projects:{name}", args=[found.pk])


def body(response):
    return b"".join(response.streaming_content)


def test_a_next_version_keeps_the_bytes_of_the_one_it_replaces(client, subject, vendor, first):
    """Failure 76."""
    second = replace(first, vendor)

    [piece] = pieces_of(subject, vendor)
    assert (piece.document, piece.version, piece.older) == (second, 2, [first])
    client.force_login(vendor)
    assert body(client.get(at("document", first))) == PDF
    assert body(client.get(at("document", second))) == NEXT
    assert JournalEntry.objects.filter(verb="document.replaced").count() == 1


def test_the_list_shows_the_current_version_and_its_history(client, subject, vendor, first):
    replace(first, vendor)
    client.force_login(vendor)

    html = client.get(subject.get_absolute_url()).content.decode()

    assert "version 2" in html
    assert "1 version précédente" in html
    assert "pour ce projet" in html


def test_the_same_file_is_no_new_version(vendor, first):
    with pytest.raises(Incomplete, match="identique à la version actuelle"):
        replace(first, vendor, content=PDF)


def test_two_people_do_not_replace_the_same_version(vendor, first):
    """Failure 75."""
    replace(first, vendor)

    with pytest.raises(WrongState, match="déjà été remplacée"):
        replace(first, vendor, content=NEXT + b"%%EOF\n")
    assert Document.objects.count() == 2


def test_the_page_of_a_replacement(client, htmx_client, subject, vendor, first):
    client.force_login(vendor)
    htmx_client.force_login(vendor)
    page = client.get(at("document-replacement", first)).content.decode()
    assert "Remplacer « plan.pdf »" in page.replace("\xa0", " ").replace("\u202f", " ")

    refused = htmx_client.post(at("document-replacement", first), {"file": upload("a.pdf", b"")})
    assert refused.status_code == 422
    assert refused.content.decode().strip().startswith('<section class="card measure" id="rempl')

    done = htmx_client.post(at("document-replacement", first), {"file": upload("b.pdf", NEXT)})
    assert (done.status_code, done["HX-Redirect"]) == (
        204,
        f"{subject.get_absolute_url()}#pieces",
    )


def test_without_script_a_replacement_leads_back_to_the_list(client, subject, vendor, first):
    client.force_login(vendor)

    done = client.post(at("document-replacement", first), {"file": upload("b.pdf", NEXT)})

    assert (done.status_code, done.url) == (302, f"{subject.get_absolute_url()}#pieces")


def test_a_withdrawn_document_leaves_its_name_and_nothing_to_read(
    client, vendor, first, django_capture_on_commit_callbacks
):
    key = first.file.name
    client.force_login(vendor)
    assert "Retirer la pièce" in client.get(at("document-withdrawal", first)).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(at("document-withdrawal", first)).status_code == 302

    first.refresh_from_db()
    assert (first.withdrawn_by, first.file.name, len(first.sha256)) == (vendor, "", 64)
    assert not default_storage.exists(key)
    assert client.get(at("document", first)).status_code == 409
    assert JournalEntry.objects.get(verb="document.withdrawn").facts["sha256"] == first.sha256


def test_what_was_withdrawn_may_be_attached_again(subject, vendor, first):
    documents.withdraw_document(document=first, by=vendor)

    again = documents.add_document(subject=subject, file=upload("plan.pdf", PDF), by=vendor)

    assert again.pk != first.pk


def test_a_cited_document_stays_and_says_why(client, vendor, first):
    """Failure 80."""
    Document.objects.cite()
    client.force_login(vendor)

    page = client.get(at("document-withdrawal", first)).content.decode()
    post = client.post(at("document-withdrawal", first))

    assert "Une validation cite cette pièce" in page
    assert "Retirer la pièce" not in page
    assert post.status_code == 409
    assert default_storage.exists(first.file.name)


def test_history_is_not_withdrawn(vendor, first):
    replace(first, vendor)

    with pytest.raises(WrongState, match="version plus récente"):
        documents.withdraw_document(document=first, by=vendor)


def test_twice_withdrawn_is_said(vendor, first):
    documents.withdraw_document(document=first, by=vendor)

    with pytest.raises(WrongState, match="déjà plus gardée"):
        documents.withdraw_document(document=first, by=vendor)


def test_only_its_author_and_the_bearer_withdraw(client, subject, first):
    client.force_login(member(subject.project, "it"))
    assert client.post(at("document-withdrawal", first)).status_code == 403

    client.force_login(member(subject.project, "bearer"))
    assert client.post(at("document-withdrawal", first)).status_code == 302


def test_the_quota_counts_the_bytes_we_hold(settings, subject, vendor, first):
    """Failure 79."""
    settings.PROJECT_QUOTA_BYTES = len(PDF) + len(NEXT) - 1
    assert room_left(subject.project) == len(NEXT) - 1

    with pytest.raises(Incomplete, match="plus assez de place"):
        replace(first, vendor)

    documents.withdraw_document(document=first, by=vendor)
    assert documents.add_document(subject=subject, file=upload("b.pdf", NEXT), by=vendor)


def test_a_full_project_leaves_no_file(settings, subject, vendor, tmp_path):
    settings.PROJECT_QUOTA_BYTES = 3

    with pytest.raises(Incomplete, match="plus assez de place"):
        documents.add_document(subject=subject, file=upload("b.pdf", NEXT), by=vendor)

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_uploads_at_once_do_not_pass_the_quota(settings, at_once, tmp_path):
    """Failures 75 and 79: the room is counted again under the lock."""
    subject = ProjectTopicFactory()
    vendor = member(subject.project, "vendor")
    settings.PROJECT_QUOTA_BYTES = len(PDF) + 10

    def send(content):
        return documents.add_document(subject=subject, file=upload("a.pdf", content), by=vendor)

    results = at_once(send, [PDF, PDF.replace(b"1.7", b"1.6")])

    assert sorted(type(one).__name__ for one in results) == ["Document", "Incomplete"]
    assert Document.objects.count() == 1
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_same_file_sent_twice_at_once_is_kept_once(at_once, tmp_path):
    """Failure 75."""
    subject = ProjectTopicFactory()
    vendor = member(subject.project, "vendor")

    def send(name):
        return documents.add_document(subject=subject, file=upload(name, PDF), by=vendor)

    results = at_once(send, ["a.pdf", "b.pdf"])

    assert sorted(type(one).__name__ for one in results) == ["Document", "Incomplete"]
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize(
    ("name", "content", "media_type", "policy"),
    [
        ("image.png", png(), "image/png", "sandbox; default-src 'none'"),
        ("plan.pdf", PDF, "application/pdf", "default-src 'none'; object-src 'self'"),
    ],
)
def test_a_safe_preview_opens_alone(client, subject, vendor, name, content, media_type, policy):
    found = documents.add_document(subject=subject, file=upload(name, content), by=vendor)
    client.force_login(vendor)

    response = client.get(at("document-preview", found))

    assert body(response) == content
    assert response["Content-Disposition"] == f'inline; filename="{name}"'
    assert response["Content-Type"] == media_type
    assert response["Content-Security-Policy"].startswith(policy)
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "content"), [("code.pdf", SCRIPTED), ("plan.docx", office()), ("n.txt", b"texte")]
)
def test_the_rest_is_downloaded_only(client, subject, vendor, name, content):
    """Failures 71 and 81."""
    found = documents.add_document(subject=subject, file=upload(name, content), by=vendor)
    client.force_login(vendor)

    assert client.get(at("document-preview", found)).status_code == 404
    assert client.get(at("document", found))["Content-Disposition"].startswith("attachment")


def test_a_pdf_with_code_is_flagged_to_its_reader(client, subject, vendor):
    """Failure 81."""
    documents.add_document(subject=subject, file=upload("code.pdf", SCRIPTED), by=vendor)
    client.force_login(vendor)

    assert "contient du code actif" in client.get(subject.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "route", ["document", "document-preview", "document-replacement", "document-withdrawal"]
)
def test_a_vendor_of_another_project_finds_none_of_the_pages(client, first, route):
    """Failures 35 and 77."""
    client.force_login(SeatFactory(vendor=True).person)

    assert client.get(at(route, first)).status_code == 404


def test_a_document_without_topic_leads_to_its_project(client, subject):
    bearer = member(subject.project, "bearer")
    found = DocumentFactory(project=subject.project, added_by=PersonFactory())
    client.force_login(bearer)

    assert client.post(at("document-withdrawal", found)).url == subject.project.get_absolute_url()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_it_shows(
    subject, vendor, count, django_assert_num_queries
):
    for number in range(count):
        DocumentFactory(project=subject.project, subject=subject, sha256=str(number) * 64)

    with django_assert_num_queries(2):
        assert len(pieces_of(subject, vendor)) == count
