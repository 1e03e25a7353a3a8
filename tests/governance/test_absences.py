"""Who is away and who plays meanwhile: scenarios 21 to 23."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from governance.actions.absences import end_absence, note_absence
from governance.delegation import Away, chain_problem, stand_in, stand_ins
from governance.models import Absence, JournalEntry
from governance.verdicts import Incomplete, WrongState
from tests.factories import PersonFactory
from tests.factories_house import AbsenceFactory, VendorFactory

PAGE = reverse("governance:absences")
MONDAY, FRIDAY = date(2026, 10, 5), date(2026, 10, 9)


def away(person, delegate, first=MONDAY, last=FRIDAY):
    return Away(person, delegate, first, last)


@pytest.mark.parametrize(
    ("day", "who"),
    [
        (MONDAY - timedelta(days=1), None),
        (MONDAY, 2),
        (FRIDAY, 2),
        (FRIDAY + timedelta(days=1), None),
    ],
)
def test_a_delegate_plays_from_the_first_to_the_last_day(day, who):
    """Scenario 23: the end day counts."""
    assert stand_in(1, day, [away(1, 2)]) == who


@pytest.mark.parametrize(
    ("rows", "who"),
    [
        ([], None),
        ([away(1, None)], None),
        ([away(1, 2), away(2, 3)], 3),
        ([away(1, 2), away(2, 3), away(3, 4)], 4),
        ([away(1, 2), away(2, 3), away(3, 4), away(4, 5)], None),
        ([away(1, 2), away(2, 1)], None),
        ([away(1, 2), away(2, 3), away(3, 1)], None),
        ([away(1, 2), away(2, None)], None),
    ],
)
def test_the_chain_is_followed_three_steps_and_never_round(rows, who):
    """Scenario 22, at use."""
    assert stand_in(1, MONDAY, rows) == who


def test_several_people_at_once():
    assert stand_ins([1, 2, 9], MONDAY, [away(1, 2), away(2, 3)]) == {1: 3, 2: 3}


@pytest.mark.parametrize(
    ("new", "rows", "problem"),
    [
        (away(1, 2), [], ""),
        (away(1, None), [away(2, 1)], ""),
        (away(1, 2), [away(2, 1)], "loop"),
        (away(1, 2), [away(2, 3), away(3, 1)], "loop"),
        (away(1, 2), [away(2, 1, FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=3))], ""),
        (away(1, 2), [away(2, 3), away(3, 4)], ""),
        (away(1, 2), [away(2, 3), away(3, 4), away(4, 5)], "long"),
        (away(3, 4), [away(1, 2), away(2, 3), away(4, 5)], "long"),
    ],
)
def test_a_chain_that_cannot_be_kept(new, rows, problem):
    """Scenario 22, at saving."""
    assert chain_problem(new, rows) == problem


@pytest.fixture
def people(db):
    team = PersonFactory().team
    return [PersonFactory(team=team) for _ in range(3)]


def in_days(count):
    return timezone.localdate() + timedelta(days=count)


def note(person, delegate=None, *, first=1, last=5, by=None):
    return note_absence(
        person=person,
        delegate=delegate,
        starts_on=in_days(first),
        ends_on=in_days(last),
        by=by or person,
    )


def test_an_absence_is_kept_with_its_relay_and_its_trace(people):
    claire, karim, _ = people

    absence = note(claire, karim)

    assert (absence.person, absence.delegate) == (claire, karim)
    entry = JournalEntry.objects.get(verb="absence.noted")
    assert entry.facts["delegate"] == karim.name


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"first": 5, "last": 1}, "ends_on"),
        ({"first": -9, "last": -2}, "ends_on"),
        ({"first": 1, "last": 800}, "ends_on"),
    ],
)
def test_days_that_make_no_sense_are_refused(people, facts, field):
    with pytest.raises(Incomplete) as error:
        note(people[0], **facts)

    assert field in error.value.problems


def test_an_absence_under_way_may_be_noted_late(people):
    assert note(people[0], first=-2, last=1).pk


def test_two_absences_that_share_a_day_are_refused(people):
    note(people[0])

    with pytest.raises(Incomplete) as error:
        note(people[0], first=5, last=8)

    assert "starts_on" in error.value.problems


def test_a_relay_is_somebody_else_still_here_and_of_the_same_house(people):
    claire = people[0]
    others = [claire, PersonFactory(is_active=False), PersonFactory(guest=True)]

    for other in others:
        with pytest.raises(Incomplete) as error:
            note(claire, other)
        assert "delegate" in error.value.problems


def test_a_relay_that_goes_round_is_refused_at_saving(people):
    claire, karim, sophie = people
    note(claire, karim)
    note(karim, sophie)

    with pytest.raises(Incomplete) as error:
        note(sophie, claire, first=3, last=9)

    assert "delegate" in error.value.problems


def test_an_absence_to_come_is_forgotten_and_one_under_way_ends_yesterday(people):
    coming, running = note(people[0]), note(people[1], first=-3, last=3)

    end_absence(absence=coming, by=people[0])
    end_absence(absence=running, by=people[1])

    assert Absence.objects.get().ends_on == in_days(-1)
    with pytest.raises(WrongState):
        end_absence(absence=coming, by=people[0])


def test_nobody_keeps_the_absence_of_another_but_a_steward(people):
    steward = PersonFactory(steward=True)

    with pytest.raises(PermissionDenied):
        note(people[0], by=people[1])

    assert note(people[0], by=steward).pk


def test_the_page_notes_an_absence_and_keeps_what_was_typed(client, people):
    client.force_login(people[0])
    data = {"starts_on": in_days(1), "ends_on": in_days(2), "delegate": people[1].pk}

    wrong = client.post(PAGE, data | {"ends_on": in_days(-2)})
    right = client.post(PAGE, data, follow=True)

    assert wrong.status_code == 422
    assert f'value="{in_days(1):%Y-%m-%d}"' in wrong.content.decode()
    assert people[1].name in right.content.decode()
    assert Absence.objects.get().person == people[0]


def test_whom_one_stands_in_for_is_shown(client, people):
    note(people[0], people[1])
    client.force_login(people[1])

    html = client.get(PAGE).content.decode()

    assert people[0].name in html
    assert "Vous prenez le relais" in html


def test_a_steward_notes_the_absence_of_somebody_who_cannot(client, people):
    client.force_login(PersonFactory(steward=True))

    client.post(PAGE, {"person": people[2].pk, "starts_on": in_days(1), "ends_on": in_days(2)})

    assert Absence.objects.get().person == people[2]


def test_a_guest_sees_and_names_colleagues_of_their_own_company_only(client, people):
    vendor = VendorFactory()
    mehdi, yann = (PersonFactory(guest=True, vendor=vendor) for _ in range(2))
    stranger = PersonFactory(guest=True)
    AbsenceFactory(person=stranger, delegate=None)
    client.force_login(mehdi)

    html = client.get(PAGE).content.decode()

    assert yann.name in html
    assert stranger.name not in html
    assert people[0].name not in html
    theirs = Absence.objects.get()
    assert client.post(reverse("governance:absence-ending", args=[theirs.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_little_of_the_database(client, people, count, django_assert_max_num_queries):
    client.force_login(PersonFactory(steward=True))
    for number in range(count):
        note(people[number], first=number, last=number)

    with django_assert_max_num_queries(8):
        assert client.get(PAGE).status_code == 200
