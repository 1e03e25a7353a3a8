"""Clauses of PDF/UA-1 on the tag tree. Each check opens with its clause and test number, then says why."""

import re
from collections import Counter
from itertools import chain

from tests.reviews.pdf_paper import Tag

ROLES = (
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6"
    " L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot"
    " Ruby RB RT RP Warichu WT WP Figure Formula Form"
)
STANDARD = {*ROLES.split()}
ROWS = ("/TR", "/THead", "/TBody", "/TFoot")
HOLDERS = {  # a tag and those that may hold it: clause, holders
    "/TR": ("7.2-4", ("/Table", "/THead", "/TBody", "/TFoot")),
    "/THead": ("7.2-5", ("/Table",)),
    "/TBody": ("7.2-6", ("/Table",)),
    "/TFoot": ("7.2-7", ("/Table",)),
    "/TH": ("7.2-8", ("/TR",)),
    "/TD": ("7.2-9", ("/TR",)),
    "/LI": ("7.2-17", ("/L",)),
    "/LBody": ("7.2-18", ("/LI",)),
    "/Lbl": ("7.2-20", ("/LI", "/P", "/Reference", "/TOCI", "/Sect", "/Note", "/Table", "/Figure")),
    "/TOCI": ("7.2-26", ("/TOC",)),
}
HELD = {  # a tag and what it may hold: clause, children
    "/TR": ("7.2-10", ("/TH", "/TD")),
    "/L": ("7.2-19", ("/L", "/LI", "/Caption")),
    "/LI": ("7.2-20", ("/Lbl", "/LBody")),
    "/TOC": ("7.2-27", ("/TOC", "/TOCI", "/Caption")),
    "/TOCI": ("7.2-28", ("/TOC", "/Lbl", "/Reference", "/P", "/NonStruct")),
    "/THead": ("7.2-36", ("/TR",)),
    "/TBody": ("7.2-37", ("/TR",)),
    "/TFoot": ("7.2-38", ("/TR",)),
}
LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")


def standard_roles(paper):
    """7.1-5: every role is a standard one, or a reader does not know what it is."""
    mapped = paper.root.StructTreeRoot.get("/RoleMap", {}) if paper.tags[0].kids else {}
    yield from (
        tag.role for tag in paper.tags if tag.role[1:] not in STANDARD and tag.role not in mapped
    )


def has_a_tree(paper):
    """7.1-11: the file has a tag tree, with one document at its top."""
    if paper.tree.role != "/Document":
        yield paper.tree.role


def held_where_they_may(paper):
    """7.2: rows, cells, entries stand in the tag that makes sense of them."""
    for tag in paper.tags:
        number, holders = HOLDERS.get(tag.role, ("", ()))
        if holders and (tag.up is None or tag.up.role not in holders):
            yield f"{number} {tag.role} in {tag.up and tag.up.role}"


def hold_what_they_may(paper):
    """7.2: rows, lists and contents hold nothing but their own parts."""
    for tag in paper.tags:
        number, parts = HELD.get(tag.role, ("", ()))
        wrong = [role for role in tag.roles if role not in parts]
        if parts and (wrong or len(tag.kids) != len(tag.order)):
            yield f"{number} {tag.role} holds {wrong or 'loose content'}"


def table_parts(paper):
    """7.2-3, 7.2-11 to 14: one head, a caption at an end, a body when there is a head."""
    for table in paper.tagged("/Table"):
        parts = Counter(table.roles)
        inner = [role for role in table.roles if role != "/Caption"]
        ends = {place for place, role in enumerate(table.roles) if role == "/Caption"}
        if set(inner) - set(ROWS) or not ends <= {0, len(table.roles) - 1} or len(ends) > 1:
            yield f"7.2-3 {table.roles}"
        if parts["/THead"] > 1 or parts["/TFoot"] > 1:
            yield f"7.2-11 {dict(parts)}"
        if (parts["/THead"] or parts["/TFoot"]) and not parts["/TBody"]:
            yield f"7.2-14 {dict(parts)}"


def rows_of(table):
    """The rows of a table, whatever holds them."""
    parts = (part.kids if part.role != "/TR" else [part] for part in table.kids)
    return [row for row in chain.from_iterable(parts) if row.role == "/TR"]


def grid(table):
    """Which cells cover each place of a table, spans counted."""
    covered = {}
    for line, row in enumerate(rows_of(table)):
        column = 0
        for cell in row.kids:
            while (line, column) in covered:
                column += 1
            wide, high = (int(cell.attributes.get(key, 1)) for key in ("/ColSpan", "/RowSpan"))
            for place in (
                (line + down, column + over) for down in range(high) for over in range(wide)
            ):
                covered.setdefault(place, []).append(cell)
            column += wide
    return covered


def regular_tables(paper):
    """7.2-15, 7.2-41 to 43: a table is a full rectangle, no cell over another, no span beyond its end."""
    for table in paper.tagged("/Table"):
        covered = grid(table)
        lines = Counter(line for line, _column in covered)
        if any(len(cells) > 1 for cells in covered.values()):
            yield "7.2-15 two cells in one place"
        if len(set(lines.values())) > 1:
            yield f"7.2-43 rows of {sorted(set(lines.values()))} columns"
        if lines and len(lines) != len(rows_of(table)):
            yield f"7.2-41 {len(rows_of(table))} rows, spans over {len(lines)}"


