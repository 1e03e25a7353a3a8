"""A dependency that changes: what its owner had answered holds, or is asked again."""

import pytest

from governance.models import JournalEntry, Notice
from governance.verdicts import Incomplete, WrongState
from projects import afterwards
from projects.actions.dependencies import answer_dependency, declare_dependency
from projects.actions.dependency_changes import (
    edit_dependency,
    replace_dependency,
    withdraw_dependency,
)
from projects.models import Dependency, Move
from tests.factories import MilestoneFactory, PersonFactory
from tests.factories_house import SystemInterfaceFactory
from tests.projects.dependency_situations import (
    bearer_of,
    confirmed,
    declared,
    in_days,
    owned_system,
)

pytestmark = pytest.mark.django_db
CONFIRM = Move.Kind.CONFIRM_DEPENDENCY


def edit(row, **facts):
    return edit_dependency(dependency=row, facts=facts, version=row.version, by=bearer_of(row))


def open_balls(row):
    return Move.objects.open().about(row, CONFIRM)


@pytest.mark.parametrize(
    "change",
    [
        {"direction": "both"},
        {"categories": ["identity", "payment"]},
        {"protocol": "file"},
        {"environment": "both"},
    ],
)
def test_what_an_owner_confirmed_is_asked_again(change):
    row = confirmed(open_until=in_days(4000))

    done = edit(row, **change)

    done.refresh_from_db()
    assert (done.state, done.open_until) == ("to_confirm", None)
    move = open_balls(done).get()
    assert move.person == done.system.owner
    assert move.detail.startswith("Ce qui change")
    entry = JournalEntry.objects.get(verb="dependency.changed")
    assert [line["fact"] for line in entry.facts["changes"]] == [
        Dependency._meta.get_field(next(iter(change))).verbose_name
    ]


@pytest.mark.parametrize("change", [{"data": "comptes et adresses"}, {"volume": "2 000 par jour"}])
def test_a_detail_leaves_the_answer_as_it_is(change):
    row = confirmed()

    done = edit(row, **change)

    assert done.state == "confirmed"
    assert not open_balls(done).exists()
    assert Notice.objects.filter(
        recipient=row.system.owner, subject__contains="un détail change"
    ).exists()


@pytest.mark.parametrize(("days", "state"), [(20, "to_confirm"), (60, "confirmed")])
def test_an_earlier_milestone_asks_again_and_a_later_one_does_not(days, state):
    row = confirmed()
    project = row.project
    step = MilestoneFactory(project=project, ref="J5", due_on=in_days(40))
    row = edit(row, needed_by=step)
    if row.state == "to_confirm":
        row = answer_dependency(dependency=row, state="confirmed", by=row.system.owner)
    other = MilestoneFactory(project=project, ref="J6", due_on=in_days(days))

    assert edit(row, needed_by=other).state == state


def test_a_request_that_still_waits_says_what_changed_to_the_same_owner():
    row = declared()

    done = edit(row, direction="out")

    assert open_balls(done).count() == 1
    assert "direction" in open_balls(done).get().detail or "sens" in open_balls(done).get().detail
    assert Notice.objects.filter(recipient=row.system.owner).count() == 2


def test_a_refused_one_goes_back_to_the_owner_once_revised():
    row = declared()
    answer_dependency(dependency=row, state="refused", word="Non", by=row.system.owner)
    assert open_balls(row).get().side == "bearer"

    done = edit(row, categories=["products"])

    assert done.state == "to_confirm"
    assert [move.side for move in open_balls(done)] == ["owner"]


def test_nothing_changed_writes_nothing():
    row = confirmed()

    assert edit(row, direction="in").version == row.version
    assert not JournalEntry.objects.filter(verb="dependency.changed").exists()


def test_a_stale_page_changes_nothing():
    row = declared()
    edit(row, direction="out")

    with pytest.raises(WrongState):
        edit_dependency(
            dependency=row, facts={"direction": "both"}, version=row.version, by=bearer_of(row)
        )


