"""A meeting held without a voice carries no gate until that voice has read and answered."""

import pytest

from governance.verdicts import WrongState
from projects.models import Move
from reviews.actions.deciding import decide_gate
from reviews.actions.gates import submit_gate
from reviews.models import Gate, ScopingMeeting
from reviews.standing import unheard_voices
from tests.factories import MilestoneFactory
from tests.factories_reviews import GateFactory, RoundFactory
from tests.reviews.meeting_situations import closed, sign, voice

pytestmark = pytest.mark.django_db


def without_vendor():
    """Minutes of a meeting held without the vendor, and a gate of the same project."""
    minutes = closed(present=("bearer", "it"))
    milestone = MilestoneFactory(project=minutes.project, gate=True)
    return minutes, GateFactory(project=minutes.project, milestone=milestone)


def submit(minutes, gate):
    gate = Gate.objects.get(pk=gate.pk)
    bearer = voice(minutes.meeting, "bearer")
    return submit_gate(gate=gate, by=bearer, reason="Le reste suit.")


@pytest.mark.parametrize("signed", [(), ("bearer",), ("bearer", "it")])
def test_no_gate_is_submitted_before_the_missing_voice_answers(signed):
    minutes, gate = without_vendor()
    for part in signed:
        sign(minutes, part)

    with pytest.raises(WrongState, match="sans le prestataire"):
        submit(minutes, gate)

    assert gate.rounds.count() == 0
    assert not Move.objects.filter(kind="submit_gate").exists()


def test_no_gate_is_decided_before_the_missing_voice_answers():
    minutes, gate = without_vendor()
    Gate.objects.filter(pk=gate.pk).update(state="submitted")
    RoundFactory(gate=gate)

    with pytest.raises(WrongState, match="sans le prestataire"):
        decide_gate(
            gate=Gate.objects.get(pk=gate.pk),
            outcome="approved",
            round_number=1,
            by=voice(minutes.meeting, "it"),
        )


def test_the_gates_open_only_after_three_signatures():
    minutes, gate = without_vendor()
    for part in ("bearer", "it"):
        sign(minutes, part)
        assert not Move.objects.about(gate).exists()
        assert ScopingMeeting.objects.get(pk=minutes.meeting_id).state == "closed"

    sign(minutes, "vendor", "remark", "Lu ; le support de niveau 1 est à préciser.")

    assert unheard_voices(minutes.project) == []
    assert Move.objects.open().about(gate).get().kind == "submit_gate"
    assert minutes.signatures.get(voice="vendor").remark.startswith("Lu")
    assert submit(minutes, gate).number == 1


def test_a_meeting_of_the_three_holds_nothing_back():
    minutes = closed()

    assert unheard_voices(minutes.project) == []
