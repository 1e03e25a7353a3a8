"""kill -9 of the worker at any moment: nothing is lost, nothing is done twice."""

import random
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.journeys.house import House, wait_until
from tests.journeys.post import Sink

pytestmark = pytest.mark.journey

PATH = "tests.trust.worker_path"
LETTERS = "SELECT key FROM governance_notice WHERE done_at IS NULL"
JOBS = "SELECT key FROM governance_job WHERE done_at IS NULL"
REMINDERS = (
    "SELECT reviews_reminder.id FROM reviews_reminder JOIN projects_move"
    " ON projects_move.id = move_id WHERE projects_move.kind = 'lift_finding'"
)
HELD = " AND lease_until IS NOT NULL"
STEPS = {
    "register": LETTERS,
    "plan": LETTERS,
    "meet": LETTERS,
    "sign": JOBS,
    "submit": LETTERS,
    "decide": LETTERS,
    "committee": JOBS,
    "gather": JOBS,
    "remind": LETTERS,
}
SHORT = {
    "NOTICE_LEASE_SECONDS": "6",
    "JOB_LEASE_SECONDS": "30",
    "REMINDER_SECONDS": "3",
    "BEAT_LOCK_SECONDS": "12",
}


@pytest.fixture
def post():
    """A slow mail server: it has the letter before the worker knows it."""
    sink = Sink()
    sink.pause = 0.4
    sink.controller.start()
    yield sink
    sink.controller.stop()


@pytest.fixture
def house(tmp_path, post):
    with House(tmp_path, post, redis_number=3, **SHORT) as house:
        house.run(PATH, "prepare")
        house.start("worker")
        yield house


def test_worker_killed_at_each_step_of_the_path_loses_and_doubles_nothing(house, post):
    held = []
    for step, work in STEPS.items():
        held += killed_during(house, work, step)
        wait_until(lambda step=step: over(house, step), f"the end of {step}", house.log)

    done = house.run(PATH, "ledger")
    assert_once(post, done, held)
    assert done["files"] == done["named"]
    assert done["reports"] == ["committee", "gate", "minutes", "scoping"]
    assert len(done["files"]) == 2 * len(done["reports"])
    assert done["produced"] == len(done["reports"])
    assert done["zips"] == done["bundled"]
    assert len(done["zips"]) == 1
    assert done["reminders"] == 1


def test_worker_killed_again_and_again_while_letters_leave(house, post):
    held = killed_during(house, LETTERS, "post_many", count=40)
    held += killed_during(house, LETTERS, "post_many", count=41)
    held += killed_during(house, LETTERS, "post_many", count=42)
    wait_until(lambda: over(house, "post_many"), "the last letter", house.log)

    assert_once(post, house.run(PATH, "ledger"), held)


def killed_during(house, work: str, step: str, **facts) -> list[str]:
    """Play a step, kill the worker at a random moment of its work; which letters it held."""
    with ThreadPoolExecutor(1) as elsewhere:
        played = elsewhere.submit(house.run, PATH, step, **facts)

        def working():
            return house.database.ask(work + HELD) or (played.done() and over(house, step))

        wait_until(working, f"work in hand after {step}", house.log)
        time.sleep(random.uniform(0, 2))
        house.kill("worker")
        played.result()
    held = house.database.ask(LETTERS + HELD)
    house.start("worker")
    return held


def over(house, step: str) -> bool:
    """The worker has done what the step left to it."""
    begun = step != "remind" or house.database.ask(REMINDERS)
    return begun and not house.database.ask(LETTERS) + house.database.ask(JOBS)


def assert_once(post, done: dict, held: list[str]) -> None:
    """Every letter came; one that came again was in hand when the worker died."""
    copies = post.copies()
    assert done["waiting"] == 0
    assert set(copies) - set(done["held_back"]) == set(done["letters"].values())
    doubled = {key: copies[name] for key, name in done["letters"].items() if copies[name] > 1}
    assert {key: count for key, count in doubled.items() if count > 1 + held.count(key)} == {}
