"""Read printed files again: their tags, where each word stands, which glyphs were drawn."""

import io
import re
import shutil
import subprocess
from html import unescape

import pikepdf
import pytest

from reviews.pdf import PdfUnavailable, render_html, render_pdf
from tests.reviews.pdf_data import frozen

SHOWING = ("Tj", "TJ", "'", '"')
WORD = re.compile(
    r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>'
)
PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.S)
_printed = {}


def printed(name, *, data=None, variant="pdf/a-3a", language="fr"):
    """A rendered document, made once per run; skipped where the machine has no Pango."""
    key = (name, variant, language)
    if key not in _printed:
        data = data or frozen(name)
        try:
            _printed[key] = render_pdf(
                render_html(data, language=language), data=data, variant=variant
            )
        except PdfUnavailable:
            pytest.skip("no Pango on this machine")
    return _printed[key]


def opened(content):
    return pikepdf.open(io.BytesIO(content))


def structure(pdf):
    """Every element of the tag tree, in reading order."""
    waiting, found = [pdf.Root.StructTreeRoot.K[0]], []
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Dictionary) and "/S" in node:
            found.append(node)
            kids = node.get("/K", [])
            waiting.extend(reversed(list(kids if isinstance(kids, pikepdf.Array) else [kids])))
    return found


def pdftotext(content, *options):
    if not shutil.which("pdftotext"):
        pytest.skip("no poppler on this machine")
    command = ["pdftotext", *options, "-", "-"]
    done = subprocess.run(command, input=content, capture_output=True, check=True)
    head, body, rest = done.stdout.partition(b"<body>")  # poppler writes emoji of a title in halves
    return (head.decode("utf-8", "replace") if body else head.decode()) + (body + rest).decode()


def pages_of_words(content):
    """Per page: its width, its height and its words, each with its box in points."""
    return [
        (
            float(width),
            float(height),
            [
                (*map(float, box), unescape(text))
                for *box, text in WORD.findall(words)
                if text.strip()
            ],
        )
        for width, height, words in PAGE.findall(pdftotext(content, "-bbox"))
    ]


def outside(content, margin=14):
    """The words that stand too near the edge of the sheet, or beyond."""
    return [
        (number, text)
        for number, (width, height, words) in enumerate(pages_of_words(content), 1)
        for left, top, right, bottom, text in words
        if left < margin or top < margin or right > width - margin or bottom > height - margin
    ]


def overlapping(content):
    """Pairs of words drawn over each other: the middle half of their heights meets, over a point."""
    return [
        (number, one[4], other[4])
        for number, (_width, _height, words) in enumerate(pages_of_words(content), 1)
        for one, other in _neighbours(sorted(words))
        if _meet(one, other)
    ]


def _neighbours(words):
    for place, one in enumerate(words):
        for other in words[place + 1 :]:
            if other[0] >= one[2]:
                break
            yield one, other


def _meet(one, other):
    def middle(word):
        quarter = (word[3] - word[1]) / 4
        return word[1] + quarter, word[3] - quarter

    (top, bottom), (other_top, other_bottom) = middle(one), middle(other)
    wide = min(one[2], other[2]) - max(one[0], other[0])
    return wide > 1 and min(bottom, other_bottom) - max(top, other_top) > 1


def missing_glyphs(content):
    """How many times « no such glyph » was drawn."""
    pdf = opened(content)
    streams = [*pdf.pages, *(item for item in pdf.objects if _is_form(item))]
    return sum(
        _codes(operand).count(b"\0\0")
        for stream in streams
        for operands, operator in pikepdf.parse_content_stream(stream)
        if str(operator) in SHOWING
        for operand in operands
    )


def _is_form(item):
    return isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Form"


def _codes(operand):
    parts = operand if isinstance(operand, pikepdf.Array) else [operand]
    texts = [bytes(part) for part in parts if isinstance(part, pikepdf.String)]
    return [text[at : at + 2] for text in texts for at in range(0, len(text), 2)]


def font_names(content):
    """The names of the fonts that a file embeds, without the mark of their subset."""
    pdf = opened(content)
    fonts = [
        item
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
    ]
    return {str(font.BaseFont).split("+")[-1] for font in fonts}
