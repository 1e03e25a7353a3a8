"""Is the house able to serve? The database, its shape, and how old the oldest work is."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from governance.certificates import seal_state
from governance.models import Job, Notice

LATE_SECONDS = 600


def readiness() -> dict:
    """What answers and what does not; `ready` is false when a page could not be served."""
    try:
        pending = pending_migrations()
        age = queue_age()
    except DatabaseError:
        return {"ready": False, "database": "down"}
    return {
        "ready": not pending,
        "database": "up",
        "pending_migrations": pending,
        "queue_age_seconds": age,
        "queue": "late" if age > LATE_SECONDS else "moving",
        **seal_state(),
    }


def pending_migrations() -> int:
    """How many migrations the code has and the database has not."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def queue_age() -> int:
    """Seconds since the oldest job or e-mail that nobody took in hand was asked for."""
    waiting = [model.objects.free(timezone.now()).order_by("created_at") for model in (Job, Notice)]
    first = [rows.values_list("created_at", flat=True).first() for rows in waiting]
    oldest = min((moment for moment in first if moment), default=None)
    return int((timezone.now() - oldest).total_seconds()) if oldest else 0
