"""The embedded broker: kombu's file system transport, made safe against kill -9 and races.

A message appears whole or not at all, one reader gets it, and routes stay in memory: a process
that dies while writing leaves nothing that could stop the next one. Losing a ring is harmless.
"""

import uuid
from pathlib import Path
from queue import Empty
from time import time_ns

from kombu.transport import TRANSPORT_ALIASES, filesystem, virtual
from kombu.utils.json import dumps, loads

SCHEME = "doorbell"
TRANSPORT_ALIASES[SCHEME] = "config.doorbell:Transport"


class Channel(filesystem.Channel):
    """Messages are files of the queue's folder, the oldest first."""

    supports_fanout = False
    get_table = virtual.Channel.get_table

    def _put(self, queue, payload, **_kwargs):
        name = f"{time_ns()}_{uuid.uuid4()}.{queue}.msg"
        unseen = Path(self.data_folder_out) / f".{name}.part"
        unseen.write_text(dumps(payload))
        unseen.rename(unseen.with_name(name))

    def _get(self, queue):
        for path in sorted(Path(self.data_folder_in).glob("*.msg")):
            if path.name.partition(".")[2] != f"{queue}.msg":
                continue
            try:
                message = path.read_text()
                path.unlink()  # whoever removes it, has it
                return loads(message)
            except (FileNotFoundError, ValueError):
                continue
        raise Empty


class Transport(filesystem.Transport):
    Channel = Channel
