"""What a steward saves: a version with its author, kept by hand, never merged silently."""

import pytest

from governance import reference as files
from governance.models import (
    GateTemplate,
    JournalEntry,
    Kind,
    Level,
    PathRule,
    PathVersion,
)
from projects.actions.pathbook import Overtaken, change_paths, last_change
from projects.pathbook import keep_version, reference_of
from projects.reference import load_reference_data
from tests.factories import PersonFactory, ProjectFactory
from tests.factories_house import LevelFactory
from tests.projects.stewarding import (
    INDEX,
    KIND,
    add,
    at,
    gate,
    look,
    opened,
    question,
    rule,
    save,
)

pytestmark = pytest.mark.django_db


# Saving makes a version


def test_a_save_without_its_preview_shows_it_instead(steward):
    response = steward.post(add("natures"), {"seen": 0, "action": "save"} | KIND)

    assert response.status_code == 200
    assert "rien n’est enregistré" in response.content.decode()
    assert not Kind.objects.filter(name=KIND["name"]).exists()


def test_a_form_changed_since_its_preview_is_shown_again(steward):
    shown = look(steward, add("natures"), {"seen": 0} | KIND)
    sent = KIND | {"seen": 0, "action": "save", "previewed": shown.context["stamp"]}

    response = steward.post(add("natures"), sent | {"usual_weeks": 13})

    assert response.status_code == 200
    assert not Kind.objects.filter(name=KIND["name"]).exists()


def test_a_kind_is_kept_by_hand_with_its_version_and_its_trail(steward, paul):
    response = save(steward, add("natures"), {"seen": 0, "note": "Deux bornes en mars"} | KIND)

    assert response.url == INDEX
    kind = Kind.objects.get(name=KIND["name"])
    assert (kind.slug, kind.by_hand) == ("borne_en_magasin", True)
    assert kind.agenda == ["Qui nettoie l’écran", "Qui le redémarre"]
    version = PathVersion.objects.get()
    assert (version.number, version.note, version.saved_by) == (1, "Deux bornes en mars", paul)
    entry = JournalEntry.objects.get(verb="paths.changed")
    assert (entry.actor, entry.thread, entry.facts["version"]) == (paul, "paths", 1)


def test_a_kind_a_question_a_gate_and_their_rule_make_the_next_path(steward):
    earlier = ProjectFactory(path_version=keep_version(load_reference_data()))
    kept = reference_of(earlier)
    save(steward, add("natures"), opened(steward, add("natures"), **KIND))
    kind = Kind.objects.get(slug="borne_en_magasin")
    save(steward, add("questions"), opened(steward, add("questions"), **question(kinds=[kind.pk])))
    save(steward, add("points"), opened(steward, add("points"), **gate()))
    sent = rule(fact_1="ecran_en_magasin", says_1=["answer:yes", "answer:unknown"], aim="gate:J7")
    save(steward, add("regles"), opened(steward, add("regles"), **sent))

    rules = load_reference_data()
    assert rules.kinds["borne_en_magasin"].name == "Borne en magasin"
    assert [row.criteria[0].text for row in rules.gates if row.ref == "J7"] == [
        "L’écran est fixé au mur"
    ]
    assert rules.rules[-1].condition == {
        "fact": "ecran_en_magasin",
        "op": "says",
        "value": ["yes", "unknown"],
    }
    assert PathVersion.objects.count() == 5
    earlier.refresh_from_db()
    assert earlier.path_version.number == 1
    assert reference_of(earlier) == kept


@pytest.mark.parametrize("noun", ["natures", "questions", "points", "regles"])
def test_what_was_previewed_is_what_is_saved(steward, noun):
    sent = {"natures": KIND, "questions": question(), "points": gate(), "regles": rule()}[noun]
    sent = opened(steward, add(noun), **sent)

    shown = look(steward, add(noun), sent).context["what_if"].candidate
    save(steward, add(noun), sent)

    assert shown == load_reference_data()


