"""The ZIP of a committee: progress kept, no half file, taken up again."""

import io
import os
import zipfile
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.urls import reverse
from django.utils import timezone

from governance import jobs
from governance.models import Job, JournalEntry, Notice
from governance.models.jobs import MAX_ATTEMPTS
from governance.verdicts import Incomplete
from reviews import bundles, files
from reviews.actions import committee
from reviews.actions.committee import ask_bundle
from reviews.actions.printing import restart_print, stop_print
from reviews.models import CommitteeBundle, Report
from tests import factories as plan
from tests import factories_reviews as table

pytestmark = pytest.mark.django_db
TITLES = ("Refonte / du site", "Refonte / du site", "Éà ../..\\x 🙂")


@pytest.fixture
def person():
    return plan.PersonFactory()


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def ready(report, content=b"%PDF-1.7 scoping"):
    report.accessible.save(f"reports/{report.pk}.pdf", ContentFile(content))
    Report.objects.filter(pk=report.pk).update(produced_at=timezone.now())
    return Report.objects.get(pk=report.pk)


@pytest.fixture
def report(person):
    """A committee report that is ready, on three projects with a document and one without."""
    lines = []
    for title in TITLES:
        project = plan.ProjectFactory(title=title)
        ready(table.ReportFactory(project=project))
        ready(table.ReportFactory(project=project), b"%PDF-1.7 newer " + project.key.encode())
        lines.append({"key": project.key, "title": title})
    bare = plan.ProjectFactory()
    lines.append({"key": bare.key, "title": bare.title})
    made = table.CommitteeReportFactory(asked_by=person, content={"projects": lines})
    return ready(made, b"%PDF-1.7 committee")


def keys(report):
    return [line["key"] for line in report.content["projects"]]


def asked(report, person):
    return ask_bundle(report=report, keys=keys(report), by=person)


def test_it_holds_the_report_and_the_last_document_of_each_project(report, person):
    bundle = asked(report, person)

    assert jobs.run(bundle.job_id) is True

    bundle.refresh_from_db()
    with zipfile.ZipFile(bundle.file.open("rb")) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
        assert len(set(names)) == len(names) == bundle.total + 1 == 5
        assert all(name.isascii() and not set(name) & set('/\\:*?"<>|') for name in names)
        assert archive.read(names[0]) == b"%PDF-1.7 committee"
        assert archive.read(names[1]).startswith(b"%PDF-1.7 newer")
        told = archive.read("sommaire.txt").decode()
    assert report.code in told
    assert keys(report)[3] in told
    assert bundle.gathered == bundle.total
    assert Notice.objects.filter(key=f"bundle:{bundle.pk}:{person.pk}").count() == 1


def test_the_same_choice_gives_the_same_bytes(report, person):
    written = []
    for _n in range(2):
        part = io.BytesIO()
        bundles.write(asked(report, person), part)
        written.append(part.getvalue())

    assert written[0] == written[1]


def test_nothing_ticked_and_too_heavy_say_what_to_do(report, person, monkeypatch):
    with pytest.raises(Incomplete):
        ask_bundle(report=report, keys=[], by=person)
    monkeypatch.setattr(committee, "MAX_BYTES", 10)
    with pytest.raises(Incomplete, match="cochez moins"):
        asked(report, person)
    assert not CommitteeBundle.objects.exists()


def test_a_worker_that_dies_in_the_middle_leaves_no_half_file(
    report, person, monkeypatch, tmp_path
):
    bundle = asked(report, person)
    monkeypatch.setattr(bundles.shutil, "copyfileobj", die)
    with pytest.raises(SystemExit):
        jobs.run(bundle.job_id)
    assert not list(tmp_path.rglob("*.zip"))
    assert not list((tmp_path / files.FOLDER).iterdir())

    monkeypatch.undo()
    assert jobs.run(bundle.job_id) is False, "still in the hands of the dead worker"
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert jobs.run(bundle.job_id) is True
    assert len(list((tmp_path / "reports" / "committee").glob("bundle-*.zip"))) == 1


def die(*_args, **_kwargs):
    raise SystemExit


