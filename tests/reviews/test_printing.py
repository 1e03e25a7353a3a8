"""Printing in the worker: followed on the page, called off for real, taken up again after a death."""

import logging
import re
import sys

import pytest
from django.urls import reverse
from django.utils import timezone

from governance import jobs, journal
from governance.management.commands.verify_journal import holds_head
from governance.models import Job, JournalEntry, Notice
from projects.models import Seat
from reviews import job_lines, tasks
from reviews.actions.editions import ask_edition
from reviews.actions.printing import restart_print, stop_print
from reviews.actions.reports import freeze_report
from reviews.editions import edition_lines
from reviews.files import FOLDER
from reviews.models import PrintedFile, Report
from reviews.pdf import render
from tests.factories import JobFactory
from tests.reviews.gate_situations import bearer, submitted

pytestmark = pytest.mark.django_db
STEPS = "print('at 20 page 1', flush=True); print('at 76 pdf/ua-1', flush=True)"
FILES = "print('file pdf/a-3a 6\\n%PDF-afile pdf/ua-1 6\\n%PDF-b', end='')"


@pytest.fixture
def gate():
    return submitted()


@pytest.fixture
def report(gate):
    return freeze_report(project=gate.project, kind="scoping", by=bearer(gate))


@pytest.fixture
def press(monkeypatch):
    """A press that says its steps and hands over two small files at once."""
    monkeypatch.setattr(render, "COMMAND", (sys.executable, "-c", f"{STEPS}; {FILES}"))


@pytest.fixture
def documents(settings, tmp_path):
    """Where the files go: their names, parts included."""
    settings.MEDIA_ROOT = str(tmp_path)
    return lambda: sorted(path.name for path in tmp_path.rglob("*") if path.is_file())


def in_hand(job, **row):
    held = {"attempts": 1, "lease_until": timezone.now() + jobs.BEAT_LEASE}
    Job.objects.filter(pk=job.pk).update(**held | row)


def page(client, report):
    client.force_login(report.asked_by)
    return client.get(reverse("reviews:report", args=[report.pk])).content.decode()


# what the page says


def test_a_document_is_printed_and_its_steps_are_kept(report, press, documents):
    assert jobs.run(report.job_id) is True

    report.refresh_from_db()
    assert (report.archive.read(), report.accessible.read()) == (b"%PDF-a", b"%PDF-b")
    assert Job.objects.get().progress in (20, 76)
    assert len(documents()) == 2


def test_the_bar_says_how_far_and_survives_a_reload(client, report):
    in_hand(report.job, progress=38, step="page 7")

    for _reload in range(2):
        html = page(client, report)
        assert '<progress class="progress progress-sm mt-2" value="38" max="100"' in html
        assert "Page 7." in html


def test_what_is_announced_changes_with_the_step_and_not_with_the_page(client, report):
    said = set()
    for progress, step in ((38, "page 7"), (41, "page 8"), (55, "pdf/a-3a")):
        in_hand(report.job, progress=progress, step=step)
        html = page(client, report)
        said.add(re.search(r'role="status"><span.*?</span>([^<]*)</span>', html)[1])

    assert said == {"Mise en page en cours.", "Écriture de l’archive."}


def test_an_unknown_step_of_another_version_is_still_a_sentence(client, report):
    """Scenario 135."""
    in_hand(report.job, progress=38, step="folding 3")

    assert "Lecture du document." in page(client, report)


def test_a_worker_that_died_is_said_and_no_bar_pretends(client, report):
    in_hand(report.job, progress=38, step="page 7", lease_until=timezone.now())

    html = page(client, report)

    assert "elle va reprendre au début" in html
    assert "<progress" not in html
    assert "every 2s" in html


def test_the_place_in_the_queue_is_told(client, report, django_assert_num_queries):
    assert job_lines.ahead_of(report.job) == ""
    before = report.job.created_at - jobs.BEAT_LEASE
    JobFactory(kind="post_to_chat", created_at=before)
    JobFactory(kind="render_edition", created_at=before)
    assert "1 document avant le vôtre." in page(client, report)

    JobFactory(kind="render_report", created_at=before)
    with django_assert_num_queries(1):
        assert job_lines.ahead_of(report.job) == "2 documents avant le vôtre."


def test_a_print_in_another_language_has_its_bar(client, report, press):
    jobs.run(report.job_id)
    client.force_login(report.asked_by)
    client.post(reverse("reviews:report-edition", args=[report.pk]), {"language": "en"})
    in_hand(Job.objects.get(kind="render_edition"), progress=55, step="pdf/a-3a")

    line = edition_lines(Report.objects.get())[0]
    assert (line["percent"], str(line["sentence"])) == (55, "Écriture de l’archive.")
    assert 'value="55" max="100"' in page(client, report)

    Job.objects.filter(kind="render_edition").update(lease_until=None)
    assert jobs.run(Job.objects.get(kind="render_edition").pk) is True
    assert PrintedFile.objects.filter(language="en").count() == 2


# called off, gone, not theirs any more


def test_a_document_that_is_gone_is_no_work(report, press):
    """Scenario 85: its project was deleted while it waited."""
    job = report.job_id
    Report.objects.get().delete()

    assert jobs.run(job) is True
    assert not Notice.objects.filter(key__startswith="report:").exists()


def test_a_document_deleted_in_the_middle_stops_the_press(report, documents, monkeypatch):
    """Scenario 85."""
    told = []

    def render_files(_html, *, data, beat):
        Report.objects.get().delete()
        told.append("asked")
        beat(20, "page 1")
        raise AssertionError("went on")

    monkeypatch.setattr(tasks.pdf, "render_files", render_files)

    assert jobs.run(report.job_id) is False
    assert (told, documents()) == (["asked"], [])
    Job.objects.update(lease_until=None)
    assert jobs.run(report.job_id) is True


