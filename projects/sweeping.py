"""Every night: files that no row names are removed, rows whose file is missing are reported."""

import logging
from collections.abc import Iterator
from datetime import timedelta

from django.apps import apps
from django.core.files.storage import default_storage
from django.db.models import FileField
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.models import Notice, Person
from governance.roles import Mandate
from projects.models import Document

GRACE = timedelta(hours=24)
logger = logging.getLogger(__name__)


def sweep() -> dict[str, int]:
    """Remove old files without a row, report rows without a file; safe to run twice."""
    orphans = sum(remove(name) for name in old_files() if not is_named(name))
    missing = [one for one in Document.objects.kept() if not default_storage.exists(one.file.name)]
    for document in missing:
        report_missing(document)
    return {"removed": orphans, "missing": len(missing)}


def old_files(folder: str = "") -> Iterator[str]:
    """The stored files older than a day, wherever they are."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        path = f"{folder}/{name}" if folder else name
        if timezone.now() - default_storage.get_modified_time(path) > GRACE:
            yield path
    for name in folders:
        yield from old_files(f"{folder}/{name}" if folder else name)


def is_named(name: str) -> bool:
    """True when a row of any model holds this file: asked at the last moment."""
    return any(
        model._base_manager.filter(**{field.name: name}).exists()
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, FileField)
    )


def remove(name: str) -> int:
    """Delete one file that nobody names; a storage that refuses is tried again tomorrow."""
    try:
        default_storage.delete(name)
    except OSError as error:
        logger.error("orphan %s not removed: %s", name, error)
        return 0
    logger.warning("orphan %s removed", name)
    return 1


def report_missing(document: Document) -> None:
    """Tell the stewards, once, that a document was lost outside the application."""
    logger.error("document %s has lost its file %s", document.pk, document.file.name)
    for steward in Person.objects.filter(mandate=Mandate.STEWARD, is_active=True):
        Notice.post(
            steward,
            key=f"document-missing:{document.pk}",
            subject=_("Pièce introuvable : %(name)s") % {"name": document.name},
            body=_(
                "Le fichier de « %(name)s » (%(project)s) n’est plus dans le stockage. "
                "Restaurez-le depuis une sauvegarde : son empreinte est %(sha256)s."
            )
            % {"name": document.name, "project": document.project, "sha256": document.sha256},
            action=_("Ouvrir le dossier"),
            path=document.project.get_absolute_url(),
        )
