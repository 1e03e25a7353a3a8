"""The end of the path: the project is in service."""

from django.db import transaction
from django.utils import timezone

from governance import journal
from projects import afterwards, portfolio
from projects.models import Milestone, Move, Project


@transaction.atomic
def put_live(*, project: Project, by) -> Project:
    """The bearer says that the project is in service: the steps before it are reached too."""
    journal.lock_chain()
    afterwards.follow(afterwards.GOING_LIVE, project, by=by)
    project.go_live(by=by)
    steps = project.milestones.filter(genre=Milestone.Genre.MILESTONE)
    for step in steps.exclude(state=Milestone.State.DONE):
        step.mark(Milestone.State.DONE, on=timezone.localdate())
    Move.close_for(project, Move.Kind.GO_LIVE, outcome="live")
    portfolio.refresh(project)
    return project
