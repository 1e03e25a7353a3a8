"""Ready is computed: what is missing, whose move it is, where to play it."""

import pytest

from projects import topics
from projects.models import TechnicalChoice
from reviews.readiness import missing_lines
from tests.factories import DependencyFactory, ProjectTopicFactory, TopicFactory
from tests.reviews.gate_situations import gate_to_submit

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
