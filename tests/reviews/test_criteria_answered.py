"""What an answer is worth beside what the tool reads, and what changed between two files."""

import pytest

from reviews.criteria import (
    ASIDE,
    DECLARED,
    HELD,
    LOOK,
    NOT_HELD,
    criteria_lines,
    criterion_key,
    tally,
)
from reviews.pages.criteria import criterion_differences

TEXT = "Un critère"
SCHEMA = {"id": 4, "name": "schema.pdf", "sha256": "ab" * 32, "withdrawn": False}
AT = "2026-11-03T10:00:00+01:00"


def criterion(*basis, proof="declared", text=TEXT):
    return {"text": text, "proof": proof, "basis": list(basis)}


def said(value="held", word="", document=None, version=1):
    told = {"value": value, "word": word, "document": document, "version": version}
    return told | {"by": "Mehdi Benali", "by_id": 3, "at": AT}


def file(asked, answer=None, findings=(), **more):
    """A frozen file with one criterion and its answer."""
    found = [{"ref": ref, "verdict": v, "title": f"Règle {ref}"} for ref, v in findings]
    row = asked | {"key": criterion_key(asked), "answer": answer}
    topics = [{"choice": {"facts": {}, "findings": found}}]
    return {"topics": topics, "criteria": [row], "dependencies": []} | more


def line(asked, answer=None, findings=(), **more):
    return criteria_lines([asked], file(asked, answer, findings, **more))[0]


@pytest.mark.parametrize(
    ("value", "state"), [("held", HELD), ("not_held", NOT_HELD), ("not_concerned", ASIDE)]
)
def test_a_declared_criterion_is_what_people_say(value, state):
    assert line(criterion(), said(value))["state"] == state


@pytest.mark.parametrize(
    ("value", "verdict", "state"),
    [
        ("held", "refused", NOT_HELD),
        ("held", "dpo", LOOK),
        ("held", "allowed", HELD),
        ("not_held", "allowed", NOT_HELD),
        ("not_concerned", "refused", NOT_HELD),
        ("not_concerned", "allowed", HELD),
    ],
)
def test_the_worst_of_the_tool_and_the_people_wins(value, verdict, state):
    assert line(criterion("R13"), said(value), [("R13", verdict)])["state"] == state


@pytest.mark.parametrize(
    ("document", "state", "owed"),
    [(None, LOOK, True), (SCHEMA, HELD, False), (SCHEMA | {"withdrawn": True}, LOOK, True)],
)
def test_a_criterion_proven_by_a_document_waits_for_one(document, state, owed):
    found = line(criterion(proof="document"), said(document=document))

    assert (found["state"], found["owed"]) == (state, owed)


def test_a_rule_that_allows_proves_as_much_as_a_document():
    found = line(criterion("R13", proof="document"), said(), [("R13", "allowed")])

    assert (found["state"], found["owed"]) == (HELD, False)


@pytest.mark.parametrize("proof", ["declared", "document", "checked"])
def test_what_nobody_answers_is_owed(proof):
    assert line(criterion(proof=proof))["owed"]


def test_what_is_said_not_to_be_held_owes_no_answer():
    assert not line(criterion(proof="document"), said("not_held"))["owed"]


def test_a_rule_to_look_at_is_for_the_referent_and_owes_no_answer():
    assert not line(criterion("R13"), None, [("R13", "dpo")])["owed"]


def test_a_check_that_does_not_hold_is_owed():
    blocked = {"checks": {"blockers": {"open": ["Journaux à garder"]}}}
    found = line(criterion("blockers"), None, **blocked)

    assert (found["state"], found["owed"]) == (NOT_HELD, True)
    assert found["note"] == "Reste à lever : Journaux à garder"


def test_the_tally_counts_what_was_left_aside():
    lines = [line(criterion(), said("not_concerned", "Rien")), line(criterion(), said())]

    assert tally(lines) == "1 tenu, 1 sans objet"


def test_a_file_frozen_before_answers_existed_is_read_as_it_was():
    old = {"schema_version": 1, "topics": [], "criteria": [criterion()], "dependencies": []}

    found = criteria_lines(old["criteria"], old)[0]

    assert (found["state"], found["answer"]) == (DECLARED, None)


# what changed between two rounds


def changes(before, after, asked=None, **facts):
    asked = asked or criterion()
    return criterion_differences(file(asked, before), file(asked, after, **facts))


@pytest.mark.parametrize(
    ("before", "after", "effect"),
    [
        (None, said(), "added"),
        (said("not_held"), said(), "fixed"),
        (said(), said("not_held"), "changed"),
        (said(), None, "removed"),
        (said(word="Page 3"), said(word="Page 4"), "changed"),
    ],
)
def test_an_answer_that_changed_is_a_line(before, after, effect):
    (row,) = changes(before, after)

    assert (row["fact"], row["effect"]) == (TEXT, effect)


def test_the_same_answer_given_again_is_no_change():
    assert changes(said(version=1), said(version=4)) == []


def test_another_document_is_a_change_that_names_both():
    proven = criterion(proof="document")
    other = SCHEMA | {"name": "schema-v2.pdf", "sha256": "cd" * 32}
    (row,) = changes(said(document=SCHEMA), said(document=other), proven)

    assert row["before"] == "Tenu : schema.pdf, empreinte abababab"
    assert row["after"] == "Tenu : schema-v2.pdf, empreinte cdcdcdcd"


def test_the_same_name_on_other_bytes_is_a_change_too():
    proven = criterion(proof="document")
    (row,) = changes(said(document=SCHEMA), said(document=SCHEMA | {"sha256": "cd" * 32}), proven)

    assert row["before"] != row["after"]


def test_what_rests_on_rules_alone_has_its_own_lines_elsewhere():
    asked = criterion("R13")
    before = file(asked, None, [("R13", "refused")])

    assert criterion_differences(before, file(asked, None, [("R13", "allowed")])) == []


def test_a_check_that_is_settled_is_a_line():
    asked = criterion("blockers")
    before = file(asked, checks={"blockers": {"open": ["Journaux"]}})

    (row,) = criterion_differences(before, file(asked, checks={"blockers": {"open": []}}))

    assert row["effect"] == "fixed"


def test_a_first_file_without_answers_makes_every_answer_new():
    before = {"schema_version": 1, "topics": [], "criteria": [criterion()], "dependencies": []}

    (row,) = criterion_differences(before, file(criterion(), said()))

    assert row["effect"] == "added"
