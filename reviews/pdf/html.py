"""The pages as HTML: one template per kind of document, every text escaped."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from reviews.pdf.context import report_context
from reviews.pdf.text import typography_html

TEMPLATES = {"scoping": "pdf/report.html", "certificate": "pdf/certificate.html"}


def render_html(data: dict[str, Any], *, language: str = "fr") -> str:
    """The whole document in one language, with the spaces that its typography expects."""
    with translation.override(language):
        page = render_to_string(
            TEMPLATES[data.get("kind") or "scoping"], report_context(data, language)
        )
        return typography_html(page, language)
