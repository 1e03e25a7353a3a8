"""The parent's side of the press: start one child, follow what it says, take its files whole or not at all."""

import os
import select
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any, NamedTuple

Beat = Callable[[int, str], None]  # how far, of 100, and at which step; raising ends the child
LISTENING_SECONDS, CHUNK = 0.5, 1 << 16


class TooSlow(Exception):
    """The child took more time than it was given."""


class Ended(NamedTuple):
    """How a child ended: its exit code, the files it handed over, the end of its log."""

    code: int
    files: dict[str, bytes]
    log: str


class Spoken:
    """What a child says, line by line, and the files between its lines; see press/__main__.py."""

    def __init__(self) -> None:
        self.percent, self.step = 0, ""
        self.files: dict[str, bytes] = {}
        self._left = bytearray()
        self._coming: tuple[str, int] | None = None

    def hear(self, chunk: bytes) -> None:
        """The next bytes, cut anywhere."""
        self._left += chunk
        while self._take_file() if self._coming else self._take_line():
            pass

    @property
    def is_whole(self) -> bool:
        """Whether nothing was cut short."""
        return not self._left and self._coming is None

    def _take_file(self) -> bool:
        name, size = self._coming or ("", 0)
        if len(self._left) < size:
            return False
        self.files[name], self._coming = bytes(self._left[:size]), None
        del self._left[:size]
        return True

    def _take_line(self) -> bool:
        line, end, _rest = self._left.partition(b"\n")
        if not end:
            return False
        del self._left[: len(line) + 1]
        word, first, second = line.decode().split(" ", 2)
        if word == "file":
            self._coming = (first, int(second))
        else:
            self.percent, self.step = int(first), second
        return True


def run(command: tuple[str, ...], order: bytes, *, seconds: float, beat: Beat, **where: Any) -> Ended:  # fmt: skip
    """One child from beginning to end; whatever stops us, it does not outlive us."""
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as log:
        asked.write(order)
        asked.seek(0)
        child = subprocess.Popen(  # noqa: S603, our own command, nothing typed in it
            command,
            stdin=asked,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,
            **where,
        )
        try:
            files = _followed(child, time.monotonic() + seconds, beat)
        finally:
            _end(child)
        log.seek(0)
        return Ended(child.returncode, files, log.read().decode("utf-8", "replace")[-2000:])


def _followed(child: "subprocess.Popen[bytes]", deadline: float, beat: Beat) -> dict[str, bytes]:
    pipe: IO[bytes] = child.stdout  # type: ignore[assignment]
    spoken, listening = Spoken(), select.poll()
    listening.register(pipe, select.POLLIN | select.POLLHUP)
    while time.monotonic() < deadline:
        heard = listening.poll(LISTENING_SECONDS * 1000)
        chunk = os.read(pipe.fileno(), CHUNK) if heard else None
        if chunk == b"":
            with suppress(subprocess.TimeoutExpired):
                child.wait(max(0.0, deadline - time.monotonic()))
                return spoken.files if spoken.is_whole else {}
            break
        spoken.hear(chunk or b"")
        beat(spoken.percent, spoken.step)
    raise TooSlow(f"{spoken.percent} % {spoken.step}")


def _end(child: "subprocess.Popen[bytes]") -> None:
    if child.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    if child.stdout:
        child.stdout.close()
