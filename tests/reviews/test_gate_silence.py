"""Nobody decides in time: what was announced happens, once, and security is never tacit."""

from datetime import date

import pytest
import time_machine

from governance.journal import broken_links
from governance.models import JournalEntry, Notice
from projects.models import Move
from reviews.actions import gate_silence
from reviews.actions.deciding import decide_gate
from reviews.models import Decision, Gate, GateSilence
from reviews.silence import effect_of, passes_over_opinions
from reviews.tasks import follow_gates as task
from tests.reviews.gate_situations import bearer, decide, referent, vendor
from tests.reviews.silence_situations import (  # noqa: F401 -- a fixture too
    AFTER,
    DUE,
    LATER,
    NEXT,
    SATURDAY,
    _one_clock,
    answered,
    ask,
    at,
    steps,
    verbs,
    waiting,
)

pytestmark = pytest.mark.django_db

# what is announced


@pytest.mark.parametrize("domain", ["security", "data"])
@pytest.mark.parametrize("level", ["express", "standard", "reinforced"])
def test_security_and_personal_data_are_never_tacit_whatever_the_row_says(domain, level):
    gate = waiting("tacit", level, domain=domain)

    assert effect_of(gate) == "never"
    assert not passes_over_opinions(gate)
    for moment in (AFTER, NEXT, LATER, "2027-02-01 09:00"):
        at(moment)
    assert not Decision.objects.exists()
    assert steps(gate) == ["offered"]


def test_nothing_is_tacit_on_the_reinforced_path():
    assert effect_of(waiting("tacit", "reinforced")) == "never"


@pytest.mark.parametrize("silence", ["escalate", "never", "tacit"])
def test_elsewhere_the_row_is_what_happens(silence):
    assert effect_of(waiting(silence)) == silence


def test_the_request_says_what_silence_will_do():
    waiting("tacit", domain="security")

    assert Move.objects.get(kind="decide_gate").detail == "Sans réponse : jamais d’accord tacite."


# escalate


def test_a_due_day_that_passes_is_escalated_once():
    """Scenario 7: no silent approval, the state is told."""
    gate = waiting("escalate")

    assert at(DUE) == 0
    assert at(AFTER) == 1
    assert [at(moment) for moment in (AFTER, NEXT, LATER)] == [0, 0, 0]

    row = GateSilence.objects.get()
    assert (row.step, row.due_on) == ("escalated", date(2026, 11, 30))
    assert Gate.objects.get().state == "submitted"
    assert verbs("gate.escalated") == ["gate.escalated"]
    told = set(row.told.values_list("mandate", flat=True))
    assert "manager" in told
    assert referent(gate) in row.told.all()
    assert Notice.objects.filter(key__startswith=f"gate-silence:{row.pk}").count() == 2


def test_the_ball_of_an_escalated_gate_stays_where_it_is():
    gate = waiting("escalate")
    at(AFTER)

    move = Move.objects.running().get(kind="decide_gate")
    assert (move.person, move.due_on) == (referent(gate), date(2026, 11, 30))


def test_a_beat_that_was_stopped_for_days_takes_one_step():
    """Scenario 61."""
    gate = waiting("escalate")

    assert at("2026-12-14 09:00") == 1
    assert steps(gate) == ["escalated"]


def test_nothing_happens_on_a_day_that_is_not_worked():
    waiting("escalate")

    assert at(SATURDAY) == 0


# never


def test_never_offers_an_arbitration_and_tells_management():
    gate = waiting("never", "reinforced")

    assert [at(AFTER), at(NEXT)] == [1, 0]

    assert steps(gate) == ["offered"]
    assert verbs("gate.offered") == ["gate.offered"]
    assert "arbitrage" in Notice.objects.filter(key__startswith="gate-silence").first().body


# tacit


