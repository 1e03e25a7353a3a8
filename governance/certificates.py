"""How long the certificate that seals documents still holds."""

from pathlib import Path

from django.conf import settings
from django.utils import timezone

NEAR_DAYS = 30


def seal_state() -> dict:
    """Empty without a certificate; else `good`, `ends_soon`, `ended` or `unreadable`, and its last day."""
    if not settings.SEAL_CERTIFICATE:
        return {}
    try:
        end = certificate_end()
    except (OSError, ValueError):
        return {"seal": "unreadable"}
    left = (end - timezone.now()).days
    state = "ended" if left < 0 else "ends_soon" if left < NEAR_DAYS else "good"
    return {"seal": state, "seal_ends_on": timezone.localdate(end).isoformat()}


def certificate_end():
    """The last instant of the certificate."""
    from cryptography.hazmat.primitives.serialization import pkcs12

    content = Path(settings.SEAL_CERTIFICATE).read_bytes()
    passphrase = settings.SEAL_PASSPHRASE.encode() or None
    _key, certificate, _chain = pkcs12.load_key_and_certificates(content, passphrase)
    if certificate is None:
        raise ValueError("no certificate in the file")
    return certificate.not_valid_after_utc
