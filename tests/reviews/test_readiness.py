"""Ready is computed: what is missing, whose move it is, where to play it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.verdicts import Incomplete
from projects import topics
from projects.models import TechnicalChoice
from reviews.actions.gates import submit_gate
from reviews.criteria import criterion_key
from reviews.readiness import missing_lines
from tests.factories import DependencyFactory, DocumentFactory, ProjectTopicFactory, TopicFactory
from tests.factories_gates import CriterionAnswerFactory
from tests.reviews.gate_situations import gate_to_submit, referent, reserved, vendor

pytestmark = pytest.mark.django_db


def whats(gate):
    return [line.what for line in missing_lines(gate)]


def test_a_gate_whose_topics_are_answered_lacks_nothing():
    assert missing_lines(gate_to_submit()) == []


def test_an_open_topic_is_missing_with_the_page_that_answers_it():
    gate = gate_to_submit()
    topic = TopicFactory(slug="security", name="Sécurité")
    subject = ProjectTopicFactory(project=gate.project, topic=topic)
    gate.topics.add(topic)

    line = missing_lines(gate)[0]

    assert (line.what, line.side) == ("Sécurité : aucune proposition", "vendor")
    assert line.url == f"/sujets/{subject.pk}/"


def test_a_topic_that_the_gate_does_not_ask_is_not_missing():
    gate = gate_to_submit()
    ProjectTopicFactory(project=gate.project, topic=TopicFactory(slug="security"))

    assert missing_lines(gate) == []


def test_a_refused_choice_is_missing():
    gate = gate_to_submit()
    TechnicalChoice._base_manager.update(verdict="refused")
    topics.refresh(gate.project.topics.get())

    assert "non conforme au socle" in whats(gate)[0]


@pytest.mark.parametrize(("ref", "counted"), [("J4", 1), ("J2", 0)])
def test_the_integration_gate_alone_waits_for_system_owners(ref, counted):
    gate = gate_to_submit(milestone__ref=ref)
    DependencyFactory(project=gate.project)
    DependencyFactory(
        project=gate.project, state="to_confirm", system__name="CRM", nature="content"
    )
    gate.project.dependencies.exclude(system__name="CRM").delete()

    assert len(whats(gate)) == counted


# criteria


def asking(*rows, **facts):
    gate = gate_to_submit(**facts)
    gate.answers.all().delete()
    gate.criteria = [
        {"text": text, "proof": proof, "basis": list(basis)} for text, proof, *basis in rows
    ]
    gate.save(update_fields=["criteria"])
    return gate


def test_each_criterion_without_answer_is_owed_by_the_vendor_on_its_line():
    gate = asking(("Déclaré", "declared"), ("Prouvé", "document"))

    lines = missing_lines(gate)

    assert [(line.what, line.side, line.criterion) for line in lines] == [
        ("Déclaré", "vendor", True),
        ("Prouvé", "vendor", True),
    ]
    assert lines[0].url.endswith(f"/jalons/{gate.pk}/#critere-{criterion_key(gate.criteria[0])}")


def test_while_there_is_no_vendor_the_bearer_owes_the_answers():
    gate = asking(("Déclaré", "declared"))
    gate.project.seats.filter(part="vendor").delete()

    assert [line.side for line in missing_lines(gate)] == ["bearer"]


def test_a_proof_that_lacks_is_missing_until_a_document_is_there():
    gate = asking(("Prouvé", "document"))
    answer = CriterionAnswerFactory(gate=gate, written_by=vendor(gate))
    assert whats(gate) == ["Prouvé"]

    answer.document = DocumentFactory(project=gate.project)
    answer.save(update_fields=["document"])

    assert whats(gate) == []


@pytest.mark.parametrize("value", ["not_held", "not_concerned"])
def test_saying_that_it_does_not_hold_is_an_answer(value):
    gate = asking(("Déclaré", "declared"))
    CriterionAnswerFactory(gate=gate, value=value, word="Pas ici.", written_by=vendor(gate))

    assert whats(gate) == []


def test_substitutes_are_for_the_bearer_to_name():
    gate = asking(("Les trois voix", "checked", "seats"))

    assert [(line.what, line.side) for line in missing_lines(gate)] == [
        ("Les trois voix", "bearer")
    ]


def test_an_open_blocker_is_missing_on_the_side_of_its_owner():
    gate = reserved()
    gate.findings.update(weight="blocker", owner=referent(gate))
    gate.criteria = [{"text": "Tout est levé", "proof": "checked", "basis": ["blockers"]}]
    gate.save(update_fields=["criteria"])

    lines = [line for line in missing_lines(gate) if line.criterion]

    assert [(line.what, line.side) for line in lines] == [("Tout est levé", "it")]


def test_a_gate_with_an_open_criterion_is_submitted_with_a_reason():
    gate = asking(("Déclaré", "declared"))

    with pytest.raises(Incomplete):
        submit_gate(gate=gate, by=vendor(gate))
    opened = submit_gate(gate=gate, by=vendor(gate), reason="La recette finit vendredi.")

    assert opened.reason == "La recette finit vendredi."


def test_three_criteria_are_read_in_as_many_statements_as_one(django_assert_num_queries):
    rows = [(f"Critère {rank}", "declared") for rank in range(3)]
    one, three = asking(rows[0]), asking(*rows)

    with CaptureQueriesContext(connection) as seen:
        missing_lines(one)
    with django_assert_num_queries(len(seen)):
        missing_lines(three)