def test_an_interface_is_one_of_the_system_and_still_open():
    row = declared()
    closed = SystemInterfaceFactory(system=row.system, ended_on=in_days(-1))

    for interface in (SystemInterfaceFactory(), closed):
        with pytest.raises(Incomplete):
            edit(row, interface=interface)


def test_another_system_takes_the_place_and_the_old_row_stays():
    row, system = confirmed(), owned_system()

    heir = replace_dependency(
        dependency=row, system=system, word="Il s’arrête", version=row.version, by=bearer_of(row)
    )

    row.refresh_from_db()
    assert (row.state, row.replaced_by, row.word) == ("replaced", heir, "Il s’arrête")
    assert (heir.system, heir.data, heir.categories) == (system, row.data, row.categories)
    assert open_balls(heir).get().person == system.owner
    assert not open_balls(row).exists()
    assert list(row.project.dependencies.standing()) == [heir]
    assert Notice.objects.filter(recipient=row.system.owner, subject__contains="plus").exists()


def test_a_system_already_leaned_on_takes_over_with_more_to_carry():
    row = declared(categories=["purchases"])
    other = declared(project=row.project, categories=["identity"])
    answer_dependency(dependency=other, state="confirmed", by=other.system.owner)

    heir = replace_dependency(
        dependency=row,
        system=other.system,
        word="L’équivalent existe",
        version=row.version,
        by=bearer_of(row),
    )

    assert heir.pk == other.pk
    assert (heir.state, heir.categories) == ("to_confirm", ["identity", "purchases"])


@pytest.mark.parametrize("word", ["", "  "])
def test_leaving_says_why(word):
    row = declared()

    with pytest.raises(Incomplete):
        withdraw_dependency(dependency=row, word=word, version=row.version, by=bearer_of(row))
    with pytest.raises(Incomplete):
        replace_dependency(
            dependency=row,
            system=owned_system(),
            word=word,
            version=row.version,
            by=bearer_of(row),
        )


def test_a_withdrawn_one_may_be_declared_again_and_is_the_same_row():
    row = declared()
    gone = withdraw_dependency(
        dependency=row, word="Plus besoin", version=row.version, by=bearer_of(row)
    )
    assert (gone.state, gone.replaced_by) == ("replaced", None)
    with pytest.raises(WrongState):
        edit(gone, direction="out")

    again = declare_dependency(
        project=row.project,
        system=row.system,
        nature="data_flow",
        direction="out",
        by=bearer_of(row),
    )

    assert again.pk == row.pk
    assert (again.state, again.direction, again.categories) == ("to_confirm", "out", [])
    assert open_balls(again).count() == 1


def test_a_stopped_project_changes_nothing():
    row = declared()
    row.project.cancel(by=PersonFactory(), reason="Budget")

    with pytest.raises(WrongState):
        edit(row, direction="out")
    with pytest.raises(WrongState):
        withdraw_dependency(dependency=row, word="x", version=row.version, by=bearer_of(row))


def test_the_floor_above_is_told(monkeypatch):
    told = []
    monkeypatch.setattr(
        afterwards, "follow", lambda event, subject, *, by: told.append((event, subject.pk))
    )
    row = declared()
    row = edit(row, direction="out")
    answer_dependency(dependency=row, state="confirmed", by=row.system.owner)
    withdraw_dependency(dependency=row, word="Fini", version=row.version, by=bearer_of(row))

    assert told == [
        (afterwards.DEPENDENCY_DECLARED, row.pk),
        (afterwards.DEPENDENCY_CHANGED, row.pk),
        (afterwards.DEPENDENCY_ANSWERED, row.pk),
        (afterwards.DEPENDENCY_LEFT, row.pk),
    ]


def test_an_owner_who_left_leaves_the_ball_to_the_team():
    system = owned_system()
    system.owner.is_active = False
    system.owner.save(update_fields=["is_active"])
    mate = PersonFactory(team=system.owner_team)

    row = declared(system=system)

    assert (open_balls(row).get().person, open_balls(row).get().team) == (None, system.owner_team)
    assert [notice.recipient for notice in Notice.objects.all()] == [mate]
