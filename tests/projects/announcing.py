"""Situations: projects that lean on a system around their launch."""

from datetime import timedelta

from django.utils import timezone

from projects import portfolio
from tests.factories import DependencyFactory, MilestoneFactory, ProjectFactory


def day(count):
    """A day from today."""
    return timezone.localdate() + timedelta(days=count)


def leaning_on(system, launch=60, **facts):
    """A staffed project that works on a system until its launch, that many days from today."""
    project = ProjectFactory(staffed=True, launch_on=day(launch), **facts)
    for ref in ("acceptance", "launch"):
        MilestoneFactory(project=project, ref=ref, due_on=project.launch_on)
    DependencyFactory(project=project, system=system)
    portfolio.refresh(project)
    return project
