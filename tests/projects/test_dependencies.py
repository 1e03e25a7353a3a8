import pytest
from django.urls import reverse

from governance.models import JournalEntry, Notice
from governance.roles import Role
from governance.verdicts import Incomplete, WrongState
from projects import portfolio
from projects.actions.dependencies import answer_dependency, ask_again, declare_dependency
from projects.models import Dependency, Move
from tests.factories import (
    DependencyFactory,
    MilestoneFactory,
    PersonFactory,
    ProjectFactory,
    SystemFactory,
    TeamFactory,
    member,
)

pytestmark = pytest.mark.django_db
CONFIRM = Move.Kind.CONFIRM_DEPENDENCY


@pytest.fixture
def project():
    project = ProjectFactory(staffed=True)
    MilestoneFactory(project=project, ref="J3", genre="gate")
    portfolio.refresh(project)
    return project


@pytest.fixture
def declared(project):
    return declare_dependency(
        project=project,
        system=SystemFactory(owned=True, owner_team=TeamFactory(slug="it-data", side="it")),
        nature="data_flow",
        direction="in",
        data="comptes clients",
        by=member(project, Role.BEARER),
    )


def page_of(dependency):
    return reverse("projects:dependency", args=[dependency.pk])


def test_declaring_asks_the_owner(declared):
    move = Move.objects.open().get(kind=CONFIRM)

    assert (move.person, move.side) == (declared.system.owner, "owner")
    assert Notice.objects.get().recipient == declared.system.owner
    assert JournalEntry.objects.get(verb="dependency.declared").thread == declared.project.key
    declared.project.refresh_from_db()
    assert declared.project.ball_side == "owner"


def test_without_an_owner_the_team_has_the_ball(project):
    system = SystemFactory()
    declare_dependency(
        project=project, system=system, nature="data_flow", direction="in", by=project.registered_by
    )

    assert Move.objects.open().get(kind=CONFIRM).team == system.owner_team


def test_the_same_dependency_is_declared_once(declared):
    with pytest.raises(Incomplete):
        declare_dependency(
            project=declared.project,
            system=declared.system,
            nature="data_flow",
            direction="out",
            by=declared.system.owner,
        )

    assert Dependency.objects.count() == 1


@pytest.mark.parametrize(("state", "word"), [("confirmed", ""), ("conditional", "Par l’API")])
def test_the_owner_confirms(client, declared, state, word):
    client.force_login(declared.system.owner)

    response = client.post(page_of(declared), {"state": state, "word": word})

    declared.refresh_from_db()
    assert response.status_code == 302
    assert (declared.state, declared.answered_by) == (state, declared.system.owner)
    assert not Move.objects.open().filter(kind=CONFIRM).exists()


@pytest.mark.parametrize("state", ["conditional", "refused"])
def test_anything_short_of_a_yes_says_why(client, declared, state):
    client.force_login(declared.system.owner)

    response = client.post(page_of(declared), {"state": state, "word": "  "})

    declared.refresh_from_db()
    assert response.status_code == 422
    assert declared.state == "to_confirm"


def test_answering_twice_comes_too_late(client, declared):
    client.force_login(declared.system.owner)
    client.post(page_of(declared), {"state": "confirmed"})

    assert client.post(page_of(declared), {"state": "confirmed"}).status_code == 409
    assert JournalEntry.objects.filter(verb="dependency.confirmed").count() == 1


def test_a_stale_copy_cannot_answer(declared):
    stale = Dependency.objects.get(pk=declared.pk)
    owner = declared.system.owner
    answer_dependency(dependency=declared, state="confirmed", by=owner)

    with pytest.raises(WrongState):
        answer_dependency(dependency=stale, state="refused", word="Non", by=owner)


def test_a_refusal_goes_to_the_bearer_who_asks_again(client, declared):
    bearer = member(declared.project, Role.BEARER)
    answer_dependency(
        dependency=declared, state="refused", word="Trop tard", by=declared.system.owner
    )
    assert Move.objects.open().get(kind=CONFIRM).person == bearer
    assert Notice.objects.filter(recipient=bearer).count() == 1
    client.force_login(bearer)
    assert "Renvoyer la demande" in client.get(page_of(declared)).content.decode()

    assert client.post(page_of(declared), {"again": "1", "word": ""}).status_code == 422
    assert client.post(page_of(declared), {"again": "1", "word": "Par l’API"}).status_code == 302
    assert client.post(page_of(declared), {"again": "1", "word": "Par l’API"}).status_code == 409

    declared.refresh_from_db()
    assert declared.state == "to_confirm"
    assert Move.objects.open().get(kind=CONFIRM).person == declared.system.owner


