"""Topics that nobody could answer: who clears them, before which step."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.models import JournalEntry
from governance.roles import Role, Voice
from governance.verdicts import Incomplete, WrongState
from projects import portfolio, unclear
from projects.actions import topics
from projects.actions.seats import take_seat
from projects.models import Move
from tests.factories import (
    MilestoneFactory,
    ProjectFactory,
    ProjectTopicFactory,
    SeatFactory,
    TopicFactory,
    member,
)

pytestmark = pytest.mark.django_db


def unclear_topic(voice="bearer", **facts):
    """A topic of a staffed project that nobody could answer, needed at the scoping meeting."""
    project = facts.pop("project", None) or ProjectFactory(staffed=True)
    day = timezone.localdate() + timedelta(days=30)
    step, _new = project.milestones.get_or_create(
        ref="scoping",
        defaults={"name": "Réunion de cadrage", "genre": "milestone", "due_on": day, "position": 2},
    )
    topic = TopicFactory(slug=facts.pop("slug", "hosting"))
    subject = ProjectTopicFactory(
        project=project, topic=topic, unclear=True, voice=voice, needed_by=step, **facts
    )
    portfolio.refresh(project)
    return subject


def holders(subject):
    return [move.person for move in Move.objects.open().about(subject)]


@pytest.mark.parametrize("voice", ["bearer", "it", "vendor"])
def test_unclear_topic_is_given_to_the_person_of_its_voice(voice):
    subject = unclear_topic(voice)

    topics.ask_unclear(subject.project)
    topics.ask_unclear(subject.project)

    move = Move.objects.open().about(subject).get()
    assert (move.person, move.side) == (member(subject.project, voice), voice)
    assert move.due_on == subject.needed_by.due_on


def test_vendor_is_asked_when_they_take_their_seat():
    project = ProjectFactory()
    SeatFactory(project=project, bearer=True)
    seat = SeatFactory(project=project, vendor=True, offered=True)
    mine = unclear_topic("vendor", project=project)
    theirs = unclear_topic("bearer", project=project, slug="support")
    topics.ask_unclear(project)
    assert holders(mine) == []

    take_seat(seat=seat, by=seat.person)

    assert holders(mine) == [seat.person]
    assert holders(theirs) == [member(project, Role.BEARER)]


def test_clearing_keeps_the_answer_and_the_topic_goes_to_the_vendor():
    subject = unclear_topic("bearer")
    MilestoneFactory(project=subject.project, gate=True, position=3)
    topics.ask_unclear(subject.project)
    claire = member(subject.project, Role.BEARER)

    topics.clear_topic(subject=subject, text=" Chez notre hébergeur. ", by=claire)

    subject.refresh_from_db()
    assert (subject.clarified, subject.clarified_by) == ("Chez notre hébergeur.", claire)
    assert not subject.unclear
    assert holders(subject) == [member(subject.project, Role.VENDOR)]
    assert JournalEntry.objects.filter(verb="topic.cleared").count() == 1


def test_topic_is_cleared_once():
    subject = unclear_topic()
    same = type(subject).objects.get(pk=subject.pk)
    claire = member(subject.project, Role.BEARER)
    topics.clear_topic(subject=subject, text="Oui.", by=claire)

    with pytest.raises(WrongState):
        topics.clear_topic(subject=same, text="Non.", by=claire)
    with pytest.raises(WrongState):
        topics.give_topic(subject=same, voice="it", by=claire)


def test_nothing_said_clears_nothing():
    subject = unclear_topic()

    with pytest.raises(Incomplete):
        topics.clear_topic(subject=subject, text="  ", by=member(subject.project, Role.BEARER))


def test_project_that_is_over_clears_nothing():
    subject = unclear_topic(project=ProjectFactory(staffed=True, state="cancelled"))

    with pytest.raises(WrongState):
        topics.clear_topic(subject=subject, text="Oui.", by=member(subject.project, Role.BEARER))


def test_giving_the_topic_passes_the_ball():
    subject = unclear_topic("bearer")
    topics.ask_unclear(subject.project)

    topics.give_topic(subject=subject, voice="it", by=member(subject.project, Role.BEARER))

    assert holders(subject) == [member(subject.project, Role.IT)]
    assert JournalEntry.objects.get(verb="topic.given").facts["voice"] == "DSI"


def test_giving_it_to_an_empty_chair_waits_for_somebody():
    project = ProjectFactory()
    SeatFactory(project=project, bearer=True)
    subject = unclear_topic("bearer", project=project)

    topics.give_topic(subject=subject, voice=Voice.VENDOR, by=member(project, Role.BEARER))

    assert holders(subject) == []


@pytest.mark.parametrize("name", ["projects:topics", "projects:project"])
def test_pages_say_who_clears_it_and_before_when(client, name):
    subject = unclear_topic("bearer")
    claire = member(subject.project, Role.BEARER)
    client.force_login(claire)

    page = client.get(reverse(name, args=[subject.project.key])).content.decode()

    plain = page.replace("\u00a0", " ").replace("\u202f", " ")
    first = claire.name.split(" ")[0]
    assert f"À éclaircir : {first} (marketing), avant la réunion de cadrage, " in plain


def test_bearer_clears_from_the_page_of_the_topic(client):
    subject = unclear_topic()
    client.force_login(member(subject.project, Role.BEARER))
    page = client.get(subject.get_absolute_url())
    assert page.context["clearing_form"] is not None
    url = reverse("projects:topic-clearing", args=[subject.pk])

    refused = client.post(url, {"clarified": ""})
    long = client.post(url, {"clarified": "x" * 1001})
    done = client.post(url, {"clarified": "Chez nous."}, follow=True)

    assert (refused.status_code, long.status_code, done.status_code) == (422, 422, 200)
    assert "x" * 1001 in long.content.decode()
    assert "Chez nous." in done.content.decode()
    assert done.context["clearing_form"] is None


def test_it_gives_the_topic_to_another_voice(client):
    subject = unclear_topic()
    client.force_login(member(subject.project, Role.IT))
    url = reverse("projects:topic-voice", args=[subject.pk])

    assert client.post(url, {"voice": "nobody"}).status_code == 422
    assert client.post(url, {"voice": "it"}).status_code == 302
    subject.refresh_from_db()
    assert subject.voice == "it"


def test_vendor_reads_what_was_cleared(client):
    subject = unclear_topic()
    topics.clear_topic(subject=subject, text="Chez nous.", by=member(subject.project, Role.BEARER))
    client.force_login(member(subject.project, Role.VENDOR))

    assert "Chez nous." in client.get(subject.get_absolute_url()).content.decode()


def test_empty_chair_is_named_by_its_voice():
    project = ProjectFactory()
    SeatFactory(project=project, bearer=True)
    subject = unclear_topic("vendor", project=project)

    words = unclear.unclear_words(subject, project).replace("\u00a0", " ")

    assert words.startswith("À éclaircir : le prestataire, avant la réunion de cadrage")
