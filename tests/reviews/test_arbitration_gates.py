"""A refusal, or a decision that does not come, goes to two arbiters; they validate nothing."""

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.models import Notice
from governance.verdicts import Incomplete, WrongState
from projects.models import Move
from reviews.actions.arbitration import withdraw_arbitration
from reviews.actions.arbitration_answers import answer_arbitration
from reviews.actions.arbitration_grounds import ground_of
from reviews.actions.gates import submit_gate
from reviews.models import Arbitration, Gate, Report
from tests.factories import member
from tests.reviews.arbitration_situations import answer, arbiters, asked, fresh, in_days, say
from tests.reviews.gate_situations import decide, submitted, vendor
from tests.reviews.test_gate_records import page_of

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


def overdue(**facts):
    """A gate where no silence agrees, under review, whose answer is past its day."""
    gate = submitted(silence="never", **facts)
    Move.objects.filter(kind="decide_gate").update(due_on=in_days(-1))
    return Gate.objects.select_related("project").get(pk=gate.pk)


def where(gate, name="gate-arbitration"):
    return reverse(f"reviews:{name}", args=[gate.pk])


def ruled(gate, *, stands):
    """Two arbiters hold for the same option: that the refusal stands, or the first of the others."""
    arbitration = asked(gate, sides=("vendor", "it"))
    for side in ("vendor", "it"):
        say(arbitration, side)
    chosen = arbitration.options.filter(stands=stands).first()
    for arbiter in (arbitration.sponsor, arbitration.cio):
        word = "Le contrat le permet."
        answer_arbitration(arbitration=arbitration, option=chosen.pk, by=arbiter, word=word)
    return fresh(arbitration)


def test_that_the_refusal_stands_is_always_one_of_the_options():
    arbitration = asked(refused(), sides=("vendor", "it"))

    assert [row.label for row in arbitration.options.filter(stands=True)] == [
        "Le refus est maintenu"
    ]
    assert arbitration.options.count() == 3


def test_an_option_that_says_the_same_again_is_refused():
    twice = [{"label": "le refus est maintenu"}, {"label": "L’agence"}]

    with pytest.raises(Incomplete):
        asked(refused(), sides=("vendor", "it"), options=twice)


def test_a_refusal_upheld_stays_and_the_ball_says_so():
    gate = refused()

    ruled(gate, stands=True)

    gate.refresh_from_db()
    ball = Move.objects.open().about(gate, "submit_gate").get()
    assert (gate.state, gate.doubt) == ("refused", "")
    assert ball.detail == "Arbitrage rendu : Le refus est maintenu."


def test_a_refusal_overruled_is_open_again_for_the_same_person(client):
    gate = refused()
    decision = gate.rounds.get().decision

    ruled(gate, stands=False)

    gate.refresh_from_db()
    assert (gate.state, gate.doubt) == ("to_confirm", "Arbitrage rendu : L’agence.")
    assert Move.objects.open().about(gate, "submit_gate").count() == 1
    submit_gate(gate=gate, by=vendor(gate))
    opened = gate.rounds.order_by("-number").first()
    assert opened.confirms == decision
    assert Move.objects.open().about(gate, "decide_gate").get().person == decision.decided_by


@pytest.mark.parametrize(("stands", "said"), [(True, "est maintenu"), (False, "L’agence (")])
def test_the_record_of_the_next_decision_prints_the_ruling(stands, said):
    gate = refused()
    ruled(gate, stands=stands)
    gate.refresh_from_db()
    submit_gate(gate=gate, by=vendor(gate))
    decide(gate, round_number=2)

    first, second = Report.objects.filter(kind="gate").order_by("number")

    assert first.content["arbitrations"] == []
    assert said in page_of(second)
    assert "Anne Delmas" in page_of(second)
    assert "Le contrat le permet." in page_of(second)


