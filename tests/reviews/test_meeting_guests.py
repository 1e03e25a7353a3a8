"""Somebody from outside at one meeting: the verbs, each refusal, and what the journal keeps."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from governance.models import GuestSession, JournalEntry, Notice, Person
from governance.verdicts import Incomplete, WrongState
from projects.models import Project
from reviews.actions.dating import call_off_meeting, plan_meeting
from reviews.actions.meeting_guests import invite_to_meeting, withdraw_meeting_guest
from reviews.actions.minutes import close_meeting
from reviews.minutes import minutes_text
from reviews.models import MeetingGuest, ScopingMeeting
from tests.factories import GuestSessionFactory, PersonFactory, SeatFactory, member
from tests.factories_meetings import MeetingGuestFactory
from tests.factories_reviews import MinutesFactory, ScopingMeetingFactory, SignatureFactory
from tests.reviews.meeting_situations import held, planned, slot

pytestmark = pytest.mark.django_db
ADDRESS = "paul.roux@payline.example"


@pytest.fixture
def meeting():
    return ScopingMeetingFactory(planned=True)


def invited(meeting, part="bearer", **given):
    facts = {"email": ADDRESS, "name": "Paul Roux", "vendor_name": "Payline", "reason": "Expert"}
    return invite_to_meeting(meeting=meeting, by=member(meeting.project, part), **facts | given)


def seen_by(person):
    return list(ScopingMeeting.objects.open_to(person))


@pytest.mark.parametrize("part", ["bearer", "it"])
def test_a_leader_asks_somebody_who_sees_this_meeting_and_no_project(meeting, part):
    other = ScopingMeetingFactory(project=meeting.project, planned=True)

    guest = invited(meeting, part)

    assert (guest.person.name, str(guest.person.vendor)) == ("Paul Roux", "Payline")
    assert seen_by(guest.person) == [meeting]
    assert other not in seen_by(guest.person)
    assert not Project.objects.visible_to(guest.person).exists()
    assert not ScopingMeeting.objects.visible_to(guest.person).exists()
    entry = JournalEntry.objects.get(verb="meeting.guest_invited")
    assert entry.thread == meeting.project.key
    notice = Notice.objects.get(recipient=guest.person)
    assert notice.path == guest.get_absolute_url()
    assert meeting.project.title in notice.subject


def test_the_vendor_does_not_ask_anybody(meeting):
    with pytest.raises(PermissionDenied):
        invited(meeting, "vendor")


@pytest.mark.parametrize(
    "email", ["contact@payline.example", "a@b.example\nBcc: c@d.example", "a@b\r\nTo: c@d", "paul"]
)
def test_a_role_address_and_a_header_are_refused(meeting, email):
    """Failures 49."""
    with pytest.raises(Incomplete) as refusal:
        invited(meeting, email=email)

    assert "email" in refusal.value.problems
    assert not Notice.objects.exists()


def test_a_colleague_is_told_that_they_see_the_project_already(meeting):
    colleague = PersonFactory()

    with pytest.raises(Incomplete, match="de l’entreprise"):
        invited(meeting, email=colleague.email.upper())

    assert Person.objects.get(pk=colleague.pk).vendor is None


def test_the_vendor_at_the_table_is_told_that_they_see_the_meeting(meeting):
    with pytest.raises(Incomplete, match="siège"):
        invited(meeting, email=member(meeting.project, "vendor").email, vendor_name="")


def test_a_closed_account_is_not_asked(meeting):
    gone = PersonFactory(guest=True, is_active=False)

    with pytest.raises(Incomplete, match="fermé"):
        invited(meeting, email=gone.email, vendor_name="")


def test_somebody_known_comes_with_their_company(meeting):
    """Failures 49: the same account, never a second one, never another company."""
    known = PersonFactory(guest=True)

    with pytest.raises(Incomplete, match="autre prestataire"):
        invited(meeting, email=known.email, vendor_name="Rival")

    assert invited(meeting, email=known.email.upper(), vendor_name="").person == known


def test_a_new_address_needs_a_company(meeting):
    with pytest.raises(Incomplete) as refusal:
        invited(meeting, vendor_name="")

    assert set(refusal.value.problems) == {"vendor_name"}


@pytest.mark.parametrize("blank", ["", "   "])
def test_why_is_always_said(meeting, blank):
    with pytest.raises(Incomplete) as refusal:
        invited(meeting, reason=blank)

    assert set(refusal.value.problems) == {"reason"}


def test_nobody_is_asked_twice(meeting):
    invited(meeting)

    with pytest.raises(Incomplete, match="déjà invité"):
        invited(meeting)

    assert Notice.objects.filter(recipient__email=ADDRESS).count() == 1
    guest = MeetingGuest.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingGuestFactory(meeting=meeting, person=guest.person)


def test_eight_guests_at_most(meeting):
    MeetingGuestFactory.create_batch(8, meeting=meeting)

    with pytest.raises(WrongState, match="huit"):
        invited(meeting)

    assert not Person.objects.filter(email=ADDRESS).exists()


def test_five_letters_an_hour_to_one_address(meeting):
    """Failures 46: asked and taken off again and again, the victim gets five letters."""
    by = member(meeting.project, "bearer")
    for _ in range(5):
        withdraw_meeting_guest(guest=invited(meeting), by=by)

    with pytest.raises(Incomplete, match="heure"):
        invited(meeting)

    assert Notice.objects.filter(recipient__email=ADDRESS).count() == 5


@pytest.mark.parametrize("state", ["closed", "signed", "contested"])
def test_nobody_is_asked_to_a_meeting_that_is_over(state):
    meeting = ScopingMeetingFactory(state=state, starts_at=timezone.now())

    with pytest.raises(WrongState, match="close"):
        invited(meeting)


def test_nobody_is_asked_on_a_stopped_project(meeting):
    Project.objects.filter(pk=meeting.project.pk).update(state="cancelled")

    with pytest.raises(WrongState):
        invited(meeting)


def test_somebody_taken_off_sees_nothing_and_is_signed_out(meeting):
    """Failures 38."""
    guest = invited(meeting)
    GuestSessionFactory(person=guest.person)

    withdraw_meeting_guest(guest=guest, by=member(meeting.project, "it"))

    assert seen_by(guest.person) == []
    assert not GuestSession.objects.open().filter(person=guest.person).exists()
    assert JournalEntry.objects.filter(verb="meeting.guest_withdrawn").count() == 1
    with pytest.raises(WrongState):
        withdraw_meeting_guest(guest=guest, by=member(meeting.project, "it"))


def test_somebody_who_comes_elsewhere_stays_signed_in(meeting):
    """Failures 39: only this meeting closes."""
    guest = invited(meeting)
    seat = SeatFactory(vendor=True, person=guest.person)
    GuestSessionFactory(person=guest.person)

    withdraw_meeting_guest(guest=guest, by=member(meeting.project, "bearer"))

    assert GuestSession.objects.open().filter(person=guest.person).exists()
    assert list(Project.objects.visible_to(guest.person)) == [seat.project]


def test_the_vendor_does_not_take_anybody_off(meeting):
    guest = invited(meeting)

    with pytest.raises(PermissionDenied):
        withdraw_meeting_guest(guest=guest, by=member(meeting.project, "vendor"))


@pytest.mark.parametrize(("days", "open_still"), [(0, True), (5, True), (14, False)])
def test_the_meeting_closes_five_working_days_after_the_last_signature(days, open_still):
    meeting = ScopingMeetingFactory(signed=True)
    guest = MeetingGuestFactory(meeting=meeting)
    minutes = MinutesFactory(meeting=meeting)
    when = timezone.now() - timedelta(days=days)
    SignatureFactory(minutes=minutes, voice="it", signed_at=when - timedelta(days=9))
    SignatureFactory(minutes=minutes, voice="bearer", signed_at=when)

    assert seen_by(guest.person) == ([meeting] if open_still else [])
    assert guest.sees_meeting() is open_still


def test_the_colleague_of_a_guest_sees_nothing(meeting):
    """Failures 40."""
    guest = invited(meeting)
    colleague = PersonFactory(guest=True, vendor=guest.person.vendor, team=None)

    assert seen_by(colleague) == []


def test_a_date_that_moves_or_goes_is_told_to_the_guests():
    meeting = planned()
    guest = invited(meeting)
    by = member(meeting.project, "bearer")

    when = {"starts_at": slot(days=5), "place": "Salle Lin", "reason": "Un empêchement."}
    plan_meeting(meeting=meeting, by=by, **when)
    meeting = ScopingMeeting.objects.select_related("project").get(pk=meeting.pk)
    call_off_meeting(meeting=meeting, reason="Trop tôt.", by=by)

    letters = Notice.objects.filter(recipient=guest.person).order_by("pk")
    assert len(letters) == 3
    assert "Salle Lin" in letters[1].body
    assert "n’aura pas lieu" in letters[2].body
    assert {letter.path for letter in letters} == {guest.get_absolute_url()}


def test_the_minutes_name_who_came_from_outside():
    meeting = held()
    invited(meeting)

    minutes = close_meeting(meeting=meeting, by=member(meeting.project, "bearer"))

    assert minutes.content["guests"] == [
        {"name": "Paul Roux", "organisation": "Payline", "reason": "Expert"}
    ]
    assert "Paul Roux, Payline" in minutes_text(minutes.content)
