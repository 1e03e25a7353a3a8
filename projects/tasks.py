"""What the queue rings for on this floor."""

from celery import shared_task

from projects import portfolio


@shared_task
def refresh_portfolio() -> int:
    """Bring what depends on the date alone (health, lateness) up to date; safe to run twice."""
    return portfolio.rebuild_all()
