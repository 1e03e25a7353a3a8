"""The beat of production when Redis forgets: it takes its lock again and tells all it knew."""

import pytest
from redis.exceptions import ConnectionError as Unreachable
from redis.exceptions import LockNotOwnedError

from config import beat
from config.celery import app


@pytest.fixture
def known(monkeypatch):
    """A beat without Redis: what it asked for, in order."""
    asked = []
    monkeypatch.setattr(beat.Beat, "__init__", lambda self: setattr(self, "app", app))
    monkeypatch.setattr(beat.Beat, "max_interval", 5, raising=False)
    monkeypatch.setattr(beat, "acquire_distributed_beat_lock", lambda sender: asked.append("lock"))
    monkeypatch.setattr(beat.Beat, "tell_again", lambda self: asked.append("schedule"))
    return asked


def tick_that_raises(error, monkeypatch):
    def tick(_self):
        raise error

    monkeypatch.setattr(beat.RedBeatScheduler, "tick", tick)
    return beat.Beat().tick()


def test_a_lock_that_is_gone_is_taken_again_and_the_schedule_told(known, monkeypatch):
    """Scenario 62."""
    assert tick_that_raises(LockNotOwnedError("gone"), monkeypatch) == 5
    assert known == ["lock", "schedule"]


def test_a_redis_that_is_away_is_waited_for(known, monkeypatch):
    assert tick_that_raises(Unreachable("refused"), monkeypatch) == 5
    assert known == []


def test_the_bells_of_every_few_seconds_do_not_pile_up():
    from config.celery import RING, SCHEDULE

    short = [entry for entry in SCHEDULE.values() if entry["schedule"] == 5.0]

    assert [entry["options"] for entry in short] == [RING] * len(short)
