"""A large file to import: handed to the worker, overtaken, stopped, let go."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.models import Job, System
from governance.tasks import run_due_jobs
from projects import tasks  # noqa: F401 -- where the works of the worker are registered
from projects.actions import catalogue_import
from tests.factories import CatalogueImportFactory, PersonFactory, SystemFactory, TeamFactory
from tests.projects.importing import bring, confirm, table, the_import
from tests.projects.known_situations import html_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return TeamFactory(it=True)


@pytest.fixture
def steward(client, team):
    person = PersonFactory(steward=True, name="Paul Girard")
    client.force_login(person)
    return person


def test_a_large_file_goes_to_the_worker_and_comes_back(client, steward, monkeypatch):
    monkeypatch.setattr(catalogue_import, "AT_ONCE", 10)
    monkeypatch.setattr(catalogue_import, "EVERY", 1)
    response = bring(client, table("k1;UN;;it-hosting", "k2;DEUX;;it-hosting"))

    waiting = html_of(client.get(response.url))
    assert the_import().state == "reading"
    assert 'hx-trigger="every 2s"' in waiting
    run_due_jobs()
    row = the_import()
    assert (row.state, row.rows, row.rows_read) == ("ready", 2, 2)
    confirm(client, row)
    assert the_import().state == "writing"
    assert not System.objects.exists()
    run_due_jobs()

    assert the_import().state == "done"
    assert System.objects.count() == 2
    assert System.objects.first() is not None
    assert the_import().confirmed_by == steward


def test_a_large_file_that_cannot_be_read_says_it_on_its_page(client, steward, monkeypatch):
    monkeypatch.setattr(catalogue_import, "AT_ONCE", 10)
    response = bring(client, b"rien;de;connu\n1;2;3\n")
    run_due_jobs()

    assert "Aucune colonne connue" in html_of(client.get(response.url))
    assert the_import().content is None


def test_a_large_import_overtaken_while_it_waited_is_shown_again(client, steward, monkeypatch):
    monkeypatch.setattr(catalogue_import, "AT_ONCE", 10)
    SystemFactory(name="PAIE", category="Gestion")
    response = bring(client, table("k1;PAIE;Salaires;"))
    run_due_jobs()
    confirm(client, the_import())
    System.objects.update(category="Autre")

    run_due_jobs()

    assert the_import().state == "ready"
    assert the_import().confirmed_by is None
    assert "Le catalogue a changé entre-temps" in html_of(client.get(response.url))


def test_a_work_that_stopped_can_be_started_again(client, steward, monkeypatch):
    monkeypatch.setattr(catalogue_import, "AT_ONCE", 10)
    response = bring(client, table("k1;UN;;it-hosting"))
    Job.objects.update(attempts=5)

    assert "Relancer" in html_of(client.get(response.url))
    retry = reverse("projects:catalogue-import-retry", args=[the_import().pk])
    assert client.post(retry).status_code == 302
    run_due_jobs()

    assert the_import().state == "ready"
    assert client.post(retry).status_code == 409


def test_an_old_file_is_let_go(client, steward):
    old = CatalogueImportFactory(asked_at=timezone.now() - timedelta(days=8))
    bring(client, table("k1;UN;;it-hosting"))

    old.refresh_from_db()
    assert old.content is None
