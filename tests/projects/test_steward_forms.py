"""What the steward's forms refuse, each with its sentence, and the rules that they write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.evaluation import holds
from governance.models import Criterion, GateTemplate, Level, PathRule, ProfileQuestion, Topic
from projects import steward_conditions as conditions
from projects.reference import LEVEL_ORDER, load_reference_data
from projects.steward_conditions import Lines, Row
from tests.projects.stewarding import (
    KIND,
    add,
    at,
    gate,
    look,
    opened,
    plain,
    question,
    refused,
    rule,
    save,
)

FACTS = ("payment", "sign_in", "kind", "level")
VALUES = {"kind": ("tool", "website"), "level": tuple(LEVEL_ORDER)}


# Conditions: pure


def rows_of(facts=FACTS):
    """Lines that the editor may write."""
    return st.sampled_from(facts).flatmap(
        lambda fact: st.builds(
            Row,
            st.just(fact),
            st.lists(
                st.sampled_from(VALUES.get(fact, conditions.ANSWERS)), min_size=1, unique=True
            ).map(tuple),
        )
    )


@given(st.sampled_from(["all", "any"]), st.lists(rows_of(), min_size=1, max_size=5))
def test_a_rule_that_the_editor_writes_reads_back(link, rows):
    tree = conditions.build(Lines(link, tuple(rows)))

    again = conditions.read(tree)

    assert again.rows == tuple(rows)
    assert conditions.build(again) == tree
    assert again.link == link or len(rows) == 1


@given(
    st.sampled_from(["all", "any"]),
    st.lists(rows_of(("payment", "sign_in", "kind")), min_size=1, max_size=5),
    st.fixed_dictionaries(
        {name: st.sampled_from(["no", "unknown", "yes"]) for name in ("payment", "sign_in")}
    ),
    st.sampled_from(["payment", "sign_in"]),
)
def test_a_level_rule_that_is_accepted_holds_on_when_a_risk_is_added(link, rows, answers, risk):
    tree = conditions.build(Lines(link, tuple(rows)))
    facts = answers | {risk: "no", "kind": "tool"}

    if not conditions.weakness("level", tree) and holds(tree, facts):
        assert holds(tree, facts | {risk: "yes"})
        assert holds(tree, facts | {risk: "unknown"})


@pytest.mark.parametrize(
    "tree",
    [
        {"not": {"fact": "payment", "op": "says", "value": ["yes"]}},
        {"fact": "payment", "op": "is", "value": "yes"},
        {"fact": "payment", "op": "says", "value": []},
        {"all": []},
        {"all": [{"any": [{"fact": "payment", "op": "says", "value": ["yes"]}]}]},
        {"any": [{"fact": "payment", "op": "says", "value": ["yes"]}] * 6},
    ],
)
def test_a_tree_that_lines_cannot_say_is_left_alone(tree):
    assert conditions.read(tree) is None


@pytest.mark.parametrize(
    ("effect", "fact", "says", "weak"),
    [
        ("level", "payment", ["yes", "unknown"], False),
        ("level", "payment", ["no"], True),
        ("level", "level", ["reinforced"], True),
        ("level", "kind", ["tool"], False),
        ("gate", "payment", ["yes", "no"], True),
        ("gate", "level", ["standard", "reinforced"], False),
        ("gate", "level", ["reinforced"], False),
        ("gate", "level", ["standard"], True),
        ("topic", "payment", ["no"], False),
        ("system", "level", ["express"], False),
    ],
)
def test_more_risk_never_asks_for_less(effect, fact, says, weak):
    tree = {"all": [{"fact": fact, "op": "says", "value": says}]}

    assert bool(conditions.weakness(effect, tree)) is weak


# Forms


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": ""}, "name", "obligatoire"),
        ({"name": "\u200b  "}, "name", "obligatoire"),
        ({"name": "x" * 81}, "name", "80"),
        ({"name": "outil client INTERACTIF"}, "name", "déjà pris"),
        ({"usual_weeks": 0}, "usual_weeks", "1"),
        ({"usual_weeks": 99999999999}, "usual_weeks", "104"),
        ({"usual_weeks": "douze"}, "usual_weeks", "nombre entier"),
        ({"agenda": "\n".join("abcdefghijkl")}, "agenda", "Dix lignes"),
        ({"agenda": "x" * 161}, "agenda", "160"),
        ({"systems": [987654]}, "systems", "987654"),
    ],
)
def test_a_kind_badly_filled_is_shown_again(steward, changes, field, words):
    response = look(steward, add("natures"), {"seen": 0} | KIND | changes)

    refused(response, field, words)
    assert KIND["summary"] in response.content.decode()


@pytest.mark.django_db
def test_a_note_too_long_is_refused(steward):
    response = look(steward, add("natures"), {"seen": 0, "note": "x" * 201} | KIND)

    assert response.status_code == 422
    assert "200" in plain(response)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"link": "always", "aim": ""}, "aim", "obligatoire"),
        ({"fact_1": ""}, "fact_1", "au moins une condition"),
        ({"says_1": []}, "says_1", "au moins une réponse"),
        ({"says_1": ["kind:tool"]}, "says_1", "au moins une réponse"),
        ({"says_1": ["answer:maybe"]}, "says_1", "answer:maybe"),
        ({"fact_1": "nothing"}, "fact_1", "nothing"),
        ({"aim": "gate:J99"}, "aim", "J99"),
        ({"says_1": ["answer:no"]}, "aim", "un risque de plus allégerait"),
        ({"aim": "level:standard", "says_1": ["answer:no"]}, "aim", "un risque de plus"),
        ({"reason": ""}, "reason", "obligatoire"),
    ],
)
def test_a_rule_badly_filled_is_shown_again(steward, changes, field, words):
    refused(look(steward, add("regles"), {"seen": 0} | rule() | changes), field, words)


@pytest.mark.django_db
def test_a_rule_too_rich_for_the_lines_is_said_in_words_and_kept(steward):
    tree = {"not": {"fact": "payment", "op": "says", "value": ["yes"]}}
    row = PathRule.objects.get(key="topic-hosting")
    PathRule.objects.filter(pk=row.pk).update(condition=tree)

    page = steward.get(at("regles", row))
    save(steward, at("regles", row), opened(steward, at("regles", row), reason="Autre raison"))

    assert "sauf si paiement : oui" in plain(page)
    row.refresh_from_db()
    assert (row.condition, row.reason) == (tree, "Autre raison")


@pytest.mark.django_db
def test_always_has_no_condition(steward):
    sent = rule(link="always", aim="system:CRM-VENTES")
    save(steward, add("regles"), opened(steward, add("regles"), **sent))

    row = PathRule.objects.get(by_hand=True)
    assert (row.condition, row.effect, row.target) == ({}, "system", "CRM-VENTES")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"topics": []}, "topics", "obligatoire"),
        ({"percent": 0}, "percent", "1"),
        ({"percent": 100}, "percent", "99"),
        ({"answer_days": 61}, "answer_days", "60"),
        ({"validity_months": 0}, "validity_months", "1"),
        ({"team": 987654}, "team", "Sélectionnez"),
        ({"domain": "magic"}, "domain", "magic"),
        ({"advice": ["nobody"]}, "advice", "nobody"),
        ({"criteria-0-text": ""}, "__all__", "au moins un critère"),
    ],
)
def test_a_gate_badly_filled_is_shown_again(steward, changes, field, words):
    refused(look(steward, add("points"), {"seen": 0} | gate() | changes), field, words)


@pytest.mark.django_db
def test_a_criterion_badly_filled_is_pointed_at(steward):
    long = look(steward, add("points"), {"seen": 0} | gate() | {"criteria-1-text": "x" * 241})
    many = gate() | {"criteria-TOTAL_FORMS": 900}
    none = {name: value for name, value in gate().items() if "_FORMS" not in name}

    assert long.status_code == 422
    assert "Critère 2" in plain(long)
    for sent in (many, none):
        assert look(steward, add("points"), {"seen": 0} | sent).status_code == 422


@pytest.mark.django_db
def test_a_criterion_of_another_gate_is_not_taken(steward):
    row, other = GateTemplate.objects.get(ref="J1"), GateTemplate.objects.get(ref="J2")
    stolen = other.criteria.first()
    sent = opened(steward, at("points", row)) | {"criteria-0-id": stolen.pk}

    save(steward, at("points", row), sent | {"criteria-0-text": "Pris à un autre"})

    assert Criterion.objects.get(pk=stolen.pk).text == stolen.text
    assert Criterion.objects.get(pk=stolen.pk).gate == other


@pytest.mark.django_db
def test_criteria_are_added_last_and_keep_what_establishes_them(steward):
    row = GateTemplate.objects.get(ref="J1")
    basis = [criterion.basis for criterion in row.criteria.all()]
    sent = opened(steward, at("points", row)) | {"criteria-12-text": "Un énoncé de plus"}

    save(steward, at("points", row), sent)

    found = list(row.criteria.all())
    assert [criterion.basis for criterion in found] == [*basis, []]
    assert (found[-1].text, found[-1].position) == ("Un énoncé de plus", 13)


@pytest.mark.django_db
def test_a_level_keeps_its_delay_its_silence_and_its_share(steward):
    row = Level.objects.get(code="express")
    sent = opened(steward, at("niveaux", row), answer_days=3, checked_share=50, silence="escalate")

    save(steward, at("niveaux", row), sent)

    row.refresh_from_db()
    assert (row.answer_days, row.checked_share, row.silence) == (3, 50, "escalate")
    assert load_reference_data().levels["express"].answer_days == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("noun_words", "slug"),
    [
        ("level", "level_2"),
        ("Kind", "kind_2"),
        ("Écran tactile !", "ecran_tactile"),
        ("日本", "question"),
    ],
)
def test_an_identifier_is_made_from_the_name_and_never_a_reserved_one(steward, noun_words, slug):
    sent = question(noun=noun_words)
    save(steward, add("questions"), opened(steward, add("questions"), **sent))

    made = ProfileQuestion.objects.get(by_hand=True)
    assert (made.slug, made.topic) == (slug, Topic.objects.get(slug="hosting"))
