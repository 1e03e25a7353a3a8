"""What changed between two versions: from one frozen document to the next, then in words."""

import copy

import pytest
from django.utils import translation

from reviews.pdf import render_html, report_context
from reviews.revisions import changed_parts, part_changes
from tests.reviews.pdf_data import frozen


def changes(edit):
    """The changes that an edit of the frozen document makes, by part."""
    before = frozen("scoping")
    after = copy.deepcopy(before)
    edit(after)
    return {part: part_changes(part, before, after) for part in changed_parts(before, after)}


def words(edit, language="fr"):
    """The lines of the history that the same edit gives."""
    details = list(changes(edit).values())
    row = {"number": 2, "date": "2026-10-23", "changed": [d["part"] for d in details]}
    data = frozen("scoping") | {"revisions": [row | {"details": details}]}
    with translation.override(language):
        history = report_context(data, language)["history"]["revisions"][0]
    return [f"{line['label']} : {line['text']}" for line in history["lines"]]


def edit_choices(data):
    data["topics"][0]["choice"]["option"] = "Ailleurs"
    data["topics"][1]["choice"]["version"] = 9
    data["topics"][2]["state"] = "blocked"
    data["topics"].append(data["topics"][0] | {"name": "Impression"})


def test_a_choice_that_changed_is_told_apart_from_a_state_that_moved():
    assert changes(edit_choices)["topics"] == {
        "part": "topics",
        "added": ["Impression"],
        "choices": ["Hébergement", "Framework et technologie"],
        "states": ["Authentification"],
    }
    assert words(edit_choices) == [
        "Sujets : 1 ajouté (Impression), 2 choix modifiés (Hébergement, Framework et technologie), 1 état changé (Authentification)"
    ]


def edit_project(data):
    data["project"] |= {"need": "Autre chose", "launch_on": "2027-04-01"}


def test_a_date_that_moved_says_from_when_to_when():
    assert words(edit_project) == ["Projet : besoin, mise en ligne (9 mars 2027 → 1er avr. 2027)"]


def edit_answers(data):
    data["voices"][1]["answer"] = "disagreed"
    data["health"] |= {"code": "trouble", "label": "En difficulté"}
    data["signed"] = False


def test_voices_health_and_signature():
    assert words(edit_answers) == [
        "Voix : 1 modifiée (Prestataire)",
        "Santé : À surveiller → En difficulté",
        "Signature : plus signé",
    ]


def edit_gates(data):
    rounds = data["gates"][0]["rounds"]
    data["gates"].append({"ref": "J9", "name": "Recette", "rounds": [], "findings": []})
    rounds.append(copy.deepcopy(rounds[0]))
    data["documents"] = data["documents"][:1]


def test_gates_say_what_was_submitted_and_decided_and_documents_what_went():
    assert words(edit_gates) == [
        "Points de validation : 1 soumis (Recette), 1 décidé (Cadrage et choix technologique)",
        "Pièces : 1 retirée (Plan de sauvegarde v2.pdf)",
    ]


def test_two_rows_of_one_name_are_read_together():
    def edit(data):
        data["actions"].append(copy.deepcopy(data["actions"][0]))

    assert list(changes(edit)["actions"]) == ["part", "changed"]


def test_another_meeting_is_named_by_its_day():
    def edit(data):
        data["meeting"]["held_at"] = "2026-11-02T14:00:00+01:00"

    assert words(edit) == ["Réunion de cadrage : réunion du 2 novembre 2026"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"number": 1, "date": "2026-09-18", "what": "Compte rendu intégré."}, "Compte rendu"),
        ({"number": 1, "date": "2026-09-18", "changed": []}, "Première version."),
        ({"number": 2, "date": "2026-09-18", "changed": []}, "Rien d’autre que la date."),
        ({"number": 2, "date": "2026-09-18", "changed": ["topics", "path"]}, "Sujets, étapes."),
    ],
)
def test_what_older_files_froze_still_prints(row, told):
    assert told in render_html(frozen("scoping") | {"revisions": [row]})
