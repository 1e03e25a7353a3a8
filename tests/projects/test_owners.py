"""Who answers for the systems: fiches to confirm once a year, owners who left."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError
from django.utils import timezone

from governance import catalogue
from projects.actions.owners import follow_systems, pass_on
from projects.models import Move
from projects.tasks import follow_systems as follow_task
from tests.factories import (
    DependencyFactory,
    MoveFactory,
    PersonFactory,
    ProjectFactory,
    TeamFactory,
)
from tests.factories_house import SystemFactory

pytestmark = pytest.mark.django_db
Kind = Move.Kind


def leaned_on(**facts):
    """A system on which a running project leans."""
    system = SystemFactory(owned=True, **facts)
    DependencyFactory(system=system)
    return system


def said_right(days_ago):
    """A confirmation of some days ago."""
    return {
        "confirmed_at": timezone.now() - timedelta(days=days_ago),
        "confirmed_by": PersonFactory(),
    }


def balls(system, kind=Kind.CONFIRM_SYSTEM):
    return list(Move.objects.open().about(system, kind))


@pytest.mark.parametrize(("days", "asked"), [(0, False), (364, False), (366, True), (900, True)])
def test_fiche_is_confirmed_again_a_year_after(days, asked):
    system = leaned_on(**said_right(days))

    moved = follow_systems()

    assert (moved, len(balls(system))) == (int(asked), int(asked))


def test_ball_goes_once_to_the_owner_whatever_the_number_of_mornings():
    system = leaned_on()

    assert [follow_task(), follow_task(), follow_task()] == [1, 0, 0]

    (move,) = balls(system)
    assert (move.person, move.project, move.side) == (system.owner, None, "owner")
    assert move.title == f"Confirmer la fiche de {system}"
    assert move.get_absolute_url() == f"/systemes/{system.pk}/"


def test_ball_goes_to_the_team_when_nobody_owns():
    system = leaned_on()
    system.owner = None
    system.save()

    follow_systems()
    follow_systems()

    (move,) = balls(system)
    assert (move.person, move.team) == (None, system.owner_team)


@pytest.mark.parametrize("facts", [{"state": "cancelled"}, {"live": True}])
def test_only_systems_that_running_projects_lean_on_are_asked_about(facts):
    SystemFactory(owned=True)
    DependencyFactory(project=ProjectFactory(**facts))

    assert follow_systems() == 0


def test_archived_system_is_asked_nothing():
    leaned_on(archived_at=timezone.now(), archived_by=PersonFactory())

    assert follow_systems() == 0


@time_machine.travel(datetime(2028, 2, 29, 9))
def test_a_year_before_the_29th_of_february_is_the_28th():
    assert catalogue.stale_since(timezone.localdate()) == date(2027, 2, 28)


def test_owner_who_left_leaves_to_the_team_and_its_lead_names_another():
    """An owner who left: the team answers, a ball asks for a name."""
    lead = PersonFactory(it=True)
    system = leaned_on(**said_right(3))
    type(system.owner_team).objects.update(lead=lead)
    dependency = system.dependencies.get()
    asked = MoveFactory(
        project=dependency.project,
        kind="confirm_dependency",
        side="owner",
        person=system.owner,
        subject_label="projects.dependency",
        subject_id=dependency.pk,
    )
    leave(system)

    assert [follow_systems(), follow_systems()] == [1, 0]

    asked.refresh_from_db()
    assert (asked.person, asked.team) == (None, system.owner_team)
    (move,) = balls(system, Kind.NAME_OWNER)
    assert (move.person, move.title) == (lead, f"Nommer le propriétaire de {system}")


def leave(system):
    """The owner's account is closed."""
    system.owner.is_active = False
    system.owner.save()


def test_without_a_lead_a_steward_names_the_owner():
    steward = PersonFactory(steward=True)
    system = leaned_on(**said_right(3))
    leave(system)

    follow_systems()

    assert [move.person for move in balls(system, Kind.NAME_OWNER)] == [steward]


def test_without_anybody_the_team_is_asked():
    system = leaned_on(**said_right(3))
    leave(system)

    follow_systems()

    (move,) = balls(system, Kind.NAME_OWNER)
    assert (move.person, move.team) == (None, system.owner_team)
    assert [follow_systems(), len(balls(system, Kind.NAME_OWNER))] == [0, 1]


def test_one_system_that_goes_wrong_does_not_stop_the_others(monkeypatch):
    leaned_on()
    system = leaned_on()
    ask, seen = Move.open_for, []

    def open_for(*args, **facts):
        seen.append(args)
        if len(seen) == 1:
            raise RuntimeError("no")
        return ask(*args, **facts)

    monkeypatch.setattr(Move, "open_for", open_for)

    assert follow_systems() == 1
    assert len(balls(system)) == 1


def test_pass_on_leaves_closed_balls_and_other_systems_alone():
    system, other = leaned_on(), leaned_on()
    rows = [
        MoveFactory(
            project=dependency.project,
            kind="confirm_dependency",
            side="owner",
            person=dependency.system.owner,
            subject_label="projects.dependency",
            subject_id=dependency.pk,
            closed_at=closed,
        )
        for dependency, closed in (
            (system.dependencies.get(), timezone.now()),
            (other.dependencies.get(), None),
        )
    ]
    system.owner = PersonFactory(team=TeamFactory())

    assert pass_on(system) == 0
    assert [Move.objects.get(pk=row.pk).person for row in rows] == [row.person for row in rows]


def test_ball_without_a_project_is_about_a_system_or_nothing():
    with pytest.raises(IntegrityError):
        MoveFactory(project=None, subject_label="projects.project", subject_id=1)
