"""Clauses of PDF/UA-1 and PDF/A-3a on what is drawn: marks, fonts, colours. Each check opens with its clause."""

import io

from fontTools.ttLib import TTFont

from tests.reviews.pdf_paper import Drawing

OPERATORS = (
    "b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k l m M MP"
    " n q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \""
)
KNOWN = {*OPERATORS.split(), "INLINE IMAGE"}
ALLOWED_COLOURS = {"Gray", "RGB", "/DeviceGray", "/DeviceRGB", "/Pattern"}
BLENDS = {"/Normal", "/Compatible", "/Multiply", "/Screen", "/Overlay", "/Darken", "/Lighten"}


def _is_artefact(drawing: Drawing) -> bool:
    return any(role == "/Artifact" for role, _number in drawing.marks)


def all_is_tagged_or_artefact(paper):
    """7.1-3: whatever is drawn is either tagged or an artefact, or it is read by chance."""
    for drawing in paper.drawings:
        if drawing.number is None and not _is_artefact(drawing):
            yield f"p. {drawing.page}, {drawing.what}"


def artefacts_apart(paper):
    """7.1-1, 7.1-2: no artefact inside tagged content, no tagged content inside an artefact."""
    for drawing in paper.drawings:
        if drawing.number is not None and _is_artefact(drawing):
            inside = "7.1-1" if drawing.marks[-1][0] == "/Artifact" else "7.1-2"
            yield f"{inside} p. {drawing.page}, {drawing.what} {drawing.marks}"


def marks_are_in_the_tree(paper):
    """7.1-3: a mark drawn on a page is named by a tag."""
    named = {mark for tag in paper.tags for mark in tag.order if isinstance(mark, tuple)}
    for page, number in sorted(
        {(drawing.page, drawing.number) for drawing in paper.drawings if drawing.number is not None}
        - named
    ):
        yield f"p. {page}, mark {number}"


def marks_are_not_in_forms(paper):
    """7.20-2: a mark stands in the page itself; in a shared form its owner could not be told."""
    for page, form, _marks in paper.reader.forms:
        if b"/MCID" in form.read_bytes():
            yield f"p. {page}"


def streams_are_balanced(paper):
    """6.2.2-1, 6.1.13-8 (PDF/A): known operators, closed as opened, at most 28 states deep."""
    yield from (f"p. {page}, {what}" for page, what in paper.reader.unbalanced)
    yield from paper.reader.operators - KNOWN
    if paper.reader.depth > 28:
        yield f"{paper.reader.depth} states"


def used_codes(paper):
    """The codes drawn with each font."""
    used = {}
    for drawing in paper.drawings:
        if drawing.what == "text":
            used.setdefault(drawing.font.objgen, (drawing.font, set()))[1].update(drawing.codes)
    return used.values()


def fonts_are_embedded(paper):
    """7.21.4.1-1, 7.21.3.2-1: fonts are composite, whole in the file, their glyphs numbered plainly."""
    for font, _codes in used_codes(paper):
        inner = font.get("/DescendantFonts", [{}])[0]
        if str(font.get("/Encoding")) != "/Identity-H" or "/CIDSystemInfo" not in inner:
            yield f"7.21.3.1-1 {font.get('/BaseFont')}"
        if "/CIDToGIDMap" not in inner and str(inner.get("/Subtype")) == "/CIDFontType2":
            yield f"7.21.3.2-1 {font.get('/BaseFont')}"
        if program(font) is None:
            yield f"7.21.4.1-1 {font.get('/BaseFont')}"


def program(font):
    """The embedded program of a font, or nothing."""
    inner = font.get("/DescendantFonts", [{}])[0]
    described = inner.get("/FontDescriptor", {})
    for key in ("/FontFile2", "/FontFile3"):
        if key in described:
            return TTFont(io.BytesIO(described[key].read_bytes()), lazy=True)
    return None


def widths(font):
    """The widths that the file announces, per code."""
    announced, parts = {}, list(font.DescendantFonts[0].get("/W", []))
    while parts:
        first, second = int(parts.pop(0)), parts.pop(0)
        if isinstance(second, int):
            announced |= dict.fromkeys(range(first, second + 1), float(parts.pop(0)))
        else:
            announced |= {first + place: float(width) for place, width in enumerate(second)}
    return announced


