"""Reminders: once per ball, rung, person and due day; late ones catch up; answered ones drop."""

import logging
from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from governance import journal
from governance.models import Notice, ReminderRung
from governance.tasks import send_due_notices
from projects.models import Move
from reviews.actions.reminders import plan_reminders
from reviews.models import Reminder
from tests.factories import (
    AbsenceFactory,
    MailSettingsFactory,
    MoveFactory,
    PersonFactory,
    ProjectFactory,
    TeamFactory,
)
from tests.reviews.reminder_situations import (  # noqa: F401 -- the ladder is a fixture
    MONDAY,
    THURSDAY,
    _policy,
    at,
    sweep,
)

pytestmark = pytest.mark.django_db


def rungs_of(move=None) -> list[str]:
    rows = Reminder.objects.filter(move=move) if move else Reminder.objects.all()
    return list(rows.order_by("pk").values_list("rung", flat=True))


def test_a_ball_due_on_the_next_working_day_is_reminded_once():
    """Scenario 57."""
    MoveFactory(due_on=date(2026, 3, 27))

    assert [sweep(THURSDAY), sweep(THURSDAY)] == [1, 0]
    assert rungs_of() == ["before"]


def test_the_date_of_the_last_reminder_is_on_the_ball():
    move = MoveFactory(due_on=date(2026, 3, 27))

    sweep(THURSDAY)

    move.refresh_from_db()
    assert timezone.localtime(move.reminded_at).date() == date(2026, 3, 26)


def test_the_morning_after_the_clocks_change_is_a_morning():
    """Scenario 53."""
    MoveFactory(due_on=date(2026, 3, 27))

    assert sweep("2026-03-30 09:00+02:00") == 1
    assert rungs_of() == ["after"]


@pytest.mark.parametrize(
    "instant", ["2026-03-28 09:00+01:00", "2026-04-06 09:00+02:00", "2026-03-26 07:59+01:00"]
)
def test_nobody_is_reminded_on_a_saturday_a_holiday_or_before_their_hour(instant):
    MoveFactory(due_on=date(2026, 3, 27))

    assert sweep(instant) == 0


def test_reminders_may_leave_at_any_time_when_the_company_says_so(settings):
    settings.REMIND_ON_WORKING_MORNINGS = False
    MoveFactory(due_on=date(2026, 3, 27))

    assert sweep("2026-03-28 05:00+01:00") == 1


def test_each_person_is_reminded_at_the_hour_they_chose_where_they_are():
    """Scenario 54."""
    claire = MailSettingsFactory(hour=time(10, 30)).person
    jean = MailSettingsFactory(zone="Indian/Reunion").person
    for person in (claire, jean):
        MoveFactory(person=person, due_on=date(2026, 3, 27))

    told = []
    for hour in ("05:00", "09:00", "10:30"):
        sweep(f"2026-03-26 {hour}+01:00")
        told.append({notice.recipient for notice in Notice.objects.all()})

    assert told == [{jean}, {jean}, {jean, claire}]


def test_a_beat_that_stopped_a_week_end_sends_one_reminder_not_one_per_round():
    """Scenario 61."""
    MoveFactory(due_on=date(2026, 3, 20))

    assert [sweep(MONDAY), sweep(MONDAY), sweep(MONDAY)] == [1, 0, 0]
    assert rungs_of() == ["after"]


def test_after_a_week_without_beat_only_the_holder_hears_first_then_management_alone():
    """Scenario 63."""
    anne, lead = PersonFactory(manager=True), PersonFactory(it=True)
    team = TeamFactory(lead=lead)
    heir, sophie = PersonFactory(it=True), PersonFactory(it=True, team=team)
    AbsenceFactory(
        person=sophie, delegate=heir, starts_on=date(2026, 3, 1), ends_on=date(2026, 4, 30)
    )
    MoveFactory(person=sophie, due_on=date(2026, 3, 16))

    sweep(THURSDAY)
    assert {notice.recipient for notice in Notice.objects.all()} == {sophie}

    sweep("2026-03-27 09:00+01:00")
    assert {notice.recipient for notice in Notice.objects.all()} == {sophie, anne}


def test_a_clock_one_day_ahead_escalates_nothing_and_one_hour_back_repeats_nothing(caplog):
    """Scenario 63."""
    PersonFactory(manager=True)
    moves = [MoveFactory(due_on=date(2026, 3, 25), subject_id=n) for n in range(3)]

    sweep("2026-03-27 09:00+01:00")
    with caplog.at_level(logging.ERROR):
        assert sweep("2026-03-26 08:00+01:00") == 0

    assert set(Notice.objects.values_list("genre", flat=True)) == {"digest"}
    assert Reminder.objects.count() == len(moves)
    assert "the clock went back" in caplog.text


