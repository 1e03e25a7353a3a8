"""The logo of the company on the first page: a PNG drawn again, or an SVG of which only shapes are kept."""

import hashlib
import io
import logging
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, tostring

from django.conf import settings

from reviews.pdf.fonts import font_folder

logger = logging.getLogger(__name__)
MOST_BYTES, MOST_PIXELS = 1_000_000, 2_000
SVG = "{http://www.w3.org/2000/svg}"
SHAPES = ("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "title")
ATTRIBUTES = (
    "viewBox", "width", "height", "d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "points",
    "fill", "fill-rule", "fill-opacity", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin",
    "stroke-opacity", "opacity", "transform", "clip-rule",
)  # fmt: skip


def company_logo() -> dict[str, str]:
    """Name to path of the cleaned logo; empty without one, or when the file is no usable image."""
    if not settings.COMPANY_LOGO:
        return {}
    source = Path(settings.COMPANY_LOGO)
    try:
        kind, content = cleaned(source.read_bytes())
    except (OSError, ValueError, SyntaxError) as error:
        logger.warning("COMPANY_LOGO %s is left out: %s", source, error)
        return {}
    kept = font_folder() / f"logo-{hashlib.sha256(content).hexdigest()[:16]}.{kind}"
    if not kept.exists():
        kept.write_bytes(content)
    return {f"logo.{kind}": str(kept)}


def cleaned(content: bytes) -> tuple[str, bytes]:
    """The kind and the harmless bytes of a logo; anything else is refused."""
    if len(content) > MOST_BYTES:
        raise ValueError("over one megabyte")
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png", _drawn_again(content)
    return "svg", _shapes_alone(content)


def _drawn_again(content: bytes) -> bytes:
    from PIL import Image

    with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
        if max(image.size) > MOST_PIXELS:
            raise ValueError("over two thousand pixels wide or high")
        out = io.BytesIO()
        image.convert("RGBA").save(out, "PNG")
    return out.getvalue()


def _shapes_alone(content: bytes) -> bytes:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException) as error:
        raise ValueError("neither a PNG nor a sound SVG") from error
    if root.tag != f"{SVG}svg":
        raise ValueError("neither a PNG nor an SVG")
    return tostring(_kept(root), encoding="utf-8")


def _kept(node: Element) -> Element:
    safe = {
        name: value
        for name, value in node.attrib.items()
        if name in ATTRIBUTES and "url" not in value.lower()
    }
    copy = Element(node.tag, safe)
    copy.text = node.text if node.tag == f"{SVG}title" else None
    copy.extend(_kept(child) for child in node if _is_shape(child))
    return copy


def _is_shape(child: Element) -> bool:
    return isinstance(child.tag, str) and child.tag.removeprefix(SVG) in SHAPES
