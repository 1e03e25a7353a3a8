"""The reference data: complete, loaded once, loaded again without harm."""

import pytest
from django.core.management import call_command
from django.db import models

from governance import evaluation, reference
from governance.models import (
    Criterion,
    GateTemplate,
    GroundRule,
    Kind,
    Level,
    MilestoneTemplate,
    PathRule,
    ProfileQuestion,
    System,
    Team,
    Topic,
)


@pytest.fixture
def loaded(reference):
    """The reference, in the database."""


def test_loading_twice_changes_nothing(db):
    first = reference.load()
    second = reference.load()

    assert all(set(counts) == {"created"} for counts in first.values())
    assert all(set(counts) == {"unchanged"} for counts in second.values())
    assert sum(counts["created"] for counts in first.values()) == sum(
        counts["unchanged"] for counts in second.values()
    )


def test_loading_again_repairs_what_changed_and_keeps_what_is_not_ours(loaded):
    System.objects.filter(number=5).update(nature="autre chose")
    own = Team.objects.create(slug="studio", name="Studio", side="bearer")

    counts = reference.load()

    assert counts["systèmes"]["updated"] == 1
    assert counts["systèmes"]["unchanged"] == 43
    assert System.objects.get(number=5).nature == "CRM commercial B2B"
    assert Team.objects.filter(pk=own.pk).exists()


@pytest.mark.parametrize(
    ("model", "key", "column", "own"),
    [
        (Kind, {"slug": "tool"}, "usual_weeks", 33),
        (ProfileQuestion, {"slug": "payment"}, "label", "Une autre question"),
        (PathRule, {"key": "gate-j1-always"}, "reason", "Une autre raison"),
        (MilestoneTemplate, {"slug": "acceptance"}, "name", "Essais"),
        (GateTemplate, {"ref": "J3"}, "answer_days", 9),
        (Level, {"code": "express"}, "answer_days", 4),
    ],
)
def test_loading_again_leaves_alone_what_a_steward_keeps(loaded, model, key, column, own):
    model.objects.filter(**key).update(**{column: own, "by_hand": True})

    counts = reference.load()

    row = model.objects.get(**key)
    assert getattr(row, column) == own
    assert counts[str(model._meta.verbose_name_plural)]["kept"] == 1


def test_loading_again_leaves_alone_the_relations_and_criteria_that_a_steward_keeps(loaded):
    kind, gate = Kind.objects.get(slug="tool"), GateTemplate.objects.get(ref="J3")
    question = ProfileQuestion.objects.get(slug="payment")
    for row in (kind, gate, question):
        model = type(row)
        model.objects.filter(pk=row.pk).update(by_hand=True)
    kind.systems.clear()
    question.follows.clear()
    gate.topics.set(Topic.objects.filter(slug="hosting"))
    gate.criteria.filter(position__gt=2).delete()

    reference.load()

    assert (kind.systems.count(), question.follows.count(), gate.criteria.count()) == (0, 0, 2)
    assert [topic.slug for topic in gate.topics.all()] == ["hosting"]


def test_loading_is_all_or_nothing(db, monkeypatch):
    monkeypatch.setattr(reference.Loader, "path", lambda self: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        reference.load()

    assert Team.objects.count() == 0


def test_a_word_that_names_nothing_is_refused(loaded):
    with pytest.raises(System.DoesNotExist, match="ORACLE"):
        reference.known(System, "name", ["CRM-VENTES", "ORACLE"])


def test_the_command_says_what_it_did(db, capsys):
    call_command("load_reference")

    assert "systèmes: 44 created, 0 updated, 0 unchanged" in capsys.readouterr().out


def test_everything_is_there(loaded):
    counts = {
        model.__name__: model.objects.count()
        for model in (Team, System, Topic, GroundRule, Kind, ProfileQuestion, Level, Criterion)
    }

    assert counts == {
        "Team": 12,
        "System": 44,
        "Topic": 10,
        "GroundRule": 28,
        "Kind": 5,
        "ProfileQuestion": 10,
        "Level": 3,
        "Criterion": 72,
    }


def test_every_text_fits_its_column(loaded):
    long = [
        (model.__name__, row.pk, field.name)
        for model in (Topic, GroundRule, Kind, ProfileQuestion, PathRule, GateTemplate, Criterion)
        for row in model.objects.all()
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField) and field.max_length
        if len(getattr(row, field.attname) or "") > field.max_length
    ]

    assert long == []


def test_every_topic_has_facts_an_option_and_a_rule(loaded):
    bare = [
        topic.slug
        for topic in Topic.objects.all()
        if not (topic.facts.exists() and topic.options.exists() and topic.rules.exists())
    ]

    assert bare == []


def test_every_topic_is_opened_by_the_path_and_read_by_a_gate(loaded):
    opened = set(PathRule.objects.filter(effect="topic").values_list("target", flat=True))
    read = set(GateTemplate.objects.values_list("topics__slug", flat=True))
    topics = set(Topic.objects.values_list("slug", flat=True))

    assert opened == topics
    assert read == topics


def test_gates_have_twelve_criteria_a_team_and_a_place(loaded):
    gates = list(GateTemplate.objects.order_by("position"))
    scoping, acceptance = (
        MilestoneTemplate.objects.get(slug=slug).share for slug in ("scoping", "acceptance")
    )

    assert [gate.ref for gate in gates] == ["J1", "J2", "J3", "J4", "J5", "J6"]
    assert [gate.criteria.count() for gate in gates] == [12] * 6
    shares = [gate.share for gate in gates]
    assert shares == sorted(set(shares))
    assert scoping < shares[0] < shares[4] < acceptance < shares[5] < 1


def test_security_and_personal_data_are_never_tacit(loaded):
    silences = dict(GateTemplate.objects.values_list("ref", "silence"))

    assert {ref for ref, silence in silences.items() if silence == "never"} == {"J3", "J5"}


def test_an_express_project_meets_only_its_own_criteria(loaded):
    express = Criterion.objects.filter(level="express").values_list("gate__ref", flat=True)

    assert sorted(set(express)) == ["J1", "J2", "J3", "J4", "J5", "J6"]
    assert Criterion.objects.filter(gate__ref="J1", level="express").count() == 5


def test_path_rules_read_answers_that_exist(loaded):
    known = set(ProfileQuestion.objects.values_list("slug", flat=True)) | {"kind", "level"}

    read = set().union(*(evaluation.facts_of(rule.condition) for rule in PathRule.objects.all()))

    assert read - known == set()


def test_texts_carry_french_spaces(loaded):
    texts = [*GroundRule.objects.values_list("why", flat=True)]
    texts += ProfileQuestion.objects.values_list("label", flat=True)

    assert [text for text in texts if " ?" in text or " :" in text or "'" in text] == []
