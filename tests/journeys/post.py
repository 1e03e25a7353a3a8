"""The post office of a journey: a real SMTP server that keeps what it receives."""

import asyncio
import socket
import time
from collections import Counter
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller

PATIENCE = 90


def free_port() -> int:
    """A port that nobody listens to at this instant."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Sink:
    """Every letter received, in order; `pause` is how long it keeps one before saying so."""

    def __init__(self):
        self.letters: list[EmailMessage] = []
        self.pause = 0.0
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802, the name aiosmtpd calls
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        await asyncio.sleep(self.pause)
        return "250 kept"

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.controller.port}"

    def to(self, address: str, *words: str) -> list[EmailMessage]:
        """The letters to an address whose subject or text has all these words."""
        return [
            letter
            for letter in list(self.letters)
            if letter["To"] == address and all(word in readable(letter) for word in words)
        ]

    def wait_for(self, address: str, *words: str) -> EmailMessage:
        """The first such letter, as soon as it is there."""
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            if found := self.to(address, *words):
                return found[-1]
            time.sleep(0.2)
        received = [f"{letter['To']}: {letter['Subject']}" for letter in self.letters]
        raise AssertionError(f"no letter to {address} with {words}; received: {received}")

    def copies(self) -> Counter:
        """How many times each letter came."""
        return Counter(letter["Message-ID"] for letter in list(self.letters))


def text_of(letter: EmailMessage) -> str:
    """What a letter says, with ordinary spaces."""
    body = letter.get_body(preferencelist=("plain",)).get_content()
    return body.replace("\u00a0", " ").replace("\u202f", " ")


def readable(letter: EmailMessage) -> str:
    """Subject and text, for a search."""
    subject = str(letter["Subject"]).replace("\u00a0", " ").replace("\u202f", " ")
    return f"{subject}\n{text_of(letter)}"
