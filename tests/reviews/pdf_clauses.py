"""What a printed file owes to PDF/UA-1 and PDF/A-3a, as far as a machine can tell; veraPDF says more where it can be had.

Clauses and tests are numbered as veraPDF numbers them: 7.3-1 is the first test of clause 7.3.
"""

import re

from tests.reviews import pdf_clauses_content, pdf_clauses_file, pdf_clauses_structure
from tests.reviews.pdf_paper import Paper

ROOMS = (pdf_clauses_file, pdf_clauses_structure, pdf_clauses_content)
NUMBER = re.compile(r"\d+\.[\d.]*\d(-\d+)?|\d-\d")


def broken(content, variant):
    """The clauses that a file breaks: « number: place (why) »."""
    paper = Paper(content)
    checks = [check for room in ROOMS for check in room.CHECKS]
    if variant == "pdf/a-3a":
        checks += [check for room in ROOMS for check in getattr(room, "ARCHIVE", ())]
    return [_said(check, place) for check in checks for place in check(paper)]


def _said(check, place):
    numbers, why = check.__doc__.split(":", 1)
    own = NUMBER.match(place)
    number = own[0] if own else NUMBER.match(numbers)[0]
    return f"{number}: {place.removeprefix(number).strip()} ({why.strip()})"
