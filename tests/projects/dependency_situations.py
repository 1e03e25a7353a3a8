"""Situations around a dependency, for the tests that change, reuse or answer it."""

from datetime import timedelta

from django.utils import timezone

from governance.roles import Role
from projects import portfolio
from projects.actions.dependencies import answer_dependency, declare_dependency
from projects.models import Dependency
from tests.factories import ProjectFactory, SystemFactory, TeamFactory, member

CARRIED = ["identity", "contact"]


def owned_system(**facts):
    """A system of somebody of a team of IT."""
    return SystemFactory(owned=True, owner_team=TeamFactory(side="it"), **facts)


def declared(project=None, system=None, **facts) -> Dependency:
    """A dependency that a bearer just declared: its owner has the ball."""
    project = project or ProjectFactory(staffed=True)
    portfolio.refresh(project)
    facts = {"direction": "in", "data": "comptes", "categories": CARRIED} | facts
    return declare_dependency(
        project=project,
        system=system or owned_system(),
        nature="data_flow",
        by=member(project, Role.BEARER),
        **facts,
    )


def confirmed(state="confirmed", word="", open_until=None, **facts) -> Dependency:
    """A dependency that its owner answered."""
    row = declared(**facts)
    return answer_dependency(
        dependency=row, state=state, word=word, open_until=open_until, by=row.system.owner
    )


def bearer_of(row: Dependency):
    """Who carries the project of a dependency."""
    return member(row.project, Role.BEARER)


def in_days(count: int):
    """A day from today."""
    return timezone.localdate() + timedelta(days=count)
