"""Evidence: written and flushed to disk first, known to the database only afterwards."""

import hashlib
import logging
import os
from contextlib import suppress
from uuid import uuid4

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal
from governance.verdicts import WrongState
from projects.models import Document, ProjectTopic
from projects.uploads import Inspected, inspect, refusal

logger = logging.getLogger(__name__)


def add_document(*, subject: ProjectTopic, file, by) -> Document:
    """Attach a piece of evidence to a topic: no row without its bytes, no bytes kept in vain."""
    if subject.project.is_over:
        raise WrongState(_("Ce projet est arrêté : il ne reçoit plus de pièce."))
    found = inspect(file)
    digest = _digest(file)
    twin = subject.documents.filter(sha256=digest).first()
    if twin:
        raise refusal(_("Cette pièce est déjà là : « %(name)s ».") % {"name": twin.name})
    key = _write(f"{subject.project.key}/{uuid4().hex}{found.extension}", file)
    try:
        return _enter(subject, key, found, digest, size=file.size, by=by)
    except BaseException:
        _forget(key)
        raise


@transaction.atomic
def _enter(subject, key: str, found: Inspected, digest: str, *, size: int, by) -> Document:
    """The row of a file that is already safe, and its line in the journal."""
    document = Document.objects.create(
        project=subject.project,
        subject=subject,
        file=key,
        name=found.name,
        media_type=found.media_type,
        size=size,
        sha256=digest,
        added_by=by,
        added_at=timezone.now(),
    )
    journal.record(
        document, "document.added", by=by, thread=subject.project.key, topic=str(subject.topic),
        sha256=digest,
    )  # fmt: skip
    return document


def _digest(file) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _write(key: str, file) -> str:
    """Store the bytes under a generated name and wait until the disk has them."""
    try:
        stored = default_storage.save(key, file)
        _flush(stored)
    except OSError as error:
        logger.error("document %s not stored: %s", key, error)
        _forget(key)
        raise refusal(
            _("Ce fichier n’a pas pu être gardé. Rien n’est perdu : réessayez.")
        ) from None
    return stored


def _flush(key: str) -> None:
    try:
        path = default_storage.path(key)
    except NotImplementedError:
        return
    for place in (path, os.path.dirname(path)):
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _forget(key: str) -> None:
    with suppress(OSError):
        default_storage.delete(key)
