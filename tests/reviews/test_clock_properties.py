"""What always holds of the clock of an answer, whatever the days and the pauses. Scenarios 51 to 55."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from governance.working_days import Calendar
from reviews.clock import Clock

FRANCE = Calendar()


DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


DELAYS = st.integers(1, 15)


@st.composite
def pauses_after(draw, opened):
    """Up to five pauses; only the last one may still be open."""
    starts = sorted(draw(st.lists(st.integers(0, 40), max_size=5)))
    found = [
        (opened + timedelta(n), opened + timedelta(n + draw(st.integers(0, 12)))) for n in starts
    ]
    if found and draw(st.booleans()):
        found[-1] = (found[-1][0], None)
    return tuple(found)


@st.composite
def clocks(draw):
    opened = draw(DAYS)
    return Clock(opened, draw(DELAYS), draw(pauses_after(opened)), FRANCE)


@given(clocks(), st.integers(-5, 90))
def test_days_over_and_days_left_make_the_delay_and_none_is_negative(ticking, ahead):
    today = ticking.opened + timedelta(ahead)

    over, left = ticking.elapsed(today), ticking.remaining(today)
    assert over + left == ticking.days
    assert over >= 0
    assert left >= 0
    assert 1 <= ticking.day(today) <= ticking.days
    assert ticking.late(today) >= 0


@given(clocks(), st.integers(-5, 90))
def test_a_delay_is_over_the_day_after_its_last_one_and_no_day_sooner(ticking, ahead):
    today, due = ticking.opened + timedelta(ahead), ticking.due()

    assert ticking.is_over(today) == (due is not None and today > due)
    assert ticking.is_over(today) == (ticking.remaining(today) == 0)


@given(clocks(), st.integers(-5, 90))
def test_time_never_gives_a_day_back(ticking, ahead):
    today = ticking.opened + timedelta(ahead)

    assert ticking.elapsed(today) <= ticking.elapsed(today + timedelta(1))


@given(st.data(), clocks())
def test_a_pause_never_brings_the_last_day_nearer(data, ticking):
    more = data.draw(pauses_after(ticking.opened))
    paused = Clock(ticking.opened, ticking.days, ticking.pauses + more, ticking.calendar)

    before, after = ticking.due(), paused.due()
    assert after is None or (before is not None and after >= before)


@given(DAYS, DELAYS)
def test_without_a_pause_it_is_the_calendar_of_the_house(opened, days):
    assert Clock(opened, days, (), FRANCE).due() == FRANCE.add(opened, days)


@given(clocks())
def test_the_last_day_is_worked_and_the_clock_runs_on_it(ticking):
    due = ticking.due()

    assert due is None or (FRANCE.is_working(due) and not ticking.stands_still(due))
