"""One ball, two people, the same instant: one effect, and the other reads what happened."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from governance.journal import broken_links
from governance.models import Absence, JournalEntry
from governance.verdicts import WrongState
from projects.models import Move
from reviews.actions.queues import hand_over_move, release_move, take_move
from reviews.models import Decision
from tests.factories import AbsenceFactory, MoveFactory, PersonFactory, TeamFactory
from tests.reviews.gate_situations import referent, submitted
from tests.reviews.test_gates_postgres import at_once, deciding, errors

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def fresh(move):
    return Move.objects.select_related("project", "person", "team__lead").get(pk=move.pk)


def test_two_colleagues_take_one_ball_and_one_has_it():
    team = TeamFactory(it=True)
    move = MoveFactory(team=team, person=None, side="it")
    people = [PersonFactory(team=team) for _ in range(4)]
    rows = [fresh(move) for _ in people]

    results = at_once(
        *[
            lambda row=row, by=by: take_move(move=row, by=by)
            for row, by in zip(rows, people, strict=True)
        ]
    )

    refused = errors(results)
    holder = Move.objects.get().person
    assert [type(error) for error in refused] == [WrongState] * 3
    assert all(holder.name in str(error) for error in refused)
    assert JournalEntry.objects.filter(verb="queue.taken").count() == 1


def test_given_back_and_handed_over_at_once_end_one_way():
    team = TeamFactory(it=True)
    julien, nadia, lead = (PersonFactory(team=team) for _ in range(3))
    team.lead = lead
    team.save()
    move = take_move(move=MoveFactory(team=team, person=None, side="it"), by=julien)
    one, other = fresh(move), fresh(move)

    results = at_once(
        lambda: release_move(move=one, by=julien),
        lambda: hand_over_move(move=other, by=lead, colleague=nadia),
    )

    # the ball that came back first is nobody's to pass on; the one that was passed is not Julien's
    assert len(errors(results)) == 1
    assert isinstance(errors(results)[0], WrongState | PermissionDenied)
    assert Move.objects.get().person in (None, nadia)
    assert list(broken_links()) == []


def test_the_referent_and_their_relay_decide_at_once_and_one_decision_stands():
    gate = submitted()
    sophie = referent(gate)
    relay = AbsenceFactory(person=sophie, delegate=PersonFactory()).delegate

    results = at_once(deciding(gate, sophie), deciding(gate, relay, "changes", "À revoir"))

    refused = errors(results)
    assert [type(error) for error in refused] == [WrongState]
    assert Decision.objects.get().decided_by.name in str(refused[0])


def test_a_delegation_that_ends_while_the_relay_reads_ends_their_right():
    """What counts is the day of the decision, not the one on which the page was opened."""
    gate = submitted()
    absence = AbsenceFactory(person=referent(gate), delegate=PersonFactory())
    page = deciding(gate, absence.delegate)
    ended = timezone.localdate() - timedelta(days=1)
    Absence.objects.filter(pk=absence.pk).update(starts_on=ended, ends_on=ended)

    results = at_once(page, deciding(gate, referent(gate)))

    assert [type(error) for error in errors(results)] == [PermissionDenied]
    assert Decision.objects.get().on_behalf_of is None
