"""The ladder of reminders: which rung is due, for whom, and which policies cannot be kept."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from governance.working_days import Calendar
from reviews import cadence
from reviews.cadence import Ladder, Rung, problems

BEFORE, DAY, AFTER = Rung("before", -1, "holder"), Rung("day", 0, "holder"), Rung("after", 1, "holder")  # fmt: skip
DELEGATE, LEAD = Rung("delegate", 3, "delegate"), Rung("lead", 4, "lead")
MANAGEMENT = Rung("management", 5, "management", urgent=True)
STOP = Rung("stop", 10, "holder", stops=True)
USUAL = (BEFORE, DAY, AFTER, DELEGATE, LEAD, MANAGEMENT, STOP)
LADDER = Ladder.of(USUAL)
TODAY = date(2026, 3, 26)


def codes(rungs) -> list[str]:
    return [rung.code for rung in rungs]


@pytest.mark.parametrize(
    ("late", "left", "due"),
    [
        (-2, set(), None),
        (-1, set(), "before"),
        (-1, {"before"}, None),
        (0, {"before"}, "day"),
        (0, {"before", "day"}, None),
        (1, {"before", "day"}, "after"),
        (4, {"before", "day", "after"}, None),
        (10, {"before", "day", "after"}, "stop"),
        (30, {"before", "day", "after", "stop"}, None),
    ],
)
def test_the_holder_hears_of_each_rung_once(late, left, due):
    found = LADDER.for_holder(late, left)

    assert (found and found.code) == due


@pytest.mark.parametrize(("late", "due"), [(0, "day"), (1, "after"), (9, "after"), (14, "stop")])
def test_of_the_rungs_missed_only_the_last_leaves(late, due):
    """Scenario 61."""
    assert LADDER.for_holder(late, set()).code == due


@pytest.mark.parametrize(
    ("late", "left", "due"),
    [
        (2, {"delegate": set(), "lead": set(), "management": set()}, []),
        (3, {"delegate": set(), "lead": set(), "management": set()}, ["delegate"]),
        (3, {"lead": set(), "management": set()}, []),
        (4, {"delegate": {"delegate"}, "lead": set(), "management": set()}, ["lead"]),
        (4, {"delegate": set(), "lead": set(), "management": set()}, ["delegate", "lead"]),
        (5, {"delegate": {"delegate"}, "lead": {"lead"}, "management": set()}, ["management"]),
        (5, {"delegate": {"delegate"}, "lead": {"lead"}, "management": {"management"}}, []),
    ],
)
def test_the_others_hear_of_it_one_after_the_other(late, left, due):
    assert codes(LADDER.for_others(late, left)) == due


def test_more_than_two_escalations_at_once_are_the_last_one_alone():
    """Scenario 63: a clock that jumped, or nobody who swept for a week."""
    left = {"delegate": set(), "lead": set(), "management": set()}

    assert codes(LADDER.for_others(7, left)) == ["management"]


def test_nothing_leaves_after_the_rung_that_stops():
    ladder = Ladder.of([*USUAL, Rung("too-late", 12, "management")])

    assert "too-late" not in codes(ladder.live)
    assert ladder.for_others(15, {"management": {"management"}}) == []


def test_a_rung_put_aside_does_not_leave_but_is_known_to_have_left():
    ladder = Ladder.of([replace(AFTER, in_use=False), BEFORE, STOP])

    assert ladder.for_holder(2, {"before"}) is None
    assert ladder.last_days({"before", "after"}) == 1


def test_a_policy_without_rungs_looks_at_nothing():
    assert Ladder.of([]).window(Calendar(), TODAY) is None


def test_a_sweep_looks_from_the_last_rung_and_some_weeks_back_to_the_first_rung():
    first, last = LADDER.window(Calendar(), TODAY)

    assert last == date(2026, 3, 27)
    assert Calendar().between(first, TODAY) == 10 + cadence.CATCH_UP_DAYS


@pytest.mark.parametrize(
    ("rungs", "sentence"),
    [
        ((BEFORE, replace(DAY, days=-1)), "Deux relances partent le même jour"),
        ((MANAGEMENT,), "au moins une relance à qui tient la balle"),
        ((replace(LEAD, days=-2), BEFORE), "La première relance va à qui tient la balle"),
        ((BEFORE, replace(AFTER, stops=True), MANAGEMENT), "après toutes les autres"),
        ((BEFORE, replace(AFTER, stops=True), STOP), "Une seule relance est la dernière"),
    ],
)
def test_a_policy_that_makes_no_sense_is_told_why(rungs, sentence):
    assert any(sentence in said for said in problems(rungs))


@pytest.mark.parametrize("rungs", [USUAL, (DAY,), (BEFORE, replace(AFTER, in_use=False), STOP)])
def test_a_policy_that_makes_sense_has_no_problem(rungs):
    assert problems(rungs) == []


@pytest.mark.parametrize(
    ("now", "zone", "come"),
    [
        ("2026-03-26T06:59", "Europe/Paris", False),
        ("2026-03-26T07:00", "Europe/Paris", True),  # 8:00 in winter
        ("2026-03-30T06:00", "Europe/Paris", True),  # 8:00 in summer
        ("2026-03-26T04:00", "Indian/Reunion", True),
        ("2026-03-26T03:59", "Indian/Reunion", False),
    ],
)
def test_each_person_has_their_own_morning(now, zone, come):
    """Scenario 54."""
    instant = datetime.fromisoformat(now).replace(tzinfo=UTC)

    assert cadence.hour_has_come(instant, time(8), zone) is come


def test_an_hour_that_the_clock_skips_comes_with_the_next_one():
    """Scenario 53: 2:30 does not exist on 28 March 2027 in Paris."""
    before, after = (
        datetime(2027, 3, 28, 0, 59, tzinfo=UTC),
        datetime(2027, 3, 28, 1, 0, tzinfo=UTC),
    )

    assert not cadence.hour_has_come(before, time(2, 30), "Europe/Paris")
    assert cadence.hour_has_come(after, time(2, 30), "Europe/Paris")


def test_the_day_of_a_person_is_the_day_where_they_are():
    instant = datetime(2026, 3, 26, 22, 0, tzinfo=UTC)

    assert cadence.day_there(instant, "Pacific/Noumea") == date(2026, 3, 27)
    assert cadence.day_there(instant, "Europe/Paris") == date(2026, 3, 26)
