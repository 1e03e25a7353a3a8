"""Two arbiters, two leaders, a voice that signs: the same instant, one way or the other."""

import pytest

from governance.journal import broken_links
from governance.models import JournalEntry
from governance.verdicts import WrongState
from reviews.actions.meetings import reopen_meeting
from reviews.models import Arbitration, Outcome, ScopingMeeting
from tests.factories import member
from tests.reviews.arbitration_situations import (
    answer,
    arbiters,
    argued,
    asked,
    fresh,
    minutes_of,
    say,
)
from tests.reviews.meeting_situations import contested, sign
from tests.reviews.test_gates_postgres import at_once, errors

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_arbiters_at_once_make_one_decision():
    """Scenario 94."""
    arbitration = argued()

    results = at_once(
        lambda: answer(fresh(arbitration), arbitration.sponsor),
        lambda: answer(fresh(arbitration), arbitration.cio),
    )

    assert errors(results) == []
    assert fresh(arbitration).state == "decided"
    assert JournalEntry.objects.filter(verb="arbitration.decided").count() == 1
    assert Outcome.objects.filter(item__title="Arbitrage").count() == 1
    assert minutes_of(arbitration).meeting.minutes.count() == 2


def test_eight_clicks_at_once_make_one_decision():
    """Scenario 2."""
    arbitration = argued()
    answer(arbitration, arbitration.sponsor)

    results = at_once(*[lambda: answer(fresh(arbitration), arbitration.cio)] * 8)

    assert {type(error) for error in errors(results)} == {WrongState}
    assert len(errors(results)) == 7
    assert minutes_of(arbitration).meeting.minutes.count() == 2


def test_a_position_and_an_answer_at_once_never_both_change_what_is_judged():
    arbitration = argued()

    results = at_once(
        lambda: say(fresh(arbitration), "vendor", "Autrement dit."),
        lambda: answer(fresh(arbitration), arbitration.sponsor),
    )

    assert {type(error) for error in errors(results)} <= {WrongState}
    written = arbitration.positions.get(side="vendor").text == "Autrement dit."
    assert written == (not errors(results))


def test_two_leaders_ask_at_once_and_one_arbitration_opens():
    minutes = contested()
    pair = arbiters()

    results = at_once(
        lambda: asked(minutes, **pair),
        lambda: asked(minutes, by=member(minutes.project, "it"), **pair),
    )

    assert [type(error) for error in errors(results)] == [WrongState]
    assert Arbitration.objects.count() == 1


def test_a_decision_and_a_signature_at_once_do_not_block_each_other():
    arbitration = argued()
    answer(arbitration, arbitration.sponsor)
    first = minutes_of(arbitration)

    results = at_once(
        lambda: answer(fresh(arbitration), arbitration.cio),
        lambda: sign(minutes_of(arbitration), "it"),
    )

    assert {type(error) for error in errors(results)} <= {WrongState}
    assert fresh(arbitration).state == "decided"
    assert first.meeting.minutes.get(number=2).signatures.count() == 0


def test_a_decision_and_a_second_round_at_once_end_one_way_or_the_other():
    arbitration = argued()
    answer(arbitration, arbitration.sponsor)
    bearer = member(arbitration.project, "bearer")

    def reopen():
        meeting = ScopingMeeting.objects.get(pk=minutes_of(arbitration).meeting_id)
        return reopen_meeting(meeting=meeting, by=bearer)

    results = at_once(lambda: answer(fresh(arbitration), arbitration.cio), reopen)

    assert {type(error) for error in errors(results)} <= {WrongState}
    assert fresh(arbitration).state in ("decided", "withdrawn")
    assert list(broken_links()) == []
