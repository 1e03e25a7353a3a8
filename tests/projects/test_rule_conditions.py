"""The lines of a condition and its tree: one is always the other, or the tree is left alone."""

import pytest

from governance.models import GroundRule
from projects.rule_conditions import MOST_ROWS, Lines, Row, build, read

COUNTRY = {"fact": "country", "op": "not_in", "value": "EEA"}
YES = {"fact": "payment", "op": "is", "value": "yes"}


@pytest.mark.parametrize(
    ("tree", "lines"),
    [
        ({}, Lines()),
        (YES, Lines("all", (Row("payment", "is", ("yes",)),))),
        (
            {"any": [COUNTRY, YES]},
            Lines("any", (Row("country", "not_in", ("EEA",)), Row("payment", "is", ("yes",)))),
        ),
        (
            {"not": {"fact": "payment", "op": "says", "value": ["no"]}},
            Lines("all", (Row("payment", "not_says", ("no",)),)),
        ),
        ({"fact": "payment", "op": "known"}, Lines("all", (Row("payment", "known"),))),
        (
            {"fact": "months", "op": "at_most", "value": 13},
            Lines("all", (Row("months", "at_most", (13,)),)),
        ),
        (
            {"fact": "keys", "op": "in", "value": ["company"]},
            Lines("all", (Row("keys", "in", ("company",)),)),
        ),
    ],
)
def test_a_tree_and_its_lines(tree, lines):
    assert read(tree) == lines
    assert build(lines) == tree


@pytest.mark.parametrize(
    "tree",
    [
        {"all": [{"any": [YES, COUNTRY]}, YES]},
        {"not": YES},
        {"not": {"all": [YES]}},
        {"all": []},
        {"all": [YES]},
        {"all": [YES] * (MOST_ROWS + 1)},
        {"all": [YES, COUNTRY], "any": [YES, COUNTRY]},
        {"fact": "payment", "op": "autre", "value": "yes"},
        {"fact": "payment", "op": "is", "value": ["yes", "no"]},
        {"fact": "payment", "value": "yes"},
    ],
)
def test_a_tree_that_lines_cannot_say_is_left_alone(tree):
    assert read(tree) is None


@pytest.mark.django_db
@pytest.mark.usefixtures("reference")
def test_every_rule_of_the_reference_is_lines_or_left_alone():
    trees = {
        (rule.ref, part): tree
        for rule in GroundRule.objects.all()
        for part, tree in (("si", rule.condition), ("tenu", rule.requirement))
    }

    wrong = [key for key, tree in trees.items() if (found := read(tree)) and build(found) != tree]
    kept = sorted(key for key, tree in trees.items() if read(tree) is None)

    assert wrong == []
    assert kept == [("R02", "si"), ("R17", "si"), ("R22", "tenu")]
