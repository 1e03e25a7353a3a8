"""A ladder of reminders, and its sweep at an instant."""

import pytest
import time_machine

from reviews.actions.reminders import plan_reminders
from tests.factories import ReminderRungFactory

MONDAY, THURSDAY = "2026-03-23 09:00+01:00", "2026-03-26 09:00+01:00"

LADDER = (
    ("before", -1, "holder", False),
    ("day", 0, "holder", False),
    ("after", 1, "holder", False),
    ("delegate", 3, "delegate", False),
    ("lead", 4, "lead", False),
    ("management", 5, "management", True),
    ("stop", 10, "holder", False),
)


@pytest.fixture(autouse=True)
def _policy(db):
    for code, days, audience, urgent in LADDER:
        ReminderRungFactory(
            code=code, days=days, audience=audience, urgent=urgent, stops=code == "stop"
        )


def at(instant: str):
    return time_machine.travel(instant, tick=False)


def sweep(instant: str) -> int:
    with at(instant):
        return plan_reminders()
