"""Files that are there whole or not at all, whatever kills the worker while it writes them."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage

FOLDER = ".parts"
STALE_SECONDS = 24 * 3600


class Whole(File):
    """A finished file, which a storage on the same disk moves into place at once."""

    def temporary_file_path(self) -> str:
        return self.file.name


@contextmanager
def spooled(storage: Storage) -> Iterator[BinaryIO]:
    """A file to write aside, on the disk of the storage when it has one."""
    part = tempfile.NamedTemporaryFile(dir=aside(storage), delete=False)  # noqa: SIM115
    try:
        yield part
    finally:
        part.close()
        Path(part.name).unlink(missing_ok=True)


def keep_whole(storage: Storage, name: str, part: BinaryIO) -> str:
    """Put a finished file under its name; one that is there already is kept."""
    if storage.exists(name):
        return name
    part.flush()
    part.seek(0)
    return storage.save(name, Whole(part, name=name))


def keep_bytes(storage: Storage, name: str, content: bytes) -> str:
    """The same for what is already in memory."""
    with spooled(storage) as part:
        part.write(content)
        return keep_whole(storage, name, part)


def aside(storage: Storage) -> Path | None:
    """The folder of what is being written; what a dead worker left there goes after a day."""
    if not isinstance(storage, FileSystemStorage):
        return None
    folder = Path(storage.location) / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in folder.iterdir():
        if left.stat().st_mtime < time.time() - STALE_SECONDS:
            left.unlink(missing_ok=True)
    return folder
