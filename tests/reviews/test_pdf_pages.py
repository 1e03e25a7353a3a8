"""What a reader meets on the pages: the manager's page, the points of a meeting, a draft that says so."""

import pytest
from django.utils import translation

from reviews.pdf import report_context
from reviews.pdf.figures.path_line import COMPACT, path_line
from tests.reviews.pdf_data import frozen, sealed
from tests.reviews.pdf_reading import pdftotext, printed


def shown(data):
    with translation.override("fr"):
        return report_context(data)


def draft(kind):
    data = frozen(kind) | {"signed": False}
    data["voices"][1] |= {"answer": "", "answered_at": ""}
    return sealed(data)


def test_managers_page_names_the_first_awaited_and_the_chapter_says_them_all():
    data = frozen("scoping")
    turn = {"voice": "it", "what": "Donner un avis"}
    data["ball"] = [turn | {"name": f"P{n}", "due_on": f"2026-11-{20 - n}"} for n in range(9)]

    pages = shown(data)

    assert [turn["name"] for turn in pages["summary"]["ball"]] == ["P8", "P7", "P6", "P5"]
    assert pages["summary"]["ball_more"] == 5
    assert len(pages["actions"]["awaited"]) == 9
    assert shown(frozen("scoping"))["actions"]["awaited"] == []


def test_points_without_note_nor_outcome_are_only_named():
    data = frozen("scoping")
    data["meeting"]["items"] += [
        {"title": title, "notes": " ", "outcomes": []} for title in ("Support", "Tour de table")
    ]

    meeting = shown(data)["meeting"]

    assert meeting["silent"] == ["Support", "Tour de table"]
    assert len(meeting["items"]) == 3


def test_the_cover_says_which_version_it_replaces():
    data = frozen("scoping")

    assert shown(data)["cover"]["replaces"] == {"number": 1, "day": "18 sept. 2026"}
    assert shown(data | {"revisions": []})["cover"]["replaces"] is None


def test_six_gates_in_a_row_keep_their_whole_names():
    name = "Cadrage et choix technologique"
    steps = [{"name": name, "date": "12 oct.", "genre": "gate", "sign": "todo"}] * 11

    line = path_line(steps, "Ligne", COMPACT)

    assert "…" not in line


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["scoping", "minutes"])
def test_a_draft_says_so_on_every_page_but_the_cover_which_says_it_in_its_text(kind):
    content = printed(f"draft {kind}", data=draft(kind))

    pages = pdftotext(content).rstrip("\f").split("\f")

    inner = pages[1:] if kind == "scoping" else pages
    assert all(page.count("Projet, non signé") == 2 for page in inner)
    assert "Projet" in pages[0]
    assert "non signé" not in pdftotext(printed(kind))
