from datetime import date, timedelta

import pytest
from django.utils import timezone

from governance.models import FreezePeriod, System
from governance.roles import Role
from governance.working_days import Calendar
from projects import agreements, collisions, portfolio
from projects.collisions import Window, Work, find_collisions, freezes_over, work_window
from projects.models import Dependency
from projects.reference import Freeze, load_reference_data
from projects.registration import compute_path
from tests.factories import (
    DependencyFactory,
    MilestoneFactory,
    PersonFactory,
    ProjectFactory,
    SystemFactory,
    member,
)

pytestmark = pytest.mark.django_db
CALENDAR = Calendar()
JUNE = Window(date(2027, 6, 1), date(2027, 6, 18))


def work(system="CRM", key="P-2027-0001", first=date(2027, 6, 10), last=date(2027, 7, 1)):
    return Work(system, key, f"Projet {key}", Window(first, last))


def test_work_on_a_system_starts_two_weeks_before_the_acceptance():
    window = work_window(date(2027, 6, 15), date(2027, 6, 22), CALENDAR)

    assert window == Window(date(2027, 6, 1), date(2027, 6, 22))


def test_without_acceptance_work_starts_two_weeks_before_the_launch():
    assert work_window(None, date(2027, 6, 15), CALENDAR).starts_on == date(2027, 6, 1)


@pytest.mark.parametrize(
    ("other", "shared"),
    [
        (work(), Window(date(2027, 6, 10), date(2027, 6, 18))),
        (work(first=date(2027, 6, 18)), Window(date(2027, 6, 18), date(2027, 6, 18))),
        (work(first=date(2027, 6, 19)), None),
        (work(first=date(2027, 5, 1), last=date(2027, 5, 31)), None),
        (work(system="ERP"), None),
    ],
)
def test_same_system_in_the_same_weeks_collides(other, shared):
    found = find_collisions({"CRM"}, JUNE, [other])

    assert [row.shared for row in found] == ([shared] if shared else [])


def test_one_project_on_two_systems_is_said_once():
    found = find_collisions({"CRM", "ERP"}, JUNE, [work(), work("ERP"), work(key="P-2027-0002")])

    assert [(row.key, row.systems) for row in found] == [
        ("P-2027-0001", ("CRM", "ERP")),
        ("P-2027-0002", ("CRM",)),
    ]


def test_one_shared_day_is_said_once():
    day = date(2027, 6, 18)
    (row,) = find_collisions({"CRM"}, JUNE, [work(first=day, last=day)])

    sentence = collisions.told_project(row)["sentence"]

    assert "y travaille aussi, le ven." in sentence
    assert " au " not in sentence


def test_launch_in_a_freeze_of_everybody_or_of_its_systems():
    days = date(2027, 6, 1), date(2027, 6, 30)
    rows = (Freeze("Tous", "", *days), Freeze("CRM", "CRM", *days), Freeze("ERP", "ERP", *days))

    found = freezes_over(date(2027, 6, 30), {"CRM"}, rows)

    assert [row.label for row in found] == ["Tous", "CRM"]
    assert freezes_over(date(2027, 7, 1), {"CRM"}, rows) == []
    sentences = [row["sentence"] for row in collisions.told([], found)]
    assert "l’entreprise n’accepte aucune mise en ligne" in sentences[0]
    assert "CRM n’accepte aucune mise en ligne" in sentences[1]


def leaning_on(system, **facts):
    """A staffed project at work on a system around the same dates."""
    project = ProjectFactory(staffed=True, **facts)
    MilestoneFactory(project=project, ref="acceptance", due_on=project.launch_on)
    MilestoneFactory(project=project, ref="launch", due_on=project.launch_on)
    DependencyFactory(project=project, system=system)
    portfolio.refresh(project)
    return project


@pytest.fixture
def crm():
    return System.objects.filter(name="CRM-VENTES").first() or SystemFactory(name="CRM-VENTES")


def test_project_page_says_who_else_is_at_work(client, crm):
    mine, other = leaning_on(crm), leaning_on(crm, title="Portail revendeurs")
    client.force_login(member(mine, Role.BEARER))

    page = client.get(mine.get_absolute_url())

    assert "Des dates se croisent" in page.content.decode()
    assert [row["url"] for row in page.context["collisions"]] == [other.get_absolute_url()]


def test_guest_never_reads_the_name_of_another_project(client, crm):
    """Scenarios 35, 36 and 37."""
    mine = leaning_on(crm)
    leaning_on(crm, title="Portail revendeurs")
    client.force_login(member(mine, Role.VENDOR))

    page = client.get(mine.get_absolute_url()).content.decode()

    assert "Portail revendeurs" not in page
    assert "Des dates se croisent" not in page


@pytest.mark.parametrize("facts", [{"live": True}, {"state": "cancelled"}])
def test_project_that_is_over_collides_with_nobody(crm, facts):
    mine, over = leaning_on(crm), leaning_on(crm, **facts)
    anna = PersonFactory()

    assert agreements.collisions_of(anna, mine, ["CRM-VENTES"]) == []
    assert agreements.collisions_of(anna, over, ["CRM-VENTES"]) == []


def test_refused_dependency_does_not_count(crm):
    mine, other = leaning_on(crm), leaning_on(crm)
    other.dependencies.update(
        state="refused", answered_by=PersonFactory(), answered_at=timezone.now()
    )

    assert agreements.collisions_of(PersonFactory(), mine, ["CRM-VENTES"]) == []


def test_path_of_a_registration_collides_before_it_is_sent(reference, crm):
    other = leaning_on(crm)
    day = other.launch_on
    FreezePeriod.objects.create(label="Soldes", starts_on=day, ends_on=day + timedelta(days=9))
    path = compute_path({}, "other", day, timezone.localdate(), load_reference_data(), Calendar())

    found = collisions.collisions_for(PersonFactory(), path, ["CRM-VENTES"])

    assert [row["genre"] for row in found] == ["freeze", "project"]
    assert collisions.collisions_for(PersonFactory(guest=True), path, ["CRM-VENTES"]) == []


def test_other_projects_come_in_one_statement(crm, django_assert_num_queries):
    anna, mine = PersonFactory(), leaning_on(crm)
    weeks = collisions.Window(mine.launch_on - timedelta(days=20), mine.launch_on)
    for rows in (1, 3):
        while Dependency.objects.count() <= rows:
            leaning_on(crm)
        collisions.load_others(anna, ["CRM-VENTES"], weeks, besides=mine.key)
        with django_assert_num_queries(1):
            found = collisions.load_others(anna, ["CRM-VENTES"], weeks, besides=mine.key)
        assert len(found) == rows


def test_projects_of_another_season_are_not_even_read(crm):
    mine = leaning_on(crm)
    far = mine.launch_on + timedelta(days=400)
    weeks = collisions.Window(far, far + timedelta(days=20))

    assert collisions.load_others(PersonFactory(), ["CRM-VENTES"], weeks) == []


def test_page_takes_two_more_statements_whatever_the_others(
    client, crm, django_assert_max_num_queries
):
    mine = leaning_on(crm)
    client.force_login(member(mine, Role.BEARER))
    counts = []
    for others in (1, 2):
        for _row in range(others):
            leaning_on(crm)
        client.get(mine.get_absolute_url())
        with django_assert_max_num_queries(10) as found:
            client.get(mine.get_absolute_url())
        counts.append(len(found))

    assert counts[0] == counts[1]
