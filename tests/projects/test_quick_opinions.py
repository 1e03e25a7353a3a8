"""Quick opinions: a question to IT, one working day, a line in answer that binds nobody."""

import pytest
import time_machine
from django.urls import reverse

from governance.models import JournalEntry, Notice
from governance.verdicts import Incomplete, WrongState
from projects.actions import opinions
from projects.models import Move, QuickOpinion
from tests.factories import (
    GateTemplateFactory,
    PersonFactory,
    ProjectFactory,
    ProjectTopicFactory,
    QuickOpinionFactory,
    SeatFactory,
    member,
)

pytestmark = pytest.mark.django_db
QUESTION = "Hexanuage à Paris, cela vous irait-il ?"
HOSTILE = "<script>alert(1)</script> {{ 7|add:7 }}"


@pytest.fixture
def subject():
    return ProjectTopicFactory(project=ProjectFactory(staffed=True))


@pytest.fixture
def opinion(subject):
    vendor = member(subject.project, "vendor")
    return opinions.ask_opinion(subject=subject, question=QUESTION, by=vendor)


def ask(client, subject, question=QUESTION):
    url = reverse("projects:opinion-add", args=[subject.pk])
    return client.post(url, {"flash-question": question})


def move_of(opinion):
    return Move.objects.open().about(opinion).get()


@pytest.mark.parametrize("role", ["vendor", "bearer"])
def test_a_voice_asks_and_the_referent_has_one_working_day(client, subject, role):
    person, it = member(subject.project, role), member(subject.project, "it")
    client.force_login(person)
    with time_machine.travel("2026-10-09 16:00+02:00", tick=False):  # a Friday
        answer = ask(client, subject)

    assert answer.url == f"{subject.get_absolute_url()}#avis-flash"
    opinion = QuickOpinion.objects.get()
    move = move_of(opinion)
    assert (move.person, move.side, str(move.due_on)) == (it, "it", "2026-10-12")
    assert move.get_absolute_url() == opinion.get_absolute_url()
    assert Notice.objects.get(recipient=it).path == opinion.get_absolute_url()


@pytest.mark.parametrize(
    ("role", "status"), [("contributor", 403), ("observer", 403), ("manager", 403), ("guest", 404)]
)
def test_others_do_not_ask(client, subject, role, status):
    client.force_login(member(subject.project, role))

    assert ask(client, subject).status_code == status
    assert not QuickOpinion.objects.exists()


def test_without_a_referent_the_team_of_the_gate_has_the_ball():
    subject = ProjectTopicFactory()
    vendor = SeatFactory(project=subject.project, vendor=True).person
    template = GateTemplateFactory()
    template.topics.add(subject.topic)

    opinion = opinions.ask_opinion(subject=subject, question=QUESTION, by=vendor)

    move = move_of(opinion)
    assert (move.person, move.team) == (None, template.team)


def test_a_referent_who_asks_does_not_ask_themselves(subject):
    template = GateTemplateFactory()
    template.topics.add(subject.topic)

    opinion = opinions.ask_opinion(
        subject=subject, question=QUESTION, by=member(subject.project, "it")
    )

    assert move_of(opinion).team == template.team
    assert not Notice.objects.exists()


def test_without_referent_nor_gate_the_question_still_waits():
    subject = ProjectTopicFactory()
    vendor = SeatFactory(project=subject.project, vendor=True).person

    opinion = opinions.ask_opinion(subject=subject, question=QUESTION, by=vendor)

    assert opinion.answered_at is None
    assert not Move.objects.about(opinion).exists()


def test_two_clicks_ask_once(subject, opinion):
    """Scenario 2."""
    vendor = member(subject.project, "vendor")

    again = opinions.ask_opinion(subject=subject, question=f" {QUESTION} ", by=vendor)

    assert again == opinion
    assert Move.objects.about(opinion).count() == 1
    assert JournalEntry.objects.filter(verb="flash.asked").count() == 1


@pytest.mark.parametrize("question", ["", " \u200b ", "x" * 401])
def test_an_empty_or_endless_question_is_shown_again(client, subject, question):
    client.force_login(member(subject.project, "vendor"))

    assert ask(client, subject, question).status_code == 422
    assert not QuickOpinion.objects.exists()


def test_verbs_refuse_nothing_at_all(subject, opinion):
    with pytest.raises(Incomplete):
        opinions.ask_opinion(subject=subject, question=" ", by=member(subject.project, "vendor"))
    with pytest.raises(Incomplete):
        opinions.answer_opinion(opinion=opinion, answer=" ", by=member(subject.project, "it"))


