"""What home says, in words: pure functions."""

from datetime import date

import pytest
import time_machine

from projects.models import Move
from reviews.pages import desk

MONDAY = "2026-10-12 09:00+02:00"


@pytest.mark.parametrize(
    ("count", "title"),
    [
        (0, "Bonjour Claire, rien à jouer pour vous"),
        (1, "Bonjour Claire, une seule balle est chez vous"),
        (4, "Bonjour Claire, la balle est quatre fois chez vous"),
        (12, "Bonjour Claire, la balle est 12 fois chez vous"),
    ],
)
def test_the_title_counts_the_balls_in_words(count, title):
    assert desk.greeting("Claire", count) == title


@pytest.mark.parametrize(
    ("late", "today", "said"),
    [
        (0, 0, "Rien n’est en retard."),
        (1, 0, "Une réponse est en retard."),
        (2, 1, "Deux réponses sont en retard. Une est pour aujourd’hui."),
        (0, 3, "Trois sont pour aujourd’hui."),
    ],
)
def test_the_second_line_says_what_is_urgent(late, today, said):
    assert desk.urgency(late, today) == said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 10, 19), date(2026, 10, 23), "du 19 au 23\u00a0octobre"),
        (date(2026, 11, 29), date(2026, 12, 3), "du 29\u00a0novembre au 3\u00a0décembre"),
        (date(2026, 10, 19), date(2026, 10, 19), "le 19\u00a0octobre"),
    ],
)
@time_machine.travel(MONDAY, tick=False)
def test_an_absence_is_said_as_one_says_it(first, last, said):
    assert desk.span(first, last) == said


@pytest.mark.parametrize(
    ("late", "left", "passed", "said"),
    [
        (2, -2, True, "retard de 2 jours"),
        (0, 0, False, "aujourd’hui"),
        (0, 0, True, "date passée"),
        (0, 1, False, "dans 1 jour"),
    ],
)
def test_a_due_date_is_said_in_days(late, left, passed, said):
    assert desk.due_note(late, left, passed=passed) == said


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "Un projet demande votre attention."),
        (6, "Six projets demandent votre attention."),
        (7, "Plus de six projets demandent votre attention."),
    ],
)
def test_management_hears_how_many_projects_wait(count, said):
    assert desk.attention(count) == said


def test_every_ball_has_its_button():
    assert set(Move.Kind) - set(desk.BUTTONS) == set()
