"""What two people, or two clicks, say in the same instant. On PostgreSQL."""

import pytest

from governance.models import Notice
from governance.verdicts import WrongState
from projects.actions import opinions, talk
from projects.models import Move, ProjectTopic, QuickOpinion, TopicMessage
from tests.factories import PersonFactory, ProjectFactory, ProjectTopicFactory, member

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def subject():
    return ProjectTopicFactory(project=ProjectFactory(staffed=True))


def test_the_same_click_twice_says_it_once(at_once, subject):
    """Scenario 2."""
    vendor = member(subject.project, "vendor")

    def say(_n):
        mine = ProjectTopic.objects.select_related("project", "topic").get(pk=subject.pk)
        return talk.write_message(subject=mine, text="Oui.", by=vendor).pk

    results = at_once(say, range(4))

    assert len(set(results)) == 1
    assert TopicMessage.objects.count() == 1


def test_the_same_question_twice_is_asked_once(at_once, subject):
    """Scenario 2."""
    vendor = member(subject.project, "vendor")

    def ask(_n):
        mine = ProjectTopic.objects.select_related("project", "topic").get(pk=subject.pk)
        return opinions.ask_opinion(subject=mine, question="Une ?", by=vendor).pk

    results = at_once(ask, range(4))

    assert len(set(results)) == 1
    assert Move.objects.open().about(QuickOpinion.objects.get()).count() == 1


def test_two_answers_at_once_are_one_answer(at_once, subject):
    """Scenario 1."""
    vendor = member(subject.project, "vendor")
    opinion = opinions.ask_opinion(subject=subject, question="Une ?", by=vendor)
    people = [PersonFactory(it=True), PersonFactory(it=True)]

    def answer(person):
        mine = QuickOpinion.objects.select_related("subject__project", "subject__topic")
        return opinions.answer_opinion(
            opinion=mine.get(pk=opinion.pk), answer=f"Oui, dit {person.pk}.", by=person
        )

    results = at_once(answer, people)

    assert sorted(type(result).__name__ for result in results) == ["NoneType", "WrongState"]
    assert any(isinstance(result, WrongState) for result in results)
    assert Notice.objects.filter(recipient=vendor).count() == 1
