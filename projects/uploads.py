"""What a file really is: judged from its content, never from its name alone. Pure."""

import re
import struct
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

import puremagic
from django.conf import settings
from django.utils.translation import gettext as _

from governance.verdicts import Incomplete

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
OFFICE_FOLDERS = {".docx": "word/", ".xlsx": "xl/", ".pptx": "ppt/"}
HIDDEN_DANGERS = frozenset({
    ".bat", ".cmd", ".com", ".docm", ".exe", ".hta", ".htm", ".html", ".jar", ".js", ".lnk", ".mjs",
    ".msi", ".php", ".pptm", ".ps1", ".py", ".scr", ".sh", ".svg", ".vbs", ".wsf", ".xhtml", ".xlsm",
    ".xml",
})  # fmt: skip
HIDDEN_SIGNS = re.compile("[\u0000-\u001f\u007f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
MARKUP = re.compile(rb"<\s*(!doctype|html|script|svg|iframe|body|\?xml)", re.IGNORECASE)
HEAD_BYTES = 8192
LONGEST_NAME = 180
MOST_MEMBERS = 2_000
MOST_INFLATED = 200 * 1024 * 1024
MOST_PIXELS = 100_000_000


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may be kept: its name as shown, its extension and its fixed type."""

    name: str
    extension: str
    media_type: str


def inspect(file) -> Inspected:
    """Refuse what is not one of the admitted formats, saying why; read nothing into memory."""
    name = shown_name(file.name)
    extension = extension_of(name)
    if not file.size:
        raise refusal(_("Ce fichier est vide."))
    if file.size > settings.UPLOAD_LIMIT_BYTES:
        raise refusal(_("Ce fichier dépasse 20 Mo."))
    file.seek(0)
    head = file.read(HEAD_BYTES)
    if extension in OFFICE_FOLDERS:
        _check_office(file, OFFICE_FOLDERS[extension])
    elif extension in (".txt", ".csv"):
        _check_text(file)
    else:
        _check_magic(file, head, extension)
    file.seek(0)
    return Inspected(name, extension, TYPES[extension])


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
        _check_png(head)


def _check_png(head: bytes) -> None:
    if len(head) < 24:
        raise _mismatch()
    width, height = struct.unpack(">II", head[16:24])
    if width * height > MOST_PIXELS:
        raise refusal(_("Cette image est trop grande. Réduisez ses dimensions."))


def _check_text(file) -> None:
    file.seek(0)
    content = file.read()
    if b"\0" in content or MARKUP.search(content[:HEAD_BYTES]):
        raise _mismatch()


def _check_office(file, folder: str) -> None:
    """An Office file is a zip archive: its table of contents is read, nothing is inflated."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            _check_members(members)
            names = {member.filename for member in members}
            external = _external_template(archive, names)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise _mismatch() from None
    if "[Content_Types].xml" not in names or not any(n.startswith(folder) for n in names):
        raise _mismatch()
    if external or any("vbaproject" in n.lower() for n in names):
        raise refusal(
            _("Ce document contient des macros ou un modèle distant. Enregistrez-le sans.")
        )


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    total = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or total > MOST_INFLATED:
        raise refusal(_("Ce document se déplie en un volume anormal. Joignez-le en PDF."))
    for member in members:
        if member.flag_bits & 0x1:
            raise refusal(_("Ce document est protégé par un mot de passe. Joignez-le sans."))
        parts = PurePosixPath(member.filename.replace("\\", "/")).parts
        is_link = (member.external_attr >> 16) & 0o170000 == 0o120000
        if ".." in parts or member.filename.startswith("/") or is_link:
            raise _mismatch()


def _external_template(archive: zipfile.ZipFile, names: set[str]) -> bool:
    relations = "word/_rels/settings.xml.rels"
    if relations not in names:
        return False
    with archive.open(relations) as part:
        return b'TargetMode="External"' in part.read(64 * 1024)


def _tail(file) -> bytes:
    file.seek(max(0, file.size - 2048))
    return file.read(2048)
