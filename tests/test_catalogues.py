"""What is said in English, in French plurals and with French spaces is complete and coherent."""

import re

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

from governance.management.commands.write_catalogues import typeset

LOCALE = settings.ROOT / "locale"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|<[^>]+>")


def messages(*folders):
    path = LOCALE.joinpath(*folders, "LC_MESSAGES", "django.po")
    with path.open("rb") as file:
        return [message for message in read_po(file) if message.id]


def forms(text):
    return [text] if isinstance(text, str) else list(text)


def test_every_sentence_has_its_english():
    missing = [message.id for message in messages("en") if not all(forms(message.string))]

    assert missing == []


def test_no_english_is_a_guess():
    assert [message.id for message in messages("en") if message.fuzzy] == []


def test_english_keeps_every_placeholder_and_tag():
    lost = [
        message.id
        for message in messages("en")
        if set(PLACEHOLDER.findall(forms(message.id)[-1]))
        != set(PLACEHOLDER.findall(forms(message.string)[-1]))
    ]

    assert lost == []


def test_one_french_verb_for_two_acts_is_two_in_english():
    """« Relancer » somebody who is awaited, or a work that stopped."""
    words = {m.context: m.string for m in messages("en") if m.id == "Relancer"}

    assert set(words) == {"rappeler à une personne", "reprendre un travail"}
    assert len(set(words.values())) == 2


def test_french_plurals_have_their_two_forms():
    plurals = [message for message in messages("fr") if message.pluralizable]

    assert plurals
    assert all(all(message.string) for message in plurals)


def test_french_sentences_carry_their_no_break_spaces():
    written = messages("typography", "fr")

    assert [m.id for m in written if [typeset(f) for f in forms(m.id)] != forms(m.string)] == []


@pytest.mark.parametrize(
    ("plain", "set_in_type"),
    [
        ("Mise en ligne : %(day)s", "Mise en ligne\u00a0: %(day)s"),
        ("« %(name)s » ?", "«\u00a0%(name)s\u00a0»\u202f?"),
        ("L'agence", "L’agence"),
        ("100 %% de %(count)d", "100\u00a0%% de %(count)d"),
        ('<span class="fp">x</span> !', '<span class="fp">x</span>\u202f!'),
    ],
)
def test_typography_leaves_placeholders_and_tags_alone(plain, set_in_type):
    assert typeset(plain) == set_in_type
