"""The steward's pages: who opens them, what they say, what a preview shows and writes."""

import pytest
from django.urls import reverse

from governance.models import (
    Criterion,
    GateTemplate,
    JournalEntry,
    Kind,
    Level,
    MilestoneTemplate,
    PathRule,
    PathVersion,
    ProfileQuestion,
)
from projects.reference import load_reference_data
from tests.factories import PersonFactory, ProjectFactory
from tests.factories_house import (
    CriterionFactory,
    GateTemplateFactory,
    KindFactory,
    PathRuleFactory,
    PathVersionFactory,
    ProfileQuestionFactory,
)
from tests.projects.stewarding import (
    INDEX,
    KIND,
    add,
    at,
    gate,
    look,
    opened,
    plain,
    problems,
    question,
    rule,
)

pytestmark = pytest.mark.django_db


# Who, and what is on the page


def test_the_index_says_everything_in_words(steward):
    response = steward.get(INDEX)

    html = plain(response)
    for words in ("Natures de projet", "Questions du profil", "Points de validation", "Niveaux"):
        assert words in html
    assert "paiement : oui ou je ne sais pas" in html
    assert "Posée d’office" in html
    assert "{" not in html.split("<main")[1]


@pytest.mark.parametrize("mandate", ["none", "manager"])
def test_only_a_steward_opens_the_paths(client, reference, mandate):
    client.force_login(PersonFactory(mandate=mandate))

    for url in (INDEX, add("natures"), at("natures", Kind.objects.first())):
        assert client.get(url).status_code == 403
    assert client.post(add("natures"), KIND).status_code == 403


def test_the_link_is_in_the_menu_of_a_steward_alone(client, steward, paul):
    assert INDEX in steward.get(reverse("governance:profile")).content.decode()

    client.force_login(PersonFactory())
    assert INDEX not in client.get(reverse("governance:profile")).content.decode()


@pytest.mark.parametrize("noun", ["niveaux", "autres"])
def test_what_cannot_be_added_is_not_there(steward, noun):
    assert steward.get(add(noun)).status_code == 404


def test_every_row_opens_and_saves_as_it_is(steward):
    rows = {
        "natures": Kind.objects.all(),
        "questions": ProfileQuestion.objects.all(),
        "regles": PathRule.objects.all(),
        "points": GateTemplate.objects.all(),
        "jalons": MilestoneTemplate.objects.all(),
        "niveaux": Level.objects.all(),
    }
    before = load_reference_data()
    for noun, found in rows.items():
        for row in found:
            response = look(steward, at(noun, row), opened(steward, at(noun, row)))
            assert response.status_code == 200, (noun, row, problems(response))
            assert not response.context["what_if"].changes_rules, (noun, row)
    assert load_reference_data() == before


def test_the_index_asks_the_same_queries_for_more_rows(steward, django_assert_num_queries):
    steward.get(INDEX)
    with django_assert_num_queries(14) as first:
        steward.get(INDEX)
    for row in range(3):
        kind = KindFactory(slug=f"kind-{row}", position=20 + row)
        question = ProfileQuestionFactory(slug=f"q{row}", position=20 + row)
        question.kinds.add(kind)
        PathRuleFactory(condition={}, effect="gate", target="J1")
        CriterionFactory(gate=GateTemplateFactory(ref=f"J{10 + row}"))
        PathVersionFactory(number=50 + row)

    with django_assert_num_queries(len(first)):
        steward.get(INDEX)


# Looking writes nothing


def test_a_preview_writes_nothing(steward):
    counted = (Kind, ProfileQuestion, PathRule, GateTemplate, Criterion, PathVersion, JournalEntry)
    before = [model.objects.count() for model in counted]

    for noun, sent in (
        ("natures", KIND),
        ("questions", question()),
        ("points", gate()),
        ("regles", rule()),
        ("jalons", {"name": "Pose", "percent": 60}),
    ):
        response = look(steward, add(noun), {"seen": 0} | sent)
        assert response.status_code == 200, problems(response)
        assert response.context["what_if"].changes_rules

    assert [model.objects.count() for model in counted] == before


def test_a_preview_names_the_projects_and_what_comes(steward):
    kind = Kind.objects.get(slug="tool")
    project = ProjectFactory(kind=kind, answers={"payment": "yes", "external_hosting": "no"})
    ProjectFactory(kind=kind, answers={"payment": "no"})
    ProjectFactory(kind=kind, answers={"payment": "yes"}, state="cancelled")

    response = look(steward, add("regles"), {"seen": 0} | rule(aim="system:ERP-GESTION"))

    found = response.context["what_if"]
    assert found.looked_at == 2
    assert [effect.project for effect in found.effects] == [project]
    assert found.effects[0].systems.added == ("ERP-GESTION",)
    html = response.content.decode()
    assert "1 projet en cours sur 2 aurait un autre chemin" in html
    assert "garde la version" in html


def test_a_preview_that_touches_nobody_says_so(steward):
    ProjectFactory(kind=Kind.objects.get(slug="tool"))

    response = look(steward, add("natures"), {"seen": 0} | KIND)

    assert "Aucun projet ne changerait" in response.content.decode()


def test_the_number_of_queries_does_not_follow_the_projects(steward, django_assert_max_num_queries):
    kind = Kind.objects.get(slug="tool")
    counted = []
    for _round in (1, 2):
        ProjectFactory(kind=kind, answers={"payment": "yes"})
        with django_assert_max_num_queries(150) as queries:
            look(steward, add("regles"), {"seen": 0} | rule())
        counted.append(len(queries))
        ProjectFactory(kind=kind, answers={"payment": "yes"})

    assert counted[0] == counted[1]


def test_a_heavy_questionnaire_and_a_lost_question_are_pointed_at(steward):
    tool = Kind.objects.get(slug="tool")
    for row in ProfileQuestion.objects.all():
        row.kinds.add(tool)
    lost = ProfileQuestion.objects.get(slug="prospecting")

    heavy = look(steward, add("questions"), {"seen": 0} | question())
    sent = question(kinds=[], follows=[lost.pk])
    Kind.objects.exclude(pk=tool.pk).update(in_use=False)
    lost.kinds.set(Kind.objects.filter(in_use=False))
    alone = look(steward, add("questions"), {"seen": 0} | sent)

    assert any("questions d’office" in sentence for sentence in heavy.context["warnings"])
    assert any("posée à personne" in sentence for sentence in alone.context["warnings"])
