"""Days that count: holidays, bridges, clock changes, leap days, and what always holds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.models import Closure
from governance.working_days import Calendar, calendar_of, public_holidays
from tests.factories import ClosureFactory

FRANCE = Calendar()
MOSELLE = Calendar(subdivision="57")
DAYS = st.dates(date(2024, 1, 1), date(2040, 12, 31))
COUNTS = st.integers(-60, 60)


@pytest.mark.parametrize("year", range(2024, 2041))
def test_eleven_public_holidays_a_year(year):
    assert len(public_holidays(year)) == 11
    assert len(public_holidays(year, "57")) == 13


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 1, 1), False),
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 5, 1), False),
        (date(2026, 5, 8), False),
        (date(2026, 5, 14), False),  # Ascension
        (date(2026, 5, 15), True),  # the bridge counts, unless the company closes
        (date(2026, 5, 25), False),  # Whit Monday
        (date(2026, 7, 14), False),
        (date(2026, 11, 11), False),
        (date(2026, 12, 24), True),
        (date(2026, 12, 25), False),
        (date(2026, 12, 26), False),  # a Saturday
        (date(2028, 2, 29), True),
        (date(2026, 10, 10), False),
        (date(2026, 10, 11), False),
    ],
)
def test_is_working(day, works):
    assert FRANCE.is_working(day) is works


@pytest.mark.parametrize("day", [date(2026, 4, 3), date(2025, 12, 26)])
def test_alsace_moselle_has_two_more(day):
    assert (FRANCE.is_working(day), MOSELLE.is_working(day)) == (True, False)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 10, 8), 5, date(2026, 10, 15)),  # Thursday to Thursday
        (date(2026, 10, 23), 1, date(2026, 10, 26)),  # over the night of 25 October
        (date(2026, 3, 27), 2, date(2026, 3, 31)),  # over the night of 29 March
        (date(2026, 5, 7), 1, date(2026, 5, 11)),  # 8 May, then the week-end
        (date(2026, 5, 13), 2, date(2026, 5, 18)),  # Ascension: the bridge counts
        (date(2026, 12, 24), 1, date(2026, 12, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
        (date(2028, 2, 28), 2, date(2028, 3, 1)),  # through 29 February
        (date(2026, 10, 10), 1, date(2026, 10, 12)),  # from a Saturday
        (date(2026, 10, 10), 0, date(2026, 10, 12)),
        (date(2026, 10, 8), 0, date(2026, 10, 8)),
        (date(2026, 10, 12), -1, date(2026, 10, 9)),
        (date(2026, 5, 18), -2, date(2026, 5, 13)),
    ],
)
def test_add(start, count, end):
    assert FRANCE.add(start, count) == end


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        (date(2026, 10, 8), date(2026, 10, 8), 0),
        (date(2026, 10, 8), date(2026, 10, 9), 1),
        (date(2026, 10, 9), date(2026, 10, 12), 1),
        (date(2026, 10, 12), date(2026, 10, 9), -1),
        (date(2026, 10, 8), date(2027, 2, 2), 80),
        (date(2024, 2, 28), date(2024, 3, 1), 2),
    ],
)
def test_between(start, end, count):
    assert FRANCE.between(start, end) == count


def test_a_closure_does_not_count():
    closed = calendar_of([(date(2026, 5, 15), date(2026, 5, 15))])

    assert closed.add(date(2026, 5, 13), 1) == date(2026, 5, 18)
    assert closed.between(date(2026, 5, 13), date(2026, 5, 18)) == 1


def test_on_or_after_and_before_a_week_end():
    saturday = date(2026, 10, 10)

    assert FRANCE.on_or_after(saturday) == date(2026, 10, 12)
    assert FRANCE.on_or_before(saturday) == date(2026, 10, 9)
    assert FRANCE.on_or_after(date(2026, 10, 9)) == date(2026, 10, 9)


def test_next_days_start_with_today_when_it_counts():
    assert FRANCE.next_days(date(2026, 12, 24), 3) == [
        date(2026, 12, 24),
        date(2026, 12, 28),
        date(2026, 12, 29),
    ]
    assert FRANCE.next_days(date(2026, 12, 25), 1) == [date(2026, 12, 28)]


def test_the_company_calendar_reads_its_closures(db):
    ClosureFactory(starts_on=date(2026, 8, 10), ends_on=date(2026, 8, 14))

    assert Closure.calendar().add(date(2026, 8, 7), 1) == date(2026, 8, 17)


@given(DAYS, COUNTS)
def test_add_lands_on_a_working_day(start, count):
    assert FRANCE.is_working(FRANCE.add(start, count))


@given(DAYS, st.integers(1, 60))
def test_between_measures_what_add_did(start, count):
    assert FRANCE.between(start, FRANCE.add(start, count)) == count


@given(DAYS, st.integers(0, 30), st.integers(0, 30))
def test_add_in_two_steps_is_add_in_one(start, first, second):
    start = FRANCE.on_or_after(start)

    assert FRANCE.add(FRANCE.add(start, first), second) == FRANCE.add(start, first + second)


@given(DAYS, st.integers(0, 60))
def test_going_back_returns_to_a_working_day(start, count):
    start = FRANCE.on_or_after(start)

    assert FRANCE.add(FRANCE.add(start, count), -count) == start


@given(DAYS, DAYS)
def test_between_is_the_same_backwards_with_the_other_sign(start, end):
    start, end = min(start, end), min(max(start, end), min(start, end) + timedelta(days=200))

    assert FRANCE.between(end, start) == -FRANCE.between(start, end)


@given(DAYS, st.integers(1, 30))
def test_a_closure_never_makes_a_delay_shorter(start, count):
    closed = calendar_of([(start + timedelta(days=2), start + timedelta(days=6))])

    assert closed.add(start, count) >= FRANCE.add(start, count)


def test_working_days_of_a_year():
    first, last = date(2025, 12, 31), date(2026, 12, 31)

    assert FRANCE.between(first, last) == 252
