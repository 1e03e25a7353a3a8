"""What the queue rings for on this floor."""

from celery import shared_task

from projects.models import Project
from projects.portfolio import refresh


@shared_task
def refresh_portfolio() -> int:
    """Bring what depends on the date alone (health, lateness) up to date; safe to run twice."""
    running = Project.objects.exclude(state__in=["live", "cancelled"])
    for project in running.iterator():
        refresh(project)
    return len(running)
