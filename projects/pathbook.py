"""The versions of the path rules: one is kept each time they change, projects keep theirs."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from governance.models import PathVersion
from governance.models.journal import fingerprint
from projects.models import Project
from projects.reference import Reference, load_reference_data, reference_from


def keep_version(reference: Reference, *, note: str = "", by=None) -> PathVersion:
    """The version that holds these rules; a new one when they differ from the last."""
    content = reference.as_dict()
    sha256 = fingerprint(content)
    while True:
        last = PathVersion.objects.defer("content").order_by("-number").first()
        if last and last.sha256 == sha256:
            return last
        try:
            with transaction.atomic():
                return PathVersion.objects.create(
                    number=last.number + 1 if last else 1,
                    content=content,
                    sha256=sha256,
                    note=note[:200],
                    saved_by=by,
                    saved_at=timezone.now(),
                )
        except IntegrityError:  # somebody kept another version in the same instant
            continue


def reference_of(project: Project) -> Reference:
    """The path rules that a project was registered under."""
    version = project.path_version
    return reference_from(version.content) if version else load_reference_data()
