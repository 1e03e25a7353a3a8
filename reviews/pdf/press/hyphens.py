"""A hyphen that only ends a line is a soft one: listened to or copied, the word stays whole."""

import re
from collections.abc import Iterator
from typing import Any

_CODES = re.compile(rb"<([0-9a-f]*)>")
_LAST = re.compile(rb"([0-9a-f]{4})(>[-\d.]*\] TJ)$")
_SOFT = b"/Span <</ActualText <feff00ad>>> BDC"


def soften(pdf: Any, document: Any) -> None:
    """Say « soft hyphen » for every hyphen that the words of the page do not have."""
    root = document.pages[0]._page_box.children[0].element
    written = "".join(root.itertext()).casefold()
    letters = _letters(document)
    for number in pdf.page_references:
        page = pdf.objects[int(number.split()[0])]
        content = pdf.objects[int(page["Contents"].split()[0])]
        content.stream = list(_softened(content.stream, letters, written))


def _letters(document: Any) -> dict[bytes, dict[int, str]]:
    known: dict[bytes, dict[int, str]] = {}
    for font in document.fonts.values():
        known.setdefault(font.hash.encode(), {}).update(font.to_unicode)
    return known


def _softened(
    operators: list[Any], letters: dict[bytes, dict[int, str]], written: str
) -> Iterator[Any]:
    font: dict[int, str] = {}
    spoken = False
    for place, operator in enumerate(operators):
        if operator in (b"BDC", b"BMC", b"EMC"):
            spoken = operator == b"BDC" and operators[place - 2] == "/Span"
        elif isinstance(operator, bytes) and operator.endswith(b" Tf"):
            font = letters.get(operator[1:].split(b" ")[0], {})
        elif isinstance(operator, bytes) and operator.endswith(b"] TJ"):
            last = _LAST.search(operator)
            if spoken and last and _is_added(_words(operator, font), written):
                yield from (operator[: last.start()] + b">] TJ", _SOFT)
                yield from (b"[<" + last[1] + last[2], b"EMC")
                continue
        yield operator


def _words(operator: bytes, font: dict[int, str]) -> str:
    codes = b"".join(_CODES.findall(operator))
    return "".join(font.get(int(codes[at : at + 4], 16), "") for at in range(0, len(codes), 4))


def _is_added(words: str, written: str) -> bool:
    ending = re.search(r"\w+-$", words)
    return ending is not None and ending[0].casefold() not in written
