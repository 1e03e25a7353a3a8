"""A system that is frozen or leaves the catalogue: its projects first, nothing lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from governance.models import FreezePeriod, JournalEntry, System
from governance.verdicts import Incomplete, WrongState
from projects import impact
from projects.actions import catalogue as verbs
from projects.actions.pathbook import Overtaken
from projects.reference import load_reference_data
from tests.factories import DependencyFactory, PersonFactory, SystemAnnouncementFactory
from tests.factories_house import FreezePeriodFactory, SystemFactory, SystemInterfaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def crm():
    return SystemFactory(name="CRM", owned=True)


def facts_of(system, **changed):
    """Everything that the form of a fiche sends."""
    return {name: getattr(system, name) for name in verbs.FACTS} | changed


def last_entry():
    return JournalEntry.objects.order_by("-pk").first()


def test_freeze_is_noted_once_and_withdrawn(crm):
    day = timezone.localdate() + timedelta(days=10)
    days = {"label": "Clôture", "starts_on": day, "ends_on": day}
    freeze = verbs.add_freeze(system=crm, by=crm.owner, **days)

    assert verbs.add_freeze(system=crm, by=crm.owner, **days) == freeze
    verbs.withdraw_freeze(freeze=freeze, by=crm.owner)

    assert not FreezePeriod.objects.exists()
    with pytest.raises(WrongState):
        verbs.withdraw_freeze(freeze=freeze, by=crm.owner)


@pytest.mark.parametrize(("first", "last"), [(5, 3), (-9, -3)])
def test_freeze_needs_days_in_order_and_to_come(crm, first, last):
    today = timezone.localdate()
    days = {"starts_on": today + timedelta(first), "ends_on": today + timedelta(last)}

    with pytest.raises(Incomplete):
        verbs.add_freeze(system=crm, label="Clôture", by=crm.owner, **days)


def test_announced_freeze_leaves_with_its_announcement(crm):
    freeze = FreezePeriodFactory(system=crm)
    SystemAnnouncementFactory(
        system=crm, kind="freeze", freeze=freeze, ends_on=timezone.localdate() + timedelta(90)
    )

    with pytest.raises(WrongState):
        verbs.withdraw_freeze(freeze=freeze, by=crm.owner)


def test_archive_shows_its_projects_first_and_loses_nothing(crm):
    """A system deleted while in use is archived, never lost."""
    dependency = DependencyFactory(system=crm)
    SystemInterfaceFactory(system=crm)
    empty = impact.stamp_of([])

    with pytest.raises(Overtaken):
        verbs.archive_system(system=crm, reason="Remplacé", stamp=empty, by=crm.owner)
    stamp = impact.stamp_of(impact.leaning_on(crm))
    with pytest.raises(Incomplete):
        verbs.archive_system(system=crm, reason=" ", stamp=stamp, by=crm.owner)
    verbs.archive_system(system=crm, reason="Remplacé", stamp=stamp, by=crm.owner)

    crm.refresh_from_db()
    assert (crm.archived_by, crm.archival) == (crm.owner, "Remplacé")
    assert list(crm.dependencies.all()) == [dependency]
    assert crm.interfaces.count() == 1
    assert list(System.objects.in_use()) == []


def test_archived_system_no_longer_changes_and_may_come_back(crm):
    stamp = impact.stamp_of([])
    verbs.archive_system(system=crm, reason="Remplacé", stamp=stamp, by=crm.owner)

    with pytest.raises(WrongState):
        verbs.edit_system(system=crm, seen=2, by=crm.owner, **facts_of(crm))
    verbs.restore_system(system=crm, by=crm.owner)
    with pytest.raises(WrongState):
        verbs.restore_system(system=crm, by=crm.owner)

    crm.refresh_from_db()
    assert (crm.archived_at, crm.archival) == (None, "")
    assert last_entry().verb == "system.restored"


def test_archived_system_is_proposed_to_no_registration(reference):
    System.objects.filter(name="CRM-VENTES").update(
        archived_at=timezone.now(), archived_by=PersonFactory()
    )

    assert "CRM-VENTES" not in load_reference_data().systems
