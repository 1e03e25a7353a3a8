"""Findings outside a decision: who writes them, who says what blocks, what they cost."""

import pytest
from django.core.exceptions import PermissionDenied

from governance.verdicts import Incomplete, WrongState
from projects.models import Move, Project
from reviews.actions.findings import lift_finding, weigh_finding
from reviews.actions.gates import offer_launch
from reviews.models import Decision, Finding
from reviews.pages.findings import totals
from tests.factories import MilestoneFactory, PersonFactory
from tests.factories_reviews import GateFactory
from tests.reviews.finding_situations import found, proven
from tests.reviews.gate_situations import bearer, condition, decide, referent, submitted, vendor

pytestmark = pytest.mark.django_db


def signed(gate):
    Project.objects.filter(pk=gate.project_id).update(state=Project.State.SCOPED)


@pytest.mark.parametrize("who", [bearer, vendor, referent])
def test_each_of_the_three_voices_writes_a_finding_that_gives_a_ball(who):
    gate = submitted()

    finding = found(gate, who(gate), estimated_cost_eur=4000, estimated_days=5)

    move = Move.objects.open().get(kind="lift_finding")
    assert (finding.raised_by, finding.decision) == (who(gate), None)
    assert (move.person, move.due_on) == (vendor(gate), finding.due_on)


def test_a_person_of_it_without_a_seat_writes_one_too_and_a_colleague_does_not():
    gate = submitted()

    found(gate, PersonFactory(it=True))

    with pytest.raises(PermissionDenied):
        found(gate, PersonFactory())
    with pytest.raises(PermissionDenied):
        found(gate, PersonFactory(guest=True))


@pytest.mark.parametrize("text", ["", "  ", "\u200b"])
def test_an_invisible_finding_is_refused(text):
    """Scenario 14."""
    gate = submitted()

    with pytest.raises(Incomplete):
        found(gate, bearer(gate), text=text)


def test_only_those_who_may_decide_say_that_something_blocks():
    gate = submitted()
    with pytest.raises(PermissionDenied):
        found(gate, bearer(gate), weight="blocker")
    finding = found(gate, bearer(gate))

    with pytest.raises(PermissionDenied):
        weigh_finding(finding=finding, weight="blocker", by=bearer(gate))
    weigh_finding(finding=finding, weight="blocker", by=referent(gate))

    assert Finding.objects.get().weight == "blocker"
    with pytest.raises(WrongState):
        weigh_finding(finding=finding, weight="blocker", by=referent(gate))


def test_it_is_known_whether_it_was_found_after_the_signature():
    gate = submitted()
    early = found(gate, bearer(gate))
    signed(gate)
    late = found(gate, bearer(gate))

    assert (early.after_signature, late.after_signature) == (False, True)


def test_the_proof_of_a_raised_finding_goes_to_the_lead_or_to_the_team():
    gate = submitted()
    finding = found(gate, bearer(gate))
    own = found(gate, bearer(gate), owner=referent(gate))

    proven(finding)
    proven(own)

    balls = Move.objects.open().filter(kind="lift_finding").order_by("pk")
    assert [(ball.person, ball.team) for ball in balls] == [
        (referent(gate), None),
        (None, gate.team),
    ]


def test_lifting_keeps_what_it_really_took():
    gate = submitted()
    finding = found(gate, bearer(gate), estimated_cost_eur=4000)
    proven(finding)

    lift_finding(finding=finding, by=referent(gate), real_cost_eur=5200, real_days=3)

    finding.refresh_from_db()
    assert (finding.real_cost_eur, finding.real_days) == (5200, 3)


def test_the_totals_stand_before_and_after_the_signature():
    rows = [
        Finding(after_signature=False, estimated_cost_eur=100, estimated_days=2),
        Finding(after_signature=True, estimated_cost_eur=400, real_cost_eur=900),
        Finding(after_signature=True),
    ]

    before, after, whole = totals(rows)

    assert (before["count"], before["estimated_cost_eur"], before["real_cost_eur"]) == (
        1,
        100,
        None,
    )
    assert (after["count"], after["real_cost_eur"], after["real_days"]) == (2, 900, None)
    assert (whole["count"], whole["estimated_cost_eur"], whole["estimated_days"]) == (3, 500, 2)
    assert totals([]) == []


@pytest.mark.parametrize("outcome", ["approved", "reserved"])
def test_the_last_gate_is_not_approved_while_something_blocks(outcome):
    gate = submitted()
    found(gate, referent(gate), weight="blocker", text="Fermer l’accès public")

    with pytest.raises(Incomplete) as problem:
        decide(gate, outcome, word="Oui", reservations=[condition(gate)])

    assert "Fermer l’accès public" in str(problem.value.problems["outcome"])
    assert not Decision.objects.exists()


def test_the_last_gate_may_be_refused_and_is_approved_once_it_is_lifted():
    gate = submitted()
    finding = found(gate, referent(gate), weight="blocker")
    proven(finding)
    lift_finding(finding=finding, by=referent(gate))

    decide(gate, "approved")

    assert gate.state == "approved"


def test_an_earlier_gate_is_decided_whatever_blocks_the_launch():
    gate = submitted()
    later = MilestoneFactory(project=gate.project, gate=True, ref="J6", position=9999)
    GateFactory(project=gate.project, milestone=later, template=gate.template, team=gate.team)
    found(gate, referent(gate), weight="blocker")

    decide(gate, "approved")

    assert gate.state == "approved"


def test_the_launch_is_offered_only_when_nothing_blocks():
    gate = submitted()
    MilestoneFactory(project=gate.project, ref="launch", genre="milestone")
    decide(gate, "approved")
    signed(gate)
    gate.project.refresh_from_db()
    offer_launch(project=gate.project)
    launches = Move.objects.open().filter(kind="go_live")
    assert launches.exists()

    finding = found(gate, referent(gate), weight="blocker", owner=vendor(gate))
    assert not launches.exists()

    proven(finding)
    lift_finding(finding=finding, by=referent(gate))
    assert launches.exists()