def test_called_off_and_asked_again_the_first_worker_does_not_answer_for_the_second(
    report, documents, monkeypatch
):
    def render_files(_html, *, data, beat):
        stop_print(work=Report.objects.get(), by=report.asked_by)
        restart_print(work=Report.objects.get(), by=report.asked_by)
        beat(20, "page 1")
        raise AssertionError("went on")

    monkeypatch.setattr(tasks.pdf, "render_files", render_files)

    assert jobs.run(report.job_id) is False
    again = Report.objects.get().job
    assert (again.pk != report.job_id, again.attempts, again.progress) == (True, 0, 0)
    assert documents() == []


@pytest.mark.parametrize("lost", ["seat", "account"])
def test_who_lost_the_right_hears_nothing_and_the_document_stays(report, gate, press, lost):
    """Scenario 34: the right is looked at again when the work is done."""
    vendor = gate.project.seats.get(part="vendor").person
    Report.objects.update(asked_by=vendor)
    if lost == "seat":
        Seat.objects.filter(person=vendor).delete()
    else:
        type(vendor).objects.filter(pk=vendor.pk).update(is_active=False)

    assert jobs.run(report.job_id) is True

    assert Report.objects.get().is_ready
    assert JournalEntry.objects.filter(verb="report.produced").count() == 1
    assert not Notice.objects.filter(key__startswith="report:").exists()


def test_who_still_sees_it_hears_once(report, press):
    """Scenario 34, the other side."""
    assert jobs.run(report.job_id) is True

    assert Notice.objects.filter(key__startswith="report:").count() == 1


# a worker that dies


class Killed(BaseException):
    """The machine stops: nothing of ours runs after it."""


def test_killed_between_the_files_and_the_row_it_ends_with_the_same_two_files(
    report, press, documents, monkeypatch
):
    def die(*_args):
        raise Killed

    release = tasks.release
    monkeypatch.setattr(tasks, "release", die)
    with pytest.raises(Killed):
        jobs.run(report.job_id)
    kept = documents()
    assert len(kept) == 2
    assert not Report.objects.get().is_ready
    assert jobs.run(report.job_id) is False

    monkeypatch.setattr(tasks, "release", release)
    Job.objects.update(lease_until=timezone.now())
    assert jobs.run(report.job_id) is True

    assert documents() == kept
    assert Report.objects.get().is_ready
    assert PrintedFile.objects.count() == 2
    assert JournalEntry.objects.filter(verb="report.produced").count() == 1


def test_a_press_killed_while_it_writes_leaves_nothing(report, documents, monkeypatch, tmp_path):
    program = f"{STEPS}; import os, sys; sys.stdout.write('file pdf/a-3a 6\\n%PD'); sys.stdout.flush(); os.kill(os.getpid(), 9)"
    monkeypatch.setattr(render, "COMMAND", (sys.executable, "-c", program))

    assert jobs.run(report.job_id) is False

    assert documents() == []
    assert not (tmp_path / FOLDER).exists() or not list((tmp_path / FOLDER).iterdir())
    assert Job.objects.get().failure.startswith("Le PDF n’a pas pu être fabriqué.")


# the head of the journal


def test_each_document_released_leaves_the_head_of_the_journal_in_the_log(
    report, press, caplog, django_capture_on_commit_callbacks
):
    """Scenario 121: what is outside the database shows that the last lines were cut off."""
    with (
        caplog.at_level(logging.INFO, "cadrage.journal.head"),
        django_capture_on_commit_callbacks(execute=True),
    ):
        jobs.run(report.job_id)

    said = [one.getMessage() for one in caplog.records if one.name == "cadrage.journal.head"]
    head = said[0].removeprefix("head ")
    assert said == [f"head {journal.head()[0]}:{journal.head()[1]}"]
    assert JournalEntry.objects.filter(verb="report.produced", pk__lte=journal.head()[0]).exists()
    assert holds_head(head)
    assert not holds_head(f"{int(head.split(':')[0]) + 1}:{head.split(':')[1]}")


@pytest.mark.parametrize("language", ["", "en"])
def test_a_full_disk_is_told_in_a_sentence(report, press, documents, monkeypatch, language, caplog):
    """Scenario 68: nothing of the server's own words reaches whoever asked."""
    job = report.job
    if language:
        jobs.run(job.pk)
        report.refresh_from_db()
        job = ask_edition(report=report, language=language, by=report.asked_by)
    kept = documents()
    monkeypatch.setattr(tasks, "keep_bytes", full)

    jobs.run(job.pk)

    job.refresh_from_db()
    assert "n’a pas pu le ranger" in job.failure
    assert "/srv" not in job.failure
    assert "/srv" in caplog.text
    assert documents() == kept
    assert not PrintedFile.objects.filter(language=language or "fr").exists()


def full(*_file):
    raise OSError(28, "No space left on device", "/srv/documents")


def test_a_file_swept_before_its_row_names_it_is_written_again(report, press, documents, settings):
    """The nightly sweep may take an old file that a restarted print found in its place."""
    storage = Report._meta.get_field("archive").storage
    files = tasks.kept_files(report, b"%PDF-a", b"%PDF-b")
    storage.delete(files["archive"][0])

    with pytest.raises(FileNotFoundError):
        tasks.release(Report.objects.filter(pk=report.pk), report, files)
    report.refresh_from_db()
    assert not report.is_ready

    assert jobs.run(report.job_id)
    report.refresh_from_db()
    assert storage.exists(report.archive.name)
