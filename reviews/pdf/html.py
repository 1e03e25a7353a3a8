"""The pages as HTML: one template per kind of document, every text escaped."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from reviews.pdf.committee_document import committee_document
from reviews.pdf.context import report_context
from reviews.pdf.gate_document import gate_document
from reviews.pdf.logo import company_logo
from reviews.pdf.minutes_document import minutes_document
from reviews.pdf.text import typography_html

DOCUMENTS = {
    "scoping": ("pdf/report.html", report_context),
    "certificate": ("pdf/certificate.html", report_context),
    "minutes": ("pdf/minutes.html", minutes_document),
    "gate": ("pdf/gate.html", gate_document),
    "committee": ("pdf/committee.html", committee_document),
}


def render_html(data: dict[str, Any], *, language: str = "fr") -> str:
    """The whole document in one language, with the spaces that its typography expects."""
    with translation.override(language):
        template, context = DOCUMENTS[data.get("kind") or "scoping"]
        shown = context(data, language) | {"logo": next(iter(company_logo()), "")}
        page = render_to_string(template, shown)
        return typography_html(page, language)
