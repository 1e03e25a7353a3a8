"""What left the press: kept with its fingerprint, so that a copy can be checked later."""

import hashlib

from django.conf import settings

from reviews.models import PrintedFile, Report


def note_files(*, report: Report, language: str, files: dict[str, tuple[str, bytes]]) -> None:
    """Remember the files of a document in one language: variant to name and bytes; once."""
    PrintedFile.objects.bulk_create(
        [
            PrintedFile(
                report=report,
                language=language or settings.LANGUAGE_CODE,
                variant=variant,
                file=name,
                sha256=hashlib.sha256(content).hexdigest(),
            )
            for variant, (name, content) in files.items()
        ],
        ignore_conflicts=True,
    )
