from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance import journal
from governance.models import JournalEntry
from governance.roles import Role
from projects import portfolio
from projects.models import Milestone, Move, Project
from tests.factories import (
    DependencyFactory,
    MilestoneFactory,
    MoveFactory,
    PersonFactory,
    ProjectFactory,
    ProjectTopicFactory,
    SeatFactory,
    TopicFactory,
    member,
)

pytestmark = pytest.mark.django_db
SUBPAGES = ["project", "journal", "dependencies"]


def furnished(rows=1):
    """A project with so many topics, dependencies, moves and steps."""
    project = ProjectFactory(staffed=True)
    for n in range(rows):
        topic = TopicFactory(slug=f"t{n}", name=f"Sujet {n}")
        step = MilestoneFactory(project=project, ref=f"J{n}", genre="gate", reason="Parce que")
        ProjectTopicFactory(project=project, topic=topic, needed_by=step)
        DependencyFactory(project=project, needed_by=step, data="comptes clients")
        MoveFactory(project=project)
        journal.record(project, "project.registered", by=project.registered_by, thread=project.key)
    portfolio.refresh(project)
    return project


@pytest.mark.parametrize("role", [Role.BEARER, Role.VENDOR, Role.MANAGER])
def test_the_page_takes_nine_statements_whatever_the_rows(
    client, django_assert_max_num_queries, role
):
    small, large = furnished(1), furnished(3)
    client.force_login(member(small, role))
    if role == Role.VENDOR:
        SeatFactory(project=large, part="contributor", person=member(small, role))
    counts = []
    for project in (small, large):
        client.get(project.get_absolute_url())
        with django_assert_max_num_queries(9) as found:
            assert client.get(project.get_absolute_url()).status_code == 200
        counts.append(len(found))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("name", SUBPAGES)
def test_a_foreign_project_does_not_exist_for_a_guest(client, name):
    mine, other = furnished(), furnished()
    client.force_login(member(mine, Role.VENDOR))

    assert client.get(reverse(f"projects:{name}", args=[mine.key])).status_code == 200
    assert client.get(reverse(f"projects:{name}", args=[other.key])).status_code == 404
    assert client.get(reverse(f"projects:{name}", args=["P-0000-0000"])).status_code == 404


@pytest.mark.parametrize("name", SUBPAGES)
def test_pages_are_only_read(client, name):
    project = furnished()
    client.force_login(PersonFactory())

    assert client.post(reverse(f"projects:{name}", args=[project.key])).status_code == 405


def test_ones_own_ball_comes_first_with_its_button(client):
    project = furnished()
    reader = member(project, Role.BEARER)
    MoveFactory(
        project=project,
        person=reader,
        title="Dire oui",
        due_on=timezone.localdate() + timedelta(days=9),
    )
    portfolio.refresh(project)
    client.force_login(reader)

    page = client.get(project.get_absolute_url()).content.decode()

    assert "is-mine" in page
    assert f"À vous, {reader.first_name}" in page
    assert page.index("Dire oui") < page.index("Le besoin")


def test_each_open_ball_says_when_it_was_last_reminded(client):
    project = furnished(rows=3)
    first, second, third = project.moves.order_by("pk")
    when = timezone.make_aware(datetime(2026, 11, 17, 9, 0))
    Move.objects.filter(pk=first.pk).update(reminded_at=when)
    Move.objects.filter(pk=second.pk).update(reminded_at=when + timedelta(days=1))
    Move.objects.filter(pk=third.pk).update(reminded_at=when, closed_at=timezone.now())
    portfolio.refresh(project)
    client.force_login(member(project, Role.BEARER))

    page = client.get(project.get_absolute_url()).content.decode()

    assert page.count("relancé le") == 2
    assert "mar. 17 nov." in page.replace("\u00a0", " ")
    assert "mer. 18 nov." in page.replace("\u00a0", " ")


def test_a_team_ball_belongs_to_its_people(client):
    project, reader = furnished(), PersonFactory(it=True)
    project.moves.update(person=None, team=reader.team)
    portfolio.refresh(project)
    client.force_login(reader)

    assert "is-mine" in client.get(project.get_absolute_url()).content.decode()


def test_an_offered_seat_is_taken_from_the_ball(client):
    project = ProjectFactory()
    seat = SeatFactory(project=project, it=True, offered=True)
    Move.open_for(
        seat,
        Move.Kind.TAKE_SEAT,
        project=project,
        side="it",
        person=seat.person,
        title="Siège",
        days=3,
    )
    portfolio.refresh(project)
    client.force_login(seat.person)

    page = client.get(project.get_absolute_url()).content.decode()

    assert f'action="{reverse("projects:seat", args=[seat.pk])}"' in page
    assert "Siège proposé" in page


@pytest.mark.parametrize(("role", "offered"), [(Role.BEARER, True), (Role.MANAGER, False)])
def test_only_those_who_may_are_shown_the_empty_chair(client, role, offered):
    project = ProjectFactory()
    reader = member(project, role)
    portfolio.refresh(project)
    client.force_login(reader)

    page = client.get(project.get_absolute_url()).content.decode()

    assert "Siège à pourvoir" in page
    assert ("Inviter le prestataire" in page) is offered


def test_hostile_text_is_escaped(client):
    project = ProjectFactory(title="<script>1</script>", need="<img src=x>")
    DependencyFactory(project=project, data="<b>données</b>", system__name="<u>CRM</u>")
    ProjectTopicFactory(project=project, headline="<i>option</i>", version=1, state="proposed")
    person = PersonFactory(name="<em>Zoé</em>")
    journal.record(project, "project.registered", by=person, thread=project.key)
    portfolio.refresh(project)
    client.force_login(PersonFactory())

    page = client.get(project.get_absolute_url()).content.decode()

    for raw in ("<script>1", "<img src", "<b>données", "<u>CRM", "<i>option", "<em>Zoé"):
        assert raw not in page


def ready_to_launch():
    project = ProjectFactory(staffed=True, scoped=True)
    MilestoneFactory(project=project, ref="launch", name="Mise en ligne")
    MoveFactory(project=project, person=member(project, Role.BEARER))
    portfolio.refresh(project)
    return project


def test_the_bearer_puts_the_project_in_service_once(client):
    project = ready_to_launch()
    url = reverse("projects:launch", args=[project.key])
    client.force_login(member(project, Role.BEARER))
    assert "Mettre en service" in client.get(project.get_absolute_url()).content.decode()

    assert client.post(url).status_code == 302
    assert client.post(url).status_code == 409

    project.refresh_from_db()
    assert (project.state, project.health) == (Project.State.LIVE, Project.Health.LIVE)
    assert project.milestones.get(ref="launch").state == Milestone.State.DONE
    assert not project.moves.open().exists()
    assert JournalEntry.objects.filter(verb="project.live").count() == 1


@pytest.mark.parametrize("role", [Role.VENDOR, Role.IT, Role.MANAGER, Role.EMPLOYEE])
def test_nobody_else_does(client, role):
    project = ready_to_launch()
    client.force_login(member(project, role))

    assert client.post(reverse("projects:launch", args=[project.key])).status_code == 403


def test_launching_is_never_a_link(client):
    project = ready_to_launch()
    client.force_login(member(project, Role.BEARER))

    assert client.get(reverse("projects:launch", args=[project.key])).status_code == 405


def test_a_project_that_is_not_scoped_cannot_be_in_service(client):
    project = ProjectFactory(staffed=True)
    client.force_login(member(project, Role.BEARER))

    assert client.post(reverse("projects:launch", args=[project.key])).status_code == 409
