"""How far the layout is, told to whoever reads: what WeasyPrint logs, turned into a part of the whole.

Half of the time goes to laying out pages, whose number is known only at the end: it is guessed from
the length of the text, and a longer document waits at the end of its half.
"""

import logging
import re
from typing import BinaryIO

from weasyprint.logger import PROGRESS_LOGGER

CHARACTERS_PER_PAGE = 3_900  # measured on the five kinds of documents
STEPS = ((r"Step 2", 3), (r"Step 3", 6), (r"Step 4", 10))
PAGES_FROM, PAGES_TO, WRITTEN = 15, 55, 97
PAGE = re.compile(r"Step 5 .* Page (\d+)$")


class Progress(logging.Handler):
    """Says each step once it is reached, and never goes back."""

    def __init__(self, out: BinaryIO, length: int, files: int) -> None:
        super().__init__(logging.INFO)
        self._out, self._files, self._written = out, files, 0
        self._expected = 1 + length // CHARACTERS_PER_PAGE
        self._said = (-1, "")
        PROGRESS_LOGGER.setLevel(logging.INFO)
        PROGRESS_LOGGER.addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """One line of WeasyPrint."""
        message = record.getMessage()
        if page := PAGE.match(message):
            number = int(page[1])
            part = min(1.0, number / self._expected)
            self.say(PAGES_FROM + int((PAGES_TO - PAGES_FROM) * part), f"page {number}")
        for step, percent in STEPS:
            if message.startswith(step):
                self.say(percent, "text")

    def writing(self, variant: str) -> None:
        """The next file is being written."""
        self.say(PAGES_TO + (WRITTEN - PAGES_TO) * self._written // self._files, variant)
        self._written += 1

    def say(self, percent: int, step: str) -> None:
        """One line to the parent; if nobody reads any more, this ends the process."""
        said = (max(percent, self._said[0]), step)
        if said != self._said:
            self._said = said
            self._out.write(f"at {said[0]} {step}\n".encode())
            self._out.flush()
