"""The geometry of the company's maps: nothing overlaps, nothing is lost, the same in any order."""

from hypothesis import given
from hypothesis import strategies as st

from projects import matrix
from projects.matrix import BAND, CARD, COLUMN, ROW, SIGNS, STRIP_HEIGHT, Lean

CATEGORIES = st.sampled_from(["Identité", "Marketing", "Données", "Socle"])
SYSTEMS = st.lists(
    st.tuples(st.integers(1, 60), CATEGORIES), unique_by=lambda system: system[0], max_size=30
)
PROJECTS = st.lists(st.integers(100, 160), unique=True, max_size=30)
LEANS = st.sampled_from(SIGNS)


@st.composite
def companies(draw):
    """Systems, projects, and some of the places where they meet."""
    systems, projects = draw(SYSTEMS), draw(PROJECTS)
    places = [(system, project) for system, _name in systems for project in projects]
    met = draw(st.dictionaries(st.sampled_from(places), LEANS)) if places else {}
    return systems, projects, met


def boxes(drawn):
    """Everything that is drawn, as rectangles: heads of categories, then cells."""
    for band in drawn.bands:
        yield (0, band.y, drawn.width, BAND)
        for row in band.rows:
            for cell in row.cells:
                yield (cell.x, row.y, COLUMN, ROW)


def apart(one, other) -> bool:
    (x, y, wide, high), (left, top, width, height) = one, other
    return x + wide <= left or left + width <= x or y + high <= top or top + height <= y


@given(companies())
def test_nothing_overlaps_and_everything_stays_in_the_box(company):
    drawn = matrix.lay(*company)
    found = list(boxes(drawn))

    for n, one in enumerate(found):
        assert 0 <= one[0] <= one[0] + one[2] <= drawn.width
        assert 0 <= one[1] <= one[1] + one[3] <= drawn.height
        assert all(apart(one, other) for other in found[n + 1 :])


@given(companies())
def test_each_lean_has_one_cell_where_its_system_and_its_project_are(company):
    systems, projects, met = company
    drawn = matrix.lay(systems, projects, met)
    column = {place.project: place.x for place in drawn.columns}

    found = {
        (row.system, cell.project): cell.sign
        for band in drawn.bands
        for row in band.rows
        for cell in row.cells
        if cell.x == column[cell.project]
    }

    assert found == {place: lean.sign for place, lean in met.items()}
    assert sum(len(band.rows) for band in drawn.bands) == len(systems)
    assert len({row.y for band in drawn.bands for row in band.rows}) == len(systems)


@given(companies())
def test_rows_stay_under_the_head_of_their_category(company):
    systems, projects, met = company
    category = dict(systems)

    for band in matrix.lay(systems, projects, met).bands:
        assert {category[row.system] for row in band.rows} == {band.name}
        assert [row.y for row in band.rows] == [
            band.y + BAND + n * ROW for n in range(len(band.rows))
        ]


@given(companies())
def test_the_most_connected_come_first_and_those_without_any_link_do_not_come(company):
    _systems, projects, met = company
    order = matrix.most_connected(projects, met)
    degrees = [sum(place[1] == project for place in met) for project in order]

    assert degrees == sorted(degrees, reverse=True)
    assert set(order) == {project for _system, project in met}


def test_projects_with_as_many_links_keep_the_order_they_came_in():
    met = {(1, 30): SIGNS[0], (1, 10): SIGNS[0], (1, 20): SIGNS[0], (2, 20): SIGNS[0]}

    assert matrix.most_connected([30, 20, 10], met) == [20, 30, 10]


@given(LEANS, LEANS)
def test_two_dependencies_in_one_cell_show_the_state_that_asks_most(one, other):
    both = one.and_(other)

    assert matrix.STATES.index(both.state) == max(
        matrix.STATES.index(one.state), matrix.STATES.index(other.state)
    )
    assert both == other.and_(one)
    assert both.direction == (one.direction if one.direction == other.direction else "both")


def test_one_sign_for_several_dependencies_of_the_same_pair():
    rows = [(1, 9, "confirmed", "in"), (1, 9, "refused", "in"), (2, 9, "to_confirm", "out")]

    assert matrix.merged(rows) == {(1, 9): Lean("refused", "in"), (2, 9): Lean("to_confirm", "out")}


def test_every_sign_has_its_own_number():
    assert [lean.sign for lean in SIGNS] == list(range(12))


@given(st.lists(st.integers(0, 500), min_size=12, max_size=12))
def test_bars_of_a_strip_stand_side_by_side_on_one_scale(counts):
    bars = matrix.strip(counts, max(counts))

    assert [bar.count for bar in bars] == counts
    assert all(bar.y + bar.height == STRIP_HEIGHT and bar.y >= 0 for bar in bars)
    assert all((bar.height > 0) == (bar.count > 0) for bar in bars)
    assert len({bar.x for bar in bars}) == 12
    for one in bars:
        assert all(one.height <= other.height for other in bars if other.count > one.count)


@given(SYSTEMS)
def test_cards_of_a_block_never_touch(systems):
    for block in matrix.blocks(systems):
        tops = [card.y for card in block.cards]

        assert all(later - top > CARD for top, later in zip(tops, tops[1:], strict=False))
        assert tops[-1] + CARD == block.height
    assert sum(len(block.cards) for block in matrix.blocks(systems)) == len(systems)


@given(st.text(max_size=60), st.integers(2, 40))
def test_a_cut_text_fits(text, most):
    assert len(matrix.cut(text, most)) <= most
    assert text.startswith(matrix.cut(text, most))
    assert matrix.cut(text, 60) == text


def test_a_cut_text_ends_with_a_whole_word_when_it_can():
    assert matrix.cut("Refonte du site vitrine", 17) == "Refonte du site"
    assert matrix.cut("Anticonstitutionnellement", 10) == "Anticonsti"
