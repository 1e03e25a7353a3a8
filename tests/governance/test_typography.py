from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from governance import typography

TODAY = date(2026, 10, 8)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Quoi ? Vite !", "Quoi\u202f? Vite\u202f!"),
        ("Cause : rien ; la suite", "Cause\u00a0: rien\u202f; la suite"),
        ("« sauvegarde 30 »", "«\u00a0sauvegarde 30\u00a0»"),
        ("12 500 € et 62 %", "12\u202f500\u00a0€ et 62\u00a0%"),
        ("l'avis de la DSI", "l’avis de la DSI"),
        ("dans 3 jours, avant le 13 octobre", "dans 3\u00a0jours, avant le 13\u00a0octobre"),
        ("avant mar. 13 oct.", "avant mar.\u00a013\u00a0oct."),
        ("passage 2", "passage\u00a02"),
        ("attendez...", "attendez…"),
        ("au mar. 15 déc..", "au mar.\u00a015\u00a0déc."),
        ("../déc/x", "../déc/x"),
        ("https://verdier.example/a?b=1", "https://verdier.example/a?b=1"),
    ],
)
def test_french_puts_the_no_break_spaces(typed, written):
    assert typography.french(typed) == written


def test_french_is_idempotent():
    once = typography.french("Cause : 12 500 € ! « oui »")
    assert typography.french(once) == once


@pytest.mark.parametrize(
    ("day", "short", "long"),
    [
        (date(2026, 10, 13), "mar. 13 oct.", "mardi 13 octobre"),
        (date(2026, 9, 1), "mar. 1er sept.", "mardi 1er septembre"),
        (date(2027, 2, 2), "mar. 2 févr. 2027", "mardi 2 février 2027"),
    ],
)
def test_days_say_their_year_only_when_it_is_another(day, short, long):
    assert typography.short_day(day, TODAY).replace("\u00a0", " ") == short
    assert typography.long_day(day, TODAY).replace("\u00a0", " ") == long


def test_instants_are_told_in_local_time():
    late = datetime(2026, 10, 6, 22, 30, tzinfo=UTC)
    assert typography.moment(late, TODAY).replace("\u00a0", " ") == "mer. 7 oct., 0 h 30"
    assert typography.as_day(late) == date(2026, 10, 7)


def test_dates_follow_the_language():
    with translation.override("en"):
        assert typography.short_day(date(2027, 2, 2), TODAY) == "Tue 2 Feb 2027"
        assert typography.long_day(date(2026, 10, 13), TODAY) == "Tuesday 13 October"
        assert typography.euros(12500) == "€12,500"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (TODAY, "depuis aujourd’hui"),
        (date(2026, 10, 7), "depuis hier"),
        (date(2026, 10, 6), "depuis mar. 6 oct."),
    ],
)
def test_since(day, said):
    assert typography.since_day(day, TODAY).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (0, "0\u00a0€"),
        (12500, "12\u202f500\u00a0€"),
        (Decimal("1234567.00"), "1\u202f234\u202f567\u00a0€"),
        (Decimal("12500.50"), "12\u202f500,50\u00a0€"),
    ],
)
def test_euros(amount, said):
    assert typography.euros(amount) == said


@pytest.mark.parametrize(
    ("octets", "said"),
    [
        (1, "1 octet"),
        (999, "999 octets"),
        (40_000, "40\u00a0ko"),
        (1_400_000, "1,4\u00a0Mo"),
        (20_000_000, "20\u00a0Mo"),
        (3_000_000_000, "3\u00a0Go"),
    ],
)
def test_file_sizes(octets, said):
    assert typography.file_size(octets) == said


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0\u00a0jour ouvré"), (1, "1\u00a0jour ouvré"), (3, "3\u00a0jours ouvrés")],
)
def test_working_days(count, said):
    assert typography.working_days(count) == said


@pytest.mark.parametrize(("count", "said"), [(1, "Une"), (3, "Trois"), (12, "12"), (0, "0")])
def test_counts_in_words(count, said):
    assert typography.count_in_words(count) == said


@pytest.mark.parametrize(("value", "said"), [(2.4, "2,4"), (12500, "12\u202f500"), (3, "3")])
def test_numbers(value, said):
    assert typography.number(value) == said
