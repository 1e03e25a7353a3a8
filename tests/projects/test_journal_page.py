from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from governance import journal
from projects import activity, portfolio
from tests.factories import DependencyFactory, PersonFactory, ProjectFactory, SeatFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    project = ProjectFactory()
    portfolio.refresh(project)
    return project


def url_of(project):
    return reverse("projects:journal", args=[project.key])


def test_pages_follow_one_another(client, project, monkeypatch):
    monkeypatch.setattr(activity.entries, "__defaults__", ("", 2))
    for _n in range(3):
        journal.record(project, "project.registered", by=project.registered_by, thread=project.key)
    journal.record(ProjectFactory(), "project.live", by=None, thread="ailleurs")
    client.force_login(PersonFactory())

    first = client.get(url_of(project))
    second = client.get(first.context["next_url"])

    assert first.content.decode().count("enregistre le projet") == 2
    assert second.content.decode().count("enregistre le projet") == 1
    assert "met le projet en service" not in first.content.decode()
    assert second.context["next_url"] == ""


def test_verbs_read_as_sentences(client, project):
    dependency = DependencyFactory(project=project)
    person = PersonFactory(name="Karim Haddad")
    journal.record(dependency, "dependency.refused", by=person, thread=project.key)
    journal.record(project, "project.scoped", by=person, thread=project.key)
    client.force_login(PersonFactory())

    page = client.get(url_of(project)).content.decode()

    assert "<b>Karim Haddad</b> refuse une dépendance." in page
    assert "Le cadrage est signé par les trois voix." in page
    assert f"{dependency.system} ·" in page


@pytest.mark.parametrize("cursor", ["x", "-1", "1 or 1", "9" * 30, "²"])
def test_a_broken_cursor_is_a_lost_page(client, project, cursor):
    client.force_login(PersonFactory())

    assert client.get(url_of(project), {"avant": cursor}).status_code == 404


def test_an_empty_journal_says_so(client, project):
    client.force_login(PersonFactory())

    assert "Rien de plus ancien" in client.get(url_of(project)).content.decode()


def test_a_vendor_who_takes_over_reads_nothing_of_the_one_before(client, project):
    """Scenario 37: the name of another vendor is nowhere, even on one's own project."""
    before = SeatFactory(project=project, vendor=True, person__name="Lea Martin")
    journal.record(before, "seat.taken", by=before.person, thread=project.key)
    before.leave("seat.ended", by=project.registered_by, person="Lea Martin")
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        now = SeatFactory(project=project, vendor=True, offered_at=timezone.now())
        journal.record(now, "seat.taken", by=now.person, thread=project.key)
    client.force_login(now.person)

    page = client.get(url_of(project)).content.decode()

    assert "prend son siège" in page
    assert "Lea Martin" not in page
