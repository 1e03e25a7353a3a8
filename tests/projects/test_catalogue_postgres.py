"""Two people at once on one system: one edit, one announcement, no project left unseen."""

import pytest

from governance.models import FreezePeriod, JournalEntry, Notice, System
from governance.roles import Role
from governance.verdicts import Incomplete, WrongState
from projects import impact
from projects.actions import announcements, owners
from projects.actions import catalogue as verbs
from projects.actions.dependencies import declare_dependency
from projects.actions.pathbook import Overtaken
from projects.models import AnnouncementReach, Dependency, Move, SystemAnnouncement
from tests.factories import PersonFactory, ProjectFactory, member
from tests.factories_house import SystemFactory
from tests.projects.announcing import day, leaning_on

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_owners_who_save_at_once_keep_one(at_once):
    crm = SystemFactory(owned=True)
    people = [crm.owner, PersonFactory(team=crm.owner_team)]

    def edit(person):
        facts = {name: getattr(crm, name) for name in verbs.FACTS} | {"nature": person.name}
        verbs.edit_system(system=System.objects.get(pk=crm.pk), seen=1, by=person, **facts)
        return person.name

    results = at_once(edit, people)

    won = [result for result in results if isinstance(result, str)]
    assert (len(won), sum(isinstance(r, Overtaken) for r in results)) == (1, 1)
    crm.refresh_from_db()
    assert ([crm.nature], crm.version) == (won, 2)
    assert JournalEntry.objects.filter(verb="system.edited").count() == 1


def test_announcement_confirmed_twice_at_once_is_one(at_once):
    crm = SystemFactory(owned=True)
    leaning_on(crm)
    said = {"kind": "freeze", "starts_on": day(50), "ends_on": day(70), "text": "Clôture"}
    stamp = impact.stamp_of(impact.hit_by(crm, "freeze", day(50), day(70)))

    def announce(_turn):
        mine = System.objects.get(pk=crm.pk)
        return announcements.announce(system=mine, stamp=stamp, by=crm.owner, **said).pk

    results = at_once(announce, [1, 2])

    assert results[0] == results[1]
    counts = (SystemAnnouncement, AnnouncementReach, FreezePeriod, Move, Notice)
    assert [model.objects.count() for model in counts] == [1, 1, 1, 1, 1]


def test_archive_never_leaves_a_project_unseen(at_once):
    crm = SystemFactory(owned=True)
    project = ProjectFactory(staffed=True)
    bearer = member(project, Role.BEARER)
    stamp = impact.stamp_of([])

    def act(turn):
        mine = System.objects.get(pk=crm.pk)
        if turn == "archive":
            return verbs.archive_system(system=mine, reason="Fini", stamp=stamp, by=crm.owner)
        return declare_dependency(
            project=project, system=mine, nature="content", direction="in", by=bearer
        )

    results = at_once(act, ["archive", "declare"])

    refused = [r for r in results if isinstance(r, Overtaken | Incomplete)]
    crm.refresh_from_db()
    assert len(refused) == 1
    assert Dependency.objects.filter(system=crm).exists() is (crm.archived_at is None)


def test_reach_answered_and_withdrawn_at_once_has_one_end(at_once):
    crm = SystemFactory(owned=True)
    project = leaning_on(crm)
    bearer = member(project, Role.BEARER)
    stamp = impact.stamp_of(impact.leaning_on(crm))
    said = {"kind": "retirement", "starts_on": day(50), "text": "Il s’arrête"}
    made = announcements.announce(system=crm, stamp=stamp, by=crm.owner, **said)
    reach = made.reaches.get()

    def act(turn):
        if turn == "answer":
            mine = AnnouncementReach.objects.get(pk=reach.pk)
            return announcements.answer_announcement(reach=mine, word="Non", by=bearer)
        mine = SystemAnnouncement.objects.get(pk=made.pk)
        announcements.withdraw_announcement(announcement=mine, reason="Reporté", by=crm.owner)
        return "withdrawn"

    results = at_once(act, ["answer", "withdraw"])

    assert "withdrawn" in results
    reach.refresh_from_db()
    late = any(isinstance(result, WrongState) for result in results)
    assert (reach.answered_at is None) is late
    assert not Move.objects.open().about(reach).exists()


def test_two_sweeps_at_once_open_one_ball(at_once):
    crm = SystemFactory(owned=True)
    leaning_on(crm)
    System.objects.filter(pk=crm.pk).update(owner=None)

    at_once(lambda _turn: owners.follow_systems(), [1, 2])

    assert Move.objects.open().filter(kind=Move.Kind.CONFIRM_SYSTEM).count() == 1
