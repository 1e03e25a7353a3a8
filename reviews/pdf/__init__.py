"""Documents on paper: frozen JSON in, PDF bytes out, no model in between.

report_context   what the pages say, derived from the frozen data
render_html      the pages, every text escaped
render_files     the files, laid out once by press/, a child process that can reach nothing
render_pdf       one of them
"""

from reviews.pdf.context import report_context
from reviews.pdf.errors import PdfError, PdfFailed, PdfTooLong, PdfUnavailable
from reviews.pdf.html import render_html
from reviews.pdf.render import render_files, render_pdf

__all__ = [
    "PdfError",
    "PdfFailed",
    "PdfTooLong",
    "PdfUnavailable",
    "render_files",
    "render_html",
    "render_pdf",
    "report_context",
]