def test_a_file_is_moved_into_place_and_stale_parts_are_swept(tmp_path):
    storage = FileSystemStorage(location=tmp_path)
    folder = tmp_path / files.FOLDER
    folder.mkdir()
    old, new = folder / "old", folder / "new"
    old.write_bytes(b"half")
    new.write_bytes(b"half")
    stale = timezone.now().timestamp() - 2 * files.STALE_SECONDS
    os.utime(old, (stale, stale))

    name = files.keep_bytes(storage, "a/b.pdf", b"whole")

    assert (tmp_path / name).read_bytes() == b"whole"
    assert files.keep_bytes(storage, "a/b.pdf", b"other") == name
    assert (tmp_path / name).read_bytes() == b"whole"
    assert [part.name for part in folder.iterdir()] == ["new"]


def test_called_off_in_the_middle_it_stops_and_may_be_asked_again(report, person, monkeypatch):
    bundle = asked(report, person)
    add = bundles.add

    def add_then_stop(*args):
        add(*args)
        if not CommitteeBundle.objects.get().is_stopped:
            stop_print(work=bundle, by=person)

    monkeypatch.setattr(bundles, "add", add_then_stop)
    jobs.run(bundle.job_id)
    bundle.refresh_from_db()
    assert bundle.is_stopped
    assert not bundle.file
    assert JournalEntry.objects.filter(verb="bundle.gathered").count() == 0

    monkeypatch.undo()
    restart_print(work=bundle, by=person)
    assert jobs.run(CommitteeBundle.objects.get().job_id) is True
    assert CommitteeBundle.objects.get().is_ready


def test_a_lost_document_is_a_sentence_and_a_retry(client, report, person):
    bundle = asked(report, person)
    lost = Report.objects.get(pk=bundle.contents["files"][1]["report"])
    lost.accessible.storage.delete(lost.accessible.name)
    for _n in range(MAX_ATTEMPTS):
        jobs.run(bundle.job_id)
    client.force_login(person)
    page = reverse("reviews:committee-bundle", args=[bundle.pk])

    html = client.get(page).content.decode()
    assert "n’est plus à sa place" in html
    restart = reverse("reviews:committee-bundle-restart", args=[bundle.pk])
    assert restart in html

    assert client.post(restart).url == page
    assert not Job.objects.get(pk=bundle.job_id).has_given_up


def test_progress_is_on_the_row_and_survives_a_reload(client, htmx_client, report, person):
    bundle = asked(report, person)
    Job.objects.claim(bundle.job_id, seconds=300)
    bundles.note(bundle, 2)
    page = reverse("reviews:committee-bundle", args=[bundle.pk])

    for browser in (client, htmx_client):
        browser.force_login(person)
        html = browser.get(page).content.decode()
        assert "2 documents réunis sur 4" in html
        assert 'value="50" max="100"' in html
        assert "every 2s" in html


def test_from_the_report_to_the_file(client, report, person):
    client.force_login(person)
    page = client.get(reverse("reviews:report", args=[report.pk])).content.decode()
    where = reverse("reviews:committee-bundle-request", args=[report.pk])
    assert where in page
    assert page.count('name="projet"') == 3
    assert "1 projet n’a pas encore de document prêt" in page

    empty = client.post(where)
    assert empty.status_code == 422
    assert "Cochez au moins un projet" in empty.content.decode()
    answer = client.post(where, {"projet": keys(report)[:2]})
    bundle = CommitteeBundle.objects.get()
    assert answer.url == reverse("reviews:committee-bundle", args=[bundle.pk])
    assert bundle.total == 3
    file = reverse("reviews:committee-bundle-file", args=[bundle.pk])
    assert client.get(file).status_code == 409
    jobs.run(bundle.job_id)
    response = client.get(file)
    assert b"".join(response.streaming_content).startswith(b"PK")
    assert response["Content-Disposition"].endswith('.zip"')
    assert client.get(file, headers={"If-None-Match": response["ETag"]}).status_code == 304
    rest = client.get(file, headers={"Range": "bytes=2-3"})
    assert (rest.status_code, b"".join(rest.streaming_content)) == (206, b"\x03\x04")


def test_nobody_else_opens_it_but_those_who_steer(client, report, person):
    bundle = asked(report, person)
    page = reverse("reviews:committee-bundle", args=[bundle.pk])
    for reader, status in (
        (plan.PersonFactory(), 404),
        (plan.PersonFactory(guest=True), 404),
        (plan.PersonFactory(mandate="steward"), 200),
    ):
        client.force_login(reader)
        assert client.get(page).status_code == status