def test_a_last_warning_then_one_more_day_then_the_announced_agreement():
    """Scenario 7: the tacit rule is explicit, and in the trail as the system's."""
    gate = waiting("tacit")

    assert [at(DUE), at(AFTER), at(AFTER), at(NEXT)] == [0, 1, 0, 0]
    warning = GateSilence.objects.get()
    assert (warning.step, warning.answer_by) == ("warned", date(2026, 12, 2))
    assert at(LATER) == 1

    decision = Decision.objects.get()
    assert (decision.tacit, decision.decided_by, decision.outcome) == (True, None, "approved")
    assert "30/11/2026" in decision.word
    assert "02/12/2026" in decision.word
    entry = JournalEntry.objects.get(verb="gate.tacit")
    assert (entry.actor, entry.actor_name) == (None, "Cadrage")
    assert Gate.objects.get(pk=gate.pk).state == "approved"
    assert steps(gate) == ["warned", "tacit"]
    assert list(broken_links()) == []


def test_a_tacit_agreement_is_followed_like_any_decision():
    gate = waiting("tacit")
    for moment in (AFTER, LATER):
        at(moment)

    subject = gate.project.topics.get()
    gate.milestone.refresh_from_db()
    assert (subject.state, gate.milestone.state) == ("validated", "done")
    assert not Move.objects.open().filter(kind__in=("decide_gate", "give_opinion")).exists()
    told = Notice.objects.filter(key__startswith="decision:")
    assert {notice.recipient for notice in told} == {vendor(gate), bearer(gate), referent(gate)}


def test_the_last_warning_goes_to_the_one_who_may_answer_and_to_the_three_voices():
    gate = waiting("tacit")
    at(AFTER)

    told = Notice.objects.filter(key__startswith="gate-silence:")
    assert {notice.recipient for notice in told} == {vendor(gate), bearer(gate), referent(gate)}
    assert all("02/12/2026 inclus" in notice.body for notice in told)


def test_a_warning_given_late_still_leaves_a_whole_day():
    """Scenario 61: a beat stopped for a week warns first, it does not approve."""
    gate = waiting("tacit")

    assert at("2026-12-11 09:00") == 1
    assert steps(gate) == ["warned"]
    assert at("2026-12-14 09:00") == 0
    assert at("2026-12-15 09:00") == 1
    assert Decision.objects.get().tacit


def test_a_warning_on_a_friday_leaves_monday():
    waiting("tacit")
    at("2026-12-04 09:00")

    assert GateSilence.objects.get().answer_by == date(2026, 12, 7)
    assert at("2026-12-07 23:00") == 0


def test_an_answer_after_the_warning_is_the_decision():
    gate = waiting("tacit")
    at(AFTER)
    with time_machine.travel(NEXT, tick=False):
        decide(gate)

    assert at(LATER) == 0
    assert not Decision.objects.get().tacit


def test_two_sweeps_make_one_agreement():
    """Scenario 57."""
    waiting("tacit")
    at(AFTER)

    assert [at(LATER), at(LATER)] == [1, 0]
    assert Decision.objects.count() == 1


def test_a_decision_after_a_tacit_agreement_is_told_what_happened():
    gate = waiting("tacit")
    at(AFTER)
    at(LATER)

    with pytest.raises(gate_silence.WrongState):
        decide_gate(gate=gate, outcome="approved", round_number=1, by=referent(gate))


def test_an_altered_file_is_never_approved_by_silence():
    gate = waiting("tacit")
    at(AFTER)
    gate.rounds.update(sha256="0" * 64)

    assert at(LATER) == 0
    assert not Decision.objects.exists()


# pauses, projects that stopped, clocks that jump


def test_one_gate_that_fails_does_not_stop_the_others(monkeypatch, caplog):
    waiting("escalate")
    second = waiting("escalate")
    first, real = Move.objects.filter(kind="decide_gate").first(), gate_silence.apply_silence

    def broken(*, move_id):
        if move_id == first.pk:
            raise RuntimeError("broken row")
        return real(move_id=move_id)

    monkeypatch.setattr(gate_silence, "apply_silence", broken)

    assert at(AFTER) == 1
    assert steps(second) == ["escalated"]
    assert "could not be followed" in caplog.text


def test_the_beat_rings_the_sweep():
    waiting("escalate")

    assert at(AFTER, task) == 1
