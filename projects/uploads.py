"""What a file really is: judged from its content, never from its name alone. Pure."""

import re
import struct
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

import puremagic
from django.conf import settings
from django.utils.translation import gettext as _

from governance.verdicts import Incomplete
from projects import upload_office, upload_pdf

TYPES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".txt": "text/plain",
    ".csv": "text/csv",
}
HIDDEN_DANGERS = frozenset({
    ".bat", ".cmd", ".com", ".docm", ".exe", ".hta", ".htm", ".html", ".jar", ".js", ".lnk", ".mjs",
    ".msi", ".php", ".pptm", ".ps1", ".py", ".scr", ".sh", ".svg", ".vbs", ".wsf", ".xhtml", ".xlsm",
    ".xml",
})  # fmt: skip
HIDDEN_SIGNS = re.compile("[\u0000-\u001f\u007f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
MARKUP = re.compile(rb"<\s*(!doctype|html|script|svg|iframe|body|\?xml)", re.IGNORECASE)
HEAD_BYTES = 8192
LONGEST_NAME = 180
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
END_BYTES = 64 * 1024
MOST_PIXELS = 100_000_000


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may be kept: its name as shown, its fixed type, whether it carries code."""

    name: str
    extension: str
    media_type: str
    active_content: bool = False


def inspect(file) -> Inspected:
    """Refuse what is not one of the admitted formats, saying why; believe nothing it claims."""
    name = shown_name(file.name)
    extension = extension_of(name)
    if not file.size:
        raise refusal(_("Ce fichier est vide."))
    if file.size > settings.UPLOAD_LIMIT_BYTES:
        raise refusal(_("Ce fichier dépasse 20 Mo."))
    file.seek(0)
    try:
        _check_content(file, extension)
    except upload_office.Strange:
        raise _mismatch() from None
    active = extension == ".pdf" and upload_pdf.carries_code(_whole(file))
    file.seek(0)
    return Inspected(name, extension, TYPES[extension], active)


def _check_content(file, extension: str) -> None:
    if extension in upload_office.FOLDERS:
        upload_office.check_office(file, extension)
    elif extension in (".txt", ".csv"):
        _check_text(file)
    else:
        _check_magic(file, file.read(HEAD_BYTES), extension)


def shown_name(raw: str) -> str:
    """The name without its folders, in one form; hidden signs are refused."""
    name = unicodedata.normalize("NFC", raw.replace("\\", "/").split("/")[-1]).strip(" .")
    if HIDDEN_SIGNS.search(name):
        raise refusal(_("Le nom de ce fichier contient des signes cachés. Renommez-le."))
    path = PurePosixPath(name)
    return name if len(name) <= LONGEST_NAME else path.stem[:160].strip() + path.suffix[:10]


def extension_of(name: str) -> str:
    """The one extension of a name, when it is admitted and hides no other."""
    suffixes = [suffix.lower() for suffix in PurePosixPath(name).suffixes]
    if not suffixes or suffixes[-1] not in TYPES:
        raise refusal(
            _("Ce format n’est pas admis. Joignez un PDF, une image, un document ou un tableur.")
        )
    if any(suffix in TYPES or suffix in HIDDEN_DANGERS for suffix in suffixes[:-1]):
        raise refusal(_("Ce fichier a deux extensions. Renommez-le avec une seule."))
    return suffixes[-1]


def refusal(sentence: str) -> Incomplete:
    """A no, beside the file field."""
    return Incomplete(file=sentence)


def _mismatch() -> Incomplete:
    return refusal(_("Le contenu de ce fichier ne correspond pas à son extension."))


def _check_magic(file, head: bytes, extension: str) -> None:
    try:
        found = puremagic.from_string(head, mime=True)
    except puremagic.PureError:
        raise _mismatch() from None
    if found != TYPES[extension]:
        raise _mismatch()
    if extension == ".pdf" and b"%%EOF" not in _tail(file):
        raise refusal(_("Ce PDF est incomplet. Joignez-le de nouveau."))
    if extension == ".png":
        _check_png(file, head)
    if extension in (".jpg", ".jpeg"):
        _check_jpeg(file)


def _check_png(file, head: bytes) -> None:
    if len(head) < 24:
        raise _mismatch()
    if b"IEND" not in _tail(file):
        raise refusal(_("Cette image est incomplète. Joignez-la de nouveau."))
    _check_pixels(*struct.unpack(">II", head[16:24]))


def _check_jpeg(file) -> None:
    content = _whole(file)
    if b"\xff\xd9" not in content[-END_BYTES:]:
        raise refusal(_("Cette image est incomplète. Joignez-la de nouveau."))
    place = 2
    while place + 9 <= len(content) and content[place] == 0xFF:  # from one marker to the next
        if content[place + 1] == 0xFF:  # filling
            place += 1
            continue
        marker, length = content[place + 1], struct.unpack(">H", content[place + 2 : place + 4])[0]
        if marker in FRAMES:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            _check_pixels(width, height)
            return
        place += 2 + max(length, 2)


def _check_pixels(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise refusal(_("Cette image est trop grande. Réduisez ses dimensions."))


def _check_text(file) -> None:
    file.seek(0)
    content = file.read()
    if b"\0" in content or MARKUP.search(content[:HEAD_BYTES]):
        raise _mismatch()


def _tail(file) -> bytes:
    file.seek(max(0, file.size - 2048))
    return file.read(2048)


def _whole(file) -> bytes:
    file.seek(0)
    return file.read()
