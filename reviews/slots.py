"""Which date suits the three voices, and what is known of the days on offer. Pure.

A voice says yes, if needed or no to each date. Three yes fix a date at once; once the three have
answered everything, the date with the most yes and without any no wins, then the earliest.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum

from django.utils.translation import gettext as _

from governance import typography
from governance.roles import Voice
from governance.working_days import Calendar

FIRST_HOUR, LAST_HOUR = time(8), time(19)
USUAL_HOURS = (time(10), time(14, 30))
MOST_OPEN = 12
SUGGESTED = 6
LOOKED_AT = 30  # working days in which suggestions are looked for
ANSWER_DAYS = 2
YES, IF_NEEDED, NO = "yes", "if_needed", "no"


@dataclass(frozen=True, slots=True)
class Offer:
    """A date on offer, with what each voice says of it."""

    pk: int
    starts_at: datetime
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def yes(self) -> int:
        return sum(value == YES for value in self.answers.values())

    @property
    def suits(self) -> bool:
        """Whether the three voices can come."""
        return set(self.answers) == set(Voice.values) and NO not in self.answers.values()


class Ending(Enum):
    """Where the choice of a date stands."""

    WAIT = "wait"
    FIX = "fix"
    NONE_SUITS = "none_suits"
    SEAT_EMPTY = "seat_empty"


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody of the three voices who is not there, and who plays for them."""

    name: str
    starts_on: date
    ends_on: date
    delegate: str = ""


@dataclass(frozen=True, slots=True)
class Frozen:
    """Days on which a system that the project leans on accepts no release."""

    label: str
    system: str
    starts_on: date
    ends_on: date


def ending(offers: Sequence[Offer], voices: Iterable[str]) -> tuple[Ending, Offer | None]:
    """What the answers lead to; `voices` are those whose seat is held."""
    held = set(voices)
    certain = [offer for offer in offers if offer.suits and offer.yes == len(Voice)]
    if certain:
        return Ending.FIX, min(certain, key=lambda offer: offer.starts_at)
    if not offers or any(not held <= set(offer.answers) for offer in offers):
        return Ending.WAIT, None
    if held != set(Voice.values):
        return Ending.SEAT_EMPTY, None
    best = best_of(offers)
    return (Ending.FIX, best) if best else (Ending.NONE_SUITS, None)


def best_of(offers: Iterable[Offer]) -> Offer | None:
    """The date that suits the three: the most yes first, then the earliest."""
    fit = [offer for offer in offers if offer.suits]
    return min(fit, key=lambda offer: (-offer.yes, offer.starts_at)) if fit else None


def slot_problem(
    starts_at: datetime, minutes: int, calendar: Calendar, now: datetime
) -> dict[str, str]:
    """Why a meeting cannot start then: the field at fault and its sentence; nothing when it can.

    A meeting takes place on a working day to come, between 8 h and 19 h in Paris.
    """
    end = starts_at + timedelta(minutes=minutes)
    if starts_at <= now:
        day = typography.long_day(starts_at)
        return {
            "day": _("Le %(day)s à cette heure est passé. Choisissez un jour à venir.")
            % {"day": day}
        }
    if not calendar.is_working(starts_at.date()):
        day = typography.long_day(starts_at)
        return {"day": _("Le %(day)s n’est pas un jour ouvré.") % {"day": day}}
    if starts_at.time() < FIRST_HOUR or end.time() > LAST_HOUR or end.date() != starts_at.date():
        return {
            "hour": _(
                "Les trois voix se voient entre 8 h et 19 h ; celle-ci durerait %(minutes)d minutes."
            )
            % {"minutes": minutes}
        }
    return {}


def day_notes(day: date, absences: Iterable[Away], freezes: Iterable[Frozen]) -> list[str]:
    """What is good to know of a day before offering it: who is away, which systems are frozen."""
    told = [away_words(row) for row in absences if row.starts_on <= day <= row.ends_on]
    told += [frozen_words(row) for row in freezes if row.starts_on <= day <= row.ends_on]
    return told


def away_words(row: Away) -> str:
    """« Sophie Marchand est absente du 19 au 23 octobre ; Julien Faure prend le relais. »"""
    facts = {"name": row.name, "delegate": row.delegate, "dates": span(row.starts_on, row.ends_on)}
    if row.delegate:
        return _("Absence de %(name)s %(dates)s ; %(delegate)s peut prendre le relais.") % facts
    return _("Absence de %(name)s %(dates)s, sans délégué.") % facts


def frozen_words(row: Frozen) -> str:
    """« Période de gel de CRM Verdier du 20 au 27 novembre : soldes. »"""
    facts = {
        "system": row.system,
        "label": row.label,
        "dates": span(row.starts_on, row.ends_on),
    }
    if row.system:
        return _("Période de gel de %(system)s %(dates)s : %(label)s.") % facts
    return _("Période de gel de tous les systèmes %(dates)s : %(label)s.") % facts


def span(first: date, last: date) -> str:
    """« le 19 octobre », « du lun. 19 oct. au ven. 23 oct. »."""
    if first == last:
        return _("le %(day)s") % {"day": typography.short_day(first)}
    told = {"first": typography.short_day(first), "last": typography.short_day(last)}
    return _("du %(first)s au %(last)s") % told


def suggestions(
    calendar: Calendar, now: datetime, minutes: int, absences: Sequence[Away], taken: set[datetime]
) -> list[datetime]:
    """The next dates to offer: nobody is away, and the voices have the time to answer.

    `now` is in the time zone of the meeting; `taken` are the dates already on offer.
    """
    found: list[datetime] = []
    day = calendar.add(now.date(), ANSWER_DAYS)
    for _step in range(LOOKED_AT):
        day = calendar.add(day, 1)
        if any(row.starts_on <= day <= row.ends_on for row in absences):
            continue
        for hour in USUAL_HOURS:
            start = datetime.combine(day, hour, tzinfo=now.tzinfo)
            fits = not slot_problem(start, minutes, calendar, now)
            if fits and start not in taken and len(found) < SUGGESTED:
                found.append(start)
    return found
