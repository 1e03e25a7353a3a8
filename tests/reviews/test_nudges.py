"""Whoever waits reminds the holder of a ball: once a day, noted on the file."""

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from governance.models import JournalEntry, Notice
from governance.tasks import send_due_notices
from governance.verdicts import WrongState
from projects.models import Move
from reviews.actions.nudging import remind_by_hand
from reviews.models import Reminder
from tests.factories import MoveFactory, PersonFactory, ProjectFactory, TeamFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ball():
    return MoveFactory(project=ProjectFactory(staffed=True), person=PersonFactory(it=True))


def voice(ball, part="bearer"):
    return ball.project.seats.get(part=part).person


def test_a_voice_reminds_the_holder_and_the_file_says_when(ball, mailoutbox):
    claire = voice(ball)

    assert remind_by_hand(move=ball, by=claire) == [ball.person]
    send_due_notices()

    ball.refresh_from_db()
    assert timezone.localdate(ball.reminded_at) == timezone.localdate()
    assert mailoutbox[0].to == [ball.person.email]
    assert claire.name in mailoutbox[0].subject
    assert JournalEntry.objects.filter(verb="ball.reminded", thread=ball.project.key).count() == 1


def test_once_a_day_is_enough_whoever_asks(ball):
    remind_by_hand(move=ball, by=voice(ball))

    with pytest.raises(WrongState, match="déjà relancée aujourd’hui"):
        remind_by_hand(move=ball, by=voice(ball, "vendor"))

    assert Reminder.objects.count() == 1


def test_the_next_day_it_may_be_reminded_again():
    with time_machine.travel("2026-03-26 23:50+01:00", tick=False):
        ball = MoveFactory(project=ProjectFactory(staffed=True), person=PersonFactory(it=True))
        remind_by_hand(move=ball, by=voice(ball))
    with time_machine.travel("2026-03-27 00:10+01:00", tick=False):
        remind_by_hand(move=ball, by=voice(ball))

    assert Reminder.objects.count() == Notice.objects.count() == 2


@pytest.mark.parametrize("state", [{"closed_at": timezone.now()}, {"paused_at": timezone.now()}])
def test_a_ball_played_or_paused_is_not_reminded(ball, state):
    Move.objects.filter(pk=ball.pk).update(**state)

    with pytest.raises(WrongState):
        remind_by_hand(move=ball, by=voice(ball))


def test_a_ball_of_a_team_reminds_each_of_its_people():
    team = TeamFactory(rssi=True)
    people = PersonFactory.create_batch(2, team=team)
    ball = MoveFactory(project=ProjectFactory(staffed=True), person=None, team=team)

    assert set(remind_by_hand(move=ball, by=voice(ball))) == set(people)


def test_a_reminder_by_hand_about_a_ball_played_meanwhile_does_not_leave(ball, mailoutbox):
    """Scenario 64."""
    remind_by_hand(move=ball, by=voice(ball))
    Move.objects.update(closed_at=timezone.now())

    send_due_notices()

    assert mailoutbox == []


def test_the_page_comes_back_with_a_sentence_and_a_second_time_too_late(client, ball):
    client.force_login(voice(ball))
    here = ball.project.get_absolute_url()

    first = client.post(reverse("reviews:nudge", args=[ball.pk]), {"next": here})
    second = client.post(reverse("reviews:nudge", args=[ball.pk]), {"next": here})

    assert (first.status_code, first.url, second.status_code) == (302, here, 409)


@pytest.mark.parametrize(("who", "status"), [("holder", 403), ("employee", 403), ("guest", 404)])
def test_who_does_not_wait_does_not_remind(client, ball, who, status):
    people = {
        "holder": ball.person,
        "employee": PersonFactory(),
        "guest": PersonFactory(guest=True),
    }
    client.force_login(people[who])

    assert client.post(reverse("reviews:nudge", args=[ball.pk])).status_code == status


def test_never_back_to_another_site(client, ball):
    client.force_login(voice(ball))

    answer = client.post(reverse("reviews:nudge", args=[ball.pk]), {"next": "https://x.example/"})

    assert answer.url == ball.project.get_absolute_url()
