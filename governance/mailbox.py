"""The e-mails that the embedded deployment wrote in its folder, read back. Nothing is executed."""

import email
import re
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

NAME = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9]{6}-[0-9a-f]{8}\.eml")
MOST = 200


@dataclass(frozen=True)
class Letter:
    """One e-mail as it was sent."""

    name: str
    written_at: datetime
    subject: str
    recipients: str
    text: str
    html: str
    attachments: tuple[str, ...]


def letters(limit: int = MOST) -> list[Letter]:
    """The e-mails of the folder, newest first."""
    folder = Path(settings.EMAIL_FILE_PATH)
    names = sorted((path.name for path in folder.glob("*.eml")), reverse=True)
    return [read(folder / name) for name in names if NAME.fullmatch(name)][:limit]


def letter(name: str) -> Letter | None:
    """One e-mail by the name of its file; None when no such file was written by us."""
    path = Path(settings.EMAIL_FILE_PATH) / name
    return read(path) if NAME.fullmatch(name) and path.is_file() else None


def read(path: Path) -> Letter:
    """An .eml file as words."""
    message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    written = datetime.strptime(f"{path.name[:22]}+0000", "%Y%m%d-%H%M%S-%f%z")
    return Letter(
        name=path.name,
        written_at=written,
        subject=str(message["Subject"] or ""),
        recipients=str(message["To"] or ""),
        text=part(message, "plain"),
        html=part(message, "html"),
        attachments=tuple(item.get_filename() or "" for item in message.iter_attachments()),
    )


def part(message: EmailMessage, kind: str) -> str:
    """The body of one kind, empty when there is none."""
    body = message.get_body(preferencelist=(kind,))
    return body.get_content() if body else ""
