"""Two colleagues read the same drawn project in the same instant."""

import threading

import pytest
from django.db import connection

from governance.models import JournalEntry
from governance.roles import Role
from governance.verdicts import WrongState
from projects.models import LaterCheck
from reviews.actions.later_checks import answer_check
from tests.factories import PersonFactory, member
from tests.reviews.test_later_checks import drawn

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_findings_at_once_keep_one():
    check = drawn()
    lucie = member(check.project, Role.IT)
    people, start, results = [lucie, PersonFactory(team=lucie.team)], threading.Barrier(2), []

    def read(person, outcome):
        try:
            start.wait(timeout=10)
            mine = LaterCheck.objects.select_related("project").get(pk=check.pk)
            answer_check(check=mine, outcome=outcome, word="Vu.", by=person)
            results.append(outcome)
        except WrongState as late:
            results.append(late)
        finally:
            connection.close()

    pairs = zip(people, ("held", "not_held"), strict=True)
    threads = [threading.Thread(target=read, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    check.refresh_from_db()
    assert [result for result in results if isinstance(result, str)] == [check.outcome]
    assert len(results) == 2
    assert JournalEntry.objects.filter(verb__startswith="check.").count() == 1
