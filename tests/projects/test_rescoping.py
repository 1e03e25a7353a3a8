"""A path laid again on the way: the level kept, the days given again, the topics touched. Pure."""

from datetime import date

import pytest

from governance.working_days import Calendar
from projects.redating import Ahead, date_ahead, days_needed
from projects.rescoping import level_after, touched_topics
from projects.scope import Scope, changed_answers, changed_fields, doubted_topics, told

EXPRESS, STANDARD, REINFORCED = "express", "standard", "reinforced"
RAISED, LOWERED = (EXPRESS, STANDARD), (REINFORCED, EXPRESS)
LEVELS = {
    "same answers keep the level": (STANDARD, EXPRESS, EXPRESS, None, STANDARD),
    "nobody chose: what is asked": (EXPRESS, EXPRESS, STANDARD, None, STANDARD),
    "nobody chose: lighter too": (STANDARD, STANDARD, EXPRESS, None, EXPRESS),
    "raised: a floor": (STANDARD, EXPRESS, STANDARD, RAISED, STANDARD),
    "raised: a heavier answer wins": (STANDARD, EXPRESS, REINFORCED, RAISED, REINFORCED),
    "raised, then heavier, then less": (REINFORCED, REINFORCED, EXPRESS, RAISED, STANDARD),
    "raised to what is asked since": (STANDARD, STANDARD, EXPRESS, RAISED, STANDARD),
    "lowered: a new risk ends it": (EXPRESS, STANDARD, REINFORCED, LOWERED, REINFORCED),
    "lowered: less risk keeps it": (EXPRESS, REINFORCED, STANDARD, LOWERED, EXPRESS),
    "lowered, ended by a risk": (REINFORCED, REINFORCED, STANDARD, LOWERED, STANDARD),
    "lowered above the answers": (
        STANDARD, EXPRESS, STANDARD, (REINFORCED, STANDARD), STANDARD
    ),
    "back to what is asked, then less": (
        STANDARD, STANDARD, EXPRESS, (REINFORCED, STANDARD), EXPRESS
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("current", "before", "after", "imposed", "expected"), LEVELS.values(), ids=LEVELS
)
def test_a_level_that_people_chose_holds_until_a_new_risk(
    current, before, after, imposed, expected
):
    assert level_after(current, before, after, imposed) == expected


AHEAD = [
    Ahead("scoping", "Réunion", 0.1, 0),
    Ahead("J1", "Cadrage", 0.25, 5),
    Ahead("acceptance", "Recette", 0.88, 0),
    Ahead("launch", "Mise en ligne", 1.0, 0),
]


def test_what_is_left_takes_its_own_days():
    assert days_needed(AHEAD) == 15


@pytest.mark.parametrize(
    ("today", "launch_on"),
    [
        (date(2026, 10, 8), date(2027, 2, 2)),
        (date(2026, 10, 8), date(2026, 10, 13)),
        (date(2026, 12, 24), date(2026, 12, 28)),
        (date(2026, 10, 24), date(2026, 10, 27)),
        (date(2027, 4, 30), date(2027, 5, 18)),
        (date(2028, 2, 28), date(2028, 3, 31)),
        (date(2026, 10, 10), date(2026, 10, 11)),
    ],
)
@pytest.mark.parametrize("passed", [0.0, 0.05])
def test_new_days_are_ordered_worked_and_never_after_the_launch(today, launch_on, passed):
    calendar = Calendar()

    days = [day for _ref, day in date_ahead(AHEAD, passed, today, launch_on, calendar)]

    assert days == sorted(days)
    assert all(calendar.is_working(day) for day in days)
    assert days[-1] == calendar.on_or_before(launch_on)
    assert days[0] >= min(calendar.on_or_after(today), days[-1])


def test_a_service_already_open_goes_forward():
    days = date_ahead(AHEAD, 0.0, date(2026, 10, 8), None, Calendar())

    assert [day for _ref, day in days] == [
        date(2026, 10, 15),
        date(2026, 10, 22),
        date(2026, 10, 29),
        date(2026, 10, 29),
    ]


def scope(**fields):
    usual = {
        "title": "Carte cadeau",
        "need": "Offrir une carte.",
        "audience": "Les clients",
        "launch_on": date(2027, 2, 2),
        "launch_reason": "Saint-Valentin",
        "answers": {"payment": "no", "sign_in": "yes"},
        "vendor": "Studio Lumen",
    }
    return Scope(**(usual | fields))


def test_a_change_keeps_only_what_differs():
    before, after = scope(), scope(need="Autre", answers={"payment": "yes"})

    assert changed_fields(before, after) == ("need", "answers")
    assert changed_answers(before, after) == ("payment", "sign_in")
    assert told(before, ("need", "answers"), ("payment", "sign_in")) == {
        "need": "Offrir une carte.",
        "answers": {"payment": "no", "sign_in": "yes"},
    }
    assert told(after, ("need", "answers"), ("payment", "sign_in"))["answers"] == {
        "payment": "yes",
        "sign_in": "",
    }


TOUCHED = {
    "title": ({"title": "Autre"}, set()),
    "audience": ({"audience": "Tous"}, set()),
    "launch": ({"launch_on": date(2027, 3, 2)}, set()),
    "need": ({"need": "Autre"}, {"technology"}),
    "vendor": (
        {"vendor": "Atelier Nord"}, {"technology", "reversibility", "support", "personal-data"}
    ),
    "answer": ({"answers": {"payment": "yes", "sign_in": "yes"}}, {"security"}),
    "data": (
        {"answers": {"payment": "no", "sign_in": "yes", "personal_data": "yes"}},
        {"personal-data"},
    ),
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize(("fields", "expected"), TOUCHED.values(), ids=TOUCHED)
def test_each_field_puts_its_own_topics_in_doubt(fields, expected):
    from projects.reference import load_reference_data

    assert doubted_topics(scope(), scope(**fields), load_reference_data()) == expected


@pytest.mark.django_db
@pytest.mark.usefixtures("reference")
def test_an_answer_touches_the_topics_its_rules_open():
    from projects.reference import load_reference_data

    found = touched_topics(["external_hosting"], load_reference_data())

    assert found == {"hosting", "reversibility"}
