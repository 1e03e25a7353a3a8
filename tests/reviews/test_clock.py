"""The clock of an answer: worked examples by hand, then what always holds. Scenarios 51 to 55."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from governance.working_days import Calendar, calendar_of
from reviews.clock import Clock

PARIS = ZoneInfo("Europe/Paris")
ZONES = {"Réunion": "Indian/Reunion", "Guadeloupe": "America/Guadeloupe", "UTC": "UTC"}
FRANCE = Calendar()
CALENDARS = {
    "": FRANCE,
    "pont": calendar_of([(date(2027, 5, 7), date(2027, 5, 7))]),
    "fin d’année": calendar_of([(date(2026, 12, 24), date(2027, 1, 3))]),
    "Moselle": Calendar(subdivision="57"),
}
GUIDE = Path(__file__).parents[2] / "docs" / "clock.md"

# opened, days, pauses (asked > answered; ...), due, calendar
DUES = [
    # no pause
    ("2026-11-23 09:00", 5, "", "2026-11-30", ""),
    ("2026-11-23 09:00", 1, "", "2026-11-24", ""),
    ("2026-11-23 09:00", 2, "", "2026-11-25", ""),
    ("2026-11-23 09:00", 10, "", "2026-12-07", ""),
    ("2026-11-23 00:00", 5, "", "2026-11-30", ""),
    ("2026-11-23 23:59", 5, "", "2026-11-30", ""),
    ("2026-11-23 09:00", 0, "", "2026-11-23", ""),
    ("2026-11-28 09:00", 0, "", "2026-11-30", ""),
    ("2026-11-27 17:55", 1, "", "2026-11-30", ""),
    ("2026-11-27 17:55", 3, "", "2026-12-02", ""),
    ("2026-11-28 10:00", 1, "", "2026-11-30", ""),
    ("2026-11-29 10:00", 1, "", "2026-11-30", ""),
    ("2026-11-29 23:59", 5, "", "2026-12-04", ""),
    # holidays, bridges, closures
    ("2027-03-26 17:55", 3, "", "2027-04-01", ""),  # Friday evening before Easter Monday
    ("2027-03-26 17:55", 1, "", "2027-03-30", ""),
    ("2027-03-25 09:00", 5, "", "2027-04-02", ""),
    ("2027-05-05 09:00", 1, "", "2027-05-07", ""),  # Ascension on Thursday, the bridge counts
    ("2027-05-05 09:00", 1, "", "2027-05-10", "pont"),
    ("2027-05-05 09:00", 5, "", "2027-05-13", ""),
    ("2027-05-05 09:00", 5, "", "2027-05-14", "pont"),
    ("2027-05-14 09:00", 5, "", "2027-05-24", ""),  # Whit Monday
    ("2026-11-10 09:00", 1, "", "2026-11-12", ""),
    ("2026-11-11 09:00", 1, "", "2026-11-12", ""),  # opened on a holiday
    ("2026-12-24 09:00", 1, "", "2026-12-28", ""),
    ("2026-12-24 09:00", 5, "", "2027-01-04", ""),
    ("2026-12-23 09:00", 3, "", "2027-01-06", "fin d’année"),
    ("2027-07-13 09:00", 1, "", "2027-07-15", ""),
    ("2027-04-30 09:00", 1, "", "2027-05-03", ""),
    ("2028-02-28 09:00", 1, "", "2028-02-29", ""),
    ("2028-02-29 09:00", 1, "", "2028-03-01", ""),
    ("2027-03-25 09:00", 1, "", "2027-03-26", ""),
    ("2027-03-25 09:00", 1, "", "2027-03-30", "Moselle"),  # Good Friday as well
    # the two nights of the year, and other zones
    ("2027-03-27 23:30", 1, "", "2027-03-30", ""),
    ("2027-03-28 02:30", 1, "", "2027-03-30", ""),  # the hour that does not exist
    ("2027-03-28 03:30", 1, "", "2027-03-30", ""),
    ("2026-10-23 17:55", 1, "", "2026-10-26", ""),
    ("2026-10-25 02:30", 1, "", "2026-10-26", ""),  # the hour that comes twice
    ("2026-10-22 09:00", 5, "", "2026-10-29", ""),
    ("2026-11-24 01:30 Réunion", 5, "", "2026-11-30", ""),  # Monday evening in Paris
    ("2026-11-23 23:30 UTC", 1, "", "2026-11-25", ""),  # Tuesday already in Paris
    ("2027-06-30 22:30 UTC", 1, "", "2027-07-02", ""),
    ("2026-11-23 20:30 Guadeloupe", 1, "", "2026-11-25", ""),
    # pauses
    ("2026-11-23 09:00", 5, "2026-11-24 10:00 > 2026-11-24 15:00", "2026-12-01", ""),
    ("2026-11-23 09:00", 5, "2026-11-24 10:00 > 2026-11-25 15:00", "2026-12-02", ""),
    ("2026-11-23 09:00", 5, "2026-11-24 10:00 > 2026-11-26 15:00", "2026-12-03", ""),
    ("2026-11-23 09:00", 5, "2026-11-24 10:00 > 2026-11-27 15:00", "2026-12-04", ""),
    ("2026-11-23 09:00", 5, "2026-11-23 10:00 > 2026-11-23 15:00", "2026-11-30", ""),
    ("2026-11-23 09:00", 5, "2026-11-23 10:00 > 2026-11-24 15:00", "2026-12-01", ""),
    ("2026-11-23 09:00", 5, "2026-11-30 10:00 > 2026-11-30 15:00", "2026-12-01", ""),
    ("2026-11-23 09:00", 5, "2026-11-30 10:00 > 2026-12-02 15:00", "2026-12-03", ""),
    ("2026-11-23 09:00", 5, "2026-12-01 10:00 > 2026-12-03 15:00", "2026-11-30", ""),
    ("2026-11-23 09:00", 5, "2026-11-28 10:00 > 2026-11-28 15:00", "2026-11-30", ""),
    ("2026-11-23 09:00", 5, "2026-11-28 10:00 > 2026-11-29 15:00", "2026-11-30", ""),
    ("2026-11-23 09:00", 5, "2026-11-27 10:00 > 2026-11-29 15:00", "2026-12-01", ""),
    ("2026-11-23 09:00", 5, "2026-11-27 10:00 > 2026-11-30 15:00", "2026-12-02", ""),
    ("2026-11-23 09:00", 5, "2026-11-26 10:00 > 2026-11-29 15:00", "2026-12-02", ""),
    ("2026-11-09 09:00", 5, "2026-11-10 10:00 > 2026-11-12 15:00", "2026-11-19", ""),
    ("2026-11-09 09:00", 5, "2026-11-11 10:00 > 2026-11-11 15:00", "2026-11-17", ""),
    ("2027-03-24 09:00", 5, "2027-03-26 10:00 > 2027-03-29 15:00", "2027-04-02", ""),
    ("2027-05-03 09:00", 5, "2027-05-05 10:00 > 2027-05-07 15:00", "2027-05-13", "pont"),
    ("2026-10-23 09:00", 3, "2026-10-24 12:00 > 2026-10-25 02:30", "2026-10-28", ""),
    ("2026-10-23 09:00", 3, "2026-10-25 02:30 > 2026-10-26 09:00", "2026-10-29", ""),
    ("2027-03-25 09:00", 3, "2027-03-27 23:59 > 2027-03-28 03:00", "2027-03-31", ""),
    ("2026-11-23 09:00", 5, "2026-11-24 10:00 > 2026-11-25 23:59", "2026-12-02", ""),
    ("2026-11-23 09:00", 5, "2026-11-24 10:00 > 2026-11-26 00:01", "2026-12-03", ""),
    (
        "2026-11-23 09:00",
        5,
        "2026-11-25 01:00 Réunion > 2026-11-25 02:00 Réunion",
        "2026-12-01",
        "",
    ),
    ("2026-11-23 09:00", 5, "2026-11-24 10:00 > 2026-12-24 15:00", "2027-01-04", ""),
    ("2026-11-23 09:00", 2, "2026-11-25 10:00 > 2026-11-25 15:00", "2026-11-26", ""),
    ("2026-11-23 09:00", 10, "2026-11-27 10:00 > 2026-12-02 15:00", "2026-12-11", ""),
    # several pauses
    (
        "2026-11-23 09:00",
        5,
        "2026-11-24 09:00 > 2026-11-24 10:00; 2026-11-26 09:00 > 2026-11-26 10:00; "
        "2026-11-30 09:00 > 2026-11-30 10:00; 2026-12-02 09:00 > 2026-12-02 10:00; "
        "2026-12-04 09:00 > 2026-12-04 10:00",
        "2026-12-07",
        "",
    ),
    (
        "2026-11-23 09:00",
        5,
        "2026-11-24 09:00 > 2026-11-24 10:00; 2026-11-24 11:00 > 2026-11-24 12:00; "
        "2026-11-24 14:00 > 2026-11-25 09:00; 2026-11-25 10:00 > 2026-11-25 11:00; "
        "2026-11-25 15:00 > 2026-11-25 16:00",
        "2026-12-02",
        "",
    ),
    (
        "2026-11-23 09:00",
        5,
        "2026-11-24 09:00 > 2026-11-25 10:00; 2026-11-25 11:00 > 2026-11-26 10:00",
        "2026-12-03",
        "",
    ),
    # answered before it was asked: the server's clock jumped back
    ("2026-11-23 09:00", 5, "2026-11-25 10:00 > 2026-11-24 10:00", "2026-12-01", ""),
    # still waiting: nobody knows the day, unless it had already passed
    ("2026-11-23 09:00", 5, "2026-11-25 10:00 >", "", ""),
    ("2026-11-23 09:00", 5, "2026-11-23 10:00 >", "", ""),
    ("2026-11-23 09:00", 5, "2026-11-30 10:00 >", "", ""),
    ("2026-11-23 09:00", 5, "2026-12-01 10:00 >", "2026-11-30", ""),
    (
        "2026-11-23 09:00",
        5,
        "2026-11-24 09:00 > 2026-11-24 10:00; 2026-11-26 09:00 >",
        "",
        "",
    ),
]

# pauses of a clock of five days started on Monday 23 November, today, then what the page says:
# day, days over, days left, whether it is over, days late
TODAYS = [
    ("", "2026-11-22", 1, 0, 5, False, 0),  # the server's clock jumped back a day
    ("", "2026-11-23", 1, 0, 5, False, 0),
    ("", "2026-11-24", 1, 0, 5, False, 0),
    ("", "2026-11-25", 2, 1, 4, False, 0),
    ("", "2026-11-26", 3, 2, 3, False, 0),
    ("", "2026-11-27", 4, 3, 2, False, 0),
    ("", "2026-11-28", 4, 4, 1, False, 0),
    ("", "2026-11-29", 4, 4, 1, False, 0),
    ("", "2026-11-30", 5, 4, 1, False, 0),
    ("", "2026-12-01", 5, 5, 0, True, 1),
    ("", "2026-12-04", 5, 5, 0, True, 4),
    ("", "2026-12-05", 5, 5, 0, True, 4),
    ("2026-11-25 10:00 >", "2026-11-25", 2, 1, 4, False, 0),
    ("2026-11-25 10:00 >", "2026-11-28", 2, 1, 4, False, 0),
    ("2026-11-25 10:00 >", "2026-12-24", 2, 1, 4, False, 0),
    ("2026-11-25 10:00 > 2026-11-26 10:00", "2026-11-26", 2, 1, 4, False, 0),
    ("2026-11-25 10:00 > 2026-11-26 10:00", "2026-11-27", 2, 1, 4, False, 0),
    ("2026-11-25 10:00 > 2026-11-26 10:00", "2026-11-28", 2, 2, 3, False, 0),
    ("2026-11-25 10:00 > 2026-11-26 10:00", "2026-12-02", 5, 4, 1, False, 0),
    ("2026-11-25 10:00 > 2026-11-26 10:00", "2026-12-03", 5, 5, 0, True, 1),
    ("2026-12-01 10:00 >", "2026-12-10", 5, 5, 0, True, 0),  # late before the question
]


def instant(text):
    day, hour, *place = text.split()
    zone = ZoneInfo(ZONES[place[0]]) if place else PARIS
    return datetime.fromisoformat(f"{day} {hour}").replace(tzinfo=zone)


def spans(text):
    """« asked > answered; asked > »: the instants of the pauses."""
    pairs = [pair.split(">") for pair in text.split(";") if pair.strip()]
    return [(instant(start), instant(end) if end.strip() else None) for start, end in pairs]


def clock(opened, days, pauses="", calendar=FRANCE):
    return Clock.started(instant(opened), days, spans(pauses), calendar, PARIS)


@pytest.mark.parametrize(("opened", "days", "pauses", "due", "place"), DUES)
def test_the_last_day_of_a_delay(opened, days, pauses, due, place):
    """Scenarios 51, 52, 53, 54 and 55."""
    found = clock(opened, days, pauses, CALENDARS[place]).due()

    assert found == (date.fromisoformat(due) if due else None)


@pytest.mark.parametrize(("pauses", "today", "day", "elapsed", "left", "over", "late"), TODAYS)
def test_the_day_that_a_page_shows(pauses, today, day, elapsed, left, over, late):  # noqa: PLR0913
    ticking, now = clock("2026-11-23 09:00", 5, pauses), date.fromisoformat(today)

    shown = (ticking.day(now), ticking.elapsed(now), ticking.remaining(now))
    assert shown == (day, elapsed, left)
    assert (ticking.is_over(now), ticking.late(now)) == (over, late)


def test_the_doubled_hour_is_one_day_whichever_of_the_two_it_was():
    """Scenario 53."""
    first = datetime(2026, 10, 25, 2, 30, tzinfo=PARIS)
    dues = {Clock.started(first.replace(fold=n), 2, (), FRANCE, PARIS).due() for n in (0, 1)}

    assert dues == {date(2026, 10, 27)}


def test_the_same_instant_read_from_two_zones_is_one_clock():
    """Scenario 54."""
    paris = instant("2026-11-23 22:30")
    reunion = paris.astimezone(ZoneInfo("Indian/Reunion"))

    assert Clock.started(paris, 5, (), FRANCE, PARIS) == Clock.started(
        reunion, 5, (), FRANCE, PARIS
    )


def test_a_delay_of_no_day_has_no_day_to_show():
    assert clock("2026-11-23 09:00", 0).day(date(2026, 11, 23)) == 0


def test_a_company_closed_for_ever_never_owes_an_answer():
    closed = calendar_of([(date(2020, 1, 1), date(2060, 1, 1))])

    assert clock("2026-11-23 09:00", 1, "", closed).due() is None


def test_the_worked_examples_of_the_guide_are_rows_of_this_table():
    """Scenario 51."""
    rows = [
        tuple(cell.strip() for cell in line.strip("|\n").split("|"))
        for line in GUIDE.read_text().splitlines()
        if line.startswith("| 20")
    ]
    known = {(opened, str(days), pauses, due, place) for opened, days, pauses, due, place in DUES}

    assert len(rows) >= 12
    assert {row[:5] for row in rows} <= known


def test_the_table_is_long_enough():
    assert len(DUES) >= 60
