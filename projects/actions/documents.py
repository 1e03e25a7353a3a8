"""Evidence: written and flushed to disk first, known to the database only afterwards."""

import hashlib
import logging
import os
from contextlib import suppress
from dataclasses import dataclass
from uuid import uuid4

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import journal, typography
from governance.models import Job
from governance.verdicts import WrongState
from projects.evidence import room_left
from projects.models import Document, Project, ProjectTopic
from projects.uploads import Inspected, inspect, refusal

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document goes: a topic of a project, or after the version it replaces."""

    project: Project
    subject: ProjectTopic | None
    replaces: Document | None = None


def add_document(*, subject: ProjectTopic, file, by) -> Document:
    """Attach a piece of evidence to a topic: no row without its bytes, no bytes kept in vain."""
    return _receive(Place(subject.project, subject), file, by=by)


def replace_document(*, document: Document, file, by) -> Document:
    """Attach the next version of a document; the one it replaces stays as it was."""
    return _receive(Place(document.project, document.subject, document), file, by=by)


@transaction.atomic
def withdraw_document(*, document: Document, by) -> None:
    """Forget the bytes of a document that no decision cites; its name and fingerprint stay."""
    journal.lock_chain()
    document.withdraw(by=by)
    journal.record(
        document, "document.withdrawn", by=by, thread=document.project.key, sha256=document.sha256
    )
    transaction.on_commit(lambda: forget(str(document.file)))


def _receive(place: Place, file, *, by) -> Document:
    if place.project.is_over:
        raise WrongState(_("Ce projet est arrêté : il ne reçoit plus de pièce."))
    found = inspect(file)
    digest = _digest(file)
    _check_place(place, digest, file.size)
    key = _write(f"{place.project.key}/{uuid4().hex}{found.extension}", file)
    try:
        return _enter(place, key, found, digest, by=by)
    except BaseException:
        forget(key)
        raise


@transaction.atomic
def _enter(place: Place, key: str, found: Inspected, digest: str, *, by) -> Document:
    """The row of a file that is already safe, and its line in the journal."""
    journal.lock_chain()
    size = default_storage.size(key)
    _check_place(place, digest, size)
    document = Document.objects.create(
        project=place.project,
        subject=place.subject,
        replaces=place.replaces,
        file=key,
        name=found.name,
        media_type=found.media_type,
        active_content=found.active_content,
        size=size,
        sha256=digest,
        state=Document.State.SCANNING if settings.CLAMD_ADDRESS else Document.State.CLEAR,
        added_by=by,
        added_at=timezone.now(),
    )
    verb = "document.replaced" if place.replaces else "document.added"
    journal.record(
        document, verb, by=by, thread=place.project.key, topic=_topic(place), sha256=digest
    )
    if document.state == Document.State.SCANNING:
        Job.plan("scan_document", key=str(document.pk), document_id=document.pk)
    return document


def _topic(place: Place) -> str:
    return str(place.subject.topic) if place.subject else ""


def _check_place(place: Place, digest: str, size: int) -> None:
    """The same file twice, a version already replaced, a project that is full: said before writing,
    and again under the lock."""
    if place.replaces:
        _check_replaced(place.replaces, digest)
    _check_twin(place, digest)
    left = room_left(place.project)
    if size > left:
        facts = {"size": typography.file_size(size), "left": typography.file_size(left)}
        raise refusal(
            _(
                "Ce projet n’a plus assez de place : ce fichier pèse %(size)s, il reste %(left)s. "
                "Retirez une pièce devenue inutile, ou allégez celle-ci."
            )
            % facts
        )


def _check_replaced(old: Document, digest: str) -> None:
    if old.is_replaced:
        raise WrongState(
            _(
                "Cette pièce a déjà été remplacée. Rechargez la page et partez de la dernière version."
            )
        )
    if old.sha256 == digest:
        raise refusal(_("Ce fichier est identique à la version actuelle : rien n’a changé."))


def _check_twin(place: Place, digest: str) -> None:
    known = Document.objects.filter(project=place.project, subject=place.subject, sha256=digest)
    twin = known.filter(withdrawn_at=None).first()
    if twin is None:
        return
    if twin.state == Document.State.REFUSED:
        raise refusal(_("L’antivirus a déjà refusé ce fichier. Il n’est pas gardé."))
    raise refusal(_("Cette pièce est déjà là : « %(name)s ».") % {"name": twin.name})


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
        forget(key)
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


def forget(key: str) -> None:
    """Delete bytes that no row names; the nightly sweep catches what this misses."""
    with suppress(OSError):
        default_storage.delete(key)
