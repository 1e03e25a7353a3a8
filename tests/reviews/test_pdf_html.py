"""The pages as HTML, from frozen data: what the manager reads, what hostile text becomes."""

import html
import re

import pytest
from django.utils import translation

from reviews.pdf import render_html, report_context
from tests.reviews.pdf_data import empty, frozen, hostile, sealed

NB, THIN = "\u00a0", "\u202f"


READING_ORDER = (
    "Signé par les trois voix, le 23 octobre 2026",
    "Sommaire",
    "Synthèse Le cadrage est signé",
    "8 sur 12",
    "Les cinq questions posées tôt",
    "À qui de jouer",
    "Prochain point Données et flux",
    "Le besoin Remplacer",
    "Chemin renforcé : 3 points",
    "Vue d’ensemble",
    "9 dépendances : 5 confirmées",
    "Validé avec deux réserves par Sophie Marchand, le 12 octobre 2026 à 11 h 20",
    "Qui porte le risque Anne Delmas",
    "Les trois voix étaient présentes : la réunion compte.",
    "3 actions à faire, 2 points ouverts.",
    "D’accord, avec une remarque « Le 20 novembre tient",
    "Pièces figées avec cette version",
    "7K2M-9QXA",
    "23 octobre 2026 à 16 h 20 (UTC+02:00)",
)


def text_of(page):
    """What a reader reads, spaces made plain."""
    body = re.sub(r"<(style|svg)\b.*?</\1>", "", page.split("<body", 1)[1], flags=re.S)
    plain = html.unescape(re.sub(r"<[^>]+>", " ", body)).replace(NB, " ").replace(THIN, " ")
    return " ".join(plain.split())


def context(data, language="fr"):
    with translation.override(language):
        return report_context(data)


def test_manager_page_says_the_state_in_two_sentences():
    summary = context(frozen("scoping"))["summary"]

    assert summary["sentence"].replace(NB, " ") == (
        "Le cadrage est signé : le projet peut continuer. À lever avant la validation « Données et flux », "
        "le 20 novembre 2026 : 2 réserves et 1 dérogation."
    )


def test_manager_page_figures():
    numbers = context(frozen("scoping"))["summary"]["numbers"]

    assert [number["value"] for number in numbers] == ["8 sur 12", "3 sur 7", "5 sur 9", "1 sur 3"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"signed": False}, "Le cadrage attend encore 1 voix."),
        ({"answer": "disagreed"}, "Une voix n’est pas d’accord : le cadrage n’est pas signé."),
        ({"health": "trouble"}, "Le cadrage est signé, mais le projet est en difficulté."),
    ],
)
def test_manager_page_follows_the_voices_and_the_health(change, sentence):
    data = frozen("scoping")
    data["signed"] = change.get("signed", True)
    data["voices"][0]["answer"] = change.get("answer", "agreed" if data["signed"] else "")
    data["health"]["code"] = change.get("health", "watch")

    assert context(data)["summary"]["sentence"].startswith(sentence)


def test_next_gate_is_the_one_under_way():
    gate = context(frozen("scoping"))["summary"]["next_gate"]

    assert (gate["name"], gate["long_date"]) == ("Données et flux", "vendredi 20 novembre 2026")


def test_path_steps_carry_a_sign_and_a_word():
    rows = context(frozen("scoping"))["path"]["rows"]

    assert [(row["css"], row["word"]) for row in rows[1:6]] == [
        ("m-done", "Fait"),
        ("g-reserved", "Validé avec deux réserves"),
        ("m-done", "Fait"),
        ("g-now", "En cours"),
        ("g-todo", "À venir"),
    ]


def test_findings_know_who_has_to_move():
    findings = context(frozen("scoping"))["decisions"]["findings"]

    assert [(f["owner"]["sign"], f["word"]) for f in findings] == [
        ("vendor", "Réserve ouverte"),
        ("other", "Réserve ouverte"),
        ("vendor", "Levé"),
    ]


def test_gates_not_submitted_are_named():
    assert context(frozen("scoping"))["decisions"]["unsubmitted"] == [
        "J2 Données et flux",
        "J3 Sécurité",
    ]


def test_the_whole_report_reads_in_order():
    page, place = text_of(render_html(frozen("scoping"))), 0

    for words in READING_ORDER:
        place = page.index(words, place)


def test_sections_with_nothing_say_so():
    page = text_of(render_html(empty()))

    for sentence in (
        "Le cadrage attend encore 3 voix.",
        "Le besoin n’est pas encore écrit.",
        "Aucune étape n’est encore posée sur le chemin.",
        "Aucune question n’a encore été posée.",
        "Personne n’est attendu aujourd’hui.",
        "Aucun point de validation n’est à venir.",
        "Aucun sujet n’est ouvert sur ce projet.",
        "Aucune dépendance n’est déclarée",
        "Ce projet n’a aucun point de validation.",
        "Aucune réserve, aucun point bloquant.",
        "Aucune dérogation",
        "Aucune réunion de cadrage n’a encore été tenue.",
        "Rien ne reste à faire, aucun point n’est ouvert.",
        "Siège à pourvoir",
        "C’est la première version.",
        "Aucune pièce n’accompagne cette version.",
    ):
        assert sentence in page


def test_hostile_text_is_printed_as_text():
    """Scenario 82: nothing typed becomes a tag, an address or a template."""
    page = render_html(hostile())

    tags = set(re.findall(r"<([a-z0-9]+)", page))
    assert not tags & {"img", "script", "style", "iframe", "object"}
    assert re.findall(r'<link[^>]*href="([^"]+)"', page) == [
        f"asset:{name}.css" for name in ("fonts", "page", "signs", "report")
    ]
    assert "&lt;img src=" in page
    assert "{{ settings.SECRET_KEY }}" in html.unescape(page)
    assert "\u202e" not in page


def test_an_address_that_is_not_one_is_not_a_link():
    data = sealed(frozen("scoping") | {"verify_url": "javascript:alert(1)"})

    page = render_html(data)

    assert 'href="javascript' not in page
    assert "Code QR</th>" not in page


def test_unsigned_report_wears_the_draft_frame():
    data = frozen("scoping") | {"signed": False}

    page = render_html(data)

    assert "asset:draft.css" in page
    assert "ribbon-draft" in page
    assert "non signé" in page


def test_forty_dependencies_go_on_over_sheets_and_a_table():
    data = frozen("scoping")
    data["dependencies"] = [data["dependencies"][n % 9] | {"system": f"S{n}"} for n in range(40)]

    dependencies = context(data)["dependencies"]

    assert len(dependencies["rows"]) == 40
    assert len(dependencies["maps"]) == 3
    assert dependencies["map_class"] == "map-long"


def test_figures_say_what_they_show():
    page = render_html(frozen("scoping"))

    figures = re.findall(r"<svg[^>]*><title>([^<]+)</title>", page)
    assert len(figures) == page.count("<svg")
    assert figures[0].startswith(
        "Ligne du chemin\u00a0: Enregistrement, 1er\u00a0sept., fait\u202f;"
    )


def test_english_speaks_english_dates():
    page = text_of(render_html(frozen("scoping"), language="en"))

    assert 'lang="en"' in render_html(frozen("scoping"), language="en")
    assert "9 March 2027" in page or "9 march 2027" in page.lower()


def test_certificate_is_dated_and_short():
    page = text_of(render_html(frozen("certificate")))

    assert "Accepté sans attendre le 3 novembre 2026 à 10 h 12 (UTC+01:00)" in page
    assert "4TRW-HH8P" in page
    assert context(frozen("certificate"))["certificate"]["more"] == 1
