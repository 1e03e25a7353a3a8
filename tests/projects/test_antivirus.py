"""Failure 74, against a small clamd that answers what it is told: clear, hit, slow, dead."""

import socket
import struct
import threading
import time

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from governance import jobs
from governance.models import Job, JournalEntry, Notice
from governance.models.jobs import MAX_ATTEMPTS
from governance.verdicts import Incomplete
from projects import antivirus, tasks
from projects.actions import documents
from projects.models import Document
from tests.factories import PersonFactory, ProjectTopicFactory, member
from tests.projects.test_documents import PDF, upload

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class FakeClamd:
    """One thread that speaks INSTREAM and remembers what it received."""

    def __init__(self, family, place, wait=0, answer=None):
        self.wait, self.answer, self.received = wait, answer, b""
        self.listener = socket.socket(family, socket.SOCK_STREAM)
        self.listener.bind(place)
        self.listener.listen()
        threading.Thread(target=self.serve, daemon=True).start()

    @property
    def port(self):
        return self.listener.getsockname()[1]

    def serve(self):
        while True:
            try:
                line, _address = self.listener.accept()
            except OSError:
                return
            with line:
                self.talk(line)

    def talk(self, line):
        stream = line.makefile("rb")
        assert stream.read(10) == b"zINSTREAM\0"
        self.received = b""
        while size := struct.unpack(">L", stream.read(4))[0]:
            self.received += stream.read(size)
        time.sleep(self.wait)
        found = b"stream: Eicar-Signature FOUND" if b"EICAR" in self.received else b"stream: OK"
        try:
            line.sendall((self.answer if self.answer is not None else found) + b"\0")
        except OSError:
            return


@pytest.fixture
def clamd(settings):
    """A scanner on a free port; what it answers may be chosen."""
    started = []

    def start(family=socket.AF_INET, place=("127.0.0.1", 0), **behaviour):
        started.append(FakeClamd(family, place, **behaviour))
        if family == socket.AF_INET:
            settings.CLAMD_ADDRESS = f"127.0.0.1:{started[-1].port}"
        return started[-1]

    yield start
    for one in started:
        one.listener.close()


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def subject(db):
    return ProjectTopicFactory()


@pytest.fixture
def vendor(subject):
    return member(subject.project, "vendor")


def add(subject, vendor, content=PDF):
    return documents.add_document(subject=subject, file=upload("plan.pdf", content), by=vendor)


def infected():
    return PDF.replace(b"trailer", EICAR + b"\ntrailer")


def job_of(found):
    return Job.objects.get(key=f"scan_document:{found.pk}")


def test_a_clear_file_goes_through_whole(clamd, tmp_path):
    scanner = clamd()
    content = b"x" * (3 * antivirus.PIECE + 7)
    (tmp_path / "big").write_bytes(content)

    with (tmp_path / "big").open("rb") as file:
        assert antivirus.scan(file).clear
    assert scanner.received == content


@pytest.mark.parametrize("prefix", ["", "unix:"])
def test_a_unix_socket_is_understood(clamd, settings, tmp_path, prefix):
    clamd(family=socket.AF_UNIX, place=str(tmp_path / "clamd.ctl"))
    settings.CLAMD_ADDRESS = f"{prefix}{tmp_path / 'clamd.ctl'}"
    (tmp_path / "plan").write_bytes(EICAR)

    with (tmp_path / "plan").open("rb") as file:
        found = antivirus.scan(file)
    assert (found.clear, found.word) == (False, "Eicar-Signature")


@pytest.mark.parametrize(
    "behaviour",
    [{"wait": 2}, {"answer": b""}, {"answer": b"INSTREAM size limit exceeded. ERROR"}],
    ids=["slow", "mute", "error"],
)
def test_no_verdict_is_not_a_verdict(clamd, settings, tmp_path, behaviour):
    settings.CLAMD_SECONDS = 0.3
    clamd(**behaviour)
    (tmp_path / "plan").write_bytes(PDF)

    with (tmp_path / "plan").open("rb") as file, pytest.raises(antivirus.ScannerDown):
        antivirus.scan(file)


def test_without_a_scanner_a_document_is_available_at_once(subject, vendor):
    assert add(subject, vendor).is_readable
    assert not Job.objects.filter(kind="scan_document").exists()


def test_a_document_waits_then_is_available(client, clamd, subject, vendor):
    clamd()
    found = add(subject, vendor)
    client.force_login(vendor)
    address = reverse("projects:document", args=[found.pk])
    early = client.get(address)
    assert early.status_code == 409
    assert "en analyse" in early.content.decode()
    assert "En analyse antivirus" in client.get(subject.get_absolute_url()).content.decode()

    assert jobs.run(job_of(found).pk)

    assert client.get(address).status_code == 200
    assert Document.objects.get().scanned_at


def test_a_hit_deletes_the_bytes_and_tells(
    client, clamd, subject, vendor, django_capture_on_commit_callbacks
):
    clamd()
    steward = PersonFactory(mandate="steward")
    found = add(subject, vendor, infected())
    key = found.file.name

    with django_capture_on_commit_callbacks(execute=True):
        jobs.run(job_of(found).pk)

    found.refresh_from_db()
    assert (found.state, found.scan_word, found.file.name) == ("refused", "Eicar-Signature", "")
    assert len(found.sha256) == 64
    assert not default_storage.exists(key)
    told = Notice.objects.filter(key__startswith="document-refused")
    assert {notice.recipient for notice in told} == {vendor, steward}
    assert JournalEntry.objects.get(verb="document.refused").facts["found"] == "Eicar-Signature"
    client.force_login(vendor)
    assert client.get(reverse("projects:document", args=[found.pk])).status_code == 409
    assert "Refusée par l’antivirus" in client.get(subject.get_absolute_url()).content.decode()


def test_a_refused_file_is_not_taken_again(clamd, subject, vendor):
    clamd()
    found = add(subject, vendor, infected())
    tasks.scan_document(found.pk)

    with pytest.raises(Incomplete, match="déjà refusé"):
        add(subject, vendor, infected())


def test_scanning_twice_tells_once(clamd, subject, vendor):
    clamd()
    found = add(subject, vendor, infected())

    tasks.scan_document(found.pk)
    tasks.scan_document(found.pk)

    assert Notice.objects.filter(key__startswith="document-refused").count() == 1


def test_a_dead_scanner_makes_the_document_wait_until_it_is_back(clamd, settings, subject, vendor):
    settings.CLAMD_ADDRESS = "127.0.0.1:1"
    found = add(subject, vendor)
    for _attempt in range(MAX_ATTEMPTS + 2):
        jobs.run(job_of(found).pk)
    assert job_of(found).has_given_up
    assert Document.objects.get().state == "scanning"

    clamd()
    assert tasks.retry_scans() == 1
    assert jobs.run(job_of(found).pk)
    assert Document.objects.get().state == "clear"
    assert tasks.retry_scans() == 0


def test_a_waiting_document_is_in_no_frozen_file(clamd, subject, vendor):
    clamd()
    add(subject, vendor)

    assert not Document.objects.current().exists()