def cells_know_their_headers(paper):
    """7.5-1: a cell names its headers, or the headers of its table say what they head."""
    for table in paper.tagged("/Table"):
        cells = [cell for row in rows_of(table) for cell in row.kids]
        names = {str(cell.node.ID) for cell in cells if cell.role == "/TH" and "/ID" in cell.node}
        for cell in cells:
            if cell.role == "/TH" and str(cell.attributes.get("/Scope")) not in (
                "/Row",
                "/Column",
                "/Both",
            ):
                yield "7.5-1 TH without scope"
            said = [str(name) for name in cell.attributes.get("/Headers", [])]
            if set(said) - names:
                yield f"7.5-2 unknown header {said}"
            if cell.role == "/TD" and names and not said:
                yield f"7.5-1 TD without header {cell.order and cell.roles}"


def figures_have_words(paper):
    """7.3-1: a figure says in words what it shows, and has its place on the page."""
    for figure in paper.tagged("/Figure"):
        if not (figure.words("/Alt") or figure.words("/ActualText")):
            yield "no words"
        left, low, right, high = map(float, figure.attributes.get("/BBox", (0, 0, 0, 0)))
        width, height = map(float, figure.node.Pg.MediaBox[2:])
        if not (0 <= left < right <= width and 0 <= low < high <= height):
            yield f"box {left, low, right, high}"


def headings_in_order(paper):
    """7.4.2-1: headings begin at H1 and go down one level at a time; 7.4.4-3: no H beside them."""
    before = 0
    for tag in paper.tags:
        if re.fullmatch("/H[1-6]", tag.role):
            level = int(tag.role[2])
            if level > before + 1:
                yield f"H{level} after {before and f'H{before}' or 'nothing'}"
            before = level
    if paper.tagged("/H") or not before:
        yield "H used" if before else "no heading"


def languages(paper):
    """7.2-29, 7.2-33: the language of the file is said, and every language is a language tag."""
    said = [("catalog", str(paper.root.get("/Lang", "")))]
    said += [(tag.role, str(tag.node.Lang)) for tag in paper.tags if "/Lang" in tag.node]
    yield from (f"{place}: {code!r}" for place, code in said if not LANGUAGE.fullmatch(code))


def spoken(paper, tag):
    """The language in which a tag is read: its own, else that of the tag around it, else the file's."""
    while tag is not None and "/Lang" not in tag.node:
        tag = tag.up
    return str(paper.root.get("/Lang", "") if tag is None else tag.node.Lang)


def passages_have_a_language(paper):
    """7.2-34: the language of every passage can be told, or it is read aloud with another's sounds."""
    for tag in paper.tags:
        if any(isinstance(item, tuple) for item in tag.order) and not spoken(paper, tag):
            yield tag.role


def marks_lead_back(paper):
    """7.1-3 with ISO 32000 14.7.4.4: every mark that a tag names is on its page, and its page names that tag."""
    numbers = paper.root.StructTreeRoot.ParentTree.Nums
    parents = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    drawn = {(drawing.page, drawing.number) for drawing in paper.drawings}
    for tag in paper.tags:
        for page, number in (mark for mark in tag.order if isinstance(mark, tuple)):
            owners = parents.get(int(paper.pdf.pages[page - 1].get("/StructParents", -1)), [])
            owner = owners[number] if number < len(owners) else None
            if owner is None or owner.objgen != tag.node.objgen:
                yield f"p. {page}, mark {number} of {tag.role}: the page names another tag"
            if (page, number) not in drawn and (page, number) not in paper.reader.opened:
                yield f"p. {page}, mark {number} of {tag.role}: not on the page"


def parents_are_right(paper):
    """6.7.3-1 (PDF/A): every tag names the tag that holds it."""
    for tag in paper.tags:
        if tag.up is not None and tag.node.P.objgen != tag.up.node.objgen:
            yield f"{tag.role} in {tag.up.role}"


def links_are_tagged(paper):
    """7.18.5-1, 7.18.5-2: a link annotation stands in a Link tag and says where it leads."""
    holders = {
        item.objgen: tag
        for tag in paper.tags
        for item in tag.order
        if not isinstance(item, (Tag, tuple))
    }
    numbers = paper.root.StructTreeRoot.ParentTree.Nums
    parents = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    for page, note in paper.annotations:
        holder = holders.get(note.objgen)
        named = parents.get(int(note.get("/StructParent", -1)))
        if holder is None or holder.role != "/Link" or named != holder.node:
            yield f"7.18.5-1 p. {page} {holder and holder.role}"
        if not str(note.get("/Contents", "")).strip():
            yield f"7.18.5-2 p. {page}"


def link_tags_lead_somewhere(paper):
    """7.18.5-1: a Link tag holds its annotation."""
    for link in paper.tagged("/Link"):
        if all(isinstance(item, (Tag, tuple)) for item in link.order):
            yield "Link without annotation"


CHECKS = (
    has_a_tree, standard_roles, held_where_they_may, hold_what_they_may, table_parts, regular_tables,
    cells_know_their_headers, figures_have_words, headings_in_order, languages,
    passages_have_a_language, marks_lead_back, parents_are_right, links_are_tagged, link_tags_lead_somewhere,
)  # fmt: skip
