"""The committee report on paper: what it says, then the file: sound, tagged, dated, attached, in English too."""

import copy
import html
import json
import re
from collections import Counter

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from reviews.committee_data import committee_data
from reviews.pdf import render_html, render_pdf
from tests import factories as plan
from tests.reviews.pdf_data import MARKUP, frozen, hostile, sealed
from tests.reviews.pdf_reading import (
    opened,
    pdftotext,
    printed,
    structure,
)
from tests.reviews.test_committee import in_portfolio


def text_of(page):
    body = re.sub(r"<svg\b.*?</svg>", "", page.split("<body", 1)[1], flags=re.S)
    plain = html.unescape(re.sub(r"<[^>]+>", " ", body))
    return " ".join(plain.replace("\u00a0", " ").replace("\u202f", " ").split())


def changed(**facts):
    return sealed(copy.deepcopy(frozen("committee")) | facts)


def test_the_cover_says_how_many_to_help_and_what_to_decide():
    text = text_of(render_html(frozen("committee")))

    assert "12 projets, 7 à aider" in text
    assert (
        "À décider aujourd’hui 1 Vérificateur d’éligibilité aux aides : Un point bloquant" in text
    )
    assert "Sélection : « cuisine », en difficulté, Outil client interactif." in text
    assert "Faits du dernier trimestre, depuis le 22 août 2026." in text
    assert "7 sur 11 points bloquants trouvés avant la signature" in text
    assert "4 changements de besoin après signature" in text


def test_a_report_frozen_before_periods_were_chosen_is_still_printed():
    text = text_of(render_html(frozen("committee-1")))

    assert "faits depuis le 23 août 2026." in text
    assert "Sélection : « cuisine », En difficulté, Outil client interactif." in text
    assert "7 sur 11 décisions dans le délai promis" in text
    assert "2 changements de besoin après signature, en six mois" in text
    assert "Ce que coûte un constat tardif" not in text
    assert "constats et changements sont ceux de la période" not in text


@pytest.mark.parametrize("code", ["month", "quarter", "half", "year"])
def test_every_period_is_said_in_words(code):
    french = text_of(render_html(changed(period=code)))
    english = text_of(render_html(changed(period=code), language="en"))

    assert re.search(r"Faits (du dernier|de la dernière) \w+, depuis le 22 août 2026\.", french)
    assert "%(" not in french + english


def test_nothing_at_all_is_said_too():
    nothing = {
        name: [] for name in ("projects", "signals", "decisions", "waiting", "findings", "waivers")
    }
    nothing["counts"] = dict.fromkeys(nothing, 0)

    text = text_of(render_html(changed(**nothing)))

    assert "Aucun projet" in text
    assert "Aucun projet dans cette sélection." in text
    assert "Aucune décision depuis le 22 août 2026 ; aucune réponse attendue." in text


def test_what_each_list_leaves_out_is_counted():
    counts = {"signals": 12, "decisions": 14, "waiting": 5, "findings": 7, "waivers": 3}

    text = text_of(render_html(changed(counts=counts)))

    for words in (
        "Un autre signal, moins grave, n’est pas montré.",
        "14 décisions depuis le 22 août 2026 ; 5 réponses attendues, dont 1 en retard.",
        "3 autres décisions, plus anciennes, ne sont pas montrées.",
        "Une autre réponse attendue",
        "Une autre dérogation",
    ):
        assert words in text


def test_what_a_late_finding_costs_is_added_up():
    text = text_of(render_html(frozen("committee")))

    assert "Reprise d’architecture 2 1 12 9 600 €" in text
    assert "Ensemble 7 4 27 18 400 €" in text
    assert "RGPD 1 1 4 Ensemble" in text, "a cost that nobody wrote stays empty"


def test_every_signal_has_a_cause_an_effect_a_person_and_a_proposal():
    text = text_of(render_html(frozen("committee")))

    for words in (
        "Une dérogation expire le 3 déc. 2026",
        "Le point redevient à confirmer, et le risque n’a plus de porteur.",
        "Règle R17 : Le test d’intrusion ne trouve pas de créneau.",
        "Apporter la preuve demandée : Une capture de la console.",
        "retard de 20 jours",
        "Le siège « Prestataire » est à pourvoir.",
    ):
        assert words in text


def test_small_numbers_are_written_in_words_and_one_is_one():
    three = frozen("committee")["projects"][:3]
    good = [line | {"health": "good"} for line in three]

    assert "Trois projets, trois à aider" in text_of(render_html(changed(projects=three)))
    assert "Un projet, rien à aider" in text_of(render_html(changed(projects=good[:1])))


def test_sections_with_nothing_say_so():
    page = changed(signals=[], waiting=[], decisions=[], findings=[], waivers=[])

    text = text_of(render_html(page))

    assert "Rien n’attend le comité" in text
    assert "Aucun signal" in text
    assert "Aucune dérogation ne court." in text
    assert "Aucune réserve, aucun point bloquant n’est ouvert." in text


def test_what_is_not_shown_is_counted():
    text = text_of(render_html(frozen("committee")))

    assert "4 autres points ouverts, moins pressés, ne sont pas montrés." in text


def test_a_portfolio_of_today_prints(db):
    project = in_portfolio()
    rows = [type(project).objects.get(pk=project.pk)]
    data = committee_data(rows, selection=[], by=plan.PersonFactory(), number=1, code="A")

    page = render_html(json.loads(json.dumps(data, cls=DjangoJSONEncoder)))

    assert project.title in page


def test_english_speaks_english_dates():
    page = render_html(frozen("committee"), language="en")

    assert '<html lang="en">' in page
    assert "Nov. 2026" in page
    assert " nov. 2026" not in page


def test_hostile_text_stays_text():
    page = render_html(hostile("committee"))

    assert MARKUP not in page
    assert "<script" not in page.lower()


slow = pytest.mark.slow


@slow
def test_bookmarks_tags_and_reading_order():
    content = printed("committee")
    pdf = opened(content)

    with pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles == [
        "Portefeuille",
        "Signaux",
        "Points de validation",
        "Tempo",
        "Méthode et vérification",
    ]
    nodes = structure(pdf)
    roles = Counter(str(node.S) for node in nodes)
    assert (roles["/H1"], roles["/H2"]) == (1, 5)
    assert all("/Scope" in node.A for node in nodes if node.S == "/TH")
    figures = [node for node in nodes if node.S == "/Figure"]
    assert len(figures) == 12 + 6 + 1
    assert all(str(node.get("/Alt", "")).strip() for node in figures)
    text = " ".join(pdftotext(content, "-raw").split())
    words = ("Rapport au comité", "Portefeuille", "Signaux", "Décisions de la période", "Tempo")
    places = [text.index(word) for word in (*words, "Code court")]
    assert places == sorted(places)


@slow
def test_same_data_same_bytes_and_an_accessible_file():
    data = frozen("committee")

    accessible = printed("committee", variant="pdf/ua-1")

    assert accessible == render_pdf(render_html(data), data=data, variant="pdf/ua-1")
    with opened(accessible).open_metadata() as metadata:
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert "{http://www.aiim.org/pdfa/ns/id/}part" not in metadata
