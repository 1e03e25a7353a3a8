"""The logo of the company: its shapes alone, its name as alternative text, nothing fetched."""

import io

import pytest
from PIL import Image

from reviews.pdf import render_html
from reviews.pdf.logo import cleaned, company_logo
from tests.reviews.pdf_data import frozen
from tests.reviews.pdf_reading import (
    missing_glyphs,
    opened,
    outside,
    overlapping,
    printed,
    structure,
)

HOSTILE = b"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 viewBox="0 0 120 40" onload="alert(1)"><script>alert(1)</script><style>@import url(http://x/)</style>
 <image xlink:href="file:///etc/passwd"/><foreignObject><p>x</p></foreignObject>
 <use href="http://x/#a"/><g transform="translate(2 2)"><rect width="100" height="30" fill="#492962"/>
 <circle cx="20" cy="15" r="9" fill="url(http://x/)"/></g></svg>"""


@pytest.fixture
def logo(settings, tmp_path):
    path = tmp_path / "logo.svg"
    path.write_bytes(HOSTILE)
    settings.COMPANY_LOGO = str(path)


def png(size=(60, 20)):
    out = io.BytesIO()
    Image.new("RGB", size, "#492962").save(out, "PNG")
    return out.getvalue()


def test_only_the_shapes_of_an_svg_are_kept():
    kind, content = cleaned(HOSTILE)

    text = content.decode()
    assert kind == "svg"
    for word in ("script", "style", "image", "href", "use", "foreign", "onload", "url", "http://x"):
        assert word not in text
    assert "translate(2 2)" in text
    assert 'fill="#492962"' in text


def test_a_png_is_drawn_again():
    kind, content = cleaned(png() + b"<script>")

    assert kind == "png"
    assert b"<script>" not in content


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a", b"<html/>", png((2001, 1)), b"\x89PNG\r\n\x1a\nxx", b"x" * 1_000_001,
     b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>'],
)  # fmt: skip
def test_what_is_no_usable_image_is_left_out(settings, tmp_path, content):
    path = tmp_path / "logo"
    path.write_bytes(content)
    settings.COMPANY_LOGO = str(path)

    assert company_logo() == {}
    assert "asset:logo" not in render_html(frozen("minutes"))


def test_without_a_logo_nothing_is_printed():
    assert company_logo() == {}
    assert "asset:logo" not in render_html(frozen("scoping"))


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["scoping", "minutes", "committee"])
def test_the_logo_is_on_the_first_page_under_the_name_of_the_company(logo, kind):
    content = printed(f"{kind} with a logo", data=frozen(kind))

    pdf = opened(content)
    names = [str(node.get("/Alt", "")) for node in structure(pdf) if node.S == "/Figure"]
    assert "Maison Verdier" in names
    assert outside(content) == []
    assert overlapping(content) == []
    assert missing_glyphs(content) == 0
