"""The committee report on paper: what it says, then the file: sound, tagged, dated, attached, in English too."""

import copy
import html
import json
import re
import shutil
import subprocess
from collections import Counter

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from reviews.committee_data import committee_data
from reviews.pdf import render_html, render_pdf
from reviews.pdf.frozen import canonical, digest
from tests import factories as plan
from tests.reviews.pdf_data import MARKUP, frozen, hostile, sealed
from tests.reviews.pdf_reading import (
    missing_glyphs,
    opened,
    outside,
    overlapping,
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
    assert "Sélection : « cuisine », En difficulté, Outil client interactif." in text
    assert "7 sur 11" in text


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
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_file_is_sound_titled_and_carries_its_data(language, tmp_path):
    data = frozen("committee")
    content = printed("committee", language=language)
    pdf = opened(content)

    if shutil.which("qpdf"):
        path = tmp_path / "committee.pdf"
        path.write_bytes(content)
        done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout
    assert str(pdf.Root.Lang) == language
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"].endswith(" · Maison Verdier")
        assert metadata["{http://www.aiim.org/pdfa/ns/id/}part"] == "3"
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    attached = pdf.attachments["comite.json"].get_file().read_bytes()
    assert attached == canonical(data)
    assert digest(json.loads(attached)) == data["fingerprint"]
    assert outside(content) == []
    assert overlapping(content) == []
    assert missing_glyphs(content) == 0


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
    assert len(figures) >= 12 + 3
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


@slow
def test_hostile_content_is_whole_and_in_its_place():
    """Scenarios 82, 83 and 84."""
    content = printed("hostile committee", data=hostile("committee"))

    assert list(opened(content).attachments) == ["comite.json"]
    assert outside(content) == []
    assert overlapping(content) == []
    assert missing_glyphs(content) == 0
