"""Frozen dates as people read them; what is not a date is printed as it came."""

from datetime import date, datetime

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.timezone import get_default_timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

UNREAD = 30
_SHORT = {
    "fr": (
        "janv.",
        "févr.",
        "mars",
        "avr.",
        "mai",
        "juin",
        "juil.",
        "août",
        "sept.",
        "oct.",
        "nov.",
        "déc.",
    ),
    "en": (
        "Jan.",
        "Feb.",
        "March",
        "April",
        "May",
        "June",
        "July",
        "Aug.",
        "Sept.",
        "Oct.",
        "Nov.",
        "Dec.",
    ),
}


def parsed(text: str | None) -> date | datetime | None:
    """The date, or the moment in the company's zone, that a frozen text holds, if it holds one."""
    if not text:
        return None
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
        return moment.astimezone(get_default_timezone()) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        return None


def long_date(text: str | None, weekday: bool = False) -> str:
    """« 9 mars 2027 », « mardi 9 mars 2027 »."""
    day = parsed(text)
    if day is None:
        return (text or "")[:UNREAD]
    written = f"{_number(day)} {MONTHS[day.month]} {day.year}"
    return f"{WEEKDAYS[day.weekday()]} {written}" if weekday else written


def short_date(text: str | None, year: bool = True) -> str:
    """« 9 mars 2027 », « 12 oct. », for narrow columns and figures."""
    day = parsed(text)
    if day is None:
        return (text or "")[:UNREAD]
    month = _SHORT["fr" if _french() else "en"][day.month - 1]
    return f"{_number(day)} {month} {day.year}" if year else f"{_number(day)} {month}"


def month_name(text: str | None) -> str:
    """« sept. », for the foot of a column."""
    day = parsed(text)
    return _SHORT["fr" if _french() else "en"][day.month - 1] if day else ""


def long_month(text: str | None) -> str:
    """« juin 2026 »."""
    day = parsed(text)
    return f"{MONTHS[day.month]} {day.year}" if day else ""


def moment(text: str | None, zone: bool = False) -> str:
    """« 23 octobre 2026 à 16 h 18 », with its distance to UTC when asked."""
    instant = parsed(text)
    if not isinstance(instant, datetime):
        return long_date(text)
    hour = f"{instant.hour} h {instant:%M}" if _french() else f"{instant:%H:%M}"
    written = _("%(day)s à %(hour)s") % {"day": long_date(text), "hour": hour}
    return f"{written} (UTC{instant.isoformat()[-6:]})" if zone and instant.tzinfo else written


def _number(day: date) -> str:
    return "1er" if day.day == 1 and _french() else str(day.day)


def _french() -> bool:
    return (get_language() or "fr").startswith("fr")