def test_refused_twice_tells_the_bearer_twice(declared):
    bearer, owner = member(declared.project, Role.BEARER), declared.system.owner
    for _n in range(2):
        answer_dependency(dependency=declared, state="refused", word="Non", by=owner)
        ask_again(dependency=declared, by=bearer, word="Et ainsi ?")

    assert Notice.objects.filter(recipient=bearer).count() == 2
    assert Notice.objects.filter(recipient=owner).count() == 3


@pytest.mark.parametrize("role", [Role.BEARER, Role.VENDOR, Role.IT, Role.MANAGER, Role.EMPLOYEE])
def test_only_the_owner_answers(client, declared, role):
    client.force_login(member(declared.project, role))

    assert client.get(page_of(declared)).status_code == 200
    assert client.post(page_of(declared), {"state": "confirmed"}).status_code == 403


@pytest.mark.parametrize("role", [Role.VENDOR, Role.OWNER, Role.MANAGER])
def test_only_the_bearer_and_the_referent_declare(client, project, role):
    client.force_login(member(project, role))
    url = reverse("projects:dependency-add", args=[project.key])

    assert client.get(url).status_code == 403
    assert client.post(url).status_code == 403


def test_a_foreign_guest_finds_nothing(client, declared):
    client.force_login(member(declared.project, Role.GUEST))

    assert client.get(page_of(declared)).status_code == 404
    assert client.post(page_of(declared), {"state": "confirmed"}).status_code == 404


def test_declaring_from_the_page(client, project):
    system = SystemFactory(owned=True)
    client.force_login(member(project, Role.IT))
    url = reverse("projects:dependency-add", args=[project.key])
    facts = {"system": system.pk, "nature": "data_flow", "direction": "in", "data": "commandes"}

    assert client.get(url).status_code == 200
    assert client.post(url, {}).status_code == 422
    assert client.post(url, facts).status_code == 302
    again = client.post(url, facts)

    assert again.status_code == 422
    assert "déjà déclarée" in again.content.decode()


def test_the_step_of_another_project_is_not_a_choice(client, project):
    step = MilestoneFactory()
    client.force_login(member(project, Role.IT))
    facts = {
        "system": SystemFactory().pk,
        "nature": "data_flow",
        "direction": "in",
        "needed_by": step.pk,
    }

    response = client.post(reverse("projects:dependency-add", args=[project.key]), facts)

    assert response.status_code == 422
    assert not Dependency.objects.exists()


def test_the_map_and_the_table_say_the_same(client, project):
    for n in range(3):
        DependencyFactory(project=project, system__name=f"SYS-{n}", data=f"données {n}")
    portfolio.refresh(project)
    client.force_login(member(project, Role.BEARER))
    url = reverse("projects:dependencies", args=[project.key])

    drawn, table = (client.get(url, query).content.decode() for query in ({}, {"vue": "tableau"}))

    for n in range(3):
        assert f"SYS-{n}" in drawn
        assert f"SYS-{n}" in table
    assert "Trois dépendances, aucune confirmée" in drawn
    assert drawn.count('class="dm-link"') == 3
    assert "dm-link" not in table


@pytest.mark.parametrize("vue", ["", "tableau"])
def test_as_many_statements_for_three_rows_as_for_one(client, django_assert_max_num_queries, vue):
    small, large = (ProjectFactory(staffed=True) for _n in range(2))
    for project, count in ((small, 1), (large, 3)):
        for _n in range(count):
            DependencyFactory(project=project)
        portfolio.refresh(project)
    client.force_login(PersonFactory())
    counts = []
    for project in (small, large):
        url = reverse("projects:dependencies", args=[project.key])
        client.get(url)
        with django_assert_max_num_queries(6) as found:
            client.get(url, {"vue": vue})
        counts.append(len(found))

    assert counts[0] == counts[1]
