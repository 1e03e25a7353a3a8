"""A printed file taken apart once: its tag tree, everything drawn on its pages, its fonts."""

import io
import re
from dataclasses import dataclass, field
from functools import cached_property

import pikepdf

KINDS = (
    dict.fromkeys(("Tj", "TJ", "'", '"'), "text")
    | dict.fromkeys(("f", "F", "f*", "B", "B*", "b", "b*", "S", "s"), "path")
    | {"sh": "shading", "INLINE IMAGE": "image"}
)
COLOURS = {"g": "Gray", "G": "Gray", "rg": "RGB", "RG": "RGB", "k": "CMYK", "K": "CMYK"}
PAIRS = re.compile(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>")
RANGES = re.compile(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>")


@dataclass
class Tag:
    """One element of the tag tree; `order` holds its children, marks and annotations as they are read."""

    role: str
    node: pikepdf.Dictionary
    up: "Tag | None"
    order: list = field(default_factory=list)

    @property
    def kids(self):
        return [kid for kid in self.order if isinstance(kid, Tag)]

    @property
    def roles(self):
        return [kid.role for kid in self.kids]

    @property
    def attributes(self):
        return self.node.get("/A", {})

    def words(self, key):
        return str(self.node.get(key, "")).strip()


@dataclass
class Drawing:
    """Something painted: what, inside which marks, and the codes of a text."""

    page: int
    what: str
    marks: tuple  # of (role, number or None), outermost first
    font: pikepdf.Dictionary | None = None
    codes: tuple = ()
    within: tuple = ()  # the form drawings that hold it
    actual: str = ""  # what is said instead of a text

    @property
    def number(self):
        """The number by which the tag tree names it."""
        return next((mark for _role, mark in reversed(self.marks) if mark is not None), None)


class Paper:
    """A file under examination."""

    def __init__(self, content):
        self.raw = content
        self.pdf = pikepdf.open(io.BytesIO(content))
        self.root = self.pdf.Root
        self.places = {page.objgen: number for number, page in enumerate(self.pdf.pages, 1)}

    @cached_property
    def tree(self):
        """The tags, from the document element down."""
        if "/StructTreeRoot" not in self.root:
            return Tag("/None", pikepdf.Dictionary(), None)
        kids = self.root.StructTreeRoot.K
        return self._tag(kids[0] if isinstance(kids, pikepdf.Array) else kids, None, None)

    def _tag(self, node, up, page):
        tag = Tag(str(node.get("/S", "")), node, up)
        page = node.get("/Pg", page)
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                tag.order.append((self.places[page.objgen], kid))
            elif kid.get("/Type") == "/OBJR":
                tag.order.append(kid.Obj)
            else:
                tag.order.append(self._tag(kid, tag, page))
        return tag

    @cached_property
    def tags(self):
        """Every tag, in reading order."""
        waiting, found = [self.tree], []
        while waiting:
            tag = waiting.pop()
            found.append(tag)
            waiting.extend(reversed(tag.kids))
        return found

    def tagged(self, *roles):
        return [tag for tag in self.tags if tag.role in roles]

    @cached_property
    def annotations(self):
        return [
            (number, note)
            for number, page in enumerate(self.pdf.pages, 1)
            for note in page.get("/Annots", [])
        ]

    @cached_property
    def objects(self):
        """Dictionaries and streams, wherever they hide."""
        found, waiting, seen = [], list(self.pdf.objects), set()
        while waiting:
            item = waiting.pop()
            if isinstance(item, pikepdf.Array):
                waiting.extend(part for part in item if not getattr(part, "is_indirect", False))
            elif isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
                if item.is_indirect and item.objgen in seen:
                    continue
                seen.add(item.objgen)
                found.append(item)
                waiting.extend(
                    part for _key, part in item.items() if not getattr(part, "is_indirect", False)
                )
        return found

    def typed(self, kind):
        return [item for item in self.objects if item.get("/Type") == kind]

    @cached_property
    def reader(self):
        """The content streams, read."""
        reader = Reader()
        for number, page in enumerate(self.pdf.pages, 1):
            reader.read(page, Place(number, page.get("/Resources", {})))
        return reader

    @property
    def drawings(self):
        return self.reader.drawings

    @cached_property
    def texts(self):
        """What is written under each mark: the words that the fonts say."""
        said = {}
        for drawing in self.drawings:
            if drawing.what == "text" and drawing.number is not None:
                table = self.unicode(drawing.font)
                drawn = "".join(table.get(code, "\ufffd") for code in drawing.codes)
                words = drawing.actual or drawn
                key = drawing.page, drawing.number
                said[key] = said.get(key, "") + words
        return said

    def unicode(self, font):
        """The characters that a font gives to its codes."""
        known = self.__dict__.setdefault("_unicode", {})
        if font.objgen not in known:
            known[font.objgen] = _characters(font)
        return known[font.objgen]


@dataclass
class Place:
    """Where a reader stands in a content stream."""

    page: int
    resources: pikepdf.Dictionary
    marks: tuple = ()
    within: tuple = ()
    font: pikepdf.Dictionary | None = None
    saved: list = field(default_factory=list)
    floor: int = 0  # the marks that were open before this stream
    actual: str = ""


class Reader:
    """Walks content streams, forms included, and notes what is painted, and what is wrong on the way."""

    def __init__(self):
        self.drawings, self.operators, self.colours = [], set(), set()
        self.unbalanced, self.depth, self.forms = [], 0, []
        self.opened = set()  # (page, number) of every mark opened

    def read(self, stream, place):
        """One stream; a form begins with the marks of the place where it is drawn."""
        for operands, operator in pikepdf.parse_content_stream(stream):
            name = str(operator)
            self.operators.add(name)
            self.MOVES.get(name, Reader._paint)(self, place, operands, name)
        if len(place.marks) != place.floor or place.saved:
            self.unbalanced.append((place.page, "end"))

    def _save(self, place, _operands, _name):
        place.saved.append(place.font)
        self.depth = max(self.depth, len(place.saved))

    def _restore(self, place, _operands, name):
        if place.saved:
            place.font = place.saved.pop()
        else:
            self.unbalanced.append((place.page, name))

    def _open(self, place, operands, _name):
        place.marks = (*place.marks, _mark(operands))
        place.actual = str(_properties(operands).get("/ActualText", ""))
        self.opened.add((place.page, place.marks[-1][1]))

    def _close(self, place, _operands, name):
        place.actual = ""
        if len(place.marks) > place.floor:
            place.marks = place.marks[:-1]
        else:
            self.unbalanced.append((place.page, name))

    def _choose(self, place, operands, _name):
        place.font = place.resources.Font[str(operands[0])]

    def _draw(self, place, operands, _name):
        item = place.resources.XObject[str(operands[0])]
        within = (*place.within, item.objgen)
        if item.Subtype == "/Form":
            self.forms.append((place.page, item, place.marks))
            resources, floor = item.get("/Resources", {}), len(place.marks)
            self.read(item, Place(place.page, resources, place.marks, within, floor=floor))
        else:
            self.drawings.append(Drawing(place.page, "image", place.marks, within=within))

    def _paint(self, place, operands, name):
        if name in COLOURS:
            self.colours.add(COLOURS[name])
        elif name in ("cs", "CS"):
            self.colours.add(str(operands[0]))
        drawing = Drawing(place.page, KINDS.get(name, ""), place.marks, within=place.within)
        if drawing.what == "text":
            drawing.font, drawing.codes = place.font, tuple(_codes(operands))
            drawing.actual = place.actual
        if drawing.what:
            self.drawings.append(drawing)

    MOVES = {
        "q": _save, "Q": _restore, "BDC": _open, "BMC": _open, "EMC": _close, "Tf": _choose, "Do": _draw,
    }  # fmt: skip


def _properties(operands):
    return operands[1] if isinstance(operands[-1], pikepdf.Dictionary) else {}


def _mark(operands):
    return str(operands[0]), _properties(operands).get("/MCID")


def _codes(operands):
    parts = [
        part
        for operand in operands
        for part in (operand if isinstance(operand, pikepdf.Array) else [operand])
    ]
    for text in (bytes(part) for part in parts if isinstance(part, pikepdf.String)):
        yield from (int.from_bytes(text[at : at + 2], "big") for at in range(0, len(text), 2))


def _characters(font):
    if "/ToUnicode" not in font:
        return {}
    found, source = {}, font.ToUnicode.read_bytes().decode("latin-1")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", source, re.S):
        found |= {int(code, 16): _text(words) for code, words in PAIRS.findall(block)}
    for block in re.findall(r"beginbfrange(.*?)endbfrange", source, re.S):
        for first, last, words in RANGES.findall(block):
            begin = int(first, 16)
            for code in range(begin, int(last, 16) + 1):
                found[code] = _text(f"{int(words, 16) + code - begin:0{len(words)}x}")
    return found


def _text(digits):
    return bytes.fromhex(digits).decode("utf-16-be", "replace")
