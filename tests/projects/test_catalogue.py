"""A system of the catalogue, kept by its owner: facts, interfaces, freezes, archive."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone

from governance import catalogue
from governance.models import JournalEntry, Kind, PathRule, System
from governance.permissions import can_add_system, can_browse_catalogue, can_keep_system
from governance.verdicts import Incomplete, WrongState
from projects import impact
from projects.actions import catalogue as verbs
from projects.actions.pathbook import Overtaken
from projects.models import Move
from tests.factories import DependencyFactory, MoveFactory, PersonFactory, ProjectFactory
from tests.factories_house import SystemFactory, SystemInterfaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def crm():
    return SystemFactory(name="CRM", owned=True)


def facts_of(system, **changed):
    """Everything that the form of a fiche sends."""
    return {name: getattr(system, name) for name in verbs.FACTS} | changed


def last_entry():
    return JournalEntry.objects.order_by("-pk").first()


def test_edit_writes_the_changes_and_counts_as_confirmed(crm):
    owner = crm.owner

    kept = verbs.edit_system(
        system=crm, seen=1, by=owner, **facts_of(crm, nature="CRM B2B", criticality=1)
    )

    kept.refresh_from_db()
    assert (kept.nature, kept.criticality, kept.version, kept.by_hand) == ("CRM B2B", 1, 2, True)
    assert (kept.confirmed_by, timezone.localdate(kept.confirmed_at)) == (
        owner,
        timezone.localdate(),
    )
    entry = last_entry()
    assert (entry.verb, entry.actor, entry.thread) == ("system.edited", owner, crm.thread)
    assert entry.facts["changes"] == {
        "nature": ["entrepôt", "CRM B2B"],
        "criticality": ["forte", "vitale"],
    }


def test_edit_of_a_version_that_is_gone_writes_nothing(crm):
    verbs.edit_system(system=crm, seen=1, by=crm.owner, **facts_of(crm, nature="un"))

    with pytest.raises(Overtaken):
        verbs.edit_system(system=crm, seen=1, by=crm.owner, **facts_of(crm, nature="deux"))

    crm.refresh_from_db()
    assert (crm.nature, crm.version) == ("un", 2)


def test_edit_refuses_a_circle_and_says_the_chain(crm):
    first = SystemFactory(name="ANCIEN", replaced_by=crm)
    second = SystemFactory(name="TRES-ANCIEN", replaced_by=first)

    with pytest.raises(Incomplete) as refusal:
        verbs.edit_system(system=crm, seen=1, by=crm.owner, **facts_of(crm, replaced_by=second))

    assert "CRM → TRES-ANCIEN → ANCIEN → CRM" in refusal.value.problems["replaced_by"]
    crm.refresh_from_db()
    assert crm.replaced_by is None


def test_edit_refuses_itself_as_heir_and_an_archived_one(crm):
    gone = SystemFactory(archived_at=timezone.now(), archived_by=crm.owner)

    for heir in (crm, gone):
        with pytest.raises(Incomplete) as refusal:
            verbs.edit_system(system=crm, seen=1, by=crm.owner, **facts_of(crm, replaced_by=heir))
        assert list(refusal.value.problems) == ["replaced_by"]


def test_a_sound_succession_has_no_circle(crm):
    heir = SystemFactory(replaced_by=SystemFactory())

    assert catalogue.succession(crm, heir) == []
    assert catalogue.succession(crm, None) == []


def test_edit_refuses_the_name_of_another_whatever_its_capitals(crm):
    SystemFactory(name="ERP")

    with pytest.raises(Incomplete) as refusal:
        verbs.edit_system(system=crm, seen=1, by=crm.owner, **facts_of(crm, name="erp"))

    assert list(refusal.value.problems) == ["name"]


def test_new_owner_receives_the_balls_of_the_one_before(crm):
    dependency = DependencyFactory(system=crm)
    move = MoveFactory(
        project=dependency.project,
        kind="confirm_dependency",
        side="owner",
        person=crm.owner,
        subject_label="projects.dependency",
        subject_id=dependency.pk,
    )
    heir = PersonFactory(team=crm.owner_team)

    verbs.edit_system(system=crm, seen=1, by=crm.owner, **facts_of(crm, owner=heir))

    move.refresh_from_db()
    assert move.person == heir
    dependency.project.refresh_from_db()
    assert [ball["holder"] for ball in dependency.project.summary["balls"]] == [heir.name]


def test_only_owner_team_and_stewards_keep_a_system(crm):
    colleague, stranger = PersonFactory(team=crm.owner_team), PersonFactory()
    steward, guest = PersonFactory(steward=True), PersonFactory(guest=True)

    allowed = [bool(can_keep_system(p, crm)) for p in (crm.owner, colleague, steward)]
    refused = [bool(can_keep_system(p, crm)) for p in (stranger, guest)]

    assert (allowed, refused) == ([True] * 3, [False] * 2)
    assert [bool(can_add_system(p)) for p in (steward, crm.owner)] == [True, False]
    assert [bool(can_browse_catalogue(p)) for p in (stranger, guest)] == [True, False]
    with pytest.raises(PermissionDenied):
        verbs.edit_system(system=crm, seen=1, by=stranger, **facts_of(crm))


def test_add_gives_a_number_that_the_reference_never_uses(crm):
    steward = PersonFactory(steward=True)
    facts = facts_of(crm, name="NOUVEAU", owner=None)

    added = verbs.add_system(by=steward, **facts)

    assert added.number > 1000
    assert (added.by_hand, added.confirmed_by) == (True, steward)
    with pytest.raises(Incomplete):
        verbs.add_system(by=steward, **facts)
    with pytest.raises(PermissionDenied):
        verbs.add_system(by=crm.owner, **facts_of(crm, name="AUTRE"))


def test_confirm_closes_the_ball_and_a_stale_page_is_too_late(crm):
    move = Move.open_for(
        crm, Move.Kind.CONFIRM_SYSTEM, side="owner", person=crm.owner, title="x", days=5
    )

    verbs.confirm_system(system=crm, seen=1, by=crm.owner)

    move.refresh_from_db()
    assert move.outcome == "confirmed"
    assert last_entry().verb == "system.confirmed"
    with pytest.raises(WrongState):
        verbs.confirm_system(system=crm, seen=7, by=crm.owner)


def test_interface_opens_closes_and_opens_again(crm):
    said = {"name": "API clients", "protocol": "api", "note": "v2"}
    opened = verbs.add_interface(system=crm, by=crm.owner, **said)

    with pytest.raises(Incomplete):
        verbs.add_interface(system=crm, by=crm.owner, **said | {"name": "api CLIENTS"})
    verbs.end_interface(interface=opened, by=crm.owner)
    with pytest.raises(WrongState):
        verbs.end_interface(interface=opened, by=crm.owner)
    again = verbs.add_interface(system=crm, by=crm.owner, **said)

    assert (again.pk, again.ended_on) == (opened.pk, None)
    verbs_told = [entry.verb for entry in JournalEntry.objects.order_by("pk")]
    assert verbs_told == [
        "system.interface_opened",
        "system.interface_ended",
        "system.interface_opened",
    ]


def test_reference_leaves_alone_what_an_owner_keeps(reference):
    crm = System.objects.get(name="CRM-VENTES")
    owner = PersonFactory(team=crm.owner_team)
    verbs.edit_system(
        system=crm,
        seen=1,
        by=owner,
        **facts_of(crm, name="CRM-GROUPE", nature="CRM commun", owner=owner),
    )

    call_command("load_reference", verbosity=0)

    crm.refresh_from_db()
    assert (crm.name, crm.nature, crm.owner) == ("CRM-GROUPE", "CRM commun", owner)
    assert System.objects.count() == 44


def test_rules_and_kinds_follow_a_system_that_was_renamed(reference):
    crm = System.objects.get(name="CRM-VENTES")
    suggested = PathRule.objects.filter(effect="system", target="CRM-VENTES").count()
    usual = set(Kind.objects.filter(systems=crm))
    steward = PersonFactory(steward=True)
    verbs.edit_system(system=crm, seen=1, by=steward, **facts_of(crm, name="CRM-GROUPE"))

    call_command("load_reference", verbosity=0)

    assert suggested
    assert PathRule.objects.filter(effect="system", target="CRM-GROUPE").count() == suggested
    assert set(Kind.objects.filter(systems=crm)) == usual


def test_life_of_a_system_in_words(crm):
    today = timezone.localdate()
    heir = SystemFactory()
    lives = [
        ({}, "En service"),
        ({"replaced_by": heir}, "En cours de remplacement"),
        ({"retires_on": today + timedelta(30)}, "S’arrête le"),
        ({"retires_on": today - timedelta(1)}, "Arrêté depuis le"),
        ({"archived_at": timezone.now()}, "Archivé"),
    ]
    for facts, words in lives:
        for name, value in facts.items():
            setattr(crm, name, value)
        assert catalogue.life(crm, today)["word"].startswith(words)


def test_what_is_missing_is_only_what_gates_ask():
    bare = SystemFactory(personal_data="unknown")
    full = SystemFactory(owned=True)
    closed = SystemInterfaceFactory(system=full, ended_on=timezone.localdate())

    assert len(catalogue.missing(bare, [], by_flow=True)) == 3
    assert len(catalogue.missing(bare, [], by_flow=False)) == 2
    assert catalogue.missing(full, [], by_flow=False) == []
    assert len(catalogue.missing(full, [closed], by_flow=True)) == 1
    assert (
        catalogue.missing(full, [SystemInterfaceFactory(system=full, name="b")], by_flow=True) == []
    )


def test_project_that_is_over_leans_on_nothing(crm):
    DependencyFactory(system=crm, project=ProjectFactory(state="cancelled"))
    DependencyFactory(
        system=crm, state="refused", answered_by=crm.owner, answered_at=timezone.now()
    )

    assert impact.leaning_on(crm) == []
