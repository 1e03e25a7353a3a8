"""English for the reference data: whole for what a document prints, silent on anything else."""

from governance import reference
from governance.english import in_english, sentences

TABLES = ("teams", "milestones", "systems")


def nouns():
    """Every text of the files that a document may print."""
    for name in TABLES:
        column = {"teams": 1, "milestones": 1, "systems": 2}[name]
        yield from (row[column] for row in reference.read(f"{name}.toml")[name])
    for gate in reference.read("gates.toml")["gates"]:
        yield gate["name"]
        yield from (criterion[2] for criterion in gate["criteria"])
    for kind in reference.read("kinds.toml")["kinds"]:
        yield from [kind["name"], *kind["agenda"]]
    yield from (rule["reason"] for rule in reference.read("path.toml")["rules"])
    for topic in reference.read_topics():
        yield from topic_texts(topic)


def topic_texts(topic):
    yield from (topic["topic"]["name"], topic["topic"]["question"])
    for fact in topic["facts"]:
        yield fact["label"]
        yield from filter(None, [fact.get("unit")])
        yield from (label for _value, label in fact.get("choices", []))
    yield from (option["label"] for option in topic["options"])
    for rule in topic["rules"]:
        yield from (rule["title"], rule["why"], rule["alternative"])


def test_every_word_of_the_reference_data_that_is_printed_is_said_in_english():
    assert set(nouns()) - set(sentences()) == set()


def test_no_line_translates_what_is_no_longer_there():
    spoken = {"Oui"}

    assert set(sentences()) - set(nouns()) == spoken


def test_spaces_of_french_do_not_hide_a_sentence():
    assert in_english("Qui se connecte, et avec quel compte\u202f?").startswith("Who signs in")
    assert in_english("Ce que l’entreprise a écrit") == "Ce que l’entreprise a écrit"
