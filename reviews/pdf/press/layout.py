"""WeasyPrint with its doors closed: only packaged assets are served, dates and identifier are fixed."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import weasyprint
from finishing import finisher
from weasyprint.pdf import VARIANTS
from weasyprint.urls import URLFetcher, URLFetcherResponse

_INLINE = "data:image/svg+xml,"
_TYPES = {".css": "text/css", ".ttf": "font/ttf", ".svg": "image/svg+xml", ".png": "image/png"}
WORLD = b'"World"'  # in the style sheets: the families that this document adds
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


class Assets(URLFetcher):  # type: ignore[misc]
    """Serves `asset:name` from a closed list and inline SVG; anything else is refused."""

    def __init__(self, paths: dict[str, str], families: list[str]) -> None:
        super().__init__(allowed_protocols=())
        self._world = ", ".join(f'"{name}"' for name in families).encode()
        self._paths = {name: Path(path) for name, path in paths.items()}
        self.missing: list[str] = []

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """The content of one allowed address."""
        if url.startswith(_INLINE):
            return URLFetcherResponse(
                url, unquote_to_bytes(url[len(_INLINE) :]), {"Content-Type": "image/svg+xml"}
            )
        parts = urlsplit(url)
        if parts.scheme != "asset" or parts.path not in self._paths:
            self.missing.append(url[:200])
            raise ValueError(f"refused: {url[:200]}")
        path = self._paths[parts.path]
        content = path.read_bytes()
        if path.suffix == ".css" and self._world:
            content = content.replace(WORLD, self._world)
        return URLFetcherResponse(url, content, {"Content-Type": _TYPES[path.suffix]})


def lay_out(order: dict[str, Any], progress: Any = None) -> dict[str, bytes]:
    """The files of one document, each variant with the data attached, from one layout of its pages.

    Laying out depends on no variant. Painting does: fonts collect the glyphs drawn, and PDF/A brings
    its colour profile; so each file is written from a Document of its own over the same pages.
    """
    assets = Assets(order["assets"], order["families"])
    page = weasyprint.HTML(string=order["html"], base_url="asset:", url_fetcher=assets)
    laid = page.render()
    titles = _titles(page.etree_element)
    files = {}
    for variant in order["variants"]:
        if progress:
            progress.writing(variant)
        files[variant] = _written(laid, order, variant, titles)
    if assets.missing:
        raise LookupError(f"refused: {assets.missing}")
    return files


def _written(laid: Any, order: dict[str, Any], variant: str, titles: dict[str, str]) -> bytes:
    colours = VARIANTS[variant][1].get("output_intent")
    document = weasyprint.Document(
        laid.pages, laid.metadata, laid.url_fetcher, laid.font_config, {}, colours
    )
    content: bytes = document.write_pdf(
        finisher=finisher(variant, titles, order["link_title"]),
        pdf_variant=variant,
        pdf_identifier=bytes.fromhex(order["identifier"]),
        attachments=[_attachment(order)],
    )
    return content


def _attachment(order: dict[str, Any]) -> weasyprint.Attachment:
    moment = _fixed(order["created"])
    return weasyprint.Attachment(
        string=order["attachment"],
        name=order["attachment_name"],
        description=order["attachment_title"],
        relationship="Data",
        created=moment,
        modified=moment,
    )


def _fixed(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (TypeError, ValueError):
        return EPOCH


def _titles(root: Any) -> dict[str, str]:
    return {
        section.get("id"): "".join(title.itertext()).strip()
        for section in root.iter("section")
        if section.get("id")
        for title in section.iter("h2")
    }
