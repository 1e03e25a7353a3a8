"""Clauses of PDF/A-3a and PDF/UA-1 on the file itself: head, metadata, attachments, actions. Each check opens with its clause."""

import re
from datetime import datetime
from xml.etree import ElementTree

import pikepdf

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC, XMP = "{http://purl.org/dc/elements/1.1/}", "{http://ns.adobe.com/xap/1.0/}"
PDFA, PDFUA = "{http://www.aiim.org/pdfa/ns/id/}", "{http://www.aiim.org/pdfua/ns/id/}"
SCHEMA, PROPERTY = (
    "{http://www.aiim.org/pdfa/ns/schema#}",
    "{http://www.aiim.org/pdfa/ns/property#}",
)
ACTIONS = {"/GoTo", "/GoToR", "/GoToE", "/Thread", "/URI", "/Named", "/SubmitForm"}
FILTERS = {"/FlateDecode", "/DCTDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode"}


def facts(paper):
    """The metadata, whether written as elements or as attributes: the words under each name."""
    found = {}
    for element in metadata(paper).iter():
        words = "".join(element.itertext()).strip()
        for name, value in [(element.tag, words), *element.attrib.items()]:
            found.setdefault(name, value)
    return found


def metadata(paper):
    """The metadata packet, or an empty one."""
    try:
        return ElementTree.fromstring(paper.root.Metadata.read_bytes())
    except (AttributeError, ElementTree.ParseError):
        return ElementTree.Element("nothing")


def head(paper):
    """6.1.2-1, 6.1.2-2 (PDF/A): the file begins with its version, then a line of bytes that are no text."""
    if not re.match(rb"%PDF-1\.[0-7](\r\n|\r|\n)%[\x80-\xff]{4}", paper.raw):
        yield repr(paper.raw[:20])


def trailer(paper):
    """6.1.3-1 to 3 (PDF/A): an identifier, no encryption, nothing after the end."""
    if len(paper.pdf.trailer.get("/ID", [])) != 2:
        yield "6.1.3-1 no identifier"
    if paper.pdf.is_encrypted:
        yield "6.1.3-2 encrypted"
    if not re.search(rb"%%EOF(\r\n|\r|\n)?\Z", paper.raw):
        yield "6.1.3-3 data after the end"


def streams(paper):
    """6.1.7-3, 6.1.7-4 (PDF/A): streams hold their own data, packed without LZW."""
    for item in paper.objects:
        packed = item.get("/Filter", pikepdf.Array())
        names = set(map(str, packed if isinstance(packed, pikepdf.Array) else [packed]))
        elsewhere = {"/F", "/FFilter", "/FDecodeParms"} & set(item.keys())
        if isinstance(item, pikepdf.Stream) and (names - FILTERS or elsewhere):
            yield f"{names}"


def limits(paper):
    """6.1.13-3, 6.1.13-4, 6.1.13-7, 6.1.13-11 (PDF/A): texts, names, objects and pages of a size every reader takes."""
    for item in paper.objects:
        for name, value in item.items():
            if len(name.encode()) > 128 or _too_long(value):
                yield f"{name}"
    if len(paper.pdf.objects) > 8_388_607:
        yield "objects"
    for page in paper.pdf.pages:
        if not all(3 <= float(size) <= 14_400 for size in page.MediaBox[2:]):
            yield f"{page.MediaBox}"


def _too_long(value):
    return isinstance(value, pikepdf.String) and len(bytes(value)) > 32_767


def title(paper):
    """7.1-9, 7.1-10: the file has a title, the same everywhere, and viewers show it."""
    said = facts(paper).get(f"{DC}title", "")
    if not said or said != str(paper.pdf.docinfo.get("/Title", "")):
        yield f"7.1-9 {said!r}"
    if paper.root.get("/ViewerPreferences", {}).get("/DisplayDocTitle") is not True:
        yield "7.1-10"


def dates(paper):
    """6.6.3 (PDF/A): the dates of the metadata are those of the file."""
    said = facts(paper)
    for name, key in (("CreateDate", "/CreationDate"), ("ModifyDate", "/ModDate")):
        inside = str(paper.pdf.docinfo.get(key, ""))
        if not inside or _moment(said.get(f"{XMP}{name}", "")) != _file_moment(inside):
            yield f"{key} {inside!r}"


def _moment(text):
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _file_moment(text):
    return datetime.strptime(
        text.removeprefix("D:").replace("'", "").replace("Z", "+0000"), "%Y%m%d%H%M%S%z"
    )


def marked(paper):
    """6.7.2-1 (PDF/A), 7.1-4: the file says that it is tagged, and has no doubt about it."""
    info = paper.root.get("/MarkInfo", {})
    if info.get("/Marked") is not True:
        yield "6.7.2-1"
    if info.get("/Suspects"):
        yield "7.1-4"


def accessible(paper):
    """5-1, 5-2: the file says that it is PDF/UA-1."""
    if facts(paper).get(f"{PDFUA}part") != "1":
        yield str(facts(paper).get(f"{PDFUA}part"))


def archived(paper):
    """6.6.4-1 to 3 (PDF/A): the file says that it is PDF/A-3a."""
    said = facts(paper)
    if (said.get(f"{PDFA}part"), said.get(f"{PDFA}conformance")) != ("3", "A"):
        yield f"{said.get(f'{PDFA}part')}{said.get(f'{PDFA}conformance')}"


