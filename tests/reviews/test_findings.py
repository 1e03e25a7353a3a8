"""Reservations: proven by their owner, lifted by the one who may decide."""

import pytest

from governance.verdicts import Incomplete, WrongState
from projects.models import Move
from reviews.actions.findings import lift_finding, prove_finding
from reviews.models import Finding
from reviews.permissions import can_lift_finding, can_prove_finding
from tests.factories_reviews import FindingFactory

pytestmark = pytest.mark.django_db


def test_a_proof_gives_the_ball_to_the_one_who_decided():
    finding = FindingFactory()

    prove_finding(finding=finding, proof="Réglé, capture jointe.", by=finding.owner)

    move = Move.objects.open().get()
    assert (move.kind, move.person) == ("lift_finding", finding.decision.decided_by)


def test_a_blank_proof_is_refused():
    finding = FindingFactory()

    with pytest.raises(Incomplete):
        prove_finding(finding=finding, proof="  ", by=finding.owner)


def test_a_reserve_is_lifted_on_its_proof_alone():
    """Scenario 6."""
    finding = FindingFactory()

    with pytest.raises(WrongState):
        lift_finding(finding=finding, by=finding.decision.decided_by)


def test_lifting_closes_the_move_and_happens_once():
    """Scenarios 2 and 6."""
    finding = FindingFactory(proven=True)
    stale = Finding.objects.get(pk=finding.pk)
    lift_finding(finding=finding, by=finding.decision.decided_by)

    with pytest.raises(WrongState):
        lift_finding(finding=stale, by=finding.decision.decided_by)

    assert not Move.objects.open().exists()


def test_nobody_lifts_their_own_reserve():
    """Scenarios 6 and 10."""
    finding = FindingFactory()

    assert not can_lift_finding(finding.owner, finding)
    assert can_prove_finding(finding.owner, finding)
    assert not can_prove_finding(finding.decision.decided_by, finding)
