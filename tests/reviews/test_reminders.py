"""Reminders: once per ball, rung and person; late ones catch up; answered ones are dropped."""

from datetime import date

import pytest
import time_machine

from governance.models import Notice
from projects.models import Move
from reviews.actions.reminders import plan_reminders
from reviews.models import Reminder
from tests.factories import AbsenceFactory, MoveFactory, PersonFactory, TeamFactory

pytestmark = pytest.mark.django_db
THURSDAY = "2026-03-26 09:00+01:00"  # the week before the clocks change


@time_machine.travel(THURSDAY, tick=False)
def test_a_ball_due_on_the_next_working_day_is_reminded_once():
    """Scenario 57."""
    MoveFactory(due_on=date(2026, 3, 27))

    assert [plan_reminders(), plan_reminders()] == [1, 0]
    assert Reminder.objects.get().rung == "soon"


@time_machine.travel("2026-03-30 09:00+02:00", tick=False)
def test_the_morning_after_the_clocks_change_is_a_morning():
    """Scenario 53."""
    MoveFactory(due_on=date(2026, 3, 27))

    assert plan_reminders() == 1
    assert Reminder.objects.get().rung == "late"


@time_machine.travel("2026-03-28 09:00+01:00", tick=False)
def test_nobody_is_reminded_on_a_saturday():
    MoveFactory(due_on=date(2026, 3, 27))

    assert plan_reminders() == 0


@time_machine.travel("2026-03-28 09:00+01:00", tick=False)
def test_reminders_may_leave_at_any_time_when_the_company_says_so(settings):
    settings.REMIND_ON_WORKING_MORNINGS = False
    MoveFactory(due_on=date(2026, 3, 27))

    assert plan_reminders() == 1


@time_machine.travel(THURSDAY, tick=False)
def test_a_stopped_beat_sends_one_reminder_for_the_days_missed():
    """Scenario 61."""
    MoveFactory(due_on=date(2026, 3, 25))

    assert plan_reminders() == 1
    assert Notice.objects.count() == 1


@time_machine.travel(THURSDAY, tick=False)
def test_sixty_balls_make_one_digest():
    """Scenario 65."""
    person = PersonFactory()
    for number in range(60):
        MoveFactory(person=person, due_on=date(2026, 3, 25), subject_id=number)

    plan_reminders()

    notice = Notice.objects.get()
    assert notice.body.count("Mettre en service") == 60


@time_machine.travel(THURSDAY, tick=False)
def test_a_ball_already_played_is_not_reminded():
    """Scenario 64."""
    MoveFactory(due_on=date(2026, 3, 25), closed=True)

    assert plan_reminders() == 0


@time_machine.travel(THURSDAY, tick=False)
def test_three_days_late_the_delegate_hears_of_it_and_at_five_management():
    sophie, julien, anne = (
        PersonFactory(it=True),
        PersonFactory(it=True),
        PersonFactory(manager=True),
    )
    AbsenceFactory(
        person=sophie, delegate=julien, starts_on=date(2026, 3, 20), ends_on=date(2026, 4, 1)
    )
    MoveFactory(person=sophie, due_on=date(2026, 3, 23))
    assert {n.recipient for n in told()} == {sophie, julien}

    Move.objects.update(due_on=date(2026, 3, 18))
    assert {n.recipient for n in told()} == {sophie, julien, anne}


def told():
    plan_reminders()
    return Notice.objects.all()


@time_machine.travel(THURSDAY, tick=False)
def test_a_teams_ball_reminds_the_whole_team():
    team = TeamFactory(rssi=True)
    people = PersonFactory.create_batch(2, team=team)
    MoveFactory(person=None, team=team, due_on=date(2026, 3, 25))

    assert plan_reminders() == 2
    assert {notice.recipient for notice in Notice.objects.all()} == set(people)
