"""A thousand reminders, the worker killed three times, Redis emptied: each sent once.

The only letters that may come twice are those whose fate nobody knew when the worker died:
they are counted on their rows, and the test lists them.
"""

import os
import shutil
import subprocess
import sys

import pytest

from tests.journeys.house import House, wait_until
from tests.journeys.post import Sink, free_port

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(not os.environ.get("REDIS_URL"), reason="needs Redis, as in production"),
    pytest.mark.skipif(not shutil.which("redis-server"), reason="empties a Redis of its own"),
]

COUNT = 1_000
PLANNED = "SELECT id FROM reviews_reminder"
SHORT = {
    "NOTICE_LEASE_SECONDS": "4",
    "REMINDER_SECONDS": "2",
    "BEAT_LOCK_SECONDS": "12",
}


@pytest.fixture
def post():
    """A mail server that keeps each letter a moment before it says so."""
    sink = Sink()
    sink.pause = 0.01
    sink.controller.start()
    yield sink
    sink.controller.stop()


@pytest.fixture
def redis():
    """A Redis of this test's own, which it may empty."""
    import redis as client

    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1"]
    quiet = ["--save", "", "--appendonly", "no"]
    process = subprocess.Popen(command + quiet, stdout=subprocess.DEVNULL)
    with client.Redis(port=port) as server:

        def answers():
            try:
                return server.ping()
            except client.ConnectionError:
                return False

        wait_until(answers, "Redis")
        yield server
    process.terminate()
    process.wait(10)


@pytest.fixture
def house(tmp_path, post, redis):
    port = redis.connection_pool.connection_kwargs["port"]
    own = {"REDIS_URL": f"redis://127.0.0.1:{port}/0"}
    with House(tmp_path, post, redis_number=3, **SHORT, **own) as house:
        house.run("tests.trust.reminder_path", "prepare", count=COUNT)
        yield house


def test_a_thousand_reminders_are_sent_once_whatever_is_killed(house, post, redis, capsys):
    house.start("worker")
    wait_until(lambda: house.database.ask(PLANNED), "the first reminder", house.log)
    house.kill("worker")

    house.start("worker")
    wait_until(lambda: len(post.letters) >= COUNT // 4, "a quarter of the letters", house.log)
    house.kill("worker")

    house.start("worker")
    wait_until(lambda: len(post.letters) >= COUNT // 2, "half of the letters", house.log)
    redis.flushall()
    wait_until(lambda: len(post.letters) >= COUNT * 7 // 10, "letters after the flush", house.log)
    wait_until(lambda: redis.exists("redbeat::lock"), "the beat after the flush", house.log)
    house.kill("worker")

    house.start("worker")
    wait_until(lambda: over(house), "the last letter", house.log)
    done, copies = house.run("tests.trust.reminder_path", "ledger"), post.copies()
    with capsys.disabled():
        sys.stdout.write(report(done, copies))
    assert done["waiting"] == 0
    assert done["reminders"] == done["balls"] == done["people"] == COUNT
    assert set(copies) == set(done["doubts"])
    assert {key for key, count in copies.items() if count > 1 + done["doubts"][key]} == set()


def over(house) -> bool:
    """Everything is planned and nothing waits."""
    waiting = house.database.ask("SELECT id FROM governance_notice WHERE done_at IS NULL")
    return not waiting and len(house.database.ask(PLANNED)) == COUNT


def report(done: dict, copies) -> str:
    """« 1000 distinct letters, 1001 received »: what came twice, and what nobody knew."""
    unknown = {key: count for key, count in done["doubts"].items() if count}
    twice = sorted(key for key, count in copies.items() if count > 1)
    lines = [f"\n{len(copies)} distinct letters, {copies.total()} received, 3 kills, 1 flush"]
    lines.append(f"of unknown fate: {len(unknown)}, of which received twice: {len(twice)}")
    lines += [
        f"  {key}: {count} doubt(s), {copies[key]} received" for key, count in unknown.items()
    ]
    return "\n".join(lines) + "\n"
