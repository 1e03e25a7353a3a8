"""Who signs for whom: the person of the seat, or their delegate of the day, and it is written."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from governance.models import Absence, JournalEntry, Notice
from governance.verdicts import WrongState
from projects.models import Seat
from reviews import tasks
from reviews.actions.signing import sign_minutes
from reviews.delegates import signatory
from reviews.models import Minutes
from reviews.permissions import can_sign_minutes
from tests.factories import PersonFactory, member
from tests.reviews.meeting_situations import closed, held, sign, voice

pytestmark = pytest.mark.django_db


def away(person, delegate, first=0, last=5):
    """An absence around today, in days."""
    today = timezone.localdate()
    return Absence.objects.create(
        person=person,
        delegate=delegate,
        starts_on=today + timedelta(days=first),
        ends_on=today + timedelta(days=last),
    )


@pytest.fixture
def minutes():
    return closed()


@pytest.fixture
def julien():
    return PersonFactory(it=True, name="Julien Faure")


def test_the_delegate_signs_for_the_absent_and_both_names_are_written(minutes, julien, client):
    """Scenario 21."""
    sophie = voice(minutes.meeting, "it")
    away(sophie, julien)

    client.force_login(julien)
    page = client.get(reverse("reviews:signature", args=[minutes.pk])).content.decode()
    done = client.post(
        reverse("reviews:signature", args=[minutes.pk]), {"answer": "agreed"}, follow=True
    )

    signature = minutes.signatures.get()
    assert (signature.voice, signature.signed_by, signature.on_behalf_of) == ("it", julien, sophie)
    assert signature.signer == f"Julien Faure pour {sophie.name}"
    assert f"{sophie.name} est absent" in page
    assert f"Julien Faure pour {sophie.name}" in done.content.decode()
    assert re.search(r'class="avatar[^>]*>JF<', done.content.decode())
    text = client.get(reverse("reviews:minutes-text", args=[minutes.pk])).content.decode()
    assert f"Julien Faure pour {sophie.name}" in text
    entry = JournalEntry.objects.get(verb="minutes.agreed")
    assert entry.facts["signed_for"] == sophie.name


def test_the_delegate_finds_the_signature_on_their_first_page(minutes, julien, client):
    """Scenario 21: requests route to the delegate for the dates set."""
    sophie = voice(minutes.meeting, "it")
    client.force_login(julien)
    home = reverse("reviews:home")
    assert "Signer le compte rendu" not in client.get(home).content.decode()

    away(sophie, julien)
    page = client.get(home).content.decode()
    asked = client.get(home, {"genre": "signatures"}).content.decode()

    for html in (page, asked):
        assert f"Signer le compte rendu du cadrage, pour {sophie.name}" in html
        assert reverse("reviews:minutes", args=[minutes.pk]) in html
    sign_minutes(minutes=minutes, answer="agreed", by=julien)
    assert "Signer le compte rendu" not in client.get(home).content.decode()


def test_the_colleague_of_an_absent_vendor_finds_it_too(minutes, client):
    """Scenario 21."""
    vendor = voice(minutes.meeting, "vendor")
    colleague = PersonFactory(vendor=vendor.vendor, team=None)
    away(vendor, colleague)
    client.force_login(colleague)

    page = client.get(reverse("reviews:home")).content.decode()

    assert f"Signer le compte rendu du cadrage, pour {vendor.name}" in page


def test_a_voice_of_the_project_is_not_asked_to_sign_for_another(minutes, client):
    """Scenario 96."""
    bearer, it = voice(minutes.meeting, "bearer"), voice(minutes.meeting, "it")
    away(it, bearer)
    client.force_login(bearer)

    page = client.get(reverse("reviews:home")).content.decode()

    assert page.count("<h3>") >= 1
    assert f"pour {it.name}" not in page


def test_a_delegation_that_is_over_shows_nothing(minutes, julien, client):
    """Scenario 23."""
    away(voice(minutes.meeting, "it"), julien, -5, -1)
    client.force_login(julien)

    assert "Signer le compte rendu" not in client.get(reverse("reviews:home")).content.decode()


def test_the_absent_person_keeps_the_right_to_sign(minutes, julien):
    away(voice(minutes.meeting, "it"), julien)

    assert sign(minutes, "it").on_behalf_of is None


@pytest.mark.parametrize(
    ("first", "last", "may"), [(0, 0, True), (-3, 0, True), (-5, -1, False), (1, 4, False)]
)
def test_a_delegation_counts_on_its_days_the_last_included(minutes, julien, first, last, may):
    """Scenario 23."""
    away(voice(minutes.meeting, "it"), julien, first, last)

    assert bool(can_sign_minutes(julien, minutes)) is may


def test_overlapping_absences_let_either_delegate_sign_once(minutes, julien):
    """Scenario 23."""
    sophie, nadia = voice(minutes.meeting, "it"), PersonFactory(it=True)
    away(sophie, julien)
    away(sophie, nadia, -2, 9)
    sign_minutes(minutes=minutes, answer="agreed", by=nadia)

    with pytest.raises(WrongState, match="déjà signé"):
        sign_minutes(minutes=minutes, answer="agreed", by=julien)


def test_a_delegation_is_one_step_and_never_a_loop(minutes, julien):
    """Scenario 22."""
    sophie, third = voice(minutes.meeting, "it"), PersonFactory(it=True)
    away(sophie, julien)
    away(julien, third)
    away(third, sophie)

    assert not can_sign_minutes(third, minutes)
    assert signatory(sophie, minutes).absent is None


def test_somebody_who_holds_another_voice_never_signs_for_an_absent(minutes):
    """Scenario 96."""
    bearer, it = voice(minutes.meeting, "bearer"), voice(minutes.meeting, "it")
    away(it, bearer)

    assert signatory(bearer, minutes).voice == "bearer"
    sign_minutes(minutes=minutes, answer="agreed", by=bearer)
    with pytest.raises(WrongState):
        sign_minutes(minutes=minutes, answer="agreed", by=bearer)
    assert list(minutes.signatures.values_list("voice", flat=True)) == ["bearer"]


def test_one_delegate_of_two_absents_signs_for_one_alone(minutes, julien):
    """Scenario 96."""
    away(voice(minutes.meeting, "it"), julien)
    away(voice(minutes.meeting, "bearer"), julien)
    sign_minutes(minutes=minutes, answer="agreed", by=julien)

    with pytest.raises(WrongState):
        sign_minutes(minutes=minutes, answer="agreed", by=julien)

    assert minutes.signatures.count() == 1


def test_whoever_signed_then_left_their_seat_signs_for_nobody_else(minutes):
    """Scenario 96."""
    gone = voice(minutes.meeting, "bearer")
    sign(minutes, "bearer")
    minutes.project.seats.filter(part="bearer").update(left_at=timezone.now())
    away(voice(minutes.meeting, "it"), gone)

    with pytest.raises(PermissionDenied, match="une personne, une voix"):
        sign_minutes(minutes=minutes, answer="agreed", by=gone)


def test_a_guest_and_an_employee_never_stand_in_for_each_other(minutes, julien):
    vendor, it = voice(minutes.meeting, "vendor"), voice(minutes.meeting, "it")
    away(vendor, julien)
    away(it, PersonFactory(guest=True))
    other = PersonFactory(guest=True)
    away(vendor, other)

    assert not can_sign_minutes(julien, minutes)
    assert not can_sign_minutes(other, minutes)


def test_a_colleague_of_the_vendor_reaches_the_minutes_and_nothing_else(minutes, client):
    vendor = voice(minutes.meeting, "vendor")
    colleague = PersonFactory(guest=True, vendor=vendor.vendor)
    client.force_login(colleague)
    page = reverse("reviews:signature", args=[minutes.pk])
    assert client.get(page).status_code == 404

    away(vendor, colleague)

    assert client.get(page).status_code == 200
    assert client.get(minutes.project.get_absolute_url()).status_code == 404
    history = reverse("reviews:minutes-history", args=[minutes.project.key])
    assert client.get(history).status_code == 404
    assert client.post(page, {"answer": "agreed"}).status_code == 302
    assert minutes.signatures.get().on_behalf_of == vendor


def test_the_delegate_hears_of_the_minutes_at_the_closing_and_later(julien):
    meeting = held()
    sophie = voice(meeting, "it")
    away(sophie, julien)
    from reviews.actions.minutes import close_meeting

    minutes = close_meeting(meeting=meeting, by=voice(meeting, "bearer"))
    late = PersonFactory(name="Nadia Belkacem")
    away(voice(meeting, "bearer"), late)
    tasks.note_silences()
    tasks.note_silences()

    told = Notice.objects.get(key=f"minutes:{minutes.pk}:{julien.pk}")
    assert told.body.startswith(f"{sophie.name} est absent")
    assert Notice.objects.filter(recipient=late).count() == 1


def test_the_page_says_who_sat_at_the_closing_and_who_signs(minutes, client):
    """Scenario 98."""
    before = voice(minutes.meeting, "it")
    sign(minutes, "bearer")
    minutes.project.seats.filter(part="it").update(left_at=timezone.now())
    heir = PersonFactory(it=True, name="Nadia Belkacem")
    Seat.objects.create(project=minutes.project, part="it", person=heir, offered_at=timezone.now())
    client.force_login(member(minutes.project, "manager"))

    page = client.get(reverse("reviews:minutes", args=[minutes.pk])).content.decode()

    assert f"Siège de la DSI à la clôture\u00a0: {before.name}" in page
    assert "Pour signer\u00a0: Nadia Belkacem" in page
    sign_minutes(minutes=Minutes.objects.get(pk=minutes.pk), answer="agreed", by=heir)
    assert set(minutes.signatures.values_list("voice", flat=True)) == {"bearer", "it"}
