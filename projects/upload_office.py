"""Office files: judged from their table of contents and their relations, never unfolded. Pure."""

import io
import re
import zipfile
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from governance.verdicts import Incomplete

FOLDERS = {".docx": "word/", ".xlsx": "xl/", ".pptx": "ppt/"}
ARCHIVES = frozenset({".zip", ".7z", ".rar", ".gz", ".tgz", ".bz2", ".xz", ".tar", ".jar"})
MOST_MEMBERS = 2_000
MOST_INFLATED = 200 * 1024 * 1024
MOST_NESTED = 20 * 1024 * 1024
MOST_RELATIONS = 1024 * 1024
RELATION = re.compile(rb"<[^<>]*Relationship\s[^<>]*>")
FAR = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']", re.IGNORECASE)
DRAWN_IN = re.compile(rb"attachedTemplate|oleObject|subDocument|/frame|externalLink", re.IGNORECASE)
MACRO_TYPES = re.compile(rb"macroEnabled|vbaProject|activeX", re.IGNORECASE)
ENTITIES = re.compile(rb"<!\s*(doctype|entity)", re.IGNORECASE)


class Strange(Exception):
    """The content is not what the extension says."""


def check_office(file, extension: str) -> None:
    """Refuse bombs, macros, remote parts and archives that are not the document they claim."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            check_members(members)
            names = {member.filename for member in members}
            if "[Content_Types].xml" not in names:
                raise Strange
            if not any(name.startswith(FOLDERS[extension]) for name in names):
                raise Strange
            _check_active(archive, members)
            _check_nested(archive, members)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        raise Strange from None


def check_members(members: list[zipfile.ZipInfo]) -> None:
    """The table of contents alone tells a bomb, a password, a path that leaves its folder."""
    total = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or total > MOST_INFLATED:
        raise _bomb()
    for member in members:
        if member.flag_bits & 0x1:
            raise Incomplete(
                file=_("Ce document est protégé par un mot de passe. Joignez-le sans.")
            )
        parts = PurePosixPath(member.filename.replace("\\", "/")).parts
        is_link = (member.external_attr >> 16) & 0o170000 == 0o120000
        if ".." in parts or member.filename.startswith("/") or is_link:
            raise Strange


def _check_active(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """Macros and controls, by the name of the part or by its declared type; remote parts."""
    found = any(MACRO_TYPES.search(member.filename.encode()) for member in members)
    found = found or bool(MACRO_TYPES.search(_part(archive, "[Content_Types].xml")))
    relations = [m.filename for m in members if m.filename.endswith(".rels")]
    if found or any(_reaches_out(name, _part(archive, name)) for name in relations):
        raise Incomplete(
            file=_("Ce document contient des macros ou un modèle distant. Enregistrez-le sans.")
        )


def _reaches_out(name: str, relations: bytes) -> bool:
    if name.endswith("settings.xml.rels") and FAR.search(relations):
        return True
    return any(FAR.search(one) and DRAWN_IN.search(one) for one in RELATION.findall(relations))


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """A small XML part, read up to its limit; entities and disguised encodings are refused."""
    with archive.open(name) as part:
        content = part.read(MOST_RELATIONS + 1)
    if len(content) > MOST_RELATIONS:
        raise _bomb()
    if b"\0" in content or ENTITIES.search(content):
        raise Strange
    return content


def _check_nested(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """An archive inside the document: refused, unless it is itself a document, one level deep."""
    for member in members:
        suffix = PurePosixPath(member.filename).suffix.lower()
        if suffix in ARCHIVES:
            raise _bomb()
        if suffix not in FOLDERS:
            continue
        if member.file_size > MOST_NESTED:
            raise _bomb()
        with archive.open(member) as part:
            content = io.BytesIO(part.read(MOST_NESTED))
        with zipfile.ZipFile(content) as inside:
            check_members(inside.infolist())
            names = [one.filename for one in inside.infolist()]
        if any(PurePosixPath(name).suffix.lower() in ARCHIVES | set(FOLDERS) for name in names):
            raise _bomb()


def _bomb() -> Incomplete:
    return Incomplete(file=_("Ce document se déplie en un volume anormal. Joignez-le en PDF."))
