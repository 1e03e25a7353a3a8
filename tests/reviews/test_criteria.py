"""What the frozen file says of each criterion: unknown is never held."""

import pytest

from governance.reference import read
from reviews.criteria import DECLARED, HELD, LOOK, NOT_HELD, criteria_lines, tally
from reviews.criteria_signs import CHECKS


def criterion(*basis, proof="declared"):
    return {"text": "Un critère", "proof": proof, "basis": list(basis)}


def file(findings=(), facts=None, dependencies=()):
    chosen = {
        "facts": facts or {},
        "findings": [{"ref": ref, "verdict": v, "title": f"Règle {ref}"} for ref, v in findings],
    }
    return {"topics": [{"choice": chosen}, {"choice": None}], "dependencies": list(dependencies)}


def state(basis, snapshot):
    return criteria_lines([criterion(*basis)], snapshot)[0]["state"]


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        ("allowed", HELD),
        ("conditional", LOOK),
        ("dpo", LOOK),
        ("rssi", LOOK),
        ("unknown", LOOK),
        ("refused", NOT_HELD),
    ],
)
def test_a_rule_says_whether_a_criterion_is_held(verdict, expected):
    assert state(["R13"], file([("R13", verdict)])) == expected


def test_a_rule_that_was_not_concerned_leaves_the_criterion_declared():
    assert state(["R13"], file()) == DECLARED


def test_the_worst_of_several_signs_wins():
    snapshot = file([("R01", "allowed"), ("R02", "refused")], {"country": "FR"})

    assert state(["R01", "fact:country", "R02"], snapshot) == NOT_HELD


@pytest.mark.parametrize(("answer", "expected"), [("FR", HELD), ("unknown", LOOK), ("", LOOK)])
def test_a_fact_must_be_answered(answer, expected):
    assert state(["fact:country"], file(facts={"country": answer})) == expected


@pytest.mark.parametrize(
    ("token", "states", "expected"),
    [
        ("listed", [], DECLARED),
        ("listed", ["to_confirm"], HELD),
        ("confirmed", ["confirmed", "conditional"], HELD),
        ("confirmed", ["confirmed", "to_confirm"], LOOK),
        ("confirmed", ["to_confirm", "refused"], NOT_HELD),
    ],
)
def test_dependencies_are_listed_or_confirmed(token, states, expected):
    lines = [{"system": f"S{rank}", "state": state} for rank, state in enumerate(states)]

    assert state([token], file(dependencies=lines)) == expected


@pytest.mark.parametrize(
    ("proof", "word"),
    [("declared", "À déclarer"), ("document", "Pièce attendue"), ("checked", "À constater")],
)
def test_nothing_to_rest_on_says_what_the_referent_reads(proof, word):
    line = criteria_lines([criterion(proof=proof)], None)[0]

    assert (line["state"], line["word"]) == (DECLARED, word)


def test_only_what_is_not_held_says_why():
    held, look = criteria_lines(
        [criterion("R01"), criterion("R13")], file([("R01", "allowed"), ("R13", "dpo")])
    )

    assert held["note"] == ""
    assert look["note"] == "Règle R13 : avis du DPO requis"


def test_the_tally_counts_what_there_is():
    lines = criteria_lines(
        [criterion("R01"), criterion("R13"), criterion(), criterion()],
        file([("R01", "allowed"), ("R13", "refused")]),
    )

    assert tally(lines) == "1 tenu, 1 pas tenu, 2 sans réponse"


def test_older_gates_whose_criteria_rest_on_nothing_are_read():
    assert (
        criteria_lines([{"text": "Un critère", "proof": "declared"}], file())[0]["state"]
        == DECLARED
    )


def test_what_the_reference_rests_on_exists():
    topics = [read(f"topics/{number}") for number in names()]
    rules = {rule["ref"] for topic in topics for rule in topic["rules"]}
    facts = {f"fact:{fact['slug']}" for topic in topics for fact in topic["facts"]}

    basis = {
        token
        for gate in read("gates.toml")["gates"]
        for row in gate["criteria"]
        for token in (row[3] if len(row) > 3 else [])
    }

    assert basis - rules - facts == {"listed", "confirmed", *CHECKS}


def names():
    from governance.reference import FOLDER

    return sorted(path.name for path in (FOLDER / "topics").glob("*.toml"))
