"""What nobody in particular did reads as a whole sentence; what somebody did follows their name."""

import ast
from pathlib import Path

import pytest

from governance.journal import VERBS
from reviews.tasks import PRINTED

ROOT = Path(__file__).resolve().parents[2] / "reviews"


def without_actor() -> set[str]:
    """The verbs that the code records with nobody's name: `record(subject, "…", by=None)`."""
    calls = [
        node
        for file in ROOT.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "record"
    ]
    return {
        call.args[1].value
        for call in calls
        if len(call.args) > 1
        and isinstance(call.args[1], ast.Constant)
        and any(
            word.arg == "by" and isinstance(word.value, ast.Constant) and word.value.value is None
            for word in call.keywords
        )
    }


@pytest.mark.parametrize("verb", sorted(without_actor() | set(PRINTED.values())))
def test_a_verb_without_a_name_is_a_whole_sentence(verb):
    assert str(VERBS[verb])[:1].isupper()


def test_the_sentences_of_silence_and_paper_are_among_them():
    assert without_actor() | set(PRINTED.values()) >= {
        "minutes.silent",
        "minutes.printed",
        "gate.recorded",
    }
