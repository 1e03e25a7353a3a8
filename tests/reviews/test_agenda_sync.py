"""An agenda follows what is open and keeps what people did with it."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.agenda import CLOSING, TopicLine, agenda_points, postponed_line
from reviews.agenda_sync import Point, moved, plan_agenda

SLUGS = ("hosting", "support", "analytics", "security", "integration")


def topic(slug, state="open", **facts):
    return TopicLine(
        slug=slug, name=f"Sujet {slug}", position=SLUGS.index(slug), state=state,
        pk=SLUGS.index(slug) + 1, **facts,
    )  # fmt: skip


def lines(*slugs, systems=(), **facts):
    return agenda_points([topic(slug) for slug in slugs], systems, **facts)


def written(plan):
    """The points once they are rows."""
    known = {point.pk for point in plan.points}
    free = iter(n for n in range(1, 1000) if n not in known)
    return [point if point.pk else replace(point, pk=next(free)) for point in plan.points]


def keys(points):
    return [point.key for point in points]


def first(*slugs, **facts):
    return written(plan_agenda([], lines(*slugs, **facts)))


def changed(points, key, **facts):
    return [replace(point, **facts) if point.key == key else point for point in points]


def test_nothing_changes_when_nothing_changed():
    points = first("hosting", "support", systems=["CRM"])

    plan = plan_agenda(points, lines("hosting", "support", systems=["CRM"]))

    assert list(plan.points) == points
    assert plan.news == 0


def test_a_new_topic_goes_where_the_order_says_and_a_settled_one_leaves():
    points = first("support", "analytics")

    plan = plan_agenda(points, lines("hosting", "support"))

    assert keys(plan.points) == ["topic:hosting", "topic:support", CLOSING]
    assert keys(plan.came) == ["topic:hosting"]
    assert keys(plan.left) == ["topic:analytics"]
    assert plan.news == 2


def test_a_point_set_by_hand_keeps_its_minutes_its_owner_and_its_rank():
    points = first("hosting", "analytics", "support")
    points = [points[1], points[0], *points[2:]]
    points = changed(points, points[0].key, edited=True, minutes=25, owner_id=7)

    plan = plan_agenda(points, lines("security", "hosting", "analytics", "support"))

    kept = plan.points[0]
    assert (kept.key, kept.minutes, kept.owner_id) == (points[0].key, 25, 7)
    assert plan.points[-1].key == CLOSING


def test_a_settled_point_stays_when_it_was_set_by_hand_and_says_so():
    points = changed(first("hosting", "support"), "topic:support", edited=True)

    plan = plan_agenda(points, lines("hosting"))

    assert keys(plan.points) == ["topic:hosting", "topic:support", CLOSING]
    assert plan.points[1].mark == "réglé depuis"
    assert plan_agenda(list(plan.points), lines("hosting")).news == 0


def test_what_was_spoken_of_does_not_change_at_all():
    points = changed(first("hosting", "support"), "topic:support", spoken=True, why="Autre")

    plan = plan_agenda(points, lines("hosting"))

    assert plan.points[1] == points[1]


def test_a_postponed_point_does_not_come_back_by_itself():
    points = changed(first("hosting", "support"), "topic:support", place="backlog")

    plan = plan_agenda(points, lines("hosting", "support"))

    assert keys(plan.points) == ["topic:hosting", CLOSING]
    assert plan.news == 0


def test_the_minutes_set_by_hand_are_counted_in_the_usual_time():
    points = changed(first("hosting", "support"), "topic:hosting", edited=True, minutes=40)

    plan = plan_agenda(points, lines("hosting", "support"))

    assert plan.minutes == 50
    assert [point.minutes for point in plan.points] == [40, 5, 5]


def test_points_written_before_keys_find_theirs():
    points = [replace(point, key="") for point in first("hosting", "support")]
    points.append(Point(key="", title="Ajouté", minutes=5, pk=99, spoken=True))

    plan = plan_agenda(points, lines("hosting", "support"))

    assert keys(plan.points) == ["topic:hosting", "topic:support", "added:99", CLOSING]
    assert plan.came == plan.left == ()


def test_what_was_postponed_comes_first_and_its_topic_is_not_said_twice():
    back = postponed_line(
        4, "Support", "Qui répond la nuit ?", "mardi 6 octobre", minutes=10, topic_id=2
    )

    told = lines("hosting", "support", postponed=[back])

    assert keys(told) == ["backlog:4", "topic:hosting", CLOSING]
    assert told[0].why == "Reporté de la réunion du mardi 6 octobre. Qui répond la nuit ?"


def test_two_points_of_the_same_words_have_two_keys():
    told = agenda_points([], [], ["Sur place", "Sur place", "現場", "Sur place 2"])

    assert len(set(keys(told))) == 5
    assert keys(told)[:2] == ["own:sur-place", "own:sur-place-2"]


def test_a_point_moves_among_those_that_may():
    assert moved([1, 2, 3, 4], {4}, 3, 0) == [3, 1, 2, 4]
    assert moved([1, 2, 3, 4], {1, 4}, 3, 0) == [1, 3, 2, 4]
    assert moved([1, 2, 3, 4], {4}, 1, 99) == [2, 3, 1, 4]


EDITS = st.one_of(
    st.tuples(st.just("set"), st.integers(0, 9), st.integers(1, 120)),
    st.tuples(st.just("move"), st.integers(0, 9), st.integers(0, 9)),
    st.tuples(st.just("speak"), st.integers(0, 9), st.just(0)),
    st.tuples(st.just("add"), st.just(0), st.integers(1, 120)),
    st.tuples(st.just("away"), st.integers(0, 9), st.sampled_from(["backlog", "merged"])),
    st.tuples(st.just("sync"), st.sets(st.sampled_from(SLUGS)), st.booleans()),
)


def edited(points, name, which, value, count):
    """The points once somebody did one thing, as the verbs allow it."""
    here = [point for point in points if point.place == "agenda"]
    away = [point for point in points if point.place != "agenda"]
    if name == "add":
        new = Point(key=f"added:{count}", title="Plus", minutes=value, pk=1000 + count, edited=True)
        return [*here[:-1], new, *here[-1:], *away]
    if name == "sync":
        plan = plan_agenda(points, lines(*sorted(which), systems=["CRM"] if value else []))
        taken = {point.pk for point in points}
        fresh = (n for n in range(2000 + 50 * count, 9999) if n not in taken)
        return [p if p.pk else replace(p, pk=next(fresh)) for p in plan.points] + away
    point = here[which % len(here)]
    if name == "speak":
        return [*(replace(p, spoken=True) if p is point else p for p in here), *away]
    if point.spoken or (point.key == CLOSING and name != "set"):
        return points
    if name == "set":
        there = replace(point, minutes=value, edited=True)
        return [*(there if p is point else p for p in here), *away]
    if name == "away":
        gone = replace(point, place=value, edited=True)
        return [*(p for p in here if p is not point), *away, gone]
    fixed = {p.pk for p in here if p.spoken or p.key == CLOSING}
    of = {p.pk: replace(p, edited=p.edited or p is point) for p in here}
    return [*(of[pk] for pk in moved([p.pk for p in here], fixed, point.pk, value)), *away]


@settings(max_examples=200, deadline=None)
@given(st.lists(EDITS, max_size=25))
def test_whatever_people_do_nothing_said_is_lost_and_the_order_is_total(edits):
    points = first("hosting", "support")
    said: set[int] = set()
    hands: dict[int, int] = {}

    for count, (name, which, value) in enumerate(edits, 1):
        points = edited(points, name, which, value, count)
        said |= {point.pk for point in points if point.spoken}
        hands |= {point.pk: point.minutes for point in points if point.edited}

        here = [point for point in points if point.place == "agenda"]
        assert len({point.pk for point in points}) == len(points)
        assert len(set(keys(points))) == len(points)
        assert said <= {point.pk for point in here}
        assert {pk: p.minutes for p in points if (pk := p.pk) in hands} == hands
        assert here[-1].key == CLOSING or not any(p.key == CLOSING for p in here)


@given(st.lists(EDITS, max_size=12), st.sets(st.sampled_from(SLUGS)))
def test_bringing_up_to_date_twice_changes_nothing_more(edits, open_now):
    points = first("hosting", "support")
    for count, (name, which, value) in enumerate(edits, 1):
        points = edited(points, name, which, value, count)
    points = edited(points, "sync", open_now, True, 90)

    plan = plan_agenda(points, lines(*sorted(open_now), systems=["CRM"]))

    assert plan.news == 0
    assert keys(plan.points) == [p.key for p in points if p.place == "agenda"]