def foreign_metadata_is_described(paper):
    """6.6.2.3-3, 6.6.2.3-7 (PDF/A): what PDF/A does not know in the metadata is described beside it."""
    packet = metadata(paper)
    described = {
        (entry.findtext(f"{SCHEMA}namespaceURI"), prop.findtext(f"{PROPERTY}name"))
        for entry in packet.iter(f"{RDF}li")
        for prop in entry.iter(f"{RDF}li")
        if prop.findtext(f"{PROPERTY}category") in ("internal", "external")
        and prop.findtext(f"{PROPERTY}valueType")
        and prop.findtext(f"{PROPERTY}description")
    }
    if (PDFUA.strip("{}"), "part") not in described:
        yield "pdfuaid:part"


def metadata_is_readable(paper):
    """7.1-8, 6.6.2.1-1 to 5 (PDF/A): one packet of metadata, well formed, in UTF-8."""
    stream = paper.root.get("/Metadata")
    if stream is None or stream.get("/Subtype") != "/XML" or metadata(paper).tag == "nothing":
        yield "no packet"
    elif b"encoding=" in stream.read_bytes()[:60] or b"bytes=" in stream.read_bytes()[:60]:
        yield "6.6.2.1-2"


def attachments_are_named(paper):
    """7.11-1, 6.8-1, 6.8-2 (PDF/A): the attached data has a name, a type, a date."""
    files = paper.typed("/Filespec")
    if not files:
        yield "nothing attached"
    for item in files:
        inner = item.EF.F
        if not (str(item.get("/F", "")) and str(item.get("/UF", ""))):
            yield "7.11-1"
        if not re.fullmatch(r"/[-\w+.]+/[-\w+.]+", str(inner.get("/Subtype", ""))):
            yield "6.8-1"
        if "/ModDate" not in inner.get("/Params", {}) or not str(item.get("/Desc", "")):
            yield "6.8 no date or description"


def attachments_are_tied(paper):
    """6.8-3, 6.8-4 (PDF/A): the attached data says what it is to the document, and the document names it."""
    tied = [item.objgen for item in paper.root.get("/AF", [])]
    for item in paper.typed("/Filespec"):
        if str(item.get("/AFRelationship")) != "/Data":
            yield "6.8-3"
        if tied.count(item.objgen) != 1:
            yield f"6.8-4 named {tied.count(item.objgen)} times"


def annotations_are_printed(paper):
    """6.3.1-1, 6.3.2-1, 6.3.2-2 (PDF/A): only links, printed, never hidden."""
    for page, note in paper.annotations:
        flags = int(note.get("/F", 0))
        if note.Subtype != "/Link":
            yield f"6.3.1-1 {note.Subtype}"
        if not flags & 4 or flags & (1 | 2 | 32 | 256):
            yield f"6.3.2-2 p. {page}, {flags}"


def tab_order(paper):
    """7.18.3-1: on a page with links, the tab key follows the tags."""
    for number, page in enumerate(paper.pdf.pages, 1):
        if "/Annots" in page and page.get("/Tabs") != "/S":
            yield f"p. {number}"


def no_action(paper):
    """6.5.1-1, 6.5.2-1 (PDF/A): nothing runs, nothing starts, nothing plays."""
    for item in paper.objects:
        if item.get("/Type") == "/Action" and str(item.get("/S")) not in ACTIONS:
            yield f"6.5.1-1 {item.S}"
        if {"/AA", "/JS", "/OpenAction"} & set(item.keys()):
            yield f"6.5.2-1 {sorted(item.keys())[:6]}"
    if "/JavaScript" in paper.root.get("/Names", {}):
        yield "6.5.1-1 scripts"


def nothing_forbidden(paper):
    """6.4.2-1, 6.9-4, 6.10-1, 6.11-1 (PDF/A), 7.15-1: no form, no layer, no slide show, no requirement."""
    yield from {"/AcroForm", "/OCProperties", "/Requirements", "/NeedsRendering", "/Perms"} & set(
        paper.root.keys()
    )
    if "/AlternatePresentations" in paper.root.get("/Names", {}):
        yield "/AlternatePresentations"
    yield from (f"p. {n}" for n, page in enumerate(paper.pdf.pages, 1) if "/PresSteps" in page)


def bookmarks_follow_headings(paper):
    """7.17: bookmarks say the headings, in their order."""
    with paper.pdf.open_outline() as outline:
        waiting, said = list(outline.root), []
        while waiting:
            entry = waiting.pop(0)
            said.append(_bare(entry.title))
            waiting = [*entry.children, *waiting]
    read = [(tag.role, _bare(_said(paper, tag))) for tag in paper.tagged("/H1", "/H2", "/H3")]
    kept = [words for _role, words in read if words in said]
    if not said or said != kept or not {words for role, words in read if role == "/H2"} <= {*said}:
        yield f"{said} against {read}"


def _said(paper, tag):
    return "".join(
        paper.texts.get(item, "") if isinstance(item, tuple) else _said(paper, item)
        for item in tag.order
        if hasattr(item, "order") or isinstance(item, tuple)
    )


def _bare(words):
    """The letters alone, sorted: Hebrew and Arabic are drawn from the right."""
    return "".join(sorted(re.sub(r"\W+", "", words)))


CHECKS = (
    head, trailer, streams, limits, title, dates, marked, accessible, metadata_is_readable,
    attachments_are_named, annotations_are_printed, tab_order, no_action, nothing_forbidden,
    bookmarks_follow_headings,
)  # fmt: skip
ARCHIVE = (archived, foreign_metadata_is_described, attachments_are_tied)
