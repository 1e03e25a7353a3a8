import pytest
from django.core import signing

from governance.models import JournalEntry, Notice, Person, Vendor
from governance.verdicts import Incomplete, WrongState
from projects.actions import seats
from projects.models import Invitation, Move, Project, Seat
from tests.factories import (
    MilestoneFactory,
    PersonFactory,
    ProjectFactory,
    ProjectTopicFactory,
    TopicFactory,
    VendorFactory,
    member,
)

pytestmark = pytest.mark.django_db
ADDRESS = "ines.roux@studio-lumen.example"


@pytest.fixture
def project():
    return ProjectFactory()


@pytest.fixture
def bearer(project):
    return member(project, "bearer")


def invite(project, by, email=ADDRESS, vendor_name="Studio Lumen", **extra):
    return seats.invite_vendor(
        project=project, email=email, vendor_name=vendor_name, by=by, **extra
    )


def test_inviting_opens_a_guest_without_password_a_seat_and_a_link(project, bearer):
    seat = invite(project, bearer)

    person = seat.person
    assert (person.name, person.vendor.name) == ("Ines Roux", "Studio Lumen")
    assert not person.has_usable_password()
    assert seat.taken_at is None
    project.refresh_from_db()
    assert project.vendor == person.vendor
    move = Move.objects.open().about(seat).get()
    assert (move.kind, move.side, move.person, move.days) == ("take_seat", "vendor", person, 3)
    notice = Notice.objects.get(recipient=person)
    assert notice.path == Invitation.objects.get().get_absolute_url()


def test_the_link_is_stored_nowhere_but_in_the_notice(project, bearer):
    seat = invite(project, bearer)

    token = seat.invitations.get().token
    assert all(token not in str(entry.facts) for entry in JournalEntry.objects.all())
    assert Invitation.objects.find(token) == seat.invitations.get()


@pytest.mark.parametrize("token", ["", "1", "1~", "1~abc", "é~à", "~"])
def test_an_altered_link_names_nothing(project, bearer, token):
    """Failures 44."""
    invite(project, bearer)

    assert Invitation.objects.find(token) is None


def test_a_link_signed_for_something_else_names_nothing(project, bearer):
    seat = invite(project, bearer)

    forged = signing.Signer(salt="elsewhere", sep="~").sign(seat.invitations.get().pk)
    assert Invitation.objects.find(forged) is None


def test_inviting_twice_sends_one_link(project, bearer):
    first, second = invite(project, bearer), invite(project, bearer, email=ADDRESS.upper())

    assert first == second
    assert (Invitation.objects.count(), Notice.objects.count()) == (1, 1)
    assert JournalEntry.objects.filter(verb="vendor.invited").count() == 1


def test_a_later_link_ends_the_earlier_one(project, bearer, time_machine):
    time_machine.move_to("2026-11-23 09:00+01:00")
    seat = invite(project, bearer)
    time_machine.move_to("2026-11-24 09:00+01:00")
    invite(project, bearer)

    newest, oldest = seat.invitations.all()
    assert (newest.is_usable, oldest.is_usable) == (True, False)


def test_another_address_takes_the_place_of_the_first_invited(project, bearer):
    first = invite(project, bearer)

    second = invite(project, bearer, email="paul.tran@studio-lumen.example")

    first.refresh_from_db()
    assert first.left_at is not None
    assert not first.invitations.get().is_usable
    assert [move.subject_id for move in project.moves.open()] == [second.pk]


def test_a_taken_seat_is_not_offered_again(project, bearer):
    seats.take_seat(seat=(seat := invite(project, bearer)), by=seat.person)

    with pytest.raises(WrongState, match="Ines Roux"):
        invite(project, bearer, email="paul.tran@studio-lumen.example")


def test_the_vendor_is_known_whatever_its_capitals(project, bearer):
    VendorFactory(name="Studio Lumen")

    invite(project, bearer, vendor_name="  STUDIO   lumen ")

    assert Vendor.objects.count() == 1


