"""Work outside the request: once, whatever happens to the worker."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.utils import timezone

from governance import jobs, tasks
from governance.models import Job
from governance.models.jobs import MAX_ATTEMPTS
from tests.factories import JobFactory

LEASE = timedelta(seconds=settings.JOB_LEASE_SECONDS)


@pytest.fixture
def done(monkeypatch):
    """What the handler of "test" jobs was asked to do."""
    calls = []
    monkeypatch.setitem(jobs.HANDLERS, "test", lambda **payload: calls.append(payload))
    return calls


def fails_with(error, monkeypatch):
    def handler(**_payload):
        raise error

    monkeypatch.setitem(jobs.HANDLERS, "test", handler)


def later(delay):
    return time_machine.travel(timezone.now() + delay, tick=False)


def test_plan_remembers_a_piece_of_work_once(db):
    first = Job.plan("test", key="report:7", report=7)
    second = Job.plan("test", key="report:7", report=8)

    assert first == second
    assert (second.payload, Job.objects.count()) == ({"report": 7}, 1)


def test_run_does_the_work_and_says_so(db, done):
    job = JobFactory(payload={"report": 7})

    assert jobs.run(job.pk) is True

    job.refresh_from_db()
    assert done == [{"report": 7}]
    assert (job.attempts, job.lease_until, job.failure) == (1, None, "")
    assert job.done_at is not None


def test_run_twice_does_it_once(db, done):
    job = JobFactory()

    assert [jobs.run(job.pk), jobs.run(job.pk)] == [True, False]
    assert len(done) == 1


def test_run_of_a_job_that_is_gone_does_nothing(db, done):
    assert jobs.run(12345) is False


def test_run_leaves_what_another_worker_holds(db, done):
    job = JobFactory(lease_until=timezone.now() + LEASE)

    assert jobs.run(job.pk) is False
    assert done == []


def test_work_of_a_dead_worker_comes_back(db, monkeypatch):
    job = JobFactory()
    fails_with(KeyboardInterrupt(), monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        jobs.run(job.pk)
    calls = []
    monkeypatch.setitem(jobs.HANDLERS, "test", lambda: calls.append(1))

    assert (tasks.run_due_jobs(), calls) == (0, [])
    with later(LEASE + timedelta(seconds=1)):
        assert (tasks.run_due_jobs(), calls) == (1, [1])

    job.refresh_from_db()
    assert job.attempts == 2


def test_failure_is_kept_retried_then_given_up(db, monkeypatch, caplog):
    job = JobFactory()
    fails_with(ZeroDivisionError("division by zero"), monkeypatch)

    results = [jobs.run(job.pk) for _ in range(MAX_ATTEMPTS + 2)]

    job.refresh_from_db()
    assert results == [False] * (MAX_ATTEMPTS + 2)
    assert (job.attempts, job.failure, job.done_at) == (MAX_ATTEMPTS, "division by zero", None)
    assert job.has_given_up
    assert len(caplog.records) == MAX_ATTEMPTS


def test_what_cannot_succeed_gives_up_at_once_and_waits_for_somebody(db, monkeypatch):
    job = JobFactory()
    fails_with(jobs.Hopeless("Raccourcissez les textes."), monkeypatch)

    assert jobs.run(job.pk) is False

    job.refresh_from_db()
    assert (job.has_given_up, job.failure) == (True, "Raccourcissez les textes.")
    assert jobs.run(job.pk) is False
    assert job.try_again()


def test_failure_then_success_forgets_the_failure(db, monkeypatch):
    job = JobFactory()
    fails_with(OSError("disk"), monkeypatch)
    jobs.run(job.pk)
    monkeypatch.setitem(jobs.HANDLERS, "test", lambda: None)

    jobs.run(job.pk)

    job.refresh_from_db()
    assert (job.failure, job.has_given_up) == ("", False)
    assert job.done_at is not None


def test_one_failure_does_not_stop_the_others(db, monkeypatch):
    calls = []

    def handler(ok):
        calls.append(ok or 1 / 0)

    monkeypatch.setitem(jobs.HANDLERS, "test", handler)
    JobFactory(payload={"ok": 0})
    JobFactory(payload={"ok": 1})

    assert (tasks.run_due_jobs(), calls) == (1, [1])


@pytest.mark.parametrize("job", [{"kind": "nobody"}, {"payload": {"newer": 1}}])
def test_work_of_another_version_is_kept_for_it(db, monkeypatch, job):
    """Scenario 135: during a rolling update, what this version does not know waits untouched."""
    monkeypatch.setitem(jobs.HANDLERS, "test", lambda: None)
    job = JobFactory(**job)

    assert [jobs.run(job.pk) for _ in range(MAX_ATTEMPTS + 1)] == [False] * (MAX_ATTEMPTS + 1)
    assert tasks.run_due_jobs() == 0

    kept = Job.objects.get()
    assert (kept.attempts, kept.failure, kept.lease_until, kept.done_at) == (0, "", None, None)
    monkeypatch.setitem(jobs.HANDLERS, job.kind, lambda **_payload: None)
    assert tasks.run_due_jobs() == 1


def test_unknown_work_does_not_stand_before_the_rest(db, done, monkeypatch):
    """Scenario 135: a hundred unknown jobs, older than one that is known."""
    monkeypatch.setattr(tasks, "BATCH", 2)
    JobFactory.create_batch(3, kind="nobody", created_at=timezone.now() - timedelta(days=1))
    JobFactory(payload={"n": 1})

    assert (tasks.run_due_jobs(), done) == (1, [{"n": 1}])


def working(monkeypatch, work):
    """A job whose handler holds it while it does `work`."""
    job = JobFactory()
    monkeypatch.setitem(
        jobs.HANDLERS, "test", lambda: work(jobs.Held(Job.objects.get(pk=job.pk)), job.pk)
    )
    return job


def test_a_long_job_says_how_far_it_is_and_keeps_its_lease(db, monkeypatch):
    seen = []

    def work(held, pk):
        for percent in (10, 11, 12):
            held.beat(percent, f"page {percent}")
        row = Job.objects.get(pk=pk)
        seen.append((row.progress, row.step, row.is_held))
        assert row.lease_until <= timezone.now() + jobs.BEAT_LEASE

    job = working(monkeypatch, work)

    assert jobs.run(job.pk) is True
    assert seen == [(10, "page 10", True)]


def test_a_retry_starts_the_bar_again(db, monkeypatch):
    seen = []

    def work(held, pk):
        seen.append(Job.objects.get(pk=pk).progress)
        held.beat(60, "page 7")
        if len(seen) == 1:
            raise OSError("disk")

    job = working(monkeypatch, work)

    assert [jobs.run(job.pk), jobs.run(job.pk)] == [False, True]
    assert seen == [0, 0]


@pytest.mark.parametrize(
    "taken", [{"done_at": timezone.now()}, {"attempts": 2}], ids=["called off", "by another"]
)
def test_a_job_that_was_taken_away_stops_and_writes_nothing(db, monkeypatch, taken):
    def work(held, pk):
        Job.objects.filter(pk=pk).update(**taken, failure="as it was left")
        held.beat(60)
        raise AssertionError("went on")

    job = working(monkeypatch, work)

    assert jobs.run(job.pk) is False
    row = Job.objects.get()
    assert (row.failure, row.progress) == ("as it was left", 0)


def test_the_last_attempt_has_not_given_up_while_it_goes_on(db):
    job = JobFactory(attempts=MAX_ATTEMPTS, lease_until=timezone.now() + LEASE)

    assert not job.has_given_up
    assert job.try_again() is False
    with later(LEASE + timedelta(seconds=1)):
        assert job.has_given_up
        assert job.try_again() is True


def test_due_jobs_run_oldest_first(db, done):
    JobFactory(payload={"n": 2})
    JobFactory(payload={"n": 1}, created_at=timezone.now() - timedelta(days=1))

    tasks.run_due_jobs()

    assert done == [{"n": 1}, {"n": 2}]


def test_handler_is_registered_by_its_kind(monkeypatch):
    monkeypatch.setattr(jobs, "HANDLERS", {})

    @jobs.handler("print")
    def print_it():
        return 1

    assert {"print": print_it} == jobs.HANDLERS


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_do_it_once(monkeypatch):
    start, calls, results = threading.Barrier(4), [], []
    monkeypatch.setitem(jobs.HANDLERS, "test", lambda: calls.append(1))
    job = JobFactory()

    def work():
        try:
            start.wait(10)
            results.append(jobs.run(job.pk))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)

    assert (calls, sorted(results)) == ([1], [False, False, False, True])
