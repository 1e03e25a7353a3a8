import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.agenda import TopicLine, build_agenda, too_long, total_minutes

STATES = ("open", "proposed", "checked", "validated", "blocked")


def topic(slug, position=1, state="open", **facts):
    return TopicLine(slug=slug, name=slug, position=position, state=state, **facts)


def titles(lines):
    return [line.title for line in lines]


def test_an_empty_project_still_meets_around_the_table():
    lines = build_agenda([], [])

    assert titles(lines) == ["Tour de table"]
    assert lines[0].minutes == 15


def test_the_irreversible_comes_first_then_blocked_unknown_open_proposed():
    lines = build_agenda(
        [
            topic("support", 1, "proposed", headline="Un an"),
            topic("analytics", 2),
            topic("integration", 3, unknown="Un outil sera-t-il connecté ?"),
            topic("authentication", 4, "blocked", headline="Comptes locaux"),
            topic("hosting", 5),
        ],
        ["CRM-VENTES"],
    )

    assert titles(lines) == [
        "hosting",
        "authentication",
        "integration",
        "analytics",
        "support",
        "Dépendances à confirmer",
        "Tour de table",
    ]
    assert [line.mark for line in lines[:3]] == [
        "irréversible",
        "règle non tenue",
        "je ne sais pas",
    ]


def test_what_is_already_done_comes_before_everything_the_hardest_to_undo_first():
    lines = build_agenda(
        [
            topic("hosting", 1),
            topic("support", 2, committed="Un nom de domaine est réservé", weight=2),
            topic(
                "personal-data", 3, committed="Des données sont recueillies", unknown="Lesquelles"
            ),
        ],
        [],
    )

    assert titles(lines)[:3] == ["personal-data", "support", "hosting"]
    assert [line.mark for line in lines[:3]] == ["déjà engagé", "déjà engagé", "irréversible"]
    assert lines[1].why.startswith("Un nom de domaine est réservé : à relire en premier")


def test_points_of_the_kind_come_before_the_round_table():
    lines = build_agenda([topic(slug) for slug in "abcdefghi"], [], ("Sur place", "Les files"))

    assert titles(lines)[-3:] == ["Sur place", "Les files", "Tour de table"]
    assert [line.minutes for line in lines[-3:-1]] == [5, 5]


@pytest.mark.parametrize("state", STATES)
def test_settled_topics_are_left_out(state):
    lines = build_agenda([topic("support", state=state)], [])

    assert ("support" in titles(lines)) is (state not in ("checked", "validated"))


def test_a_settled_topic_comes_back_when_nobody_knew_an_answer():
    lines = build_agenda([topic("support", state="checked", unknown="Qui répond la nuit ?")], [])

    assert titles(lines)[0] == "support"
    assert "Qui répond la nuit" in lines[0].why


def test_a_choice_that_costs_to_undo_is_irreversible():
    lines = build_agenda([topic("analytics", 1), topic("support", 2, reversibility="costly")], [])

    assert titles(lines)[:2] == ["support", "analytics"]


def test_dependencies_are_one_point_whatever_their_number():
    one = build_agenda([], ["CRM"])[0]
    many = build_agenda([], [f"S{n}" for n in range(9)])[0]

    assert one.why.startswith("Un système attend")
    assert many.why.startswith("9 systèmes attendent")
    assert many.why.endswith("S5….")


def test_a_blocked_topic_quotes_the_ground_rule():
    line = build_agenda([topic("hosting", state="blocked", headline="Virginie", rule="H01")], [])[0]

    assert "« Virginie »" in line.why
    assert line.ground == "H01"


@pytest.mark.parametrize(("minutes", "warned"), [(45, False), (60, False), (61, True), (95, True)])
def test_above_an_hour_the_agenda_says_so(minutes, warned):
    assert bool(too_long(minutes)) is warned


@given(st.lists(st.sampled_from(STATES), max_size=10), st.integers(0, 12))
def test_the_agenda_lasts_45_minutes_unless_it_needs_more(states, systems):
    names = ("hosting", "technology", "authentication", "analytics", "security", "personal-data",
             "integration", "content-modules", "support", "reversibility")  # fmt: skip
    topics = [topic(names[n], n, state) for n, state in enumerate(states)]

    lines = build_agenda(topics, [f"S{n}" for n in range(systems)])

    total = total_minutes(lines)
    shortest = sum(1 for _ in lines) * 5
    assert total >= min(45, 15 * len(lines))
    assert total <= 45 or all(line.minutes <= 10 for line in lines)
    assert total >= shortest
    assert lines[-1].title == "Tour de table"
    marks = [line.irreversible for line in lines]
    assert marks == sorted(marks, reverse=True)
