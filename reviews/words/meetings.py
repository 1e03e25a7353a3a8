"""How the dates of a meeting are said."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from governance import typography
from reviews.models import ScopingMeeting


def meeting_when(meeting: ScopingMeeting) -> str:
    """« mardi 13 octobre, de 10 h 00 à 10 h 45 »."""
    start, end = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    told = {"day": typography.long_day(start), "start": clock(start), "end": clock(end)}
    return _("%(day)s, de %(start)s à %(end)s") % told


def clock(moment: datetime) -> str:
    """« 10 h 05 », without the day."""
    if typography.speaks_french():
        return f"{moment.hour} h {moment:%M}"
    return f"{moment:%H:%M}"


def slot_when(starts_at: datetime) -> str:
    """« mardi 13 octobre à 10 h 00 »."""
    start = timezone.localtime(starts_at)
    told = {"day": typography.long_day(start), "hour": clock(start)}
    return _("%(day)s à %(hour)s") % told
