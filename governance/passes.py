"""A download that costs what a static file costs, as long as nothing happened since its page was shown.

The page of a document has asked every question of rights already. Its link carries a pass: which
file, for which session, who holds it, and how far the journal had come. Asked for within a minute
by that session, still open, of somebody whose place in the company is the same, with nothing
written in the journal since, the file is handed over at once. Whatever differs sends the request
its ordinary way, where the view asks everything again: a pass opens nothing that the page did not.
"""

import os
from collections.abc import Callable, Iterable
from pathlib import PurePath
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from wsgiref.util import FileWrapper

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import signing
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import Error, connection
from django.http.cookie import parse_cookie
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.http import content_disposition_header

from governance import journal
from governance.models import JournalEntry, Person

PARAMETER, SALT, SECONDS, BLOCK = "passe", "governance.passes", 60, 65_536
CONDITIONAL = ("HTTP_RANGE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_RANGE")
HOLDER = f"""
select password, mandate, team_id from {Person._meta.db_table}
 where id = %s and is_active and vendor_id is null
   and exists(select 1 from {Session._meta.db_table} where session_key = %s and expire_date > %s)
   and (select coalesce(max(id), 0) from {JournalEntry._meta.db_table}) = %s
"""  # noqa: S608 -- names of our own tables


class Passes:
    """What the page of a document gives its reader: addresses that carry a pass for a minute.

    Made before the page asks what its reader may see: a right taken away meanwhile voids them too.
    Guests get plain ones: how long they were away is counted at each request.
    """

    def __init__(self, request) -> None:
        person, self.session = request.user, request.session.session_key
        local = isinstance(default_storage, FileSystemStorage)
        self.given = bool(local and self.session and not person.is_guest)
        if self.given:
            standing = place_of(person.password, person.mandate, person.team_id)
            self.holder = [person.pk, standing, journal.head()[0]]

    def to(self, address: str, file, filename: str, media_type: str = "application/pdf") -> str:
        """The address of a file that this person was just allowed to see."""
        if not self.given:
            return address
        what = [urlsplit(address).path, file.name, filename, media_type, *self.holder]
        token = signing.dumps(what, salt=SALT + self.session)
        return f"{address}{'&' if '?' in address else '?'}{urlencode({PARAMETER: token})}"


def place_of(*standing: Any) -> str:
    """A fingerprint of what a person's rights and signature in rest on."""
    return salted_hmac(SALT, " ".join(map(str, standing))).hexdigest()[:24]


class FileDoor:
    """Stands before the application: hands over the files whose pass holds, lets the rest through."""

    def __init__(self, application: Callable) -> None:
        self.application = application
        self.headers = [
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", settings.X_FRAME_OPTIONS),
            ("Referrer-Policy", settings.SECURE_REFERRER_POLICY),
            ("Content-Security-Policy", "default-src 'none'; sandbox"),
            ("Cache-Control", "private, no-cache"),
            ("Accept-Ranges", "bytes"),
        ]

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        found = passed(environ) if asks(environ) else None
        if not found:
            return self.application(environ, start_response)
        content, filename, media_type = found
        told = [
            ("Content-Type", media_type),
            ("Content-Length", str(os.fstat(content.fileno()).st_size)),
            ("Content-Disposition", content_disposition_header(True, filename)),
            ("ETag", f'"{PurePath(content.name).stem}"'),
        ]
        start_response("200 OK", told + self.headers)
        return environ.get("wsgi.file_wrapper", FileWrapper)(content, BLOCK)


def asks(environ: dict) -> bool:
    """Whether a request asks for a whole file and shows a pass."""
    shown = f"{PARAMETER}=" in environ.get("QUERY_STRING", "")
    return shown and environ["REQUEST_METHOD"] == "GET" and not any(map(environ.get, CONDITIONAL))


def passed(environ: dict) -> tuple[Any, str, str] | None:
    """The open file, its name and its type, when all is as it was when its page was shown."""
    cookies = parse_cookie(environ.get("HTTP_COOKIE", ""))
    session = cookies.get(settings.SESSION_COOKIE_NAME, "")
    try:
        token = parse_qs(environ["QUERY_STRING"])[PARAMETER][-1]
        what = signing.loads(token, salt=SALT + session, max_age=SECONDS)
        path, name, filename, media_type, person, holder, head = what
        asked = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
        if path != asked or not still_so(person, holder, session, head):
            return None
        return open(default_storage.path(name), "rb"), filename, media_type  # noqa: SIM115, PTH123
    except (signing.BadSignature, KeyError, OSError, Error):
        return None


def still_so(person: int, holder: str, session: str, head: int) -> bool:
    """Whether nothing was written since, the session goes on and its holder stands where they stood."""
    with connection.cursor() as cursor:
        cursor.execute(HOLDER, [person, session, timezone.now(), head])
        row = cursor.fetchone()
    return row is not None and place_of(*row) == holder
