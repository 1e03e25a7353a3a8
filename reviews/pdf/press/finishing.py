"""What WeasyPrint does not write yet: PDF/UA beside PDF/A, table scopes, figure boxes, page artefacts, readable links."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pydyf
from xmp import with_accessibility

Node = dict[str, Any]


def finisher(variant: str, titles: dict[str, str], link_title: str) -> Callable[[Any, Any], None]:
    """The last pass over the objects of a file, given to `write_pdf`."""

    def finish(_document: Any, pdf: Any) -> None:
        tree = Tree(pdf)
        if variant == "pdf/a-3a":
            _identify(tree)
        tree.scope_headers()
        tree.place_figures()
        tree.mark_contents()
        tree.adopt_captions()
        tree.drop_running_heads()
        _name_links(pdf, titles, link_title)
        _list_attachments_once(pdf)

    return finish


class Tree:
    """The tag tree of a file, walked once."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        self.root = self.get(pdf.catalog["StructTreeRoot"])
        self.nodes = list(self._walk(self.get(self.root["K"][0])))

    def get(self, reference: Any) -> Any:
        """The object that a reference names, or nothing."""
        if isinstance(reference, bytes):
            reference = reference.decode()
        return (
            self.pdf.objects[int(reference.split()[0])]
            if isinstance(reference, str) and reference.endswith(" R")
            else None
        )

    def _walk(self, start: Node) -> Iterator[Node]:
        waiting = [start]
        while waiting:
            node = waiting.pop()
            yield node
            children = [self.get(child) for child in node.get("K", [])]
            waiting.extend(
                reversed(
                    [
                        child
                        for child in children
                        if isinstance(child, dict) and child.get("Type") == "/StructElem"
                    ]
                )
            )

    def children(self, node: Node) -> list[Any]:
        """The children, None where a child is marked content."""
        return [self.get(child) for child in node["K"]]

    def scope_headers(self) -> None:
        """Every header cell says whether it heads a column or a row."""
        for node in self.nodes:
            if node["S"] == "/TH":
                block = self.get(self.get(node["P"])["P"])
                node["A"]["Scope"] = "/Column" if block["S"] == "/THead" else "/Row"

    def place_figures(self) -> None:
        """Boxes in points from the bottom of the page, where WeasyPrint gives pixels from the top."""
        heights = {
            reference: self.get(reference)["MediaBox"][3] for reference in self.pdf.page_references
        }
        for node in self.nodes:
            if node["S"] == "/Figure" and "A" in node:
                left, top, right, bottom = (value * 0.75 for value in node["A"]["BBox"])
                height = heights[node["Pg"]]
                node["A"]["BBox"] = pydyf.Array(
                    [round(value, 2) for value in (left, height - bottom, right, height - top)]
                )

    def mark_contents(self) -> None:
        """A list whose every entry holds exactly one link is the table of contents."""
        for node in self.nodes:
            if node["S"] != "/L" or not node["K"]:
                continue
            items = self.children(node)
            bodies = [
                self.get(child)
                for item in items
                if item and item.get("S") == "/LI"
                for child in item["K"]
            ]
            links = [
                sum(bool(child) and child.get("S") == "/Link" for child in self.children(body))
                for body in bodies
                if body
            ]
            if len(links) == len(items) and set(links) == {1}:
                node["S"] = "/TOC"
                for item in items:
                    item["S"] = "/TOCI"
                for body in bodies:
                    body["S"] = "/Reference"

    def adopt_captions(self) -> None:
        """A caption belongs inside its figure."""
        for node in self.nodes:
            children = self.children(node)
            roles = [child.get("S") if isinstance(child, dict) else None for child in children]
            if roles.count("/Figure") == 1 and roles.count("/Caption") == 1:
                figure, caption = (
                    children[roles.index("/Figure")],
                    children[roles.index("/Caption")],
                )
                figure["K"].append(node["K"].pop(roles.index("/Caption")))
                caption["P"] = figure.reference

    def drop_running_heads(self) -> None:
        """Running heads and page numbers are artefacts, outside the tree."""
        known = {id(node) for node in self.nodes}
        streams = {
            page["StructParents"]: self.get(page["Contents"])
            for page in map(self.get, self.pdf.page_references)
        }
        numbers = self.get(self.root["ParentTree"])["Nums"]
        for number, references in zip(numbers[::2], numbers[1::2], strict=True):
            if isinstance(references, list):
                orphans = {
                    place
                    for place, reference in enumerate(references)
                    if id(self.get(reference)) not in known
                }
                for place in orphans:
                    references[place] = "null"
                _mark_artefacts(streams[number].stream, orphans)


def _mark_artefacts(operators: list[Any], orphans: set[int]) -> None:
    for place in range(2, len(operators)):
        marked = operators[place - 1]
        if (
            operators[place] == b"BDC"
            and isinstance(marked, dict)
            and marked.get("MCID") in orphans
        ):
            operators[place - 2 : place] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]


def _identify(tree: Tree) -> None:
    metadata = tree.get(tree.pdf.catalog["Metadata"])
    raw = b"".join(
        part if isinstance(part, bytes) else str(part).encode() for part in metadata.stream
    )
    metadata.stream = [with_accessibility(raw)]


def _name_links(pdf: Any, titles: dict[str, str], link_title: str) -> None:
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("Subtype") == "/Link" and "Dest" in item:
            anchor = getattr(item["Dest"], "string", None) or re.sub(
                r"^\(|\)$", "", str(item["Dest"])
            )
            item["Contents"] = pydyf.String(link_title % titles.get(anchor, anchor))


def _list_attachments_once(pdf: Any) -> None:
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
