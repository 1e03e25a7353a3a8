"""The press among several workers and people at the same instant: one print, and it stops when told."""

import sys
import threading
import time

import pytest
from django.db import connection

from governance import jobs
from governance.models import Job, JournalEntry, Notice
from governance.verdicts import WrongState
from reviews import tasks
from reviews.actions.printing import stop_print
from reviews.actions.reports import freeze_report
from reviews.models import PrintedFile, Report
from reviews.pdf import render
from tests.reviews.gate_situations import bearer, submitted
from tests.reviews.test_gates_postgres import at_once, errors
from tests.reviews.test_press import gone
from tests.reviews.test_printing import FILES, STEPS

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
SLEEP = "import os, time; print('at 7', os.getpid(), flush=True); time.sleep({})"


@pytest.fixture
def report():
    gate = submitted()
    return freeze_report(project=gate.project, kind="scoping", by=bearer(gate))


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def press(monkeypatch, program):
    monkeypatch.setattr(render, "COMMAND", (sys.executable, "-c", program))


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


class Worker(threading.Thread):
    """A worker that does one job beside us."""

    def __init__(self, job_id):
        super().__init__()
        self.job_id, self.result = job_id, None
        self.start()

    def run(self):
        try:
            self.result = jobs.run(self.job_id)
        finally:
            connection.close()


def printing(report):
    """Wait until the press has said its first word; its process."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        job = Job.objects.get(pk=report.job_id)
        if job.progress == 7:
            return int(job.step)
        time.sleep(0.05)
    raise AssertionError("the press never began")


def test_asked_twenty_times_at_once_it_is_one_job_and_one_file(monkeypatch, folder):
    """Scenario 85."""
    press(monkeypatch, f"{STEPS}; {FILES}")
    gate = submitted()
    by = bearer(gate)

    asked = at_once(
        *[lambda: freeze_report(project=gate.project, kind="scoping", by=by)] * 20,
    )
    assert errors(asked) == []
    assert (Report.objects.count(), Job.objects.count()) == (1, 1)
    done = at_once(*[lambda: jobs.run(Job.objects.get().pk)] * 6)

    assert sorted(done) == [False] * 5 + [True]
    assert len(files(folder)) == 2
    assert PrintedFile.objects.count() == 2
    assert JournalEntry.objects.filter(verb="report.produced").count() == 1
    assert Notice.objects.filter(key__startswith="report:").count() == 1


def test_called_off_in_the_middle_the_press_is_killed_and_nothing_is_kept(
    monkeypatch, folder, report
):
    """Scenario 85."""
    press(monkeypatch, SLEEP.format(60))
    worker = Worker(report.job_id)
    process = printing(report)

    stop_print(work=Report.objects.get(), by=report.asked_by)
    worker.join(20)

    assert (worker.is_alive(), worker.result) == (False, False)
    assert gone(process)
    assert files(folder) == []
    assert Report.objects.get().is_stopped
    assert (Job.objects.get().done_at is None, Job.objects.get().failure) == (False, "")


def test_deleted_in_the_middle_the_press_is_killed(monkeypatch, folder, report):
    """Scenario 85: cancelled when the project is deleted."""
    press(monkeypatch, SLEEP.format(60))
    worker = Worker(report.job_id)
    process = printing(report)

    Report.objects.get().delete()
    worker.join(20)

    assert not worker.is_alive()
    assert gone(process)
    assert files(folder) == []


def test_a_long_print_is_not_begun_again_beside_itself(monkeypatch, settings, report):
    settings.JOB_LEASE_SECONDS = 1
    press(monkeypatch, f"{SLEEP.format(4)}; {FILES}")
    worker = Worker(report.job_id)
    printing(report)
    time.sleep(1.5)

    assert jobs.run(report.job_id) is False
    worker.join(30)

    assert worker.result is True
    assert Job.objects.get().attempts == 1
    assert Report.objects.get().is_ready


def test_a_worker_that_lost_its_job_leaves_it_to_the_other(monkeypatch, folder, report):
    """A worker that was frozen past its lease wakes up: the press of the second one goes on alone."""
    press(monkeypatch, SLEEP.format(60))
    worker = Worker(report.job_id)
    process = printing(report)

    Job.objects.filter(pk=report.job_id).update(attempts=2, progress=3)
    worker.join(20)

    assert (worker.result, gone(process)) == (False, True)
    job = Job.objects.get()
    assert (job.attempts, job.progress, job.failure, job.done_at) == (2, 3, "", None)
    assert files(folder) == []


def test_called_off_at_the_instant_it_is_ready_it_ends_one_way(folder, report):
    row = Report.objects.select_related("project", "asked_by").get()

    results = at_once(
        lambda: tasks.store_report(row, b"%PDF-a", b"%PDF-b"),
        lambda: stop_print(work=Report.objects.get(), by=report.asked_by),
    )

    end = Report.objects.get()
    assert [type(error) for error in errors(results)] in ([], [WrongState])
    assert end.is_ready != end.is_stopped
    assert end.is_ready == bool(errors(results))
    assert PrintedFile.objects.count() == (2 if end.is_ready else 0)