def glyphs_are_there(paper):
    """7.21.4.1-3, 7.21.5-1, 7.21.8-1: each glyph drawn exists, is as wide as announced, is not « no such glyph »."""
    for font, codes in used_codes(paper):
        inside = program(font)
        if inside is None or "/DescendantFonts" not in font:
            continue
        name, order = str(font.BaseFont), inside.getGlyphOrder()
        announced, scale = widths(font), 1000 / inside["head"].unitsPerEm
        default = float(font.DescendantFonts[0].get("/DW", 1000))
        for code in sorted(codes):
            if code == 0:
                yield f"7.21.8-1 {name}"
            elif code >= len(order):
                yield f"7.21.4.1-3 {name} glyph {code}"
            elif abs(announced.get(code, default) - inside["hmtx"][order[code]][0] * scale) > 1:
                yield f"7.21.5-1 {name} glyph {code}"


def letters_are_known(paper):
    """7.21.7-1, 7.21.7-2, 6.2.11.7-3 (PDF/A): each glyph drawn is a character, none private."""
    for font, codes in used_codes(paper):
        table = paper.unicode(font)
        for code in sorted(codes):
            words, name = table.get(code, ""), str(font.get("/BaseFont"))
            if not words:
                yield f"7.21.7-1 {name} glyph {code}"
            if {"\0", "\ufeff", "\ufffe", "\ufffd"} & set(words):
                yield f"7.21.7-2 {name} glyph {code}"
            if any("\ue000" <= letter <= "\uf8ff" or letter >= "\U000f0000" for letter in words):
                yield f"6.2.11.7-3 {name} glyph {code} {words!r}"


def subsets_list_nothing_wrong(paper):
    """7.21.4.2-2: a list of glyphs, when there is one, is complete; ours has none."""
    yield from (
        str(item.FontName)
        for item in paper.typed("/FontDescriptor")
        if "/CIDSet" in item or "/CharSet" in item
    )


def colours_are_covered(paper):
    """6.2.4.3-2 to 4 (PDF/A): only grey and RGB are used, which the output intent defines."""
    intents = [
        intent for intent in paper.root.get("/OutputIntents", []) if intent.S == "/GTS_PDFA1"
    ]
    profile = intents[0].DestOutputProfile.read_bytes() if intents else b""
    if profile[12:20] != b"mntrRGB ":
        yield f"6.2.3-1 {profile[12:20]!r}"
    yield from (f"6.2.4.3-3 {name}" for name in sorted(paper.reader.colours - ALLOWED_COLOURS))
    for item in paper.objects:
        space = item.get("/ColorSpace", item.get("/CS"))
        if str(item.get("/Subtype")) == "/Image" and str(space) not in ALLOWED_COLOURS | {
            "/DeviceGray"
        }:
            yield f"6.2.4.3-3 image in {space}"


def nothing_see_through_by_chance(paper):
    """6.2.10-1, 6.2.10-2, 6.2.5-1 (PDF/A): known blend modes, groups with a colour space, no transfer function."""
    for item in paper.objects:
        if "/BM" in item and str(item.BM) not in BLENDS:
            yield f"6.2.10-1 {item.BM}"
        if (
            item.get("/S") == "/Transparency"
            and "/CS" not in item
            and "/OutputIntents" not in paper.root
        ):
            yield "6.2.10-2 group without colour space"
        if {"/TR", "/HTP"} & set(item.keys()) and item.get("/Type") == "/ExtGState":
            yield "6.2.5-1"


def images_are_plain(paper):
    """6.2.8-1 to 3, 6.2.9-1, 6.2.9-2 (PDF/A): no alternates, no smoothing, no reference to elsewhere."""
    for item in paper.objects:
        if "/Subtype" in item and str(item.Subtype) in ("/Image", "/Form", "/PS"):
            forbidden = {"/Alternates", "/OPI", "/PS", "/Ref"} & set(item.keys())
            if forbidden or item.get("/Interpolate") or item.Subtype == "/PS":
                yield f"{item.Subtype} {sorted(forbidden)}"


CHECKS = (
    all_is_tagged_or_artefact, artefacts_apart, marks_are_in_the_tree, marks_are_not_in_forms,
    streams_are_balanced, fonts_are_embedded, glyphs_are_there, letters_are_known,
    subsets_list_nothing_wrong, nothing_see_through_by_chance, images_are_plain,
)  # fmt: skip
ARCHIVE = (colours_are_covered,)
