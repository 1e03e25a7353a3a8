"""The end of the path: the project is in service."""

from django.db import transaction
from django.utils import timezone

from projects import portfolio
from projects.models import Milestone, Move, Project

LAUNCH = "launch"


@transaction.atomic
def put_live(*, project: Project, by) -> Project:
    """The bearer says that the project is in service: its last step is reached today."""
    project.go_live(by=by)
    for step in project.milestones.filter(ref=LAUNCH):
        step.mark(Milestone.State.DONE, on=timezone.localdate())
    Move.close_for(project, Move.Kind.GO_LIVE, outcome="live")
    portfolio.refresh(project)
    return project
