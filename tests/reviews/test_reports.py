"""Documents: frozen once per state of the facts, printed by a worker that may die."""

from datetime import timedelta

import pytest
from django.utils import timezone

from governance import jobs
from governance.models import Job, JournalEntry, Notice
from governance.models.jobs import MAX_ATTEMPTS
from reviews import pdf, tasks
from reviews.actions.reports import ALPHABET, freeze_report, new_code, same_facts
from reviews.models import Report
from reviews.report_data import report_data
from tests.reviews.gate_situations import bearer, decide, gate_to_submit, reserved, submitted

pytestmark = pytest.mark.django_db
PDF = (b"%PDF-archive", b"%PDF-accessible")


@pytest.fixture
def gate():
    return submitted()


@pytest.fixture
def printer(monkeypatch):
    """A press that prints at once, and counts."""
    printed = []

    def press(content, **_beat):
        printed.append(content["number"])
        return PDF

    monkeypatch.setattr(tasks, "print_report", press)
    return printed


def frozen(gate):
    return freeze_report(project=gate.project, kind="scoping", by=bearer(gate))


def test_the_same_facts_make_one_document(gate):
    """Scenario 85."""
    assert {frozen(gate).pk for _ in range(20)} == {Report.objects.get().pk}
    assert Job.objects.count() == 1


def test_new_facts_make_a_new_version(gate):
    first = frozen(gate)
    decide(gate)

    second = frozen(gate)

    assert (first.number, second.number) == (1, 2)
    assert first.content["gates"][0]["rounds"][0]["decision"] is None


def test_each_version_says_what_changed_since_the_last(gate):
    frozen(gate)
    decide(gate)
    second = frozen(gate).content

    first, last = second["revisions"]
    assert (first["number"], first["changed"]) == (1, [])
    assert last["number"] == 2
    assert "gates" in last["changed"]
    assert "documents" not in last["changed"]
    assert "Première version." in pdf.render_html(second)
    assert "1 décidé (" in pdf.render_html(second)


def test_each_kind_has_its_own_numbers(gate):
    frozen(gate)

    certificate = freeze_report(project=gate.project, kind="certificate", by=bearer(gate))

    assert certificate.number == 1


def test_the_stamp_does_not_count_as_a_fact():
    old = {
        "number": 1,
        "frozen_at": "a",
        "code": "X",
        "verify_url": "u",
        "fingerprint": "f",
        "kind": "k",
    }

    assert same_facts(old, old | {"number": 2, "frozen_at": "b", "code": "Y"})
    assert not same_facts(old, old | {"kind": "other"})


def test_a_code_has_no_sign_that_two_readers_mix_up():
    codes = {new_code() for _ in range(50)}

    assert len(codes) == 50
    assert all(set(code) <= {*ALPHABET, "-"} and len(code) == 9 for code in codes)
    assert not set("01IO") & set(ALPHABET)


def test_the_document_carries_what_was_decided_and_what_remains():
    gate = reserved()

    data = report_data(gate.project, kind="scoping", number=1, code="7K2M-9QXA")

    line = data["gates"][0]
    assert line["rounds"][0]["decision"]["outcome"] == "reserved"
    assert line["findings"][0]["text"] == "Garder les journaux six mois"
    assert data["verify_url"].endswith("/verifier/7K2M-9QXA/")


def test_a_project_without_meeting_nor_round_has_a_document_too():
    data = report_data(gate_to_submit().project, kind="scoping", number=1, code="A")

    assert (data["meeting"], data["gates"]) == (None, [])


def test_printing_keeps_both_files_and_tells_who_asked(gate, printer, settings, tmp_path):
    report = frozen(gate)

    tasks.render_report(report.pk)

    report.refresh_from_db()
    assert (report.archive.read(), report.accessible.read()) == PDF
    assert Notice.objects.filter(key=f"report:{report.pk}:{bearer(gate).pk}").count() == 1
    assert JournalEntry.objects.filter(verb="report.produced").count() == 1


def test_printing_twice_prints_once(gate, printer):
    report = frozen(gate)

    tasks.render_report(report.pk)
    tasks.render_report(report.pk)

    assert printer == [1]
    assert JournalEntry.objects.filter(verb="report.produced").count() == 1


def test_a_worker_that_dies_after_the_files_leaves_a_document_to_finish(gate, printer, monkeypatch):
    report = frozen(gate)
    record = tasks.journal.record
    monkeypatch.setattr(tasks.journal, "record", die)
    assert jobs.run(report.job_id) is False
    report.refresh_from_db()
    assert not report.is_ready

    monkeypatch.setattr(tasks.journal, "record", record)
    assert jobs.run(report.job_id) is True

    report.refresh_from_db()
    assert report.is_ready
    assert Notice.objects.filter(key__startswith="report:").count() == 1


def die(*_args, **_kwargs):
    raise RuntimeError("the machine stops")


def test_a_dead_worker_s_job_comes_back_when_its_lease_is_over(gate, printer):
    report = frozen(gate)
    assert Job.objects.claim(report.job_id, seconds=300)

    assert jobs.run(report.job_id) is False
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    assert jobs.run(report.job_id) is True


def test_a_press_that_fails_gives_up_and_says_a_sentence(gate, monkeypatch):
    monkeypatch.setattr(pdf, "render_html", die)
    report = frozen(gate)

    assert [jobs.run(report.job_id) for _ in range(MAX_ATTEMPTS + 1)] == [False] * (
        MAX_ATTEMPTS + 1
    )

    job = Job.objects.get(pk=report.job_id)
    assert job.has_given_up
    assert job.failure == "La mise en page s’est arrêtée."


def test_asking_again_starts_a_job_that_gave_up(gate, printer):
    report = frozen(gate)
    Job.objects.update(attempts=MAX_ATTEMPTS, failure="La mise en page s’est arrêtée.")

    assert frozen(gate).pk == report.pk
    assert jobs.run(report.job_id) is True


def test_asking_again_does_not_disturb_a_job_under_way(gate):
    report = frozen(gate)
    Job.objects.claim(report.job_id, seconds=300)

    frozen(gate)

    assert Job.objects.get().attempts == 1