def test_saving_twice_the_same_page_writes_once(steward):
    """Scenario 2."""
    sent = opened(steward, add("natures"), **KIND)
    stamp = look(steward, add("natures"), sent).context["stamp"]
    sent |= {"action": "save", "previewed": stamp}

    answers = [steward.post(add("natures"), sent).status_code for _click in (1, 2)]

    assert answers == [302, 422]
    assert Kind.objects.filter(name=KIND["name"]).count() == 1


def test_reloading_the_reference_keeps_what_a_steward_wrote(steward):
    row = GateTemplate.objects.get(ref="J3")
    first = row.criteria.first()
    sent = opened(steward, at("points", row), answer_days=9)
    sent |= {"criteria-0-text": "Autre énoncé", "criteria-1-DELETE": "on"}
    save(steward, at("points", row), sent)
    rules = PathRule.objects.get(key="level-standard-sign-in")
    save(steward, at("regles", rules), opened(steward, at("regles", rules), reason="Un compte."))

    files.load()

    row.refresh_from_db()
    rules.refresh_from_db()
    first.refresh_from_db()
    assert (row.answer_days, row.criteria.count(), first.text) == (9, 11, "Autre énoncé")
    assert rules.reason == "Un compte."


# Two stewards at once


def test_another_save_meanwhile_is_a_conflict_that_keeps_what_was_typed(steward):
    """Scenarios 15 and 16."""
    kind = Kind.objects.get(slug="tool")
    mine = opened(steward, at("natures", kind), usual_weeks=30)
    stamp = look(steward, at("natures", kind), mine).context["stamp"]
    theirs = opened(steward, at("natures", kind), usual_weeks=22, note="Plus long")
    assert save(steward, at("natures", kind), theirs).status_code == 302

    response = steward.post(at("natures", kind), mine | {"action": "save", "previewed": stamp})

    assert response.status_code == 409
    html = response.content.decode()
    assert "Paul Vasseur" in html
    assert "Plus long" in html
    assert 'value="30"' in html
    assert [(row["before"], row["after"]) for row in response.context["differences"]] == [
        ("22", "30")
    ]
    kind.refresh_from_db()
    assert kind.usual_weeks == 22
    again = mine | {"seen": response.context["seen"]}
    assert save(steward, at("natures", kind), again).status_code == 302


def test_a_change_that_another_overtook_writes_nothing(paul):
    """Scenario 16."""

    def write():
        kind = Kind.objects.get(slug="tool")
        kind.usual_weeks += 1
        kind.save(update_fields=["usual_weeks"])
        return kind

    change_paths(write=write, seen=last_change(), what="Outil", note="", by=paul)

    with pytest.raises(Overtaken):
        change_paths(write=write, seen=0, what="Outil", note="", by=paul)
    assert Kind.objects.get(slug="tool").usual_weeks == 21


@pytest.mark.parametrize("seen", ["", "abc", "-3", "9" * 40, None])
def test_a_tampered_number_is_a_conflict(steward, seen):
    sent = KIND if seen is None else KIND | {"seen": seen}

    assert look(steward, add("natures"), sent).status_code == 409


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_stewards_at_the_same_instant_make_one_version(at_once):
    """Scenario 16."""
    level = LevelFactory(code="express")
    stewards = [PersonFactory(mandate="steward"), PersonFactory(mandate="steward")]

    def change(by):
        def write():
            row = Level.objects.get(pk=level.pk)
            row.answer_days += 1
            row.save(update_fields=["answer_days"])
            return row

        return change_paths(write=write, seen=0, what="Express", note="", by=by)

    results = at_once(change, stewards)

    assert sorted(type(result).__name__ for result in results) == ["Overtaken", "PathVersion"]
    assert PathVersion.objects.count() == 1
    assert Level.objects.get(pk=level.pk).answer_days == level.answer_days + 1
