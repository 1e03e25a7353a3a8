from hypothesis import given
from hypothesis import strategies as st

from projects.mapping import FIRST_COLUMN, MOST_STEPS, draw, nearest


def step(number, state="todo", genre="gate"):
    return {"id": number, "name": f"J{number}", "state": state, "genre": genre}


def row(number, wanted=None, state="confirmed", category="Clients"):
    return {"id": number, "step": wanted, "state": state, "category": category}


PATH = [step(n) for n in range(1, 11)]


def test_nothing_to_draw():
    drawn = draw([], [])

    assert (drawn.steps, drawn.lanes) == ([], [])


def test_a_row_stands_under_the_step_that_needs_it():
    drawn = draw([row(1, 3), row(2, 10), row(3)], PATH)

    columns = {line["id"]: line["column"] for lane in drawn.lanes for line in lane.rows}
    ids = [known["id"] for known in drawn.steps]
    assert columns[1] == FIRST_COLUMN + ids.index(3)
    assert columns[2] == columns[3] == FIRST_COLUMN + MOST_STEPS - 1


def test_a_step_that_is_not_drawn_falls_on_the_one_before():
    drawn = draw([row(n, n) for n in range(2, 10)], PATH)

    columns = {line["id"]: line["column"] for lane in drawn.lanes for line in lane.rows}
    assert [known["id"] for known in drawn.steps] == [2, 3, 4, 5, 10]
    assert columns[9] == columns[5] == FIRST_COLUMN + 3


def test_lanes_keep_their_order_and_fold_above_25():
    few = draw([row(1), row(2, category="BI"), row(3)], PATH)
    assert [(lane.name, len(lane.rows)) for lane in few.lanes] == [("Clients", 2), ("BI", 1)]

    many = [row(n) for n in range(30)] + [row(99, state="refused")]
    (lane,) = draw(many, PATH).lanes
    assert (len(lane.rows), lane.folded) == (3, 28)


def test_nearest_first_what_still_waits():
    rows = [row(1, 2), row(2, 9, state="to_confirm"), row(3, 3, state="refused")]

    assert [line["id"] for line in nearest(rows, PATH, 2)] == [3, 2]


@given(
    st.integers(0, 12),
    st.lists(
        st.tuples(st.one_of(st.none(), st.integers(1, 14)), st.sampled_from("ABC")), max_size=40
    ),
)
def test_every_row_stands_in_one_column_of_the_grid(length, wanted):
    path = [step(n, "done" if n < 3 else "todo") for n in range(1, length + 1)]
    rows = [row(n, target, category=lane) for n, (target, lane) in enumerate(wanted)]

    drawn = draw(rows, path)

    placed = [line for lane in drawn.lanes for line in lane.rows]
    assert len(drawn.steps) <= MOST_STEPS
    assert all(2 <= line["column"] <= 6 for line in placed)
    assert len(placed) + sum(lane.folded for lane in drawn.lanes) == len(rows)
