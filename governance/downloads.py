"""A file handed over: whole, the rest of an interrupted download, or not again when it is there already."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePath

from django.core.files import File
from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date

BLOCK = 1024 * 1024  # the server takes each block in a round trip of its own: few large ones
RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


class Download(FileResponse):
    """A file read in large blocks."""

    block_size = BLOCK


def hand_over(request, file, *, filename: str, media_type: str, made_at: datetime):
    """An attachment whose stored name is made of its fingerprint, asked of us again at each use.

    A browser may keep it and says which one it has; whoever lost the right to it is refused.
    """
    mark, made = f'"{PurePath(file.name).stem}"', int(made_at.timestamp())
    response = get_conditional_response(request, etag=mark, last_modified=made)
    if response is None:
        response = sent(request, file.open("rb"), mark, media_type)
        response["Content-Disposition"] = content_disposition_header(True, filename)
    response["ETag"], response["Last-Modified"] = mark, http_date(made)
    response["Cache-Control"] = "private, no-cache"
    response["Accept-Ranges"] = "bytes"
    return response


def sent(request, content: File, mark: str, media_type: str) -> HttpResponseBase:
    """The whole file, or the one part that is asked for of the very same file."""
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    same = request.headers.get("If-Range", mark) == mark
    if request.method != "GET" or not asked or not any(asked.groups()) or not same:
        return Download(content, content_type=media_type)
    size = content.size
    start, end = part(*asked.groups(), size)
    if start > end:
        content.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = StreamingHttpResponse(
        blocks(content, start, end), status=206, content_type=media_type
    )
    response["Content-Range"] = f"bytes {start}-{end}/{size}"
    response["Content-Length"] = str(end - start + 1)
    return response


def part(first: str, last: str, size: int) -> tuple[int, int]:
    """The first and last byte that a range names; « -500 » is the end of the file."""
    if not first:
        return max(size - int(last), 0), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


def blocks(content: File, start: int, end: int) -> Iterator[bytes]:
    """The bytes from one to the other, the file closed whatever happens."""
    with content:
        content.seek(start)
        while start <= end and (read := content.read(min(BLOCK, end - start + 1))):
            start += len(read)
            yield read
