"""Frozen documents for the PDF tests: two real ones, an empty one and a hostile one."""

import copy
import json
from pathlib import Path

from reviews.pdf.frozen import digest

FROZEN = Path(__file__).parent / "frozen"
EMPTY = {
    "schema": "scoping-report",
    "schema_version": 1,
    "kind": "scoping",
    "signed": False,
    "frozen_at": "2026-10-23T09:12:00+02:00",
}
MARKUP = '<img src="file:///etc/passwd"><style>@import url(http://127.0.0.1:9/)</style><link rel=attachment href=file:///etc/hostname><script>alert(1)</script>'
WORD = "Anticonstitutionnellement" * 4
WORLD = "Ребека Łukaszewicz, 王小明 et ליאור, ليلى الحسن 🙂 « Größe, ağaç, Ω ≥ 3 » e\u0301"
TRICKS = "facture\u202efdp.exe \ud800 \x00\x07 a\u2028b"
TEXTS = (MARKUP, WORD, WORLD, TRICKS, "a\n\n\n\nb", "{{ settings.SECRET_KEY }} {% debug %}", "")


def frozen(name):
    """A frozen document of the folder."""
    return json.loads((FROZEN / f"{name}.json").read_text(encoding="utf-8"))


def sealed(data):
    """The same data with the fingerprint that covers it."""
    return data | {"fingerprint": digest(data)}


def empty():
    """A draft in which nobody has written anything."""
    return sealed(copy.deepcopy(EMPTY))


def hostile(name="scoping"):
    """A full document with every typed text replaced by something that must not work."""
    return sealed(_hostile(frozen(name), iter(range(10**9))))


KEPT = ("schema", "kind", "state", "genre", "voice", "answer", "direction", "outcome", "value", "verdict", "code", "language", "present")  # fmt: skip


def _is_ours(key):
    """Codes and dates are written by the application, never typed."""
    return key in KEPT or key.endswith(("_on", "_at"))


def _hostile(value, counter):
    if isinstance(value, str):
        return TEXTS[next(counter) % len(TEXTS)] + value
    if isinstance(value, dict):
        return {k: v if _is_ours(k) else _hostile(v, counter) for k, v in value.items()}
    if isinstance(value, list):
        return [_hostile(item, counter) for item in value]
    return value
