"""Does a PDF carry code? Looked for in its names, spelt plainly, escaped or packed. Pure."""

import re
import zlib

ACTIVE = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA|Encrypt)(?![A-Za-z0-9])"
    rb"|/JS\s*(?=[(<\d])"
)
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
PACKED = re.compile(rb"/ObjStm\b.{0,2000}?stream\r?\n", re.DOTALL)
MOST_UNPACKED = 50 * 1024 * 1024


def carries_code(content: bytes) -> bool:
    """True when a script, a launch, an attached file or a password is found, or may be hidden."""
    if ACTIVE.search(ESCAPED.sub(_spelt, content)):
        return True
    left = MOST_UNPACKED
    for start in PACKED.finditer(content):
        unpacked, left = _unpack(content, start.end(), left)
        if left <= 0 or ACTIVE.search(ESCAPED.sub(_spelt, unpacked)):
            return True
    return False


def _spelt(found: re.Match) -> bytes:
    return bytes([int(found[1], 16)])


def _unpack(content: bytes, start: int, left: int) -> tuple[bytes, int]:
    """The objects of one packed stream, within what is left to spend."""
    try:
        unpacked = zlib.decompressobj().decompress(content[start:], left)
    except zlib.error:
        return b"", left
    return unpacked, left - len(unpacked)