def test_a_late_answer_where_no_silence_agrees_is_arbitrated_and_the_ball_stays():
    gate = overdue()

    arbitration = ruled(gate, stands=False)

    gate.refresh_from_db()
    ball = Move.objects.open().about(gate, "decide_gate").get()
    assert (arbitration.options.filter(stands=True).count(), gate.state) == (0, "submitted")
    assert ball.detail == "Arbitrage rendu : L’agence."


@pytest.mark.parametrize("facts", [{"silence": "escalate"}, {"silence": "tacit"}])
def test_where_a_silence_has_another_effect_a_late_answer_is_not_arbitrated(facts):
    gate = submitted(domain="infrastructure", **facts)
    Move.objects.filter(kind="decide_gate").update(due_on=in_days(-1))

    with pytest.raises(WrongState, match="pas en retard"):
        asked(gate)


def test_an_answer_that_comes_in_time_or_waits_for_the_other_side_is_not_arbitrated():
    gate = submitted(silence="never")
    with pytest.raises(WrongState):
        asked(gate)

    gate = overdue()
    Move.objects.filter(kind="decide_gate").update(paused_at=timezone.now())
    with pytest.raises(WrongState):
        asked(gate)


def test_a_decision_that_comes_meanwhile_ends_the_arbitration():
    gate = overdue()
    arbitration = asked(gate, sides=("vendor", "it"))

    decide(gate)

    assert fresh(arbitration).state == "withdrawn"
    assert not Move.objects.open().about(arbitration).exists()


def test_a_new_round_ends_the_arbitration_of_the_refusal():
    gate = refused()
    arbitration = asked(gate, sides=("vendor", "it"))

    submit_gate(gate=gate, by=vendor(gate))

    assert fresh(arbitration).state == "withdrawn"


@pytest.mark.parametrize("situation", [refused, overdue])
def test_the_page_of_the_gate_leads_to_the_request_and_then_to_the_arbitration(client, situation):
    gate = situation()
    client.force_login(member(gate.project, "bearer"))

    assert where(gate) in client.get(where(gate, "gate")).content.decode()
    assert client.get(where(gate)).status_code == 200
    arbitration = asked(gate, sides=("vendor", "it"))

    page = client.get(where(gate, "gate")).content.decode()
    assert where(gate) not in page
    assert arbitration.get_absolute_url() in page
    assert client.get(where(gate)).url == arbitration.get_absolute_url()


def test_nothing_is_offered_where_there_is_nothing_to_arbitrate(client):
    gate = submitted()
    client.force_login(member(gate.project, "bearer"))

    assert where(gate) not in client.get(where(gate, "gate")).content.decode()
    assert client.get(where(gate)).url == where(gate, "gate")


def test_the_vendor_neither_sees_the_link_nor_opens_the_request(client):
    gate = refused()
    client.force_login(member(gate.project, "vendor"))

    assert where(gate) not in client.get(where(gate, "gate")).content.decode()
    assert client.get(where(gate)).status_code == 403


def test_asking_on_screen_and_a_page_that_comes_too_late_keeps_what_was_typed(client):
    gate = refused()
    people = arbiters()
    client.force_login(member(gate.project, "bearer"))
    form = client.get(where(gate)).content.decode()
    typed = {
        "question": "Où héberger ?",
        "sides": "vendor-it",
        "sponsor": people["sponsor"].pk,
        "cio": people["cio"].pk,
        "options-TOTAL_FORMS": "4",
        "options-INITIAL_FORMS": "0",
        "options-0-label": "À Lyon",
        "options-1-label": "À Lille",
    }

    client.post(where(gate), typed)

    arbitration = Arbitration.objects.get()
    assert "Toujours proposée" in form
    assert 'name="options-3-label"' in form
    assert 'name="options-4-label"' not in form
    assert [row.label for row in arbitration.options.all()] == [
        "Le refus est maintenu",
        "À Lyon",
        "À Lille",
    ]
    late = client.post(where(gate), typed)
    assert late.status_code == 409
    assert "Où héberger ?" in late.content.decode()