@pytest.mark.parametrize("state", [{"closed": True}, {"paused_at": timezone.now()}])
def test_a_ball_already_played_or_paused_is_not_reminded(state):
    """Scenario 64."""
    MoveFactory(due_on=date(2026, 3, 25), **state)

    assert sweep(THURSDAY) == 0


def test_a_ball_of_a_project_that_was_stopped_is_not_reminded():
    MoveFactory(due_on=date(2026, 3, 25), project=ProjectFactory(state="cancelled"))

    assert sweep(THURSDAY) == 0


def test_a_ball_due_another_day_climbs_the_ladder_again():
    move = MoveFactory(due_on=date(2026, 3, 26))
    sweep(THURSDAY)

    Move.objects.update(due_on=date(2026, 3, 30))
    sweep("2026-03-27 09:00+01:00")

    assert rungs_of(move) == ["day", "before"]
    assert set(Reminder.objects.values_list("due_on", flat=True)) == {
        date(2026, 3, 26),
        date(2026, 3, 30),
    }


def test_late_balls_climb_to_the_delegate_the_lead_and_management_then_nothing(mailoutbox):
    """Scenarios 21 and 31."""
    sophie, julien, nadia = PersonFactory.create_batch(3, it=True)
    anne = PersonFactory(manager=True)
    sophie.team.lead = nadia
    sophie.team.save()
    AbsenceFactory(
        person=sophie, delegate=julien, starts_on=date(2026, 3, 2), ends_on=date(2026, 4, 30)
    )
    move = MoveFactory(person=sophie, due_on=date(2026, 3, 9))
    names = {sophie: "sophie", julien: "julien", nadia: "nadia", anne: "anne"}

    heard = {}
    for number in range(30):
        day = date(2026, 3, 6) + timedelta(days=number)
        with at(f"{day} 09:00+01:00" if day < date(2026, 3, 29) else f"{day} 09:00+02:00"):
            plan_reminders()
            send_due_notices()
        for row in Reminder.objects.filter(planned_at__date=day).select_related("recipient"):
            heard.setdefault(day.isoformat(), []).append((row.rung, names[row.recipient]))

    assert heard == {
        "2026-03-06": [("before", "sophie")],
        "2026-03-09": [("day", "sophie")],
        "2026-03-10": [("after", "sophie")],
        "2026-03-12": [("delegate", "julien")],
        "2026-03-13": [("lead", "nadia")],
        "2026-03-16": [("management", "anne")],
        "2026-03-23": [("stop", "sophie")],
    }
    assert len(mailoutbox) == 7
    [entry] = journal.JournalEntry.objects.filter(verb="ball.escalated")
    assert (entry.facts["to"], entry.thread) == ([anne.name], move.project.key)


def test_a_teams_ball_reminds_the_whole_team():
    team = TeamFactory(rssi=True)
    people = PersonFactory.create_batch(2, team=team)
    MoveFactory(person=None, team=team, due_on=date(2026, 3, 25))

    assert sweep(THURSDAY) == 2
    assert {notice.recipient for notice in Notice.objects.all()} == set(people)


def test_a_ball_handed_to_somebody_else_reminds_them_too():
    sophie, julien = PersonFactory.create_batch(2)
    move = MoveFactory(person=sophie, due_on=date(2026, 3, 25))
    sweep(THURSDAY)

    Move.objects.filter(pk=move.pk).update(person=julien)
    sweep("2026-03-27 09:00+01:00")

    assert {row.recipient for row in Reminder.objects.all()} == {sophie, julien}


def test_nobody_who_left_is_reminded():
    """Scenario 25."""
    MoveFactory(person=PersonFactory(is_active=False), due_on=date(2026, 3, 25))

    assert sweep(THURSDAY) == 0


def test_a_guest_who_stands_in_hears_only_of_projects_on_which_they_sit():
    mehdi, other = PersonFactory(guest=True), PersonFactory(guest=True)
    AbsenceFactory(
        person=mehdi, delegate=other, starts_on=date(2026, 3, 1), ends_on=date(2026, 4, 30)
    )
    MoveFactory(person=mehdi, due_on=date(2026, 3, 18))
    sweep("2026-03-19 09:00+01:00")

    sweep("2026-03-23 09:00+01:00")

    assert {row.recipient for row in Reminder.objects.all()} == {mehdi}


def test_without_any_rung_nothing_leaves():
    ReminderRung.objects.update(in_use=False)
    MoveFactory(due_on=date(2026, 3, 25))

    assert sweep(THURSDAY) == 0


@pytest.mark.parametrize("count", [1, 3])
def test_a_sweep_asks_as_much_for_one_ball_as_for_many(count, django_assert_num_queries):
    for number in range(count):
        MoveFactory(due_on=date(2026, 3, 25), subject_id=number)

    lock = connection.vendor == "postgresql"  # SQLite has one writer: nothing to ask for
    with at(THURSDAY), django_assert_num_queries(19 + lock):
        assert plan_reminders() == count