def test_a_known_guest_needs_no_company(project, bearer):
    guest = PersonFactory(guest=True)

    assert invite(project, bearer, email=guest.email, vendor_name="").person == guest


@pytest.mark.parametrize(
    ("email", "field"),
    [
        ("contact@studio-lumen.example", "email"),
        ("a@exemple.fr\nBcc: b@exemple.fr", "email"),
        ("sans-arobase", "email"),
        ("", "email"),
    ],
)
def test_addresses_that_cannot_hold_a_seat_are_refused(project, bearer, email, field):
    """Failures 49."""
    with pytest.raises(Incomplete) as refused:
        invite(project, bearer, email=email)

    assert set(refused.value.problems) == {field}
    assert not Seat.objects.filter(part="vendor").exists()


def test_a_colleague_or_somebody_else_s_guest_is_refused(project, bearer):
    colleague, guest = PersonFactory(), PersonFactory(guest=True)

    for person in (colleague, guest):
        with pytest.raises(Incomplete, match="adresse"):
            invite(project, bearer, email=person.email)

    assert not Notice.objects.exists()


def test_a_closed_account_is_refused(project, bearer):
    guest = PersonFactory(guest=True, is_active=False)

    with pytest.raises(Incomplete, match="fermé"):
        invite(project, bearer, email=guest.email, vendor_name="")


def test_without_company_nor_known_person_the_company_is_asked(project, bearer):
    with pytest.raises(Incomplete) as refused:
        invite(project, bearer, vendor_name="")

    assert set(refused.value.problems) == {"vendor_name"}
    assert not Person.objects.filter(email=ADDRESS).exists()


def test_a_stopped_project_invites_nobody(bearer, project):
    Project.objects.filter(pk=project.pk).update(state="cancelled")
    project.refresh_from_db()

    with pytest.raises(WrongState):
        invite(project, bearer)


def test_taking_the_vendor_s_seat_opens_the_topics_of_the_next_gate(project, bearer):
    seat = invite(project, bearer)
    past = MilestoneFactory(project=project, ref="scoping", position=1, late=True)
    gate = MilestoneFactory(project=project, position=2, gate=True)
    far = MilestoneFactory(project=project, position=3, gate=True, ref="J5")
    at_gate = ProjectTopicFactory(project=project, needed_by=gate)
    overdue = ProjectTopicFactory(
        project=project, needed_by=past, topic=TopicFactory(slug="support")
    )
    for slug, extra in {
        "integration": {"needed_by": far},
        "reversibility": {},
        "security": {"needed_by": gate, "state": "checked"},
    }.items():
        ProjectTopicFactory(project=project, topic=TopicFactory(slug=slug), **extra)

    seats.take_seat(seat=seat, by=seat.person)

    moves = project.moves.open().order_by("due_on")
    assert {move.subject_id for move in moves} == {at_gate.pk, overdue.pk}
    assert {(move.kind, move.person) for move in moves} == {("answer_topic", seat.person)}
    assert moves.get(subject_id=at_gate.pk).due_on == gate.due_on
    assert moves.get(subject_id=overdue.pk).days == 10
    project.refresh_from_db()
    assert project.ball_side == "vendor"


def test_a_seat_is_taken_once(project, bearer):
    seat = invite(project, bearer)
    stale = Seat.objects.get(pk=seat.pk)
    seats.take_seat(seat=seat, by=seat.person)

    with pytest.raises(WrongState):
        seats.take_seat(seat=stale, by=seat.person)

    assert JournalEntry.objects.filter(verb="seat.taken").count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_invitations_at_once_leave_one_seat(at_once):
    project = ProjectFactory()
    bearer = member(project, "bearer")
    addresses = ["ines.roux@studio-lumen.example", "paul.tran@studio-lumen.example"]

    results = at_once(
        lambda email: invite(Project.objects.get(pk=project.pk), bearer, email), addresses
    )

    assert project.seats.current().filter(part="vendor").count() == 1
    assert sum(isinstance(result, Seat) for result in results) >= 1
