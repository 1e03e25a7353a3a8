"""An SQLite test database as the migrations leave it, kept between runs.

The first run of a version plays the migrations and keeps the result under var/cache; the next ones
copy it. A changed migration has another fingerprint, hence another file.
"""

import hashlib
import os
import sqlite3
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.core import management
from django.db import connection

APPS = ("governance", "projects", "reviews")
_play = management.call_command


def install() -> None:
    """From now on, a test database that was already migrated once is copied, not migrated again."""
    management.call_command = _call


def _call(name, *args, **options):
    ready = _ready_file() if name == "migrate" and connection.vendor == "sqlite" else None
    if ready and ready.exists():
        with sqlite3.connect(ready) as kept:
            kept.backup(_opened())
    _play(name, *args, **options)
    if ready and not ready.exists():
        _keep(ready)


def _keep(ready: Path) -> None:
    """Written aside, then named: a run that dies leaves nothing half-made."""
    ready.parent.mkdir(parents=True, exist_ok=True)
    draft = ready.with_suffix(f".{os.getpid()}")
    with sqlite3.connect(draft) as kept:
        _opened().backup(kept)
    draft.replace(ready)


def _opened() -> sqlite3.Connection:
    connection.ensure_connection()
    return connection.connection


def _ready_file() -> Path:
    root, marks = Path(settings.ROOT), hashlib.sha256(version("django").encode())
    for app in APPS:
        for file in sorted((root / app / "migrations").glob("*.py")):
            marks.update(file.read_bytes())
    return root / "var" / "cache" / f"tests-{marks.hexdigest()[:16]}.sqlite3"
