"""The life of a gate: submitted on a snapshot, decided once, conditions with an owner."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from governance.models import JournalEntry, Notice
from governance.roles import Role
from governance.verdicts import Incomplete, WrongState
from projects.models import Move, TechnicalChoice
from reviews.actions.deciding import decide_gate
from reviews.actions.gate_waivers import waive_gate
from reviews.actions.gates import submit_gate
from reviews.actions.opinions import give_opinion
from reviews.models import Decision, Finding, Gate
from tests.factories import MilestoneFactory, ProjectTopicFactory, TechnicalChoiceFactory, member
from tests.factories_reviews import GateFactory
from tests.reviews.gate_situations import answer_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def gate():
    """A gate on one topic, with a submitted choice and three people at the table."""
    gate = GateFactory()
    subject = ProjectTopicFactory(project=gate.project)
    gate.topics.add(subject.topic)
    TechnicalChoiceFactory(subject=subject, submitted=True, submitted_by=vendor(gate))
    from projects import topics

    topics.refresh(subject)
    answer_all(gate)
    return gate


def vendor(gate):
    return member(gate.project, Role.VENDOR)


def referent(gate):
    return member(gate.project, Role.IT)


def submitted(gate):
    submit_gate(gate=gate, by=vendor(gate))
    return gate


def condition(gate, **fields):
    """One reservation as the form gives it."""
    return {
        "text": "Garder les journaux six mois",
        "owner": vendor(gate),
        "due_on": timezone.localdate() + timedelta(days=14),
        "consequence": "security",
        "weight": "reservation",
        "topic": None,
        "proof_asked": "",
    } | fields


def test_submitting_freezes_the_file_and_gives_the_ball_to_the_referent(gate):
    opened = submit_gate(gate=gate, by=vendor(gate))

    move = Move.objects.open().get(kind="decide_gate")
    assert (gate.state, opened.number) == ("submitted", 1)
    assert (move.person, move.days) == (referent(gate), gate.answer_days)
    assert [topic["choice"]["solution"] for topic in opened.snapshot["topics"]] == [
        "Hexanuage, Paris"
    ]


def test_a_later_version_leaves_the_frozen_file_as_it_was(gate):
    opened = submit_gate(gate=gate, by=vendor(gate))
    TechnicalChoice._base_manager.update(label="Cloudmont")

    opened.refresh_from_db()
    assert opened.snapshot["topics"][0]["choice"]["solution"] == "Hexanuage, Paris"


def test_an_incomplete_file_needs_a_reason(gate):
    TechnicalChoice._base_manager.all().delete()
    gate.project.topics.update(state="open", version=0)

    with pytest.raises(Incomplete):
        submit_gate(gate=gate, by=vendor(gate))

    assert submit_gate(gate=gate, by=vendor(gate), reason="L’hébergeur répond lundi.").reason


def test_approving_validates_the_version_that_was_read(gate):
    decide_gate(gate=submitted(gate), outcome="approved", round_number=1, by=referent(gate))

    subject = gate.project.topics.get()
    assert (gate.state, subject.state, subject.validated_version) == ("approved", "validated", 1)
    assert gate.milestone.__class__.objects.get(pk=gate.milestone_id).state == "done"
    assert JournalEntry.objects.filter(verb="gate.approved").count() == 1


def test_a_reserve_has_an_owner_a_date_and_a_move(gate):
    decide_gate(
        gate=submitted(gate),
        outcome="reserved",
        round_number=1,
        word="Deux points à finir.",
        by=referent(gate),
        reservations=[condition(gate)],
    )

    finding = Finding.objects.get()
    move = Move.objects.open().get(kind="lift_finding")
    assert (move.person, move.due_on) == (finding.owner, finding.due_on)


def test_a_reserve_without_any_line_is_refused(gate):
    with pytest.raises(Incomplete):
        decide_gate(
            gate=submitted(gate),
            outcome="reserved",
            round_number=1,
            word="Oui mais",
            by=referent(gate),
        )

    assert Gate.objects.get(pk=gate.pk).state == "submitted"


@pytest.mark.parametrize("word", ["", "   "])
@pytest.mark.parametrize("outcome", ["changes", "refused", "reserved"])
def test_anything_short_of_a_plain_approval_says_why(gate, outcome, word):
    """Scenario 14."""
    with pytest.raises(Incomplete):
        decide_gate(
            gate=submitted(gate),
            outcome=outcome,
            round_number=1,
            word=word,
            by=referent(gate),
            reservations=[condition(gate)],
        )


def test_deciding_twice_leaves_one_decision_and_says_who_decided(gate):
    """Scenario 2."""
    submitted(gate)
    stale = Gate.objects.get(pk=gate.pk)
    decide_gate(gate=gate, outcome="approved", round_number=1, by=referent(gate))

    with pytest.raises(WrongState, match=referent(gate).name):
        decide_gate(gate=stale, outcome="refused", round_number=1, word="Non", by=referent(gate))

    assert Decision.objects.count() == 1


def test_deciding_on_an_older_round_is_too_late(gate):
    """Scenario 3."""
    submitted(gate)
    decide_gate(gate=gate, outcome="changes", round_number=1, word="À revoir", by=referent(gate))
    submit_gate(gate=gate, by=vendor(gate))

    with pytest.raises(WrongState):
        decide_gate(gate=gate, outcome="approved", round_number=1, by=referent(gate))


@pytest.mark.parametrize("state", sorted(set(Gate.State.values) - {"submitted"}))
def test_only_a_submitted_gate_is_decided(gate, state):
    """Scenario 9."""
    submitted(gate)
    Gate.objects.filter(pk=gate.pk).update(state=state)
    before = JournalEntry.objects.count()

    with pytest.raises(WrongState):
        decide_gate(gate=gate, outcome="approved", round_number=1, by=referent(gate))

    assert (Decision.objects.count(), JournalEntry.objects.count()) == (0, before)


def test_asking_for_changes_sends_the_ball_back_to_the_vendor(gate):
    decide_gate(
        gate=submitted(gate), outcome="changes", round_number=1, word="À revoir", by=referent(gate)
    )

    move = Move.objects.open().get()
    assert (move.kind, move.person) == ("submit_gate", vendor(gate))


def test_a_decision_opens_the_next_gate(gate):
    following = MilestoneFactory(
        project=gate.project, gate=True, ref="J3", position=gate.milestone.position + 1
    )
    GateFactory(project=gate.project, milestone=following)

    decide_gate(gate=submitted(gate), outcome="approved", round_number=1, by=referent(gate))

    assert Move.objects.open().get(kind="submit_gate").subject_id == following.gate.pk


def test_the_three_voices_but_the_one_who_decided_are_told_once(gate):
    decide_gate(gate=submitted(gate), outcome="approved", round_number=1, by=referent(gate))

    told = Notice.objects.filter(key__startswith="decision:")
    assert {notice.recipient for notice in told} == {
        vendor(gate),
        member(gate.project, Role.BEARER),
    }


def test_an_opinion_is_given_once_a_person_and_round(gate):
    submitted(gate)
    give_opinion(gate=gate, value="favourable", by=referent(gate))

    with pytest.raises(WrongState):
        give_opinion(gate=gate, value="reserved", text="Un doute", by=referent(gate))


def test_a_waiver_lets_the_project_go_on_in_full_view(gate):
    anne = member(gate.project, Role.MANAGER)

    waive_gate(
        gate=gate,
        by=anne,
        risk_owner=anne,
        reason="Le salon ouvre lundi.",
        measure="Une astreinte.",
        expires_on=timezone.localdate() + timedelta(days=30),
    )

    gate.project.refresh_from_db()
    assert (gate.state, gate.project.health) == ("waived", "watch")
    assert not Move.objects.open().about(gate).exists()


def test_a_waiver_ends_on_a_day_to_come(gate):
    anne = member(gate.project, Role.MANAGER)

    with pytest.raises(Incomplete):
        waive_gate(
            gate=gate,
            by=anne,
            risk_owner=anne,
            reason="Vite",
            measure="Une astreinte.",
            expires_on=timezone.localdate(),
        )


def test_a_decision_that_dies_half_way_leaves_nothing(gate, monkeypatch):
    submitted(gate)

    def die(**_kwargs):
        raise RuntimeError("the machine stops")

    monkeypatch.setattr("reviews.actions.deciding.announce_decision", die)
    with pytest.raises(RuntimeError), transaction.atomic():
        decide_gate(gate=gate, outcome="approved", round_number=1, by=referent(gate))

    assert Gate.objects.get(pk=gate.pk).state == "submitted"
    assert not Decision.objects.exists()
    assert Move.objects.open().filter(kind="decide_gate").exists()


def test_the_database_refuses_a_decision_without_word(gate):
    submitted(gate)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            round=gate.rounds.get(),
            outcome="refused",
            decided_by=referent(gate),
            decided_at=timezone.now(),
        )
