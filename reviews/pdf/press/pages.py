"""A page break cuts an element in two; its tags are made one again, so that a table or a sentence is heard once."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

ROLES = {
    "section": "/Sect", "article": "/Art", "div": "/Div", "blockquote": "/BlockQuote", "p": "/P", "ul": "/L",
    "ol": "/L", "table": "/Table", "tbody": "/TBody", "tr": "/TR",
}  # fmt: skip


def mend(tree: Any, document: Any) -> None:
    """Join what the page breaks of a document have cut; a table head that is only repeated leaves the tree."""
    whole = tree.nodes[0]
    for (before, reference), (after, following) in pairwise(
        zip(document.pages, tree.pdf.page_references, strict=True)
    ):
        tags = [tag for tag in tree.children(whole) if isinstance(tag, dict)]
        ends = [tag for tag in tags if _last_page(tree, tag) == reference]
        starts = [tag for tag in tags if tag["Pg"] == following]
        if ends and starts:
            _join(tree, ends[-1], starts[0], list(cut(before, after)))
    kept = list(tree.walk(whole))
    known = {id(tag) for tag in kept}
    for tag in tree.nodes:
        if id(tag) not in known:
            tag.clear()
    tree.nodes = kept


def cut(before: Any, after: Any) -> Iterator[str]:
    """The elements that run from one page to the next, from the outside in."""
    rest = _edge(after, 0)
    for element in _edge(before, -1):
        if any(element is other for other in rest) and element.tag in ROLES:
            yield ROLES[element.tag]


def _edge(page: Any, place: int) -> list[Any]:
    """The elements at the beginning (0) or the end (-1) of a page, repeated table heads aside."""
    boxes, found = page._page_box.children[:1], []
    while boxes:
        box = boxes[place]
        if box.element is not None and (not found or box.element is not found[-1]):
            found.append(box.element)
        boxes = [
            child
            for child in getattr(box, "children", [])
            if child.is_in_normal_flow() and not getattr(child, "is_header", False)
        ]
    return found


def _last_page(tree: Any, tag: Any) -> Any:
    while True:
        kids = [kid for kid in tree.children(tag) if isinstance(kid, dict) and "S" in kid]
        if not kids:
            return tag["Pg"]
        tag = kids[-1]


def _join(tree: Any, first: Any, second: Any, roles: list[str]) -> None:
    if not roles or not first["S"] == second["S"] == roles[0]:
        return
    if roles[0] == "/Table" and _heads(tree, first) and _heads(tree, second):
        second["K"].remove(_heads(tree, second)[0].reference)
    ours, theirs = tree.children(first), tree.children(second)
    if roles[0] == "/TR":
        for one, other in zip(ours, theirs, strict=True):
            _take(one, other, tree.children(other))
    else:
        _take(first, second, theirs)
    tree.get(second["P"])["K"].remove(second.reference)
    if ours and theirs and isinstance(ours[-1], dict) and isinstance(theirs[0], dict):
        _join(tree, ours[-1], theirs[0], roles[1:])


def _heads(tree: Any, table: Any) -> list[Any]:
    return [part for part in tree.children(table) if part["S"] == "/THead"]


def _take(first: Any, second: Any, kids: list[Any]) -> None:
    """What one tag holds goes to the end of another."""
    first["K"].extend(second["K"])
    for kid in kids:
        if isinstance(kid, dict):
            kid["P"] = first.reference
