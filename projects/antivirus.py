"""The antivirus: one document handed to clamd in pieces, one word back."""

import socket
import struct
import time
from dataclasses import dataclass

from django.conf import settings

PIECE = 64 * 1024
LONGEST_ANSWER = 4096


class ScannerDown(Exception):
    """Nobody answers, or not in time: the document waits, and is tried again."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """What clamd says: clear, or the name of what it found."""

    clear: bool
    word: str


def scan(file) -> Scanned:
    """Send an open file to clamd (INSTREAM) and read its verdict within CLAMD_SECONDS."""
    deadline = time.monotonic() + settings.CLAMD_SECONDS
    try:
        with _connect(settings.CLAMD_ADDRESS) as line:
            line.sendall(b"zINSTREAM\0")
            while piece := file.read(PIECE):
                _hurry(line, deadline)
                line.sendall(struct.pack(">L", len(piece)) + piece)
            line.sendall(struct.pack(">L", 0))
            return understand(_answer(line, deadline))
    except (OSError, struct.error) as error:
        raise ScannerDown(str(error) or type(error).__name__) from None


def understand(answer: str) -> Scanned:
    """« stream: OK », « stream: Eicar-Signature FOUND », anything else is no verdict."""
    word = answer.removeprefix("stream:").strip()
    if word == "OK":
        return Scanned(clear=True, word="")
    if word.endswith(" FOUND"):
        return Scanned(clear=False, word=word.removesuffix(" FOUND"))
    raise ScannerDown(answer or "no answer")


def _connect(address: str) -> socket.socket:
    if "/" in address.removeprefix("tcp://"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(settings.CLAMD_SECONDS)
        if failed := line.connect_ex(address.removeprefix("unix:").replace("///", "/")):
            line.close()
            raise OSError(failed, "clamd does not answer")
        return line
    host, _colon, port = address.removeprefix("tcp://").rpartition(":")
    return socket.create_connection((host, int(port)), timeout=settings.CLAMD_SECONDS)


def _hurry(line: socket.socket, deadline: float) -> None:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("too slow")
    line.settimeout(left)


def _answer(line: socket.socket, deadline: float) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER:
        _hurry(line, deadline)
        piece = line.recv(LONGEST_ANSWER)
        if not piece:
            break
        said += piece
    return said.rstrip(b"\0").decode("utf-8", "replace").strip()
