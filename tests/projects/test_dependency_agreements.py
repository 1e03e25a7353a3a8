"""Agreements in one gesture: what an owner confirmed once, and several at once."""

import pytest

from governance.models import JournalEntry
from governance.verdicts import Incomplete, WrongState
from projects.actions.dependencies import answer_dependency
from projects.actions.dependency_agreements import (
    answer_as_before,
    confirm_several,
    reuse_agreement,
)
from projects.actions.dependency_changes import edit_dependency
from projects.models import Move
from projects.reuse import earlier_agreements
from tests.factories import PersonFactory
from tests.factories_house import SystemInterfaceFactory
from tests.projects.dependency_situations import bearer_of, confirmed, declared, in_days

pytestmark = pytest.mark.django_db


def reuse(row, earlier):
    return reuse_agreement(dependency=row, earlier=earlier, by=bearer_of(row))


def test_the_same_request_finds_the_agreement():
    earlier = confirmed()
    row = declared(system=earlier.system)

    assert earlier_agreements([row]) == {row.pk: earlier}


@pytest.mark.parametrize(
    "other",
    [
        {"direction": "out"},
        {"categories": ["identity"]},
        {"categories": []},
    ],
)
def test_another_request_finds_none(other):
    earlier = confirmed()

    assert earlier_agreements([declared(system=earlier.system, **other)]) == {}


def test_an_agreement_that_ends_before_the_need_is_not_offered():
    earlier = confirmed(state="conditional", word="Pour un temps", open_until=in_days(1))

    assert earlier_agreements([declared(system=earlier.system)]) == {}


def test_a_refused_or_waiting_one_is_no_agreement():
    first = declared()

    assert earlier_agreements([declared(system=first.system)]) == {}


def test_the_owner_is_still_asked_and_answers_the_same():
    interface = SystemInterfaceFactory()
    first = declared()
    interface.system = first.system
    interface.save()
    earlier = answer_dependency(
        dependency=first,
        state="conditional",
        word="La nuit",
        interface=interface,
        by=first.system.owner,
    )
    row = reuse(declared(system=earlier.system), earlier)

    assert (row.state, row.reused_from, row.interface) == ("to_confirm", earlier, interface)
    ball = Move.objects.open().about(row).get()
    assert ball.person == row.system.owner
    assert earlier.project.key in ball.detail

    answer_as_before(dependency=row, version=row.version, by=row.system.owner)

    row.refresh_from_db()
    assert (row.state, row.word, row.answered_by) == ("conditional", "La nuit", row.system.owner)
    assert not Move.objects.open().about(row).exists()


def test_only_the_same_thing_is_taken_up():
    earlier = confirmed()
    row = declared(system=earlier.system, direction="both")

    with pytest.raises(WrongState):
        reuse(row, earlier)


def test_a_request_changed_since_is_no_longer_the_same():
    earlier = confirmed()
    row = reuse(declared(system=earlier.system), earlier)

    row = edit_dependency(
        dependency=row, facts={"direction": "both"}, version=row.version, by=bearer_of(row)
    )

    assert row.reused_from is None
    with pytest.raises(WrongState):
        answer_as_before(dependency=row, version=row.version, by=row.system.owner)


def test_several_are_confirmed_each_on_its_own_and_the_skipped_are_said():
    owner = declared().system.owner
    system = owner.systems.get()
    first, second, third = (declared(system=system) for _n in range(3))
    read = {row.pk: row.version for row in (first, second, third)}
    stranger = declared()
    read[stranger.pk] = stranger.version
    answer_dependency(dependency=first, state="refused", word="Non", by=owner)
    edit_dependency(
        dependency=second, facts={"direction": "both"}, version=second.version, by=bearer_of(second)
    )

    told = confirm_several(read=read, by=owner, word="Par l’API", open_until=in_days(3000))

    assert [row.pk for row in told.done] == [third.pk]
    assert {row.pk for row, _why in told.skipped} == {first.pk, second.pk, stranger.pk}
    assert all(why for _row, why in told.skipped)
    third.refresh_from_db()
    assert (third.word, third.open_until) == ("Par l’API", in_days(3000))
    assert JournalEntry.objects.filter(verb="dependency.confirmed").count() == 1


def test_any_member_of_the_team_may_answer_and_the_first_wins():
    row = declared()
    mate = PersonFactory(team=row.system.owner_team)

    told = confirm_several(read={row.pk: row.version}, by=mate)
    again = confirm_several(read={row.pk: row.version}, by=row.system.owner)

    assert [done.pk for done in told.done] == [row.pk]
    assert [skipped.pk for skipped, _why in again.skipped] == [row.pk]


@pytest.mark.parametrize(("days", "why"), [(-1, "passée"), (1, "sous conditions")])
def test_a_date_before_the_need_is_not_a_plain_yes(days, why):
    row = declared()

    with pytest.raises(Incomplete, match=why):
        answer_dependency(
            dependency=row, state="confirmed", open_until=in_days(days), by=row.system.owner
        )