def test_nothing_is_asked_on_a_stopped_project(subject):
    bearer = member(subject.project, "bearer")
    subject.project.cancel(by=bearer, reason="Abandonné")

    with pytest.raises(WrongState):
        opinions.ask_opinion(subject=subject, question=QUESTION, by=bearer)


def test_any_it_person_answers_in_a_line_and_the_ball_is_played(client, subject, opinion):
    julien = PersonFactory(it=True)
    client.force_login(julien)
    assert "un avis, pas une décision" in client.get(opinion.get_absolute_url()).content.decode()

    answer = client.post(opinion.get_absolute_url(), {"answer": "Oui, si la sortie est prévue."})

    assert answer.status_code == 302
    opinion.refresh_from_db()
    assert (opinion.answer, opinion.answered_by) == ("Oui, si la sortie est prévue.", julien)
    assert not Move.objects.open().about(opinion).exists()
    told = Notice.objects.get(recipient=opinion.asked_by)
    assert "Oui, si la sortie est prévue." in told.body
    assert "pas une décision" in told.body
    client.force_login(member(subject.project, "bearer"))
    shown = client.get(subject.get_absolute_url()).content.decode()
    assert "Oui, si la sortie est prévue." in shown
    assert "un avis, pas une décision" in shown


def test_the_answer_changes_nothing_of_the_topic(subject, opinion):
    before = (subject.state, subject.version, subject.validated_version)

    opinions.answer_opinion(opinion=opinion, answer="Oui.", by=member(subject.project, "it"))

    subject.refresh_from_db()
    assert (subject.state, subject.version, subject.validated_version) == before


@pytest.mark.parametrize("role", ["bearer", "vendor", "contributor", "manager", "steward"])
def test_others_read_the_question_and_do_not_answer(client, subject, opinion, role):
    client.force_login(member(subject.project, role))

    shown = client.get(opinion.get_absolute_url())

    assert QUESTION.split(",", maxsplit=1)[0] in shown.content.decode()
    assert 'name="answer"' not in shown.content.decode()
    assert client.post(opinion.get_absolute_url(), {"answer": "Oui."}).status_code == 403


def test_a_guest_of_another_project_does_not_find_it(client, subject, opinion):
    client.force_login(member(subject.project, "guest"))

    assert client.get(opinion.get_absolute_url()).status_code == 404
    assert client.post(opinion.get_absolute_url(), {"answer": "Oui."}).status_code == 404


def test_nobody_answers_their_own_question(client, subject):
    it = member(subject.project, "it")
    mine = opinions.ask_opinion(subject=subject, question=QUESTION, by=it)
    client.force_login(it)

    assert client.post(mine.get_absolute_url(), {"answer": "Oui."}).status_code == 403


def test_the_first_answer_counts(subject, opinion):
    it = member(subject.project, "it")
    opinions.answer_opinion(opinion=opinion, answer="Oui.", by=it)

    opinions.answer_opinion(opinion=QuickOpinion.objects.get(), answer="Oui.", by=it)
    with pytest.raises(WrongState, match=it.name):
        opinions.answer_opinion(opinion=opinion, answer="Non.", by=PersonFactory(it=True))

    assert Notice.objects.filter(recipient=opinion.asked_by).count() == 1
    assert JournalEntry.objects.filter(verb="flash.answered").count() == 1


def test_an_answer_too_long_is_shown_again(client, subject, opinion):
    client.force_login(member(subject.project, "it"))

    answer = client.post(opinion.get_absolute_url(), {"answer": "x" * 601})

    assert answer.status_code == 422
    assert "x" * 601 in answer.content.decode()


def test_hostile_words_stay_words(client, subject):
    """Scenario 102."""
    it = member(subject.project, "it")
    hostile = QuickOpinionFactory(subject=subject, question=HOSTILE)
    opinions.answer_opinion(opinion=hostile, answer=HOSTILE, by=it)
    client.force_login(it)

    for url in (subject.get_absolute_url(), hostile.get_absolute_url()):
        html = client.get(url).content.decode()
        assert html.count("&lt;script&gt;") == 2
        assert "<script>alert" not in html


def test_as_many_queries_for_three_questions_as_for_one(
    client, subject, django_assert_max_num_queries
):
    vendor = member(subject.project, "vendor")
    client.force_login(vendor)
    opinions.ask_opinion(subject=subject, question="Une ?", by=vendor)
    client.get(subject.get_absolute_url())
    with django_assert_max_num_queries(60) as one:
        client.get(subject.get_absolute_url())
    for question in ("Deux ?", "Trois ?"):
        opinions.ask_opinion(subject=subject, question=question, by=vendor)
    with django_assert_max_num_queries(60) as three:
        client.get(subject.get_absolute_url())

    assert len(three) == len(one)
