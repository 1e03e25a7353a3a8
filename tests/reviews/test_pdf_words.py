"""The English edition: our words in English, what people typed as typed and said to be French."""

import re

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation

from reviews.pdf import render_html
from reviews.pdf.words import SENTENCES, in_words, reworded, tongue
from tests.reviews.pdf_data import frozen

TYPED = {
    "scoping": ("need", "rationale", "remark", "notes"),
    "minutes": ("remark", "notes"),
    "gate": ("proof",),
    "committee": ("reason",),
}


@pytest.fixture
def english():
    with translation.override("en"):
        yield


def texts(value, names):
    """Every typed text of a frozen document, by the name of its field."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from [item] if key in names and isinstance(item, str) else texts(item, names)
    if isinstance(value, list):
        for item in value:
            yield from texts(item, names)


def test_the_sentences_of_the_application_are_those_of_its_catalogue():
    with (settings.ROOT / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
        known = {message.id for message in read_po(file) if isinstance(message.id, str)}

    assert set(SENTENCES) <= known


@pytest.mark.parametrize(
    ("frozen", "said"),
    [
        ("Hébergement", "Hosting"),
        ("30 jours", "30 days"),
        ("Donner un avis : Intégration et flux", "Give an opinion: Integration and flows"),
        ("Décider\u00a0: Recette des clients, passage 2", "Decide: Recette des clients, round 2"),
        ("passage 1 en cours", "round 1 under way"),
        ("Garder les journaux six mois", "Garder les journaux six mois"),
    ],
)
def test_words_of_the_reference_data_and_of_the_application(english, frozen, said):
    assert reworded(frozen) == said


def test_what_people_typed_stays_as_typed(english):
    data = frozen("scoping")
    data["project"] |= {"title": "Recette", "need": "Hébergement"}
    data["actions"][0]["text"] = "Mise en ligne"

    said = in_words(data)

    assert (said["project"]["title"], said["project"]["need"]) == ("Recette", "Hébergement")
    assert said["actions"][0]["text"] == "Mise en ligne"
    assert said["topics"][0]["name"] == "Hosting"


def test_the_committee_reads_gates_kinds_and_moves_in_english(english):
    data = in_words(frozen("committee"))

    assert data["waiting"][0]["gate"] == "Data collection and GDPR"
    assert data["projects"][0]["kind"] == "Content or lead platform"
    assert data["projects"][0]["next"]["name"] == "Scoping meeting"
    assert data["tempo"]["answers"][0]["team"] == "IT, Hosting and operations"
    told = {row.get("what") for row in data["signals"]}
    assert {"Set the scoping meeting", "Garder les journaux six mois"} <= told


def test_french_pages_say_the_frozen_words():
    data = frozen("scoping")

    assert [topic["name"] for topic in in_words(data)["topics"]] == [
        topic["name"].replace("'", "’") for topic in data["topics"]
    ]


@pytest.mark.parametrize("kind", TYPED)
def test_typed_text_names_its_language_in_an_english_document(kind):
    page = render_html(frozen(kind), language="en")

    spoken = "".join(re.findall(r'<(?:p|td|th|span|blockquote)[^>]* lang="fr"[^>]*>[^<]*', page))
    for text in texts(frozen(kind), TYPED[kind]):
        first = re.split(r"[ :;«»?!%’'\n]", text.strip())[0]
        assert first in spoken, text
    assert 'lang="fr"' not in render_html(frozen(kind)).split("<body", 1)[1]


def test_the_language_of_the_pages_needs_no_second_mark():
    assert tongue({"language": "fr"}, "fr") == ""
    assert tongue({}, "en") == ' lang="fr"'
