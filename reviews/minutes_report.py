"""The frozen facts of printed minutes: the document that was signed, and the answers to it."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from governance.models.journal import fingerprint
from reviews.answers import answered_voices
from reviews.models import Minutes, Report
from reviews.snapshots import local_iso

SCHEMA, SCHEMA_VERSION = "minutes-report", 1


def minutes_report(minutes: Minutes, *, code: str) -> dict:
    """Everything that the printed minutes show, as it stands now, with its fingerprint."""
    data = {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "kind": Report.Kind.MINUTES.value,
        "language": settings.LANGUAGE_CODE,
        "company": settings.COMPANY_NAME,
        "number": minutes.number,
        "signed": minutes.is_agreed(),
        "replaced": minutes.is_replaced(),
        "frozen_at": local_iso(timezone.now()),
        "code": code,
        "verify_url": settings.BASE_URL + reverse("reviews:verification-code", args=[code]),
        "project": {"key": minutes.project.key, "title": minutes.project.title},
        "closed_at": local_iso(minutes.closed_at),
        "closed_by": minutes.closed_by.name,
        "sha256": minutes.sha256,
        "content": minutes.content,
        "voices": answered_voices(minutes),
    }
    return data | {"fingerprint": fingerprint(data)}
