"""Where everything of a map stands: nothing overlaps, nothing leaves the paper."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projects.drawing import Words, page_svg
from projects.lettering import advance
from projects.mapping import draw
from projects.placing import NAME, PAGE, PRINTED, SMALL_PAGE, TEXT, place

PAPERS = (PAGE, SMALL_PAGE, PRINTED)
STATES = ("confirmed", "conditional", "to_confirm", "refused")
PATH = [
    {"id": n, "name": f"Point de validation numéro {n}", "state": "todo", "genre": "gate"}
    for n in range(9)
]
ROWS = st.builds(
    dict,
    system=st.text("aélmW -’i", min_size=1, max_size=60),
    category=st.sampled_from(["Identité", "Relation client et fidélité", "Socle", "Pilotage"]),
    step=st.one_of(st.none(), st.integers(0, 12)),
    state=st.sampled_from(STATES),
    direction=st.sampled_from(["in", "out", "both"]),
    data=st.text("aébm W’,", min_size=1, max_size=200),
    personal=st.booleans(),
    url=st.just("/dependances/1/"),
    word_of_state=st.just("Sous conditions"),
)


def sheets_of(rows, paper, steps=9):
    drawn = draw(rows, PATH[:steps], most=paper.steps, fold=not paper.tallest)
    return place(drawn, paper, title="Refonte", days=dict.fromkeys(range(9), "mar. 13 oct."))


def apart(one, other):
    return (
        one.right <= other.x
        or other.right <= one.x
        or one.bottom <= other.y
        or other.bottom <= one.y
    )


@pytest.mark.parametrize("paper", PAPERS, ids=["page", "small page", "printed"])
@settings(max_examples=60, deadline=None)
@given(rows=st.lists(ROWS, max_size=45), steps=st.integers(0, 9))
def test_nothing_overlaps_and_nothing_leaves_the_paper(paper, rows, steps):
    for sheet in sheets_of(rows, paper, steps):
        links = sheet.links
        for link in links:
            assert sheet.spine.right < link.box.x
            assert link.box.right <= paper.width
            assert sheet.head_height <= link.room.y
            assert link.room.bottom <= sheet.height
            assert link.room.y <= link.box.y
            assert link.box.bottom <= link.room.bottom
        boxes = [link.room for link in links]
        assert all(apart(a, b) for a, b in zip(boxes, boxes[1:], strict=False))
        bands = [band.box for band in sheet.bands]
        assert all(a.bottom <= b.y for a, b in zip(bands, bands[1:], strict=False))
        for band in sheet.bands:
            for link in band.links:
                assert band.box.y <= link.room.y
                assert link.room.bottom <= band.box.bottom


@pytest.mark.parametrize("paper", PAPERS, ids=["page", "small page", "printed"])
@settings(max_examples=60, deadline=None)
@given(rows=st.lists(ROWS, min_size=1, max_size=45))
def test_every_arrow_goes_from_the_project_to_its_system(paper, rows):
    for sheet in sheets_of(rows, paper):
        for link in sheet.links:
            start, end, y = link.line
            assert sheet.spine.right <= start < end <= link.box.x
            assert end - start > 60, "both heads and a line between them"
            assert link.box.y < y < link.box.bottom


@pytest.mark.parametrize("paper", PAPERS, ids=["page", "small page", "printed"])
@settings(max_examples=60, deadline=None)
@given(rows=st.lists(ROWS, min_size=1, max_size=12))
def test_every_text_stays_in_its_room(paper, rows):
    for sheet in sheets_of(rows, paper):
        for link in sheet.links:
            assert all(advance(line, NAME, True) <= link.box.width for line in link.name)
            room = link.box.x - sheet.spine.right
            assert all(advance(line, TEXT) <= room for line in link.label)
            assert len(link.name) <= 3
            assert len(link.label) <= 2


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(ROWS, max_size=60))
def test_every_row_is_printed_once_and_no_sheet_is_too_tall(rows):
    sheets = sheets_of(rows, PRINTED)

    printed = [link.row["system"] for sheet in sheets for link in sheet.links]
    assert sorted(printed) == sorted(row["system"] for row in rows)
    assert all(sheet.height <= PRINTED.tallest + 40 for sheet in sheets)


@given(name=st.text(min_size=1, max_size=60))
def test_what_people_wrote_is_escaped(name):
    row = {
        "system": f"<b>{name}</b>",
        "category": "x",
        "step": None,
        "state": "confirmed",
        "direction": "in",
        "data": '"><script>',
        "url": "/",
        "said": '" onload="x',
        "word_of_state": "Confirmée",
    }
    (sheet,) = sheets_of([row], PAGE)

    svg = page_svg(sheet, Words('<i>"', "<u>"), "m")

    for piece in ("<b>", "<script", "<i>", "<u>", '" onload', "style="):
        assert piece not in svg
