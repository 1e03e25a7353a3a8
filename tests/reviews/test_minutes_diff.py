"""What changed between two frozen minutes, in words."""

import time

from hypothesis import given
from hypothesis import strategies as st

from reviews.minutes_diff import differences, words


def item(title="Hébergement", notes="", outcomes=(), topic="hosting"):
    return {"title": title, "topic": topic, "notes": notes, "outcomes": list(outcomes)}


def outcome(text, kind="decision", owner="", due_on=""):
    return {"kind": kind, "text": text, "owner": owner, "due_on": due_on}


def content(*items, **facts):
    return {"place": "Salle Lin", "present": ["bearer", "vendor", "it"], "voices": []} | facts | {
        "items": list(items)
    }  # fmt: skip


def marked(pieces):
    """« on garde [-Paris-] [+Nantes+] »."""
    signs = {"kept": "{}", "added": "[+{}+]", "removed": "[-{}-]"}
    return "".join(signs[piece.state].format(piece.text) for piece in pieces)


def test_the_same_minutes_differ_in_nothing():
    same = content(item(notes="Paris est retenu."))

    found = differences(same, same)

    assert not found
    assert found.kept == ("Hébergement",)


def test_a_note_is_compared_word_by_word():
    before, after = (
        item(notes="On garde Paris pour 3 ans."),
        item(notes="On garde Nantes pour 3 ans."),
    )

    point = differences(content(before), content(after)).points[0]

    assert point.state == "changed"
    assert marked(point.notes) == "On garde [-Paris -][+Nantes +]pour 3 ans."


def test_points_added_and_removed_are_named():
    before = content(item(), item("Support", "Niveau 1", topic="support"))
    after = content(item(), item("Données", "Filtrées", [outcome("Trois ans")], topic="data"))

    points = differences(before, after).points

    assert [(point.state, point.title) for point in points] == [
        ("added", "Données"), ("removed", "Support"),
    ]  # fmt: skip
    assert marked(points[0].notes) == "[+Filtrées+]"
    assert [(line.state, line.label) for line in points[0].lines] == [("added", "Décision")]


def test_a_point_that_moved_is_not_a_change():
    one, two = item("A", topic="a"), item("B", topic="b")

    assert not differences(content(one, two), content(two, one))


def test_two_points_of_the_same_title_are_matched_in_order():
    before = content(item("Divers", "un", topic=""), item("Divers", "deux", topic=""))
    after = content(item("Divers", "un", topic=""), item("Divers", "trois", topic=""))

    points = differences(before, after).points

    assert [marked(point.notes) for point in points] == ["[-deux-][+trois+]"]


def test_an_outcome_rewritten_is_one_line_and_a_new_one_another():
    old = outcome("Décrire la trace des accès", "action", "Diane Perrin", "2026-10-16")
    new = outcome("Décrire la trace des consultations", "action", "Diane Perrin", "2026-10-20")
    extra = outcome("Qui prévient ?", "question", "Sophie Marchand")

    point = differences(content(item(outcomes=[old])), content(item(outcomes=[new, extra]))).points[
        0
    ]

    assert [(line.state, line.label) for line in point.lines] == [
        ("changed", "Action"), ("added", "Question"),
    ]  # fmt: skip
    text = marked(point.lines[0].pieces)
    assert "Décrire la trace des [-accès -][+consultations +]" in text
    assert "[-ven.\u00a016\u00a0-][+mar.\u00a020\u00a0+]oct.)" in text


def test_an_outcome_taken_back_is_said():
    point = differences(
        content(item(outcomes=[outcome("Hébergé à Paris")])), content(item())
    ).points[0]

    assert [(line.state, marked(line.pieces)) for line in point.lines] == [
        ("removed", "[-Hébergé à Paris-]")
    ]


def test_an_outcome_unlike_the_others_is_added_and_the_old_one_removed():
    before = content(item(outcomes=[outcome("Hébergé à Paris")]))
    after = content(item(outcomes=[outcome("Deux prestataires mis en concurrence")]))

    lines = differences(before, after).points[0].lines

    assert [line.state for line in lines] == ["added", "removed"]


def test_places_voices_and_dates_are_facts():
    names = [{"voice": "it", "name": "Julien Faure"}]
    before = content(present=["bearer", "it"], voices=names)
    after = content(place="À distance", voices=[{"voice": "it", "name": "Sophie Marchand"}],
                    sign_by="2026-10-08")  # fmt: skip

    facts = {line.label: marked(line.pieces) for line in differences(before, after).facts}

    assert facts["Lieu"] == "[-Salle Lin-][+À distance+]"
    assert facts["Voix présentes"] == "Marketing, [+Prestataire, +]DSI"
    assert facts["DSI"] == "[-Julien Faure-][+Sophie Marchand+]"
    assert "8" in facts["À signer au plus tard le"]


def test_minutes_of_the_first_schema_compare_with_those_of_today():
    before = {"schema_version": 1, "items": [item(notes="a")], "present": []}

    assert differences(before, content(item(notes="b")))


def test_long_texts_are_compared_in_bounded_time():
    """Scenario 83: two hundred thousand signs and twenty thousand line breaks."""
    start = time.monotonic()
    one = "mot " * 50_000 + "\n" * 20_000
    other = "autre " * 50_000 + "\n" * 19_999

    pieces = words(one, other)

    assert time.monotonic() - start < 5
    assert {piece.state for piece in pieces} <= {"kept", "added", "removed"}


@given(st.text(max_size=60), st.text(max_size=60))
def test_nothing_is_lost_of_either_text(old, new):
    pieces = words(old, new)

    assert "".join(p.text for p in pieces if p.state != "added") == old
    assert "".join(p.text for p in pieces if p.state != "removed") == new
