import pytest

from governance.models import Notice
from governance.verdicts import WrongState
from projects.models import Move
from reviews.actions.arbitration import withdraw_arbitration
from reviews.actions.arbitration_grounds import ground_of
from reviews.models import Gate
from tests.factories import member
from tests.reviews.arbitration_situations import answer, asked, fresh, say
from tests.reviews.gate_situations import decide, submitted

pytestmark = pytest.mark.django_db


def refused():
    gate = submitted()
    word, other = "Hors de nos règles d’hébergement.", "Le nuage Verdier."
    decide(gate, "refused", word=word, alternative=other)
    return Gate.objects.get(pk=gate.pk)


def test_a_gate_that_is_not_refused_is_not_arbitrated():
    with pytest.raises(WrongState, match="pas refusé"):
        asked(submitted())


def test_a_refusal_opposes_whoever_submitted_and_it():
    gate = refused()

    assert ground_of(gate).sides(gate) == ("vendor", "it")
    assert "hébergement" in ground_of(gate).proposed_question(gate)


def test_a_decision_on_a_refusal_validates_nothing_and_gives_the_ball_for_the_next_round(client):
    """Scenario 97."""
    gate = refused()
    arbitration = asked(gate, sides=("vendor", "it"))
    assert not Move.objects.open().about(gate, "submit_gate").exists()
    for side in ("vendor", "it"):
        say(arbitration, side)
    answer(arbitration, arbitration.sponsor)
    answer(arbitration, arbitration.cio)

    gate.refresh_from_db()
    assert (fresh(arbitration).state, gate.state) == ("decided", "refused")
    assert Move.objects.open().about(gate, "submit_gate").count() == 1
    assert Notice.objects.filter(key__contains=":decision:").count() == 3
    client.force_login(member(gate.project, "vendor"))
    page = client.get(arbitration.get_absolute_url()).content.decode()
    assert "jamais validé par un arbitrage seul" in page


def test_taking_it_back_gives_the_ball_for_the_next_round():
    gate = refused()
    arbitration = asked(gate, sides=("vendor", "it"))

    withdraw_arbitration(arbitration=arbitration, reason="Accord.", by=arbitration.opened_by)

    assert Move.objects.open().about(gate, "submit_gate").count() == 1
    assert fresh(arbitration).state == "withdrawn"
