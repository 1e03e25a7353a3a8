"""What a killed upload leaves behind, and what the night does about it: failures 68, 79, 132."""

import os
import subprocess
import sys
import time

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from governance.models import Notice
from projects import sweeping, tasks
from projects.actions import documents
from projects.models import Document
from tests.factories import DocumentFactory, PersonFactory, ProjectTopicFactory, member
from tests.factories_reviews import ReportFactory
from tests.projects.test_documents import PDF, upload

TWO_DAYS = 2 * 24 * 3600


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def age(name, seconds=TWO_DAYS):
    old = time.time() - seconds
    os.utime(default_storage.path(name), (old, old))
    return name


@pytest.mark.django_db
def test_an_upload_that_fails_after_its_write_leaves_nothing(monkeypatch, tmp_path):
    subject = ProjectTopicFactory()

    def stop(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(documents, "_enter", stop)
    with pytest.raises(KeyboardInterrupt):
        documents.add_document(
            subject=subject, file=upload("a.pdf", PDF), by=member(subject.project, "vendor")
        )

    assert not Document.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.django_db
def test_an_upload_killed_after_its_write_is_swept_the_next_night(tmp_path):
    """SIGKILL between the bytes and the row: nothing can clean up, but the night does."""
    killed = (
        "import os, signal, pathlib, sys\n"
        "path = pathlib.Path(sys.argv[1]) / 'P-1' / 'half.pdf'\n"
        "path.parent.mkdir()\n"
        "path.write_bytes(b'%PDF-1.7 half')\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    command = [sys.executable, "-c", killed, str(tmp_path)]
    assert subprocess.run(command, check=False).returncode == -9  # noqa: S603

    assert tasks.sweep_documents() == {"removed": 0, "missing": 0}  # may still be under way
    age("P-1/half.pdf")
    assert tasks.sweep_documents() == {"removed": 1, "missing": 0}
    assert not default_storage.exists("P-1/half.pdf")


@pytest.mark.django_db
def test_what_a_row_names_is_kept_whatever_its_model():
    found = DocumentFactory()
    report = ReportFactory()
    report.accessible.save("a.pdf", ContentFile(b"%PDF-1.7"))
    age(found.file.name)
    age(report.accessible.name)

    assert sweeping.sweep() == {"removed": 0, "missing": 0}


@pytest.mark.django_db
def test_the_bytes_of_a_withdrawn_document_that_stayed_are_swept():
    found = DocumentFactory()
    key = age(found.file.name)
    documents.withdraw_document(document=found, by=found.added_by)

    assert sweeping.sweep() == {"removed": 1, "missing": 0}
    assert not default_storage.exists(key)


@pytest.mark.django_db
def test_a_row_without_its_file_is_reported_once():
    """Failure 132."""
    steward = PersonFactory(mandate="steward")
    found = DocumentFactory()
    default_storage.delete(found.file.name)

    assert sweeping.sweep()["missing"] == 1
    assert sweeping.sweep()["missing"] == 1

    [notice] = Notice.objects.filter(recipient=steward)
    assert found.sha256 in notice.body


@pytest.mark.django_db
def test_a_storage_that_refuses_is_tried_again(monkeypatch):
    name = age(default_storage.save("P-1/x.pdf", ContentFile(b"x")))

    def refuse(_name):
        raise PermissionError

    monkeypatch.setattr(default_storage, "delete", refuse)
    assert sweeping.sweep()["removed"] == 0
    monkeypatch.undo()
    assert default_storage.exists(name)


@pytest.mark.django_db
def test_an_empty_storage_is_no_error(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "never"

    assert sweeping.sweep() == {"removed": 0, "missing": 0}
