"""What can go wrong on the way to paper, each with a sentence for the person who asked."""

from governance.jobs import Hopeless


class PdfError(Exception):
    """A document that could not be made; str() is a sentence to show, detail is for the log."""

    def __init__(self, sentence: str, detail: str = "") -> None:
        super().__init__(sentence)
        self.detail = detail


class PdfUnavailable(PdfError):
    """This machine cannot lay out pages: Pango or every font is missing."""


class PdfTooLong(PdfError, Hopeless):
    """The content is over what one document may hold: trying again as it is would end the same way."""


class PdfFailed(PdfError):
    """The layout stopped for a reason that only the log can tell."""
