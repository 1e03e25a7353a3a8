"""What people typed in another language than the document's: its tags say so, and it is read aloud in that language.

WeasyPrint knows the language of each box and does not write it on the tag. Its builder of tags is
private: where a later version has none, no language is written, and a test says so.
"""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import pydyf

Builder = Callable[..., Iterator[Any]]


def _noting(build: Builder) -> Builder:
    def noted(box: Any, *rest: Any, **options: Any) -> Iterator[Any]:
        for tag in build(box, *rest, **options):
            if not hasattr(tag, "language"):
                tag.language = box.style["lang"]
            yield tag

    return noted


with contextlib.suppress(ImportError, AttributeError):
    from weasyprint.pdf import tags

    tags._build_box_tree = _noting(tags._build_box_tree)


def name_languages(tree: Any, language: str) -> None:
    """Write the language of each tag that speaks another than the tag around it."""
    top = tree.nodes[0]
    spoken = {top["P"]: language}
    for tag in tree.walk(top):
        around = spoken[tag["P"]]
        own = getattr(tag, "language", None) or around
        spoken[tag.reference] = own
        if own != around:
            tag["Lang"] = pydyf.String(own)
