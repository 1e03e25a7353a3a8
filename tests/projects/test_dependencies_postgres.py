"""Two people on one dependency in the same instant: one is heard, the other is told."""

import pytest

from governance.models import JournalEntry
from governance.verdicts import WrongState
from projects.actions.dependencies import answer_dependency
from projects.actions.dependency_agreements import confirm_several
from projects.actions.dependency_changes import edit_dependency, withdraw_dependency
from projects.models import Dependency, Move
from tests.factories import PersonFactory
from tests.projects.dependency_situations import bearer_of, declared

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def fresh(row):
    return Dependency.objects.select_related("project", "system").get(pk=row.pk)


def test_two_owners_at_once_one_answer(at_once):
    row = declared()
    people = {
        "confirmed": row.system.owner,
        "refused": PersonFactory(team=row.system.owner_team),
    }

    def answer(state):
        done = answer_dependency(dependency=fresh(row), state=state, word="Oui", by=people[state])
        return done.state

    results = at_once(answer, list(people))

    won = [result for result in results if isinstance(result, str)]
    assert (len(won), sum(isinstance(r, WrongState) for r in results)) == (1, 1)
    row.refresh_from_db()
    assert [row.state] == won
    verbs = ["dependency.confirmed", "dependency.refused"]
    assert JournalEntry.objects.filter(verb__in=verbs).count() == 1


def test_an_edit_while_the_owner_answers(at_once):
    row = declared()
    version, bearer, owner = row.version, bearer_of(row), row.system.owner

    def act(who):
        if who == "bearer":
            facts = {"direction": "both"}
            edit_dependency(dependency=fresh(row), facts=facts, version=version, by=bearer)
        else:
            answer_dependency(dependency=fresh(row), state="confirmed", by=owner, version=version)
        return who

    results = at_once(act, ["bearer", "owner"])

    won = [result for result in results if isinstance(result, str)]
    assert len(won) == 1
    assert sum(isinstance(result, WrongState) for result in results) == 1
    row.refresh_from_db()
    agreed = (row.state, row.direction)
    assert agreed == (("to_confirm", "both") if won == ["bearer"] else ("confirmed", "in"))


def test_a_withdrawal_and_a_confirmation_in_bulk_leave_no_ball(at_once):
    row = declared()
    version, bearer, owner = row.version, bearer_of(row), row.system.owner

    def act(who):
        if who == "bearer":
            withdraw_dependency(dependency=fresh(row), word="Fini", version=version, by=bearer)
            return who
        told = confirm_several(read={row.pk: version}, by=owner)
        return who if told.done else WrongState(told.skipped[0][1])

    results = at_once(act, ["bearer", "owner"])

    assert sum(isinstance(result, str) for result in results) == 1
    row.refresh_from_db()
    assert row.state in ("replaced", "confirmed")
    assert not Move.objects.open().about(row).exists()
