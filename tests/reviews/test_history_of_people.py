"""People change, leave and come back; what they signed and decided keeps the name it had."""

import ast
from pathlib import Path

import pytest
from django.db import transaction
from django.db.models import ProtectedError

from governance.models import JournalEntry
from governance.verdicts import WrongState
from reviews import tasks
from reviews.actions.reports import freeze_minutes
from reviews.actions.signing import sign_minutes
from reviews.minutes import minutes_text
from reviews.models import Minutes, Report
from tests.factories import PersonFactory, ProjectFactory, SeatFactory, member
from tests.reviews.meeting_situations import closed, contested, sign, signed, voice

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
LATER = {"eta", "countdown"}


def test_minutes_and_journal_keep_the_name_of_the_time():
    """Scenario 27."""
    minutes = closed()
    person = voice(minutes.meeting, "vendor")
    before = person.name
    sign(minutes, "vendor")
    type(person).objects.filter(pk=person.pk).update(
        name="Nouveau Nom", email="autre@lumen.example"
    )

    minutes = Minutes.objects.get(pk=minutes.pk)

    assert before in minutes_text(minutes.content)
    assert "Nouveau Nom" not in minutes_text(minutes.content)
    assert JournalEntry.objects.get(verb="minutes.agreed").actor_name == before
    with pytest.raises(WrongState, match="déjà signé"):
        sign_minutes(minutes=minutes, answer="agreed", by=type(person).objects.get(pk=person.pk))


@pytest.mark.parametrize("part", ["bearer", "vendor", "it"])
def test_somebody_who_signed_is_never_erased_with_their_signature(part):
    """Scenario 26."""
    minutes = signed()

    with pytest.raises(ProtectedError), transaction.atomic():
        voice(minutes.meeting, part).delete()

    assert minutes.signatures.count() == 3


def test_the_bearer_of_one_project_is_the_referent_of_another():
    """Scenario 28: a person signs each project for the voice they hold there."""
    first, person = closed(), PersonFactory(it=True)
    first.project.seats.filter(part="it").delete()
    SeatFactory(project=first.project, part="it", person=person)
    second = closed(project=ProjectFactory(staffed=True))
    second.project.seats.filter(part="bearer").delete()
    SeatFactory(project=second.project, part="bearer", person=person)

    given = [sign_minutes(minutes=one, answer="agreed", by=person) for one in (first, second)]

    assert [signature.voice for signature in given] == ["it", "bearer"]


def test_a_document_asked_by_somebody_who_left_is_printed_and_shown_to_nobody_new(monkeypatch):
    """Scenario 34: the right is read again when the page of the document opens."""
    minutes = closed()
    vendor = voice(minutes.meeting, "vendor")
    report = freeze_minutes(minutes=minutes, by=vendor)
    seat = minutes.project.seats.get(part="vendor")
    seat.leave("seat.ended", by=member(minutes.project, "bearer"), person=vendor.name)
    monkeypatch.setattr(tasks, "print_report", lambda _content, **_beat: (b"%PDF-a", b"%PDF-b"))

    tasks.render_report(report_id=report.pk)

    assert Report.objects.get(pk=report.pk).is_ready
    assert not Report.objects.visible_to(vendor).filter(pk=report.pk).exists()


def test_somebody_who_holds_no_seat_any_more_signs_nothing():
    """Scenarios 13 and 98."""
    minutes = contested()
    person = voice(minutes.meeting, "it")
    seat = minutes.project.seats.get(part="it")
    seat.leave("seat.handed", by=person, to="")

    with pytest.raises(Exception, match="Seules les trois voix"):
        sign_minutes(minutes=minutes, answer="agreed", by=person)
    assert minutes.signatures.count() == 1


def test_no_task_waits_in_the_broker_for_its_hour():
    """Scenario 66: what is due lives in the database; nothing is sent with an hour of its own."""
    found = []
    for floor in ("governance", "projects", "reviews", "config"):
        for file in (ROOT / floor).rglob("*.py"):
            calls = [n for n in ast.walk(ast.parse(file.read_text())) if isinstance(n, ast.Call)]
            found += [file for call in calls for word in call.keywords if word.arg in LATER]

    assert found == []
