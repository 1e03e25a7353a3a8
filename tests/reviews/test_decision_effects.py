"""A decision does at the closing what it announced, and never replaces what somebody wrote."""

import pytest

from projects.models import Dependency, Move, TechnicalChoice, TopicMessage
from reviews.actions.effects import Settles, apply_decisions, may_settle
from reviews.actions.outcomes import add_outcome
from reviews.pages import live as live_pages
from tests.factories import (
    DependencyFactory,
    ProjectTopicFactory,
    TeamFactory,
    TechnicalChoiceFactory,
    member,
)
from tests.factories_house import TopicOptionFactory
from tests.factories_reviews import AgendaItemFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def item():
    return AgendaItemFactory()


@pytest.fixture
def subject(item):
    subject = ProjectTopicFactory(project=item.project)
    item.topic = subject.topic
    item.save()
    return subject


def decide(item, **settles):
    by = member(item.project, "it")
    facts = {"kind": "decision", "text": "On retient Paris."}
    return add_outcome(item=item, by=by, settles=Settles(**settles), **facts)


def close(item):
    apply_decisions(item.meeting, by=member(item.project, "bearer"))


def test_the_first_word_on_a_topic_is_the_decision(item, subject):
    option = TopicOptionFactory(topic=subject.topic)
    decide(item, subject=subject, option=option)

    close(item)

    draft = TechnicalChoice.objects.get()
    assert (draft.subject, draft.option, draft.submitted_at) == (subject, option, None)
    assert "On retient Paris." in draft.rationale


def test_a_free_sentence_fills_the_topic_too(item, subject):
    decide(item, subject=subject)

    close(item)

    assert TechnicalChoice.objects.get().label == "On retient Paris."


def test_what_the_vendor_wrote_stays_and_the_decision_is_told(item, subject):
    draft = TechnicalChoiceFactory(subject=subject, label="Hexanuage", option=None)
    decide(item, subject=subject)

    close(item)
    close(item)

    draft.refresh_from_db()
    assert draft.label == "Hexanuage"
    assert "On retient Paris." in TopicMessage.objects.get().text


def test_what_nobody_knew_is_known(item, subject):
    subject.unclear, subject.voice = True, "bearer"
    subject.save()
    decide(item, subject=subject)

    close(item)

    subject.refresh_from_db()
    assert (subject.unclear, subject.clarified) == (False, "On retient Paris.")


def test_the_owner_who_decides_confirms_the_dependency(item):
    dependency = DependencyFactory(project=item.project)
    dependency.system.owner = member(item.project, "it")
    dependency.system.save()
    decide(item, dependency=dependency)

    close(item)

    dependency.refresh_from_db()
    assert dependency.state == Dependency.State.CONFIRMED


def test_an_absent_owner_is_asked_and_nothing_is_confirmed_for_them(item):
    dependency = DependencyFactory(project=item.project)
    dependency.system.owner_team = TeamFactory()
    dependency.system.save()
    decide(item, dependency=dependency)

    close(item)

    dependency.refresh_from_db()
    assert dependency.state == Dependency.State.TO_CONFIRM
    ball = Move.objects.open().get()
    assert ball.person == dependency.system.owner
    assert ball.detail == "La réunion propose de confirmer : On retient Paris."


def test_only_what_belongs_to_the_point_or_still_waits_is_offered(item, subject):
    option = TopicOptionFactory(topic=subject.topic)
    DependencyFactory(project=item.project, state="confirmed")
    waiting = DependencyFactory(project=item.project)

    offered = [found.value for found in may_settle(item)]

    assert offered == [
        f"option-{subject.pk}-{option.pk}",
        f"subject-{subject.pk}",
        f"dependency-{waiting.pk}",
    ]


def test_the_line_says_what_it_will_do(item, subject):
    decide(item, subject=subject)

    context = live_pages.page_context(item, member(item.project, "it"), live_pages.Reading())

    assert "cette phrase remplit le sujet" in context["outcomes"][0]["settles"]


def test_a_project_that_is_over_is_left_alone(item, subject):
    decide(item, subject=subject)
    item.meeting.project.state = "cancelled"

    apply_decisions(item.meeting, by=None)

    assert not TechnicalChoice.objects.exists()
