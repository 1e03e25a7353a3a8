"""Typed text on its way to paper."""

import pytest

from reviews.pdf.dates import long_date, moment, short_date
from reviews.pdf.errors import PdfTooLong
from reviews.pdf.text import (  # fmt: skip
    MAX_FIELD,
    bounded,
    clean,
    printable,
    soft_breaks,
    typography,
    typography_html,
    without_traps,
)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Prêt ?", "Prêt\u202f?"),
        ("Socle : oui ; non !", "Socle\u00a0: oui\u202f; non\u202f!"),
        ("« mot »", "«\u00a0mot\u00a0»"),
        ("38 % de 10 000 €", "38\u00a0% de 10\u202f000\u00a0€"),
        ("le 9 mars 2027 à 16 h 20", "le 9\u00a0mars\u00a02027 à 16\u00a0h\u00a020"),
        ("l'API, passage 2, 5 jours", "l’API, passage\u00a02, 5\u00a0jours"),
        ("http://a.fr:80/?b", "http://a.fr:80/?b"),
    ],
)
def test_french_spaces(typed, printed):
    assert typography(typed, "fr") == printed
    assert typography(printed, "fr") == printed


def test_english_wants_no_space_before_a_colon():
    assert typography("Ready ? It's 38% : yes", "en") == "Ready? It’s 38%: yes"


def test_typography_leaves_tags_and_styles_alone():
    page = '<style>a : b</style><p title="x : y">x : y l&#x27;on</p>'

    printed = typography_html(page, "fr")

    assert printed == '<style>a : b</style><p title="x : y">x\u00a0: y l’on</p>'


def test_long_words_break_every_thirty_signs_or_after_a_joint():
    assert soft_breaks("a" * 40) == "a" * 40
    assert soft_breaks("a" * 65) == "\u200b".join(["a" * 30, "a" * 30, "a" * 5])
    assert soft_breaks("https://exemple.fr/" + "b" * 30).startswith(
        "https://\u200bexemple.\u200bfr/"
    )


def test_traps_are_dropped():
    assert without_traps("a\u202eb\x00c\ud800d") == "abcd"
    assert without_traps("a\r\nb\u2028c\n\n\n\n\nd\te") == "a\nb\nc\n\nd\te"
    assert without_traps("👩‍💻 é") == "👩‍💻 é"


def test_a_letter_and_its_accent_are_one_character():
    """One pair typed apart would take the accents of a whole document away from those who listen to it."""
    assert printable("re\u0301union") == "réunion"


def test_a_field_is_cut_and_says_so():
    text = bounded("mot " * 75_000)

    assert len(text) < MAX_FIELD + 200
    assert text.endswith("300000 signes en tout, dans le fichier de données joint.]")
    assert bounded("court") == "court"


def test_line_breaks_count_as_lines():
    assert bounded("x\n" * 20_000).count("\n") < 3_000


def test_too_many_rows_or_too_much_text_is_refused_before_any_layout():
    with pytest.raises(PdfTooLong, match="1000 lignes"):
        clean({"rows": ["x"] * 1_000})
    with pytest.raises(PdfTooLong, match="trop de texte"):
        clean({"rows": ["mot " * 2_000] * 100})


def test_fingerprints_and_addresses_are_left_whole():
    exact = {"fingerprint": "f" * 64, "verify_url": "https://x.fr/" + "a" * 60, "sha256": "e" * 64}

    assert clean(exact) == exact


def test_every_character_of_a_hostile_text_is_bounded_in_words():
    printed = printable("é" * 20_000)

    assert max(len(word) for word in printed.split("\u200b")) == 30


@pytest.mark.parametrize(
    ("frozen", "long", "short", "told"),
    [
        ("2027-03-01", "1er mars 2027", "1er mars 2027", "1er mars 2027"),
        (
            "2026-10-23T07:12:00+00:00",
            "23 octobre 2026",
            "23 oct. 2026",
            "23 octobre 2026 à 9 h 12 (UTC+02:00)",
        ),
        (
            "2027-03-28T00:30:00Z",
            "28 mars 2027",
            "28 mars 2027",
            "28 mars 2027 à 1 h 30 (UTC+01:00)",
        ),
        ("", "", "", ""),
        (None, "", "", ""),
        ("pas une date", "pas une date", "pas une date", "pas une date"),
        ("0001-01-01T00:00:00+14:00",) + ("0001-01-01T00:00:00+14:00",) * 3,
    ],
)
def test_dates_are_read_in_the_zone_of_the_company(frozen, long, short, told):
    assert (long_date(frozen), short_date(frozen), moment(frozen, zone=True)) == (long, short, told)
