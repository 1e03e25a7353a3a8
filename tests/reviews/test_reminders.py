"""Reminders: once per ball, rung, person and due day; late ones catch up; answered ones drop."""

import logging
from datetime import date, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from governance import journal, outbox
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
    ReminderRungFactory,
    TeamFactory,
)

pytestmark = pytest.mark.django_db
MONDAY, THURSDAY = "2026-03-23 09:00+01:00", "2026-03-26 09:00+01:00"
LADDER = (
    ("before", -1, "holder", False),
    ("day", 0, "holder", False),
    ("after", 1, "holder", False),
    ("delegate", 3, "delegate", False),
    ("lead", 4, "lead", False),
    ("management", 5, "management", True),
    ("stop", 10, "holder", False),
)


@pytest.fixture(autouse=True)
def _policy(db):
    for code, days, audience, urgent in LADDER:
        ReminderRungFactory(
            code=code, days=days, audience=audience, urgent=urgent, stops=code == "stop"
        )


def at(instant: str):
    return time_machine.travel(instant, tick=False)


def sweep(instant: str) -> int:
    with at(instant):
        return plan_reminders()


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


def test_sixty_balls_make_one_digest_with_their_own_links(mailoutbox):
    """Scenario 65."""
    person = PersonFactory()
    for number in range(60):
        MoveFactory(person=person, due_on=date(2026, 3, 25), subject_id=number)

    with at(THURSDAY):
        plan_reminders()
        send_due_notices()

    notice, [letter] = Notice.objects.get(), mailoutbox
    assert notice.body.count("Mettre en service") == 60
    html, _kind = letter.alternatives[0]
    assert all(move.get_absolute_url() in html for move in Move.objects.all())
    assert html.count('class="what') == 60


def test_one_digest_a_day_what_comes_later_waits_for_the_next_morning():
    sophie = PersonFactory()
    MoveFactory(person=sophie, due_on=date(2026, 3, 26))
    sweep(THURSDAY)

    MoveFactory(person=sophie, due_on=date(2026, 3, 26), subject_id=2)
    assert sweep("2026-03-26 15:00+01:00") == 0
    assert sweep("2026-03-27 09:00+01:00") == 1


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


def test_an_escalation_is_alone_says_who_was_reminded_and_cannot_be_cut(mailoutbox):
    anne = MailSettingsFactory(person__manager=True, no_digest_since=timezone.now()).person
    sophie = PersonFactory(it=True)
    MoveFactory(person=sophie, due_on=date(2026, 3, 18))
    with at("2026-03-19 09:00+01:00"):
        plan_reminders()
    with at("2026-03-25 07:00+01:00"):
        plan_reminders()
        send_due_notices()

    letter = next(letter for letter in mailoutbox if letter.to == [anne.email])
    assert "List-Unsubscribe" not in letter.extra_headers
    assert "Retard de 5 jours ouvrés" in letter.subject.replace("\u00a0", " ")
    assert sophie.name in letter.body
    assert "Déjà relancé" in letter.body


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


def test_the_digest_drops_what_was_played_between_the_plan_and_the_mail(mailoutbox):
    """Scenario 64."""
    sophie = PersonFactory()
    kept = MoveFactory(person=sophie, due_on=date(2026, 3, 25), title="À garder")
    gone = MoveFactory(person=sophie, due_on=date(2026, 3, 25), title="Déjà joué", subject_id=2)
    with at(THURSDAY):
        plan_reminders()
        Move.objects.filter(pk=gone.pk).update(closed_at=timezone.now())
        send_due_notices()

    [letter] = mailoutbox
    assert kept.title in letter.body
    assert gone.title not in letter.body
    assert gone.title not in Notice.objects.get().body


@pytest.mark.parametrize(
    "change",
    [
        {"closed_at": timezone.now()},
        {"paused_at": timezone.now()},
        {"due_on": date(2026, 4, 20)},
    ],
)
def test_a_digest_that_has_nothing_left_to_say_is_not_sent(change, mailoutbox):
    """Scenarios 59 and 64."""
    MoveFactory(due_on=date(2026, 3, 25))
    with at(THURSDAY):
        plan_reminders()
        Move.objects.update(**change)
        send_due_notices()

    notice = Notice.objects.get()
    assert mailoutbox == []
    assert (notice.held_back, notice.read_at is None) == ("answered", False)


def test_whoever_cut_their_reminders_reads_them_in_the_inbox_only(mailoutbox):
    person = MailSettingsFactory(no_digest_since=timezone.now()).person
    MoveFactory(person=person, due_on=date(2026, 3, 25))
    with at(THURSDAY):
        plan_reminders()
        send_due_notices()

    notice = Notice.objects.get()
    assert mailoutbox == []
    assert (notice.held_back, notice.read_at) == ("muted", None)


def test_the_digest_is_written_in_the_language_of_its_reader(mailoutbox):
    MoveFactory(person=PersonFactory(language="en"), due_on=date(2026, 3, 25))
    with at(THURSDAY):
        plan_reminders()
        send_due_notices()

    assert "Wed 25 Mar" in mailoutbox[0].body


@pytest.mark.parametrize("count", [1, 3])
def test_a_sweep_asks_as_much_for_one_ball_as_for_many(count, django_assert_num_queries):
    for number in range(count):
        MoveFactory(due_on=date(2026, 3, 25), subject_id=number)

    lock = connection.vendor == "postgresql"  # SQLite has one writer: nothing to ask for
    with at(THURSDAY), django_assert_num_queries(19 + lock):
        assert plan_reminders() == count


def test_every_genre_of_message_is_read_again_when_it_leaves():
    assert set(outbox.READERS) == set(Notice.Genre)
