"""Two people clear the same topic, or read the same project again, in the same instant."""

import pytest

from governance.models import JournalEntry
from governance.roles import Role
from governance.verdicts import WrongState
from projects.actions import topics
from projects.models import Move, ProjectTopic
from tests.factories import member
from tests.projects.test_topics import unclear_topic

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_answers_at_once_keep_one(at_once):
    subject = unclear_topic()
    people = [member(subject.project, Role.BEARER), member(subject.project, Role.IT)]

    def clear(person):
        mine = ProjectTopic.objects.get(pk=subject.pk)
        topics.clear_topic(subject=mine, text=person.name, by=person)
        return person.name

    results = at_once(clear, people)

    won = [result for result in results if isinstance(result, str)]
    assert (len(won), sum(isinstance(result, WrongState) for result in results)) == (1, 1)
    subject.refresh_from_db()
    assert [subject.clarified] == won
    assert JournalEntry.objects.filter(verb="topic.cleared").count() == 1


def test_topic_given_twice_at_once_has_one_ball(at_once):
    subject = unclear_topic("vendor")
    topics.ask_unclear(subject.project)
    bearer = member(subject.project, Role.BEARER)

    def give(voice):
        mine = ProjectTopic.objects.get(pk=subject.pk)
        topics.give_topic(subject=mine, voice=voice, by=bearer)

    at_once(give, ["bearer", "it"])

    subject.refresh_from_db()
    assert [move.side for move in Move.objects.open().about(subject)] == [subject.voice]
