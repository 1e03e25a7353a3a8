"""A document in the other language: the same data, the same code, one print whoever asks."""

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from governance import jobs
from governance.models import Job
from reviews import tasks
from reviews.actions.reports import freeze_report
from reviews.models import PrintedFile, Report
from reviews.pdf import render_html
from tests.reviews.gate_situations import bearer, submitted
from tests.reviews.pdf_data import frozen
from tests.reviews.test_verification import GENUINE, give, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(client):
    gate = submitted()
    client.force_login(bearer(gate))
    client.post(reverse("reviews:report-request", args=[gate.project.key]))
    report = Report.objects.get()
    tasks.store_report(report, b"%PDF-archive", b"%PDF-accessible")
    return Report.objects.get()


@pytest.fixture
def press(monkeypatch):
    printed = []

    def press(content, language="", **_beat):
        printed.append((content["fingerprint"], language))
        return b"%PDF-archive-en", b"%PDF-accessible-en"

    monkeypatch.setattr(tasks, "print_report", press)
    return printed


def ask(client, report, language="en"):
    address = reverse("reviews:report-edition", args=[report.pk])
    return client.post(address, {"language": language}, follow=True)


def test_the_page_offers_the_other_language(client, report):
    html = client.get(reverse("reviews:report", args=[report.pk])).content.decode()

    assert "Demander en anglais" in html
    assert "Demander en français" not in html


def test_asked_printed_and_downloaded_from_the_same_data(client, report, press):
    html = ask(client, report).content.decode()
    assert "impression en cours" in html
    assert 'hx-trigger="every 2s"' in html

    assert jobs.run(Job.objects.get(kind="render_edition").pk) is True

    page = client.get(reverse("reviews:report", args=[report.pk])).content.decode()
    assert "En anglais, PDF accessible" in page
    file = client.get(reverse("reviews:report-file", args=[report.pk]), {"language": "en"})
    assert b"".join(file.streaming_content) == b"%PDF-accessible-en"
    assert "-en.pdf" in file["Content-Disposition"]
    assert press == [(report.sha256, "en")]
    assert said(give(client, b"%PDF-archive-en")) == [GENUINE]


def test_asked_again_it_is_printed_once(client, report, press):
    for _time in range(3):
        ask(client, report)
    job = Job.objects.get(kind="render_edition")
    jobs.run(job.pk)
    ask(client, report)
    tasks.render_edition(report.pk, "en")

    assert len(press) == 1
    assert PrintedFile.objects.filter(language="en").count() == 2


@pytest.mark.parametrize("language", ["de", "../x"])
def test_a_language_that_cadrage_does_not_speak_is_refused(client, report, language):
    assert ask(client, report, language).status_code == 409


def test_a_file_that_was_not_printed_is_not_there(client, report):
    address = reverse("reviews:report-file", args=[report.pk])

    assert client.get(address, {"language": "en"}).status_code == 404


@pytest.mark.parametrize("kind", ["scoping", "certificate", "minutes", "gate"])
def test_the_pages_say_their_language(kind):
    assert '<html lang="en">' in render_html(frozen(kind), language="en")


def test_labels_are_said_again_in_the_language_of_the_pages():
    page = render_html(frozen("gate"), language="en").lower()

    with translation.override("en"):
        words = [gettext(word) for word in ("validé avec réserves", "cybersécurité", "réserve")]
    for word in words:
        assert word.lower() in page
    assert "validé avec réserves" not in page
    assert "Garder les journaux six mois".lower() in page


def test_whatever_the_language_of_who_asks_the_same_facts_are_frozen(report):
    with translation.override("en"):
        again = freeze_report(project=report.project, kind="scoping", by=report.asked_by)

    assert again.pk == report.pk
