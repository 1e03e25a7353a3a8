"""Dates that cross are agreed upon; the signal comes back when what crosses is more than agreed."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from governance.models import JournalEntry, Notice
from governance.roles import Role
from governance.verdicts import Incomplete, WrongState
from projects import agreements, collisions, impact, portfolio
from projects.actions import collisions as verbs
from projects.actions.pathbook import Overtaken
from projects.models import CollisionNote, Milestone
from projects.permissions import can_agree_on_collision
from tests.factories import DependencyFactory, PersonFactory, ProjectFactory, member
from tests.factories_house import FreezePeriodFactory, SystemFactory
from tests.projects.announcing import day, leaning_on

pytestmark = pytest.mark.django_db
NOTE = "Nous livrons d’abord, vous ensuite."


@pytest.fixture
def crm():
    return SystemFactory(name="CRM", owned=True)


@pytest.fixture
def pair(crm):
    return leaning_on(crm), leaning_on(crm, title="Portail revendeurs")


def agree(one, other, by=None, note=NOTE):
    """Agreed on what crosses now."""
    by = by or member(one, Role.BEARER)
    stamp = verbs.stamp_of(verbs.meeting_of(by, one, other))
    verbs.agree_on_collision(project=one, other=other, note=note, stamp=stamp, by=by)


def crossing(project):
    """What the page of a project says of it."""
    systems = collisions.kept(project.dependencies.select_related("system"))
    return agreements.collisions_of(member(project, Role.BEARER), project, systems)


def move_launch(project, days):
    """The launch and the acceptance move by some days."""
    project.launch_on += timedelta(days=days)
    project.save()
    Milestone.objects.filter(project=project).update(due_on=project.launch_on)
    portfolio.refresh(project)


def test_agreement_rests_the_signal_on_both_projects(pair):
    one, other = pair

    agree(one, other)

    for project in pair:
        (row,) = crossing(project)
        assert NOTE in row["agreed"]
    told = JournalEntry.objects.filter(verb="collision.agreed").values_list("thread", flat=True)
    assert set(told) == {one.key, other.key}
    assert [notice.recipient for notice in Notice.objects.all()] == [member(other, Role.BEARER)]


def test_signal_comes_back_when_the_weeks_grow(pair):
    one, other = pair
    move_launch(other, -10)
    agree(one, other)

    move_launch(other, 5)

    (row,) = crossing(one)
    assert row["agreed"] is None


def test_signal_rests_when_the_weeks_shrink(pair):
    one, other = pair
    agree(one, other)

    move_launch(other, -3)

    assert crossing(one)[0]["agreed"]


def test_signal_comes_back_when_another_system_is_shared(pair):
    one, other = pair
    agree(one, other)
    erp = SystemFactory(name="ERP", owned=True)
    for project in pair:
        DependencyFactory(project=project, system=erp)

    (row,) = crossing(one)

    assert row["agreed"] is None
    agree(other, one)
    assert crossing(one)[0]["agreed"]


def test_agreement_is_about_what_was_shown(pair):
    one, other = pair
    bearer = member(one, Role.BEARER)
    stamp = verbs.stamp_of(verbs.meeting_of(bearer, one, other))
    move_launch(other, -3)

    with pytest.raises(Overtaken):
        verbs.agree_on_collision(project=one, other=other, note=NOTE, stamp=stamp, by=bearer)
    move_launch(other, 200)
    with pytest.raises(WrongState):
        verbs.agree_on_collision(project=one, other=other, note=NOTE, stamp=stamp, by=bearer)

    assert not CollisionNote.objects.exists()


def test_agreement_says_something(pair):
    with pytest.raises(Incomplete):
        agree(*pair, note=" \u200b")


def test_bearer_or_referent_of_one_of_the_two_agrees(pair):
    one, other = pair
    allowed = [member(p, role) for p in pair for role in (Role.BEARER, Role.IT)]
    refused = [PersonFactory(), PersonFactory(manager=True), member(one, Role.VENDOR)]

    assert [bool(can_agree_on_collision(p, one, other)) for p in allowed] == [True] * 4
    assert [bool(can_agree_on_collision(p, one, other)) for p in refused] == [False] * 3
    with pytest.raises(PermissionDenied):
        agree(one, other, by=PersonFactory())


def test_launch_in_a_freeze_is_agreed_for_its_day(crm):
    project = leaning_on(crm)
    freeze = FreezePeriodFactory(system=crm, starts_on=day(50), ends_on=day(70))
    bearer = member(project, Role.BEARER)

    def accept(stamp):
        verbs.agree_on_freeze(project=project, freeze=freeze, note=NOTE, stamp=stamp, by=bearer)

    with pytest.raises(Overtaken):
        accept("2020-01-01")
    accept(str(project.launch_on))
    assert NOTE in crossing(project)[0]["agreed"]
    move_launch(project, 2)
    assert crossing(project)[0]["agreed"] is None
    move_launch(project, 60)
    with pytest.raises(WrongState):
        accept(str(project.launch_on))


def test_page_of_an_agreement(client, pair):
    one, other = pair
    client.force_login(member(one, Role.BEARER))
    url = reverse("projects:collision", args=[one.key, other.key])
    page = client.get(one.get_absolute_url())
    assert url in page.content.decode()

    shown = client.get(url)
    stamp = shown.context["stamp"]
    empty = client.post(url, {"note": "", "stamp": stamp})
    stale = client.post(url, {"note": NOTE, "stamp": "x"})
    done = client.post(url, {"note": NOTE, "stamp": stamp})

    assert [empty.status_code, stale.status_code, done.status_code] == [422, 409, 302]
    assert NOTE in stale.content.decode()
    assert "Convenu par" in client.get(one.get_absolute_url()).content.decode()


def test_page_of_a_launch_in_a_freeze(client, crm):
    project = leaning_on(crm)
    freeze = FreezePeriodFactory(system=crm, starts_on=day(50), ends_on=day(70))
    client.force_login(member(project, Role.IT))
    url = reverse("projects:launch-freeze", args=[project.key, freeze.pk])

    shown = client.get(url)
    done = client.post(url, {"note": NOTE, "stamp": shown.context["stamp"]})

    assert (shown.status_code, done.status_code) == (200, 302)
    page = client.get(project.get_absolute_url()).content.decode()
    assert "Convenu par" in page
    assert client.post(url, {"note": NOTE, "stamp": "x"}).status_code == 409


def test_no_longer_crossing_is_too_late(client, crm):
    one, other = leaning_on(crm), leaning_on(crm, launch=400)
    client.force_login(member(one, Role.BEARER))

    assert client.get(reverse("projects:collision", args=[one.key, other.key])).status_code == 409


def test_pairs_on_a_system_are_said_once_with_their_agreement(client, crm, pair):
    leaning_on(crm, launch=400)
    ProjectFactory()
    agree(*pair)
    client.force_login(crm.owner)

    (line,) = client.get(crm.get_absolute_url()).context["pairs"]

    assert {line["one"], line["other"]} == set(pair)
    assert NOTE in line["agreed"]


def test_many_projects_at_once_make_no_endless_list(crm):
    for _row in range(8):
        leaning_on(crm)

    assert len(agreements.pairs_on(impact.leaning_on(crm))) == agreements.MOST_PAIRS


def test_old_notes_do_not_rest_a_collision_with_somebody_else(crm, pair):
    one, other = pair
    third = leaning_on(crm)
    agree(one, other)

    rows = {row["url"]: row["agreed"] for row in crossing(one)}

    assert rows[third.get_absolute_url()] is None
    assert rows[other.get_absolute_url()]
    assert timezone.localdate() == timezone.localdate(CollisionNote.objects.get().noted_at)
