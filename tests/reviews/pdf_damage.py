"""Ways to spoil a good file, one clause each."""

import io
import re

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.reviews.pdf_reading import opened, structure


def damaged(content, hurt):
    """The file once `hurt` has been at it; a function of bytes works on the file as written."""
    if hurt in RAW:
        return RAW[hurt](content)
    pdf = opened(content)
    hurt(pdf)
    return _written(pdf)


def _written(pdf, **options):
    target = io.BytesIO()
    options = options or {"stream_decode_level": pikepdf.StreamDecodeLevel.none, "static_id": True}
    pdf.save(target, compress_streams=False, **options)
    return target.getvalue()


def one(pdf, role, place=0):
    """One tag of a role."""
    return [node for node in structure(pdf) if role == node.S][place]


def role(before, after, place=0):
    """Call a tag something else."""
    return lambda pdf: one(pdf, before, place).update({"/S": Name(after)})


def without(find, key):
    """Take an entry away."""

    def hurt(pdf):
        del find(pdf)[key]

    return hurt


def changed(find, key, value):
    """Write something else in an entry."""

    def hurt(pdf):
        find(pdf)[key] = value

    return hurt


def content(edit):
    """Edit the operators of the first page."""

    def hurt(pdf):
        page = pdf.pages[0]
        before = [
            (list(operands), str(name)) for operands, name in pikepdf.parse_content_stream(page)
        ]
        after = [(operands, pikepdf.Operator(name)) for operands, name in edit(before)]
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(after))

    return hurt


def unmarked(lines):
    return [line for line in lines if line[1] not in ("BDC", "BMC", "EMC")]


def inside(outer, inner):
    """The first text stands in two marks, one within the other."""
    mark = {"artefact": ([Name("/Artifact")], "BMC")}

    def edit(lines):
        place = next(n for n, (_o, name) in enumerate(lines) if name == "BDC")
        end = next(n for n, (_o, name) in enumerate(lines) if name == "EMC" and n > place)
        body = [lines[place], *lines[place + 1 : end], lines[end]]
        if outer == "artefact":
            body = [mark["artefact"], *body, lines[end]]
        else:
            body = [body[0], mark[inner], *body[1:-1], lines[end], body[-1]]
        return [*lines[:place], *body, *lines[end + 1 :]]

    return edit


def added(*lines):
    """Operators before all others."""
    return lambda before: [*lines, *before]


def notdef(lines):
    place = next(n for n, (_o, name) in enumerate(lines) if name == "TJ")
    return [*lines[:place], ([Array([String(b"\0\0")])], "TJ"), *lines[place + 1 :]]


def metadata(before, after):
    """Other words in the metadata."""

    def hurt(pdf):
        packet = pdf.Root.Metadata.read_bytes()
        assert re.search(before, packet)
        pdf.Root.Metadata.write(re.sub(before, after, packet))

    return hurt


def unicode(before, after):
    """Another character for a glyph of the first font."""

    def hurt(pdf):
        table = font(pdf).ToUnicode
        table.write(re.sub(before, after, table.read_bytes(), count=1))

    return hurt


def font(pdf):
    return next(
        item
        for item in pdf.objects
        if isinstance(item, Dictionary) and item.get("/Subtype") == "/Type0"
    )


def inner_font(pdf):
    return font(pdf).DescendantFonts[0]


def root(pdf):
    return pdf.Root


def page(pdf):
    return pdf.pages[-1].obj


def link(pdf):
    return pdf.pages[-1].Annots[0]


def file(pdf):
    return pdf.Root.AF[0]


def head_cell(pdf):
    return one(pdf, "/TH").A


def form(pdf):
    return next(
        item
        for item in pdf.objects
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Form"
    )


def cell_lost(pdf):
    row = one(pdf, "/TR")
    row.K = Array(list(row.K)[:-1])


def header_unknown(pdf):
    one(pdf, "/TD").A.Headers = Array([String("nobody")])


def tag_forgotten(pdf):
    pdf.Root.StructTreeRoot.ParentTree.Nums[1][1] = None


def wrong_parent(pdf):
    one(pdf, "/H2").P = one(pdf, "/P")


def bookmark_invented(pdf):
    with pdf.open_outline() as outline:
        outline.root[0].title = "Tout autre chose"


def packed_with_lzw(pdf):
    stream = pdf.make_stream(b"")
    stream.write(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", filter=Name.LZWDecode)
    pdf.Root.PieceInfo = Dictionary({"/Cadrage": stream})


def mark_in_form(pdf):
    form(pdf).write(b"/Span <</MCID 0>> BDC EMC " + form(pdf).read_bytes())


def group_without_colours(pdf):
    del pdf.Root.OutputIntents
    pdf.pages[0].Group = Dictionary({"/S": Name.Transparency})


RAW = {
    "text after the end": lambda content: content + b"more",
    "no binary line": lambda content: re.sub(rb"\A(%PDF-1\.\d\n)%[^\n]*", rb"\1%text", content),
    "encrypted": lambda content: _written(
        opened(content), encryption=pikepdf.Encryption(owner="o")
    ),
}
