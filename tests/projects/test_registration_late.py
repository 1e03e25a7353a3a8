"""Projects already started: what is done is read first, the hardest to undo before."""

from datetime import date

import pytest

from projects import commitments, path_words
from projects.reference import load_reference_data
from tests.projects.paths import EXPRESS, path_of


@pytest.fixture
def rows(reference):
    return load_reference_data()


def gates_of(path):
    return [gate.ref for gate in path.gates]


def test_nothing_started_is_no_catch_up(rows):
    path = path_of("ynnnynnn", rows)

    assert (path.catch_up, path.commitments, path_words.catch_up(path)) == (False, (), {})


def test_what_is_done_is_read_first_the_hardest_to_undo_before(rows):
    path = path_of("ynynynnn", rows, started=("accounts", "hosting", "development", "data"))

    assert path.catch_up
    assert [row.slug for row in path.commitments] == ["hosting", "data", "development", "accounts"]
    assert gates_of(path) == ["J2", "J3", "J1", "J4", "J5", "J6"]
    steps = [step.ref for step in path.steps]
    assert steps[:6] == ["registered", "scoping", "J2", "J3", "J1", "J4"]
    assert (
        path.gates[0].reasons[-1].text == "L’hébergement est choisi ou payé : à relire en premier."
    )


def test_topic_of_what_is_done_is_open_and_says_so(rows):
    path = path_of("nnnnnnnn", rows, started=("hosting", "domain"))

    topics = {topic.slug: topic for topic in path.topics}
    assert (topics["hosting"].origin, topics["hosting"].needed_by) == ("started", "J2")
    assert topics["hosting"].reason == "L’hébergement est choisi ou payé : à relire en premier."
    assert (topics["support"].origin, topics["support"].needed_by) == ("started", "scoping")


def test_what_is_done_and_not_known_stays_unclear(rows):
    path = path_of("nnnnunnn", rows, started=("hosting",))

    topic = next(topic for topic in path.unknown_topics if topic.slug == "hosting")
    assert topic.reason.startswith("L’hébergement est choisi ou payé : à relire en premier. Vous")


@pytest.mark.parametrize(
    ("started", "gates"),
    [
        (("hosting",), ["J2", "J1", "J6"]),
        (("data",), ["J3", "J1", "J6"]),
        (("live",), ["J5", "J1", "J6"]),
        (("development",), ["J1", "J6"]),
        (("accounts",), ["J1", "J6"]),
        (("saas", "contract", "domain"), ["J1", "J6"]),
    ],
)
def test_only_what_cannot_be_undone_adds_its_gate(rows, started, gates):
    path = path_of("nnnnnnnn", rows, started=started)

    assert gates_of(path) == gates
    assert path.level == EXPRESS
    assert all(gate.reasons for gate in path.gates)


def test_last_gate_closes_the_path_whatever_was_signed(rows):
    path = path_of("ynnnnnnn", rows, started=("contract",))

    assert gates_of(path)[-1] == "J6"
    assert "Un contrat est signé : à vérifier en fin de chemin." in [
        reason.text for reason in path.gates[-1].reasons
    ]


def test_open_service_is_dated_forward_from_today(rows):
    path = path_of("ynnnnnnn", rows, started=("live",), launch_on=date(2026, 9, 1))

    assert [step.days for step in path.steps] == [0, 5, 5, 5, 5, 5, 5, 5, 0]
    assert path.steps[0].due_on == date(2026, 10, 8)
    assert path.steps[-1].due_on == path.first_honest_date
    assert not path.is_too_short
    assert path_words.date_title(path).startswith("Votre service est ouvert")
    assert path_words.margin_words(path) == "service déjà ouvert"


def test_past_launch_of_a_service_not_open_keeps_its_order(rows):
    path = path_of("ynnnnnnn", rows, started=("contract",), launch_on=date(2026, 9, 1))

    assert {step.due_on for step in path.steps} == {date(2026, 9, 1)}
    assert path.is_too_short


def test_catch_up_in_words_blames_nobody(rows):
    words = path_words.catch_up(path_of("nnnnnnnn", rows, started=("domain", "saas", "hosting")))

    assert words["title"] == "Chemin de rattrapage"
    assert [note["mark"] for note in words["notes"]] == [
        "très difficile à défaire",
        "coûteux à défaire",
        "facile à défaire",
    ]


def test_purchase_without_it_opens_thirty_days(rows):
    day = date(2026, 10, 8)

    assert commitments.regularise_until(("saas",), day) == date(2026, 11, 7)
    assert commitments.regularise_until(("contract",), day) is None
