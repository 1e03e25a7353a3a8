"""The weeks that a committee report looks back on: a month, a quarter, half a year, a year."""

from calendar import monthrange
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class Period(models.TextChoices):
    """How far back; a quarter when nobody chooses."""

    MONTH = "month", _("Un mois")
    QUARTER = "quarter", _("Un trimestre")
    HALF = "half", _("Un semestre")
    YEAR = "year", _("Un an")


MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF: 6, Period.YEAR: 12}


def started(period: str, today: date) -> date:
    """The same day so many months before; the last of a month that is too short for it."""
    months = today.year * 12 + today.month - 1 - MONTHS[Period(period)]
    year, month = divmod(months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def months_from(first: date, today: date) -> list[date]:
    """The first day of each month, from that of a day to that of another."""
    start, end = (day.year * 12 + day.month - 1 for day in (first, today))
    return [date(place // 12, place % 12 + 1, 1) for place in range(start, end + 1)]
