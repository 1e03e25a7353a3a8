"""Is the clock of this server believed? Asked before anything that only time decides."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from governance.models import JournalEntry

MOST_DRIFT = timedelta(minutes=5)


def is_trusted() -> bool:
    """Neither behind what was already written, nor away from the database's own clock."""
    now = timezone.now()
    last = JournalEntry.objects.order_by("-pk").values_list("recorded_at", flat=True).first()
    if last and last - now > MOST_DRIFT:
        return False
    return abs(database_now() - now) <= MOST_DRIFT


def database_now():
    """The hour on the database's server; on SQLite it is this one."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]
