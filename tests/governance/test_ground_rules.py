"""The 28 rules as they are loaded: decidable, on their own topic, with a way out that works."""

import pytest

from governance import evaluation
from governance.models import Fact, GroundRule, ProfileQuestion, TopicOption
from tests.governance.ground_rules import CASES

pytestmark = pytest.mark.usefixtures("reference")
REFS = [f"R{number:02}" for number in range(1, 29)]


@pytest.fixture
def rules():
    query = GroundRule.objects.select_related("topic", "alternative_option", "owner")
    return {rule.ref: rule for rule in query}


def said(rule, facts):
    finding = evaluation.judge(rule, facts)
    return finding.verdict if finding else None


def test_each_rule_says_what_the_table_says(rules):
    wrong = [
        (ref, facts, expected, got)
        for ref, facts, expected in CASES
        if (got := said(rules[ref], facts)) != expected
    ]

    assert wrong == []


def test_the_table_shows_each_rule_conforming_not_conforming_and_unknown(rules):
    seen = {ref: {expected for case, _, expected in CASES if case == ref} for ref in REFS}

    assert sorted(rules) == REFS
    assert [ref for ref in REFS if "allowed" not in seen[ref] or "unknown" not in seen[ref]] == []
    assert [ref for ref in REFS if ref != "R01" and rules[ref].verdict not in seen[ref]] == []


def test_the_table_shows_each_rule_met_by_a_choice_and_not_met_by_another(rules):
    seen = {ref: {expected for case, _, expected in CASES if case == ref} for ref in REFS}

    never_met = [ref for ref in REFS if rules[ref].verdict not in seen[ref]]
    always_met = [ref for ref in REFS if not seen[ref] & {"allowed", None} - {rules[ref].verdict}]
    unconcerned = [ref for ref in REFS if rules[ref].condition and None not in seen[ref]]

    assert (never_met, always_met, unconcerned) == ([], [], [])


def test_an_unknown_finding_names_the_answers_it_waits_for(rules):
    for ref, facts, expected in CASES:
        if expected == "unknown" and "bientôt" not in facts.values():
            assert evaluation.judge(rules[ref], facts).missing


def test_rules_read_their_own_topic_and_the_profile_only(rules):
    profile = set(ProfileQuestion.objects.values_list("slug", flat=True))
    facts = dict(Fact.objects.values_list("slug", "topic__slug"))

    foreign = {
        (rule.ref, slug)
        for rule in rules.values()
        for slug in evaluation.facts_of(rule.condition) | evaluation.facts_of(rule.requirement)
        if slug not in profile and facts.get(slug) != rule.topic.slug
    }

    assert foreign == set()


def test_conditions_compare_with_answers_that_exist(rules):
    choices = {
        fact.slug: {value for value, _ in fact.choices} or {"yes", "no"}
        for fact in Fact.objects.filter(kind__in=["choice", "yes_no"])
    }

    strange = [
        (rule.ref, leaf)
        for rule in rules.values()
        for tree in (rule.condition, rule.requirement)
        for leaf in leaves(tree)
        if leaf["op"] not in evaluation.OPERATORS
        or (leaf["fact"] in choices and not as_set(leaf["value"]) <= choices[leaf["fact"]])
    ]

    assert strange == []


def leaves(tree):
    if "fact" in tree:
        yield tree
    for part in [*tree.get("all", []), *tree.get("any", []), *filter(None, [tree.get("not")])]:
        yield from leaves(part)


def as_set(value):
    return set(value) if isinstance(value, list) else {value}


def test_taking_the_alternative_makes_the_rule_conform(rules):
    stuck = [
        (ref, facts)
        for ref, facts, expected in CASES
        if (option := rules[ref].alternative_option) and expected == rules[ref].verdict
        if said(rules[ref], facts | option.facts) not in ("allowed", None)
    ]

    assert stuck == []


def test_the_alternative_belongs_to_the_topic_of_its_rule(rules):
    assert all(
        rule.alternative_option.topic_id == rule.topic_id
        for rule in rules.values()
        if rule.alternative_option
    )


def test_options_state_facts_of_their_topic_with_possible_answers():
    facts = {fact.slug: fact for fact in Fact.objects.all()}

    wrong = [
        (option.slug, slug)
        for option in TopicOption.objects.all()
        for slug, value in option.facts.items()
        if facts[slug].topic_id != option.topic_id
        or (facts[slug].kind == "yes_no" and value not in ("yes", "no"))
        or (facts[slug].choices and value not in dict(facts[slug].choices))
    ]

    assert wrong == []


def test_every_rule_says_what_one_can_do_why_and_what_else(rules):
    mute = [
        rule.ref
        for rule in rules.values()
        if not (rule.allows.startswith("Vous pouvez") and rule.why and rule.alternative)
        or not (rule.source and rule.owner and rule.trigger)
    ]

    assert mute == []
