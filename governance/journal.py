"""The trail: append-only, hash-chained, written in the transaction of the change itself."""

import logging
from collections.abc import Iterable, Iterator

from django.db import connection, models, transaction
from django.utils import timezone

from governance.models.journal import JournalEntry

CHAIN_LOCK = 720_031  # PostgreSQL advisory lock: one writer of the chain at a time
SYSTEM_NAME = "Cadrage"
A_BATCH = 1_000

heads = logging.getLogger("cadrage.journal.head")
VERBS: dict[str, str] = {}


def register(verbs: dict[str, str]) -> None:
    """Add a floor's verbs, each with the sentence that activity feeds show."""
    VERBS.update(verbs)


@transaction.atomic
def record(subject: models.Model, verb: str, *, by, thread: str = "", **facts) -> JournalEntry:
    """Write that somebody did something; if it cannot be written, the change fails too."""
    if verb not in VERBS:
        raise KeyError(f"journal verb {verb!r} is not registered")
    lock_chain()
    last = JournalEntry.objects.order_by("-pk").values_list("hash", flat=True).first()
    now = timezone.now()
    entry = entry_of(subject, verb, by=by, thread=thread, facts=facts, at=now, last=last or "")
    entry.save(force_insert=True)
    return entry


@transaction.atomic
def record_all(rows: Iterable[tuple[models.Model, str, dict]], verb: str, *, by) -> int:
    """Write one thing that happened to many subjects, each with its thread and its own facts."""
    if verb not in VERBS:
        raise KeyError(f"journal verb {verb!r} is not registered")
    lock_chain()
    last = JournalEntry.objects.order_by("-pk").values_list("hash", flat=True).first() or ""
    count, waiting, now = 0, [], timezone.now()
    for subject, thread, facts in rows:
        entry = entry_of(subject, verb, by=by, thread=thread, facts=facts, at=now, last=last)
        last, count = entry.hash, count + 1
        waiting.append(entry)
        if len(waiting) == A_BATCH:
            JournalEntry.objects.bulk_create(waiting)
            waiting = []
    JournalEntry.objects.bulk_create(waiting)
    return count


def entry_of(subject, verb: str, *, by, thread: str, facts: dict, at, last: str) -> JournalEntry:
    """A line of the journal, sealed to the one before it."""
    entry = JournalEntry(
        verb=verb,
        subject_label=subject._meta.label_lower,
        subject_id=subject.pk,
        subject_text=str(subject)[:240],
        thread=thread,
        actor=by,
        actor_name=by.name if by else SYSTEM_NAME,
        actor_side=by.side if by else "",
        facts=facts,
        recorded_at=at,
        previous_hash=last,
    )
    entry.hash = entry.computed_hash()
    return entry


def broken_links(entries: models.QuerySet | None = None) -> Iterator[tuple[int, str]]:
    """Every row whose content or predecessor is not what its hash says, with the reason."""
    rows = JournalEntry.objects.order_by("pk") if entries is None else entries
    expected = ""
    for entry in rows.iterator(chunk_size=1000):
        if entry.previous_hash != expected:
            yield entry.pk, "predecessor"
        if entry.computed_hash() != entry.hash:
            yield entry.pk, "content"
        expected = entry.hash


def head() -> tuple[int, str]:
    """Number and hash of the last row: exported outside, it proves that no row was cut off."""
    last = JournalEntry.objects.order_by("-pk").values_list("pk", "hash").first()
    return last or (0, "")


def export_head() -> str:
    """Write the head in the log, out of reach of the database: `verify_journal --head` reads it back."""
    written = "{}:{}".format(*head())
    heads.info("head %s", written)
    return written


def lock_chain() -> None:
    """Take the chain until the transaction ends; a verb that locks other rows takes it first."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
