"""The frozen data as bytes: what is fingerprinted, attached and checked again later."""

import hashlib
import json
from typing import Any


def canonical(data: dict[str, Any]) -> bytes:
    """The one writing of the data that its fingerprint covers; a plain `sha256sum` of the attachment finds it again."""
    covered = {key: value for key, value in data.items() if key != "fingerprint"}
    text = json.dumps(covered, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def digest(data: dict[str, Any]) -> str:
    """SHA-256 of the canonical data, in hexadecimal."""
    return hashlib.sha256(canonical(data)).hexdigest()
