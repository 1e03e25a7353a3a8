"""The two arbiters answer; when they hold for the same, it is decided, and said."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from governance.models import JournalEntry, Notice
from governance.roles import Voice
from governance.verdicts import Incomplete, WrongState
from projects.models import Move
from reviews.actions.arbitration import withdraw_arbitration
from reviews.actions.arbitration_answers import answer_arbitration
from reviews.actions.meetings import reopen_meeting
from reviews.actions.signing import sign_minutes
from reviews.models import ArbiterAnswer, Arbitration, Outcome, ScopingMeeting
from tests.factories import PersonFactory, SeatFactory, member
from tests.reviews.arbitration_situations import (
    answer,
    argued,
    asked,
    decided,
    fresh,
    minutes_of,
    one_more,
    option,
    say,
)
from tests.reviews.meeting_situations import sign, voice

pytestmark = pytest.mark.django_db

BLANK = "\u200b \u2060\n\u00ad"


def balls(arbitration, kind):
    rows = Move.objects.open().about(arbitration, kind)
    return sorted(rows.values_list("person__name", flat=True))


def meeting_of(arbitration):
    return ScopingMeeting.objects.get(pk=minutes_of(arbitration).meeting_id)


def test_nobody_is_judged_before_the_day_they_were_given_to_speak():
    arbitration = asked()
    say(arbitration, "bearer")

    with pytest.raises(WrongState, match="pas encore écrites"):
        answer(arbitration, arbitration.sponsor)

    Arbitration.objects.update(opened_at=timezone.now() - timedelta(days=8))
    answer(fresh(arbitration), arbitration.sponsor)
    assert ArbiterAnswer.objects.count() == 1


def test_one_answer_passes_the_ball_to_the_other_arbiter():
    arbitration = argued()

    answer(arbitration, arbitration.sponsor, word="Le contrat le permet.")

    assert fresh(arbitration).is_open
    assert balls(arbitration, "arbitrate") == ["Denis Roy"]
    told = Notice.objects.get(recipient=arbitration.cio, key__contains=":answer:")
    assert "Le contrat le permet." in told.body


def test_two_answers_that_differ_leave_the_ball_to_both_until_they_agree():
    arbitration = argued()
    answer(arbitration, arbitration.sponsor, rank=0)
    answer(arbitration, arbitration.cio, rank=1)

    assert balls(arbitration, "arbitrate") == ["Anne Delmas", "Denis Roy"]
    assert fresh(arbitration).is_open

    answer(arbitration, arbitration.sponsor, rank=1)

    done = fresh(arbitration)
    assert (done.state, str(done.chosen)) == ("decided", "La DSI")
    assert balls(arbitration, "arbitrate") == []


def test_the_same_arbiter_twice_decides_nothing():
    arbitration = argued()
    answer(arbitration, arbitration.sponsor)
    answer(arbitration, arbitration.sponsor)

    assert fresh(arbitration).is_open
    assert ArbiterAnswer.objects.count() == 1


def test_only_the_named_pair_answers():
    arbitration = argued()
    other = PersonFactory(manager=True)
    for person in (other, member(arbitration.project, "bearer"), arbitration.opened_by):
        with pytest.raises(PermissionDenied):
            answer(arbitration, person)


def test_an_arbiter_who_took_a_seat_meanwhile_does_not_answer():
    arbitration = argued()
    arbitration.project.seats.filter(part="it").update(left_at=timezone.now())
    SeatFactory(project=arbitration.project, part="it", person=arbitration.cio)

    with pytest.raises(PermissionDenied):
        answer(arbitration, arbitration.cio)


def test_an_option_of_another_arbitration_is_no_answer():
    arbitration, other = argued(), asked()
    stranger = option(other)

    with pytest.raises(Incomplete):
        answer_arbitration(arbitration=arbitration, option=stranger, by=arbitration.sponsor)


def test_the_decision_makes_the_next_version_of_the_minutes_to_be_signed():
    """Scenario 97: an arbitration is never counted as an agreement."""
    arbitration = decided()

    first, meeting = minutes_of(arbitration), meeting_of(arbitration)
    second = meeting.minutes.get(number=2)
    assert meeting.state == "closed"
    assert second.content["items"][:-1] == first.content["items"]
    assert second.content["held_at"] == first.content["held_at"]
    told = second.content["items"][-1]["outcomes"][0]
    assert told["kind"] == "decision"
    for words in ("Qui tient le support", "L’agence", "Anne Delmas", "Denis Roy"):
        assert words in told["text"]
    assert not second.signatures.exists()
    awaited = Move.objects.open().about(second, "sign_minutes")
    assert {move.side for move in awaited} == set(Voice.values)
    assert not Move.objects.open().filter(kind__in=["settle", "hold_meeting"]).exists()


def test_the_voices_sign_what_was_arbitrated_and_the_dissenting_one_keeps_its_word():
    arbitration = decided()
    second = meeting_of(arbitration).minutes.get(number=2)

    sign(second, "bearer")
    sign(second, "it")
    assert meeting_of(arbitration).state == "closed"
    sign(second, "vendor", "remark", "Nous le regrettons.")

    assert meeting_of(arbitration).state == "signed"


def test_a_voice_may_still_disagree_with_what_was_arbitrated():
    """Scenario 97."""
    arbitration = decided()
    second = meeting_of(arbitration).minutes.get(number=2)

    sign(second, "vendor", "disagreed", "Nous ne pouvons pas.")

    assert meeting_of(arbitration).state == "contested"
    assert asked(second).is_open


def test_an_arbiter_signs_for_no_voice():
    """Scenario 96."""
    arbitration = decided()
    second = meeting_of(arbitration).minutes.get(number=2)

    with pytest.raises(PermissionDenied):
        sign_minutes(minutes=second, answer="agreed", by=arbitration.cio)


def test_too_late_is_said():
    arbitration = decided()
    for call in (
        lambda: answer(arbitration, arbitration.cio, rank=1),
        lambda: say(arbitration, "vendor"),
        lambda: one_more(arbitration, "Encore"),
        lambda: withdraw_arbitration(
            arbitration=arbitration, reason="Trop tard", by=arbitration.opened_by
        ),
    ):
        with pytest.raises(WrongState):
            call()
    assert Outcome.objects.filter(item__title="Arbitrage").count() == 1


def test_whoever_asked_withdraws_with_a_reason_and_the_bearer_settles_again():
    arbitration = argued()
    with pytest.raises(Incomplete):
        withdraw_arbitration(arbitration=arbitration, reason=BLANK, by=arbitration.opened_by)
    with pytest.raises(PermissionDenied):
        withdraw_arbitration(
            arbitration=arbitration, reason="Non", by=member(arbitration.project, "it")
        )

    withdraw_arbitration(
        arbitration=arbitration, reason="L’agence accepte.", by=arbitration.opened_by
    )

    assert fresh(arbitration).state == "withdrawn"
    assert meeting_of(arbitration).state == "contested"
    assert not Move.objects.open().about(arbitration).exists()
    assert Move.objects.open().about(minutes_of(arbitration), "settle").count() == 1
    assert Notice.objects.filter(key__contains=":withdrawn", body__contains="accepte").count() == 2


def test_either_leader_withdraws_what_somebody_who_left_had_asked():
    arbitration = asked()
    arbitration.project.seats.filter(part="bearer").update(left_at=timezone.now())

    withdraw_arbitration(
        arbitration=arbitration, reason="Accord trouvé.", by=member(arbitration.project, "it")
    )

    assert fresh(arbitration).state == "withdrawn"


def test_a_second_round_takes_the_arbitration_back():
    arbitration = argued()
    meeting = meeting_of(arbitration)

    reopen_meeting(meeting=meeting, by=voice(meeting, "bearer"))

    assert fresh(arbitration).state == "withdrawn"
    assert not Move.objects.open().about(arbitration).exists()


def test_the_trail_tells_the_whole_story():
    arbitration = decided()

    rows = JournalEntry.objects.filter(subject_label="reviews.arbitration").order_by("pk")
    assert list(rows.values_list("verb", flat=True)) == [
        "arbitration.opened",
        "arbitration.position",
        "arbitration.position",
        "arbitration.answered",
        "arbitration.answered",
        "arbitration.decided",
    ]
    assert {row.thread for row in rows} == {arbitration.project.key}
