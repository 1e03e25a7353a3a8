"""The announced effect of a silence: noted once, told, taken to management, never an agreement."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from config.celery import SCHEDULE
from governance.models import Closure, JournalEntry, Notice
from governance.roles import Voice
from projects.models import Move, Project, Seat
from reviews import tasks
from reviews.actions import silences
from reviews.actions.meetings import reopen_meeting
from reviews.actions.minutes import close_meeting
from reviews.models import ScopingMeeting, SilentVoice
from tests.factories import PersonFactory
from tests.reviews.meeting_situations import closed, sign, voice

PARIS = ZoneInfo("Europe/Paris")
TUESDAY = datetime(2026, 10, 6, 17, 5, tzinfo=PARIS)  # to be signed by Thursday 8 October
FRIDAY = datetime(2026, 10, 9, 8, 20, tzinfo=PARIS)

pytestmark = pytest.mark.django_db


@pytest.fixture
def minutes():
    with time_machine.travel(TUESDAY, tick=False):
        manager = PersonFactory(manager=True, name="Anne Delmas")
        minutes = closed()
        minutes.manager = manager
        return minutes


def run(moment=FRIDAY):
    with time_machine.travel(moment, tick=False):
        return tasks.note_silences()


def test_the_minutes_announce_the_day_and_the_effect_of_a_silence(minutes):
    notice = Notice.objects.get(key=f"minutes:{minutes.pk}:{voice(minutes.meeting, 'it').pk}")

    assert minutes.content["sign_by"] == "2026-10-08"
    assert "ne vaut jamais accord" in minutes.content["silence"]
    for words in ("jeudi 8\u00a0octobre", "ne vaut jamais accord", "remonté à la direction"):
        assert words in notice.body


def test_nothing_happens_before_the_end_of_the_last_day(minutes):
    assert run(datetime(2026, 10, 8, 23, 59, tzinfo=PARIS)) == 0
    assert not SilentVoice.objects.exists()


def test_a_silence_is_noted_told_and_taken_to_management(minutes):
    """Scenario 97."""
    sign(minutes, "bearer")
    sign(minutes, "it")

    assert run() == 1

    silence = SilentVoice.objects.get()
    bearer, vendor = voice(minutes.meeting, "bearer"), voice(minutes.meeting, "vendor")
    assert (silence.voice, silence.person) == ("vendor", vendor)
    assert set(silence.told.all()) == {minutes.manager, bearer}
    told = Notice.objects.filter(key__startswith=f"minutes:{minutes.pk}:vendor:silent:")
    assert {notice.recipient for notice in told} == {
        minutes.manager, bearer, vendor, voice(minutes.meeting, "it"),
    }  # fmt: skip
    assert "Silence du prestataire depuis le vendredi 9\u00a0octobre" in told[0].body
    assert "remonté à Anne Delmas" in told[0].body
    entry = JournalEntry.objects.get(verb="minutes.silent")
    assert entry.facts["voice"] == "vendor"
    assert ScopingMeeting.objects.get(pk=minutes.meeting_id).state == "closed"
    assert not minutes.is_agreed()


def test_the_silence_of_it_goes_to_management_alone(minutes):
    sign(minutes, "bearer")
    sign(minutes, "vendor")

    run()

    assert list(SilentVoice.objects.get().told.all()) == [minutes.manager]


def test_whatever_runs_twice_or_late_notes_once(minutes):
    run()
    run()
    run(FRIDAY + timedelta(days=30))

    assert sorted(SilentVoice.objects.values_list("voice", flat=True)) == sorted(Voice.values)
    assert JournalEntry.objects.filter(verb="minutes.silent").count() == 3


def test_days_off_do_not_count():
    with time_machine.travel(TUESDAY, tick=False):
        Closure.objects.create(label="Pont", starts_on=date(2026, 10, 7), ends_on=date(2026, 10, 9))
        minutes = closed()

    assert minutes.content["sign_by"] == "2026-10-13"
    assert run(datetime(2026, 10, 12, 9, 0, tzinfo=PARIS)) == 0
    assert run(datetime(2026, 10, 14, 9, 0, tzinfo=PARIS)) == 3


def test_a_day_off_notes_nothing_and_the_next_working_day_does(minutes):
    Closure.objects.create(label="Pont", starts_on=date(2026, 10, 9), ends_on=date(2026, 10, 9))

    assert run(FRIDAY) == 0
    assert run(FRIDAY + timedelta(days=1)) == 0
    assert run(FRIDAY + timedelta(days=3)) == 3


def test_a_silent_voice_may_still_sign_and_both_stay_written(minutes):
    run()

    with time_machine.travel(FRIDAY, tick=False):
        for part in Voice.values:
            sign(minutes, part)

    assert ScopingMeeting.objects.get(pk=minutes.meeting_id).state == "signed"
    assert minutes.silences.count() == 3


def test_replaced_minutes_and_stopped_projects_are_left_alone(minutes):
    with time_machine.travel(TUESDAY, tick=False):
        meeting = ScopingMeeting.objects.get(pk=minutes.meeting_id)
        reopen_meeting(meeting=meeting, by=voice(meeting, "bearer"))
    assert run() == 0

    with time_machine.travel(FRIDAY, tick=False):
        close_meeting(meeting=meeting, by=voice(meeting, "bearer"))
    assert run(FRIDAY + timedelta(hours=1)) == 0

    Project.objects.filter(pk=meeting.project_id).update(state="cancelled")
    assert run(FRIDAY + timedelta(days=30)) == 0


def test_a_signature_given_between_the_reading_and_the_note_wins(minutes):
    with time_machine.travel(FRIDAY, tick=False):
        late = list(silences.late_moves(minutes))
        sign(minutes, "it")
        move = next(move for move in late if move.side == "it")

        assert silences.note_silence(minutes=minutes, move=move) is False

    assert not SilentVoice.objects.exists()


def test_whoever_takes_the_seat_after_the_closing_is_asked_once(minutes):
    """Scenario 98."""
    now = timezone.now()
    gone = voice(minutes.meeting, "vendor")
    minutes.project.seats.filter(part="vendor").update(left_at=now)
    Move.objects.open().filter(person=gone).update(closed_at=now, outcome="seat_ended")
    heir = PersonFactory(guest=True, vendor=gone.vendor)
    Seat.objects.create(project=minutes.project, part="vendor", person=heir, offered_at=now)

    run(TUESDAY + timedelta(hours=1))
    run(TUESDAY + timedelta(hours=2))

    move = Move.objects.open().about(minutes).get(side="vendor")
    notice = Notice.objects.get(key=f"minutes:{minutes.pk}:{heir.pk}")
    assert (move.person, move.days) == (heir, 2)
    assert notice.body.startswith("Vous tenez maintenant ce siège")


def test_an_empty_chair_is_not_a_silence(minutes):
    now = timezone.now()
    Move.objects.open().filter(side="vendor").update(closed_at=now, outcome="seat_ended")
    minutes.project.seats.filter(part="vendor").update(left_at=now)

    run()

    assert not SilentVoice.objects.filter(voice="vendor").exists()


def test_without_a_manager_the_silence_is_told_to_the_voices():
    with time_machine.travel(TUESDAY, tick=False):
        minutes = closed()

    run()

    silence = SilentVoice.objects.get(voice="it")
    assert silence.told.count() == 0
    told = Notice.objects.filter(key__startswith=f"minutes:{minutes.pk}:it:silent:")
    assert told.count() == 3
    assert "remonté" not in told[0].body


def test_the_beat_looks_every_hour():
    assert SCHEDULE["note-silences"]["task"] == "reviews.tasks.note_silences"
    assert tasks.note_silences.name == "reviews.tasks.note_silences"
