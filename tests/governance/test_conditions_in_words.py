"""Conditions of ground rules as people read them, whatever the tree."""

import pytest

from governance import rulebook
from governance.conditions_in_words import Labels, in_words, lowered
from governance.evaluation import OPERATORS
from governance.models import Fact, GroundRule, ProfileQuestion

LABELS = Labels(
    facts={
        "country": "Pays d’hébergement",
        "personal_data": "Données personnelles",
        "months": "Durée de vie du cookie",
        "keys": "Qui garde les clés",
        "mfa": "MFA",
    },
    answers={"keys": {"company": "L’entreprise", "none": "Personne"}, "country": {"FR": "France"}},
    units={"months": "mois"},
)


def leaf(fact, op, value=None):
    return {"fact": fact, "op": op} | ({} if value is None else {"value": value})


OUT, PERSONAL = leaf("country", "not_in", "EEA"), leaf("personal_data", "is", "yes")
SAID = [
    ({}, "toujours"),
    ({"all": [OUT, PERSONAL]},
     "pays d’hébergement n’est pas dans UE/EEE et données personnelles = oui"),
    (leaf("country", "is", "FR"), "pays d’hébergement = France"),
    (leaf("country", "in", ["FR", "DE"]), "pays d’hébergement = France ou DE"),
    (leaf("keys", "not_in", ["company", "none"]), "qui garde les clés ≠ L’entreprise ni Personne"),
    (leaf("keys", "is_not", "company"), "qui garde les clés ≠ L’entreprise"),
    (leaf("months", "at_least", 2), "durée de vie du cookie ≥ 2 mois"),
    (leaf("months", "at_most", 13.5), "durée de vie du cookie ≤ 13,5 mois"),
    (leaf("keys", "contains", "Mars"), "qui garde les clés contient « Mars »"),
    (leaf("mfa", "known"), "MFA est connu"),
    (leaf("personal_data", "says", ["yes", "unknown"]),
     "réponse à données personnelles = oui ou je ne sais pas"),
    ({"not": leaf("personal_data", "says", ["no"])}, "réponse à données personnelles ≠ non"),
    ({"not": leaf("mfa", "known")}, "MFA n’est pas connu"),
    ({"not": PERSONAL}, "sauf si (données personnelles = oui)"),
    ({"any": [{"all": [OUT, PERSONAL]}, leaf("mfa", "known")]},
     "(pays d’hébergement n’est pas dans UE/EEE et données personnelles = oui) ou MFA est connu"),
    ({"all": [{"any": [OUT]}, PERSONAL]},
     "pays d’hébergement n’est pas dans UE/EEE et données personnelles = oui"),
    (leaf("retired", "is", "code"), "retired = code"),
    ({"fact": "mfa", "value": True}, "MFA = True"),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "words"), SAID)
def test_a_condition_in_words(condition, words):
    assert in_words(condition, LABELS) == words


def test_every_operator_has_its_words():
    for op in OPERATORS:
        assert f" {op} " not in in_words(leaf("country", op, "FR"), LABELS)


@pytest.mark.parametrize(
    ("label", "words"),
    [("HDS", "HDS"), ("Pays", "pays"), ("É", "É"), ("", ""), ("J2 prêt", "J2 prêt")],
)
def test_a_label_inside_a_sentence(label, words):
    assert lowered(label) == words


@pytest.mark.django_db
@pytest.mark.usefixtures("reference")
def test_every_tree_of_every_rule_is_said_without_a_code():
    rules = list(GroundRule.objects.all())
    labels = rulebook.labels_for(rules)
    codes = set(Fact.objects.values_list("slug", flat=True))
    codes |= set(ProfileQuestion.objects.values_list("slug", flat=True))
    codes = {code for code in codes if "_" in code} | {"{", "[", "EEA", "None"}

    said = [
        words
        for rule in rules
        for words in (in_words(rule.condition, labels), in_words(rule.requirement, labels))
    ]

    assert len(said) == 56
    assert [words for words in said if not words or any(code in words for code in codes)] == []


def test_a_question_loses_its_mark_inside_a_sentence():
    labels = Labels(facts={"backup": "La sauvegarde est-elle essayée\u202f?"})

    assert in_words(leaf("backup", "is", "yes"), labels) == "la sauvegarde est-elle essayée = oui"
