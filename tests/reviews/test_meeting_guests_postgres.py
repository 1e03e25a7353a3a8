"""Twenty at once, on their own connections: one invitation, eight guests, one withdrawal."""

import pytest

from governance.models import JournalEntry, Notice, Person
from reviews.actions.meeting_guests import (
    invite_to_meeting,
    settle_shared,
    withdraw_meeting_guest,
)
from reviews.models import MeetingGuest, ScopingMeeting, SharedDocument
from tests.factories import DocumentFactory, member
from tests.factories_reviews import ScopingMeetingFactory
from tests.reviews.test_gates_postgres import at_once, errors

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def inviting(meeting, email):
    by = member(meeting.project, "bearer")

    def call():
        fresh = ScopingMeeting.objects.select_related("project").get(pk=meeting.pk)
        facts = {"name": "Paul Roux", "vendor_name": "Payline", "reason": "Expert"}
        return invite_to_meeting(meeting=fresh, email=email, by=by, **facts)

    return call


def test_one_person_asked_twenty_times_at_once_is_asked_once():
    """Failures 44 and 46: one row, one letter, whatever the number of clicks."""
    meeting = ScopingMeetingFactory(planned=True)

    results = at_once(*[inviting(meeting, "paul@payline.example") for _ in range(20)])

    assert len(errors(results)) == 19
    assert MeetingGuest.objects.count() == Notice.objects.count() == 1
    assert Person.objects.filter(email="paul@payline.example").count() == 1
    assert JournalEntry.objects.filter(verb="meeting.guest_invited").count() == 1


def test_twelve_people_asked_at_once_are_eight():
    meeting = ScopingMeetingFactory(planned=True)

    results = at_once(*[inviting(meeting, f"p{n}@payline.example") for n in range(12)])

    assert len(errors(results)) == 4
    assert MeetingGuest.objects.current().count() == 8


def test_taken_off_by_two_leaders_at_once_is_taken_off_once():
    meeting = ScopingMeetingFactory(planned=True)
    guest = inviting(meeting, "paul@payline.example")()
    leaders = [member(meeting.project, part) for part in ("bearer", "it")]

    def withdrawing(by):
        def call():
            fresh = MeetingGuest.objects.select_related("meeting__project", "person").get(
                pk=guest.pk
            )
            withdraw_meeting_guest(guest=fresh, by=by)

        return call

    results = at_once(*[withdrawing(by) for by in leaders])

    assert len(errors(results)) == 1
    assert JournalEntry.objects.filter(verb="meeting.guest_withdrawn").count() == 1


def test_one_document_shared_by_three_voices_at_once_is_shared_once():
    meeting = ScopingMeetingFactory(planned=True)
    piece = DocumentFactory(project=meeting.project)

    def sharing(by):
        def call():
            fresh = ScopingMeeting.objects.select_related("project").get(pk=meeting.pk)
            return settle_shared(meeting=fresh, wanted={piece.pk}, seen=set(), by=by)

        return call

    voices = [member(meeting.project, part) for part in ("bearer", "vendor", "it")]
    results = at_once(*[sharing(by) for by in voices])

    assert errors(results) == []
    assert SharedDocument.objects.count() == 1
    assert JournalEntry.objects.filter(verb="meeting.document_shared").count() == 1
