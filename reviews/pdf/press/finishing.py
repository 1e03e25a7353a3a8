"""What WeasyPrint does not write yet: PDF/UA beside PDF/A, table scopes, figure boxes, page artefacts, languages, readable links."""

import re
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pydyf
from hyphens import soften
from languages import name_languages
from pages import mend
from xmp import with_accessibility

Node = Any  # a dictionary of the file, which knows its own reference
Placed = tuple[Node, range, range]
_SILENT = ("/NonStruct", "/Span", "/Div", "/P")
_JOINER = b"> <200d>"  # a glyph that only completes another one


def finisher(variant: str, titles: dict[str, str], link_title: str) -> Callable[[Any, Any], None]:
    """The last pass over the objects of a file, given to `write_pdf`."""

    def finish(document: Any, pdf: Any) -> None:
        tree = Tree(pdf)
        if variant == "pdf/a-3a":
            _identify(tree)
        tree.drop_empty_tags()
        mend(tree, document)
        tree.scope_headers()
        tree.name_headers()
        tree.place_figures()
        tree.mark_contents()
        tree.adopt_captions()
        name_languages(tree, document.metadata.lang)
        tree.drop_running_heads()
        soften(pdf, document)
        _name_links(pdf, titles, link_title)
        _name_every_glyph(pdf)
        _list_attachments_once(pdf)

    return finish


class Tree:
    """The tag tree of a file, walked once."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        self.root = self.get(pdf.catalog["StructTreeRoot"])
        self.nodes = list(self.walk(self.get(self.root["K"][0])))

    def get(self, reference: Any) -> Any:
        """The object that a reference names, or nothing."""
        if isinstance(reference, bytes):
            reference = reference.decode()
        return (
            self.pdf.objects[int(reference.split()[0])]
            if isinstance(reference, str) and reference.endswith(" R")
            else None
        )

    def walk(self, start: Node) -> Iterator[Node]:
        """A tag and those under it, in reading order."""
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

    def name_headers(self) -> None:
        """Every cell names the headers of its row and of its column, spans counted."""
        for table in self.nodes:
            if table["S"] == "/Table":
                cells = placed(self._rows(table), self.children)
                headers = [cell for cell in cells if cell[0]["S"] == "/TH"]
                for cell in cells:
                    if cell[0]["S"] == "/TD":
                        named = [head["ID"] for head in _heads(cell, headers)]
                        cell[0]["A"]["Headers"] = pydyf.Array(named)

    def _rows(self, table: Node) -> list[Node]:
        parts = self.children(table)
        return [
            row
            for part in parts
            for row in ([part] if part["S"] == "/TR" else self.children(part))
            if isinstance(row, dict) and row.get("S") == "/TR"
        ]

    def drop_empty_tags(self) -> None:
        """A line break or an absent number leaves a tag that holds nothing: nothing is announced."""
        for node in reversed(self.nodes):
            if node["S"] in _SILENT and not node["K"]:
                self.get(node["P"])["K"].remove(node.reference)
                node.clear()
        self.nodes = [node for node in self.nodes if node]

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


def placed(rows: list[Node], cells_of: Callable[[Node], list[Node]]) -> list[Placed]:
    """Every cell of a table with the lines and the columns that it covers."""
    found, taken = [], set()
    for line, row in enumerate(rows):
        column = 0
        for cell in cells_of(row):
            while (line, column) in taken:
                column += 1
            high, wide = (cell["A"].get(span, 1) for span in ("RowSpan", "ColSpan"))
            lines, columns = range(line, line + high), range(column, column + wide)
            taken.update(product(lines, columns))
            found.append((cell, lines, columns))
            column += wide
    return found


def _heads(cell: Placed, headers: list[Placed]) -> Iterator[Node]:
    for head, lines, columns in headers:
        along = 1 if head["A"]["Scope"] == "/Row" else 2
        if set(cell[along]) & set((head, lines, columns)[along]):
            yield head


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
    links = [item for item in pdf.objects if _is(item, "Subtype", "/Link")]
    for item in links:
        item["F"] = 4  # printed, as PDF/A already asks
        if "Dest" in item:
            anchor = getattr(item["Dest"], "string", None) or re.sub(
                r"^\(|\)$", "", str(item["Dest"])
            )
            item["Contents"] = pydyf.String(link_title % titles.get(anchor, anchor))


def _name_every_glyph(pdf: Any) -> None:
    for font in [item for item in pdf.objects if _is(item, "Subtype", "/Type0")]:
        names = pdf.objects[int(font["ToUnicode"].split()[0])]
        names.stream = [line.replace(b"> <>", _JOINER) for line in names.stream]


def _is(item: Any, key: str, value: str) -> bool:
    return isinstance(item, dict) and item.get(key) == value


def _list_attachments_once(pdf: Any) -> None:
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
