"""How dates, amounts and sentences are written. Pure functions, no database, no request."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
NBSP = "\u00a0"
NARROW = "\u202f"
WEEKDAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
MONTHS = (
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
)
COUNTS = (
    gettext_lazy("Une"),
    gettext_lazy("Deux"),
    gettext_lazy("Trois"),
    gettext_lazy("Quatre"),
    gettext_lazy("Cinq"),
    gettext_lazy("Six"),
    gettext_lazy("Sept"),
    gettext_lazy("Huit"),
    gettext_lazy("Neuf"),
)
UNITS = (
    "jours?|heures?|minutes?|semaines?|mois|ans?|h|min|o|ko|Mo|Go|janvier|février|mars|avril"
    "|mai|juin|juillet|août|septembre|octobre|novembre|décembre|janv|févr|avr|juil|sept|oct"
    "|nov|déc"
)
RULES = (
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r"\.\.\."), "…"),
    (re.compile(r"\b(janv|févr|avr|juil|sept|oct|nov|déc)\.\.(?!\.)"), r"\1."),
    (re.compile(r" +(?=[;!?])"), NARROW),
    (re.compile(r" +(?=[:%€»])"), NBSP),
    (re.compile(r"« +"), f"«{NBSP}"),
    (re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), NARROW),
    (re.compile(rf"(?<=\d) (?=(?:{UNITS})\b)"), NBSP),
    (re.compile(r"\b(lun|mar|mer|jeu|ven|sam|dim)\. (?=\d)"), rf"\1.{NBSP}"),
    (re.compile(r"\b([Pp]assage|[Vv]ersion|[Rr]ègle) (?=\d)"), rf"\1{NBSP}"),
)


def french(text) -> str:
    """The same sentence with the no-break spaces and the apostrophe of French."""
    text = str(text)
    for pattern, replacement in RULES:
        text = pattern.sub(replacement, text)
    return text


def visible(text: str) -> str:
    """The same text without zero-width, control and direction signs."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = ["".join(" " if s == "\t" else s for s in line if _is_seen(s)) for line in lines]
    return "\n".join(line.strip() for line in kept).strip()


def _is_seen(sign: str) -> bool:
    return sign == "\t" or unicodedata.category(sign) not in UNSEEN


def speaks_french() -> bool:
    """Whether the page is being written in French."""
    return (get_language() or "fr").startswith("fr")


def as_day(value) -> date:
    """The local day of an instant, or the day itself."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def _year(value: date, today: date | None) -> str:
    this_year = (today or timezone.localdate()).year
    return "" if value.year == this_year else f" {value.year}"


def _ordinal(number: int) -> str:
    return "1er" if number == 1 else str(number)


def short_day(value, today: date | None = None) -> str:
    """« mar. 13 oct. », with the year when it is another one."""
    day = as_day(value)
    if not speaks_french():
        return date_format(day, "D j M") + _year(day, today)
    text = f"{WEEKDAYS[day.weekday()]}{NBSP}{_ordinal(day.day)}{NBSP}{MONTHS[day.month - 1]}"
    return text + _year(day, today)


def long_day(value, today: date | None = None) -> str:
    """« mardi 13 octobre », with the year when it is another one."""
    day = as_day(value)
    if not speaks_french():
        return date_format(day, "l j F") + _year(day, today)
    month = date_format(day, "F").lower()
    return f"{date_format(day, 'l').lower()} {_ordinal(day.day)}{NBSP}{month}" + _year(day, today)


def moment(value, today: date | None = None) -> str:
    """« mar. 6 oct., 17 h 42 »."""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    if not speaks_french():
        return f"{short_day(value, today)}, {local:%H:%M}"
    return f"{short_day(value, today)}, {local.hour}{NBSP}h{NBSP}{local:%M}"


def hour(value, today: date | None = None) -> str:
    """« à 17 h 42 » today, « mar. 6 oct., 17 h 42 » on another day."""
    today = today or timezone.localdate()
    if as_day(value) != today:
        return moment(value, today)
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    shown = f"{local.hour}{NBSP}h{NBSP}{local:%M}" if speaks_french() else f"{local:%H:%M}"
    return _("à %(hour)s") % {"hour": shown}


def since_day(value, today: date | None = None) -> str:
    """« depuis aujourd’hui », « depuis hier », « depuis mar. 6 oct. »."""
    day, today = as_day(value), today or timezone.localdate()
    if day == today:
        return _("depuis aujourd’hui")
    if (today - day).days == 1:
        return _("depuis hier")
    return _("depuis %(day)s") % {"day": short_day(day, today)}


def working_days(count: int) -> str:
    """« 3 jours ouvrés »: the first time on a page."""
    text = ngettext("%(count)d jour ouvré", "%(count)d jours ouvrés", max(1, abs(count)))
    return french(text % {"count": count})


def days(count: int) -> str:
    """« 3 jours »: after the first time on a page."""
    text = ngettext("%(count)d jour", "%(count)d jours", max(1, abs(count)))
    return french(text % {"count": count})


def count_in_words(count: int) -> str:
    """« Trois », then figures from ten on."""
    return str(COUNTS[count - 1]) if 0 < count <= len(COUNTS) else str(count)


def number(value) -> str:
    """« 12 500 », « 2,4 »: as many decimals as there are, and no more than two."""
    amount = Decimal(str(value))
    text = f"{amount:,.0f}" if amount == amount.to_integral() else f"{amount:,.2f}".rstrip("0")
    if not speaks_french():
        return text
    return text.replace(",", NARROW).replace(".", ",")


def euros(value) -> str:
    """« 12 500 € » or « 12 500,50 € »."""
    amount = Decimal(str(value))
    text = f"{amount:,.0f}" if amount == amount.to_integral() else f"{amount:,.2f}"
    if not speaks_french():
        return f"€{text}"
    return text.replace(",", NARROW).replace(".", ",") + f"{NBSP}€"


def file_size(octets: int) -> str:
    """« 1,4 Mo », « 812 ko », « 40 octets »."""
    if octets < 1000:
        return ngettext("%(n)d octet", "%(n)d octets", max(1, octets)) % {"n": octets}
    for factor, unit in ((10**9, _("Go")), (10**6, _("Mo")), (10**3, _("ko"))):
        if octets >= factor:
            amount = octets / factor
            rounded = round(amount, 1) if amount < 10 else round(amount)
            return f"{number(rounded)}{NBSP}{unit}"
    raise ValueError("a size is a positive number of bytes")
