"""Facts x rules, without a database."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance import evaluation
from governance.evaluation import holds

YES = {"fact": "a", "op": "is", "value": "yes"}
OTHER = {"fact": "b", "op": "is", "value": "yes"}


@dataclass
class Rule:
    condition: dict
    requirement: dict = field(default_factory=dict)
    verdict: str = "conditional"
    ref: str = "T01"
    version: int = 1
    title: str = "Règle"
    why: str = "La raison"
    allows: str = "Vous pouvez"
    alternative: str = "Autrement"
    alternative_option: object = None


@pytest.mark.parametrize(
    ("op", "value", "actual", "expected"),
    [
        ("is", "yes", "yes", True),
        ("is", "yes", "no", False),
        ("is_not", "none", "own", True),
        ("is_not", "none", "none", False),
        ("in", ["a", "b"], "a", True),
        ("in", ["a", "b"], "c", False),
        ("in", "EEA", "FR", True),
        ("in", "EEA", "IS", True),
        ("in", "EEA", "US", False),
        ("not_in", "EEA", "GB", True),
        ("not_in", "EEA", "IE", False),
        ("at_least", 6, 6, True),
        ("at_least", 6, "5,5", False),
        ("at_most", 12, "12", True),
        ("at_most", 12, "12.1", False),
        ("at_most", 12, "un an", None),
        ("contains", "CLOUD", "cloud-ue", True),
        ("contains", "CLOUD", "interne", False),
        ("known", None, "FR", True),
    ],
)
def test_a_leaf_compares(op, value, actual, expected):
    assert holds({"fact": "a", "op": op, "value": value}, {"a": actual}) is expected


@pytest.mark.parametrize("op", ["is", "is_not", "in", "not_in", "at_least", "at_most", "contains"])
@pytest.mark.parametrize("facts", [{}, {"a": None}, {"a": ""}, {"a": "unknown"}, {"a": []}])
def test_an_unknown_fact_never_passes(op, facts):
    value = ["yes"] if "in" in op else 1

    assert holds({"fact": "a", "op": op, "value": value}, facts) is None


@pytest.mark.parametrize(
    ("facts", "expected"), [({}, False), ({"a": "unknown"}, True), ({"a": "yes"}, False)]
)
def test_says_reads_the_raw_answer(facts, expected):
    assert holds({"fact": "a", "op": "says", "value": ["unknown"]}, facts) is expected


def test_known_is_false_of_what_nobody_answered():
    assert holds({"fact": "a", "op": "known"}, {"a": "unknown"}) is False


@pytest.mark.parametrize(
    ("a", "b", "all_of", "any_of"),
    [
        ("yes", "yes", True, True),
        ("yes", "no", False, True),
        ("no", "no", False, False),
        ("yes", "unknown", None, True),
        ("no", "unknown", False, None),
        ("unknown", "unknown", None, None),
    ],
)
def test_all_and_any_in_three_values(a, b, all_of, any_of):
    facts = {"a": a, "b": b}

    assert holds({"all": [YES, OTHER]}, facts) is all_of
    assert holds({"any": [YES, OTHER]}, facts) is any_of


@pytest.mark.parametrize(("a", "expected"), [("yes", False), ("no", True), ("unknown", None)])
def test_not_keeps_the_unknown_unknown(a, expected):
    assert holds({"not": YES}, {"a": a}) is expected


def test_nothing_asked_always_holds():
    assert holds({}, {}) is True


def test_facts_of_names_every_fact_of_a_tree():
    tree = {"all": [YES, {"any": [OTHER, {"not": {"fact": "c", "op": "known"}}]}]}

    assert evaluation.facts_of(tree) == {"a", "b", "c"}
    assert evaluation.missing_facts(tree, {"a": "yes", "b": "unknown"}) == ("b", "c")


@pytest.mark.parametrize(
    ("facts", "verdict", "missing"),
    [
        ({"a": "no"}, None, ()),
        ({}, "unknown", ("a",)),
        ({"a": "yes"}, "unknown", ("b",)),
        ({"a": "yes", "b": "no"}, "conditional", ()),
        ({"a": "yes", "b": "yes"}, "allowed", ()),
    ],
)
def test_judge(facts, verdict, missing):
    finding = evaluation.judge(Rule(YES, OTHER), facts)

    assert (finding and finding.verdict, finding.missing if finding else ()) == (verdict, missing)


def test_a_rule_without_requirement_gives_its_verdict_as_soon_as_it_is_concerned():
    assert evaluation.judge(Rule(YES, verdict="refused"), {"a": "yes"}).verdict == "refused"


def test_evaluate_puts_the_strictest_first():
    verdicts = ["allowed", "conditional", "dpo", "refused", "rssi"]
    rules = [Rule({}, verdict=verdict, ref=verdict) for verdict in verdicts]
    rules.append(Rule(YES, ref="waiting"))

    findings = evaluation.evaluate(rules, {})

    assert [finding.verdict for finding in findings] == [
        "refused",
        "rssi",
        "dpo",
        "unknown",
        "conditional",
        "allowed",
    ]
    assert evaluation.worst(findings) == "refused"
    assert evaluation.worst([]) == "allowed"


def test_a_finding_is_data_that_can_be_frozen():
    finding = evaluation.judge(Rule(YES, OTHER), {"a": "yes"})

    assert finding.as_dict() == {
        "ref": "T01",
        "version": 1,
        "title": "Règle",
        "verdict": "unknown",
        "reason": "La raison",
        "allows": "Vous pouvez",
        "alternative": "Autrement",
        "option": "",
        "missing": ["b"],
    }


LEAVES = st.builds(
    lambda fact, value: {"fact": fact, "op": "is", "value": value},
    st.sampled_from("abc"),
    st.sampled_from(["yes", "no"]),
)
TREES = st.recursive(
    LEAVES,
    lambda parts: st.one_of(
        st.lists(parts, min_size=1, max_size=3).map(lambda inner: {"all": inner}),
        st.lists(parts, min_size=1, max_size=3).map(lambda inner: {"any": inner}),
        parts.map(lambda inner: {"not": inner}),
    ),
    max_leaves=8,
)
ANSWERS = st.fixed_dictionaries({name: st.sampled_from(["yes", "no", "unknown"]) for name in "abc"})


@given(TREES, ANSWERS)
def test_answering_more_never_changes_what_was_certain(tree, facts):
    before = holds(tree, facts)

    after = holds(
        tree, {name: "yes" if value == "unknown" else value for name, value in facts.items()}
    )

    assert before is None or after is before


@given(TREES, ANSWERS)
def test_with_every_answer_known_nothing_is_unknown(tree, facts):
    known = {name: "no" if value == "unknown" else value for name, value in facts.items()}

    assert holds(tree, known) is not None
