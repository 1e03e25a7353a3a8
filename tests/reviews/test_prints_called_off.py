"""Prints that are called off: from their page, in the middle, asked again; what is ready stays."""

import pytest
from django.urls import reverse
from django.utils import timezone

from governance import jobs
from governance.models import Job, JournalEntry
from governance.verdicts import WrongState
from reviews import tasks
from reviews.actions.printing import restart_print, stop_print
from reviews.actions.reports import freeze_report
from reviews.models import Report
from tests import factories as plan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def waiting():
    project = plan.ProjectFactory(staffed=True)
    by = project.seats.get(part="bearer").person
    return freeze_report(project=project, kind="scoping", by=by)


def test_a_print_is_called_off_from_its_page_and_printed_after_all(client, waiting, monkeypatch):
    client.force_login(waiting.asked_by)
    page = reverse("reviews:report", args=[waiting.pk])
    assert reverse("reviews:report-stop", args=[waiting.pk]) in client.get(page).content.decode()

    client.post(reverse("reviews:report-stop", args=[waiting.pk]))
    html = client.get(page).content.decode()
    assert "Annulé par" in html
    assert "every 2s" not in html
    assert jobs.run(waiting.job_id) is False
    client.post(reverse("reviews:report-restart", args=[waiting.pk]))

    monkeypatch.setattr(tasks, "print_report", lambda content, **_beat: (b"%PDF-a", b"%PDF-b"))
    assert jobs.run(Report.objects.get().job_id) is True
    assert Report.objects.get().is_ready
    verbs = ["print.stopped", "print.restarted"]
    assert (
        list(
            JournalEntry.objects.filter(verb__in=verbs)
            .order_by("pk")
            .values_list("verb", flat=True)
        )
        == verbs
    )


def test_called_off_while_it_is_printed_it_keeps_no_file(waiting, monkeypatch):
    def press(_content, **_beat):
        stop_print(work=Report.objects.get(), by=waiting.asked_by)
        return b"%PDF-a", b"%PDF-b"

    monkeypatch.setattr(tasks, "print_report", press)
    jobs.run(waiting.job_id)

    assert Report.objects.get().is_stopped
    assert not Report.objects.get().archive


def test_asking_again_brings_a_called_off_document_back(waiting):
    stop_print(work=waiting, by=waiting.asked_by)

    again = freeze_report(project=waiting.project, kind="scoping", by=waiting.asked_by)

    assert again.pk == waiting.pk
    assert not Report.objects.get().is_stopped
    assert Job.objects.free(timezone.now()).count() == 1


def test_what_is_ready_is_neither_called_off_nor_printed_again(waiting):
    Report.objects.filter(pk=waiting.pk).update(produced_at=timezone.now())
    for act in (stop_print, restart_print):
        with pytest.raises(WrongState):
            act(work=Report.objects.get(), by=waiting.asked_by)
