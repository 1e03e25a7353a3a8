"""A seat that changes hands or ends: whose balls, what is no longer seen."""

import pytest
from django.urls import reverse

from governance.models import JournalEntry, Notice
from governance.verdicts import Incomplete, WrongState
from projects.actions import seats
from projects.models import Move, Project, Seat
from tests.factories import PersonFactory, ProjectFactory, ProjectTopicFactory, SeatFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return ProjectFactory()


@pytest.fixture
def bearer(project):
    return member(project, "bearer")


def test_handing_over_moves_the_balls_too(project):
    giver, heir = member(project, "it"), PersonFactory(it=True)
    seat = project.seats.get(part="it")
    Move.open_for(
        project, "plan_meeting", project=project, side="it", person=giver, title="x", days=2
    )

    new = seats.hand_over_seat(seat=seat, to=heir, by=giver)

    seat.refresh_from_db()
    assert seat.left_at is not None
    assert (new.person, new.taken_at) == (heir, None)
    assert {m.kind for m in project.moves.open().filter(person=heir)} == {
        "plan_meeting",
        "take_seat",
    }
    assert not project.moves.open().filter(person=giver).exists()
    assert Notice.objects.filter(recipient=heir).count() == 1
    assert JournalEntry.objects.filter(verb="seat.handed").count() == 1


@pytest.mark.parametrize("situation", [{}, {"guest": True}, {"it": True, "is_active": False}])
def test_only_somebody_of_the_it_side_inherits(project, situation):
    giver = member(project, "it")

    with pytest.raises(Incomplete):
        seats.hand_over_seat(
            seat=project.seats.get(part="it"), to=PersonFactory(**situation), by=giver
        )


def test_a_voice_does_not_inherit_another(project):
    giver, bearer = member(project, "it"), PersonFactory(it=True)
    SeatFactory(project=project, bearer=True, person=bearer)

    with pytest.raises(Incomplete, match="déjà une voix"):
        seats.hand_over_seat(seat=project.seats.get(part="it"), to=bearer, by=giver)


def test_ending_a_seat_takes_the_project_away_at_once(client, project, bearer):
    """Failures 38 and 39."""
    guest = member(project, "vendor")
    elsewhere = SeatFactory(vendor=True, person=guest).project
    topic = ProjectTopicFactory(project=project)
    Move.open_for(
        topic, "answer_topic", project=project, side="vendor", person=guest, title="x", days=2
    )

    seats.end_seat(seat=project.seats.get(part="vendor"), by=bearer)

    assert list(Project.objects.visible_to(guest)) == [elsewhere]
    assert [(m.kind, m.person) for m in project.moves.open()] == [("fill_seat", bearer)]
    client.force_login(guest)
    assert client.get(reverse("projects:choice", args=[topic.pk])).status_code == 404


def test_only_the_vendor_s_seat_is_ended_this_way(project, bearer):
    member(project, "it")

    with pytest.raises(WrongState):
        seats.end_seat(seat=project.seats.get(part="it"), by=bearer)


def test_an_ended_seat_is_not_ended_twice(project, bearer):
    member(project, "vendor")
    seat = project.seats.get(part="vendor")
    stale = Seat.objects.get(pk=seat.pk)
    seats.end_seat(seat=seat, by=bearer)

    with pytest.raises(WrongState):
        seats.end_seat(seat=stale, by=bearer)
