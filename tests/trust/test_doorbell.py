"""The embedded broker, alone: whole messages, one reader each, nothing that a kill can break."""

from queue import Empty

import pytest
from kombu import Connection

from config import doorbell


@pytest.fixture
def channel(tmp_path):
    options = {"data_folder_in": str(tmp_path), "data_folder_out": str(tmp_path)}
    with Connection(f"{doorbell.SCHEME}://localhost", transport_options=options) as connection:
        yield connection.default_channel


def test_messages_come_in_order_to_one_reader_each(channel):
    channel._put("celery", {"body": "first"})
    channel._put("pdf", {"body": "other queue"})
    channel._put("celery", {"body": "second"})

    assert [channel._get("celery")["body"] for _ in range(2)] == ["first", "second"]
    with pytest.raises(Empty):
        channel._get("celery")
    assert channel._get("pdf")["body"] == "other queue"


def test_a_half_written_message_is_passed_over(channel, tmp_path):
    (tmp_path / "1_dead.celery.msg").write_text("")
    (tmp_path / ".2_dying.celery.msg.part").write_text("{")
    channel._put("celery", {"body": "alive"})

    assert channel._get("celery")["body"] == "alive"


def test_a_message_is_never_seen_half_written(channel, tmp_path, monkeypatch):
    def die(path, _target):
        raise KeyboardInterrupt

    monkeypatch.setattr("pathlib.Path.rename", die)
    with pytest.raises(KeyboardInterrupt):
        channel._put("celery", {"body": "never"})

    with pytest.raises(Empty):
        channel._get("celery")
