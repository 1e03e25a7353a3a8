"""The ladder of reminders: which rungs of a ball are due, and to whom. Pure.

A rung is counted in working days from the due day of the ball. What was missed is not sent
again and again: of the rungs that somebody missed, only the last one leaves. Nobody else hears
of a ball before whoever holds it was reminded of it, on an earlier day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from governance.working_days import Calendar

HOLDER, HAND = "holder", "hand-"
MOST_AT_ONCE = 2  # more rungs than that at once: the clock jumped, or nobody swept for days
CATCH_UP_DAYS = 20  # how long after the last rung a ball that was never swept is still looked at


@dataclass(frozen=True)
class Rung:
    """When, counted in working days after the due day (negative: before), and to whom."""

    code: str
    days: int
    audience: str
    label: str = ""
    urgent: bool = False
    stops: bool = False
    in_use: bool = True


@dataclass(frozen=True)
class Ladder:
    """The whole policy, in the order of its days."""

    rungs: tuple[Rung, ...]

    @classmethod
    def of(cls, rungs: Iterable[Rung]) -> "Ladder":
        """A policy from its rungs, in any order."""
        return cls(tuple(sorted(rungs, key=lambda rung: (rung.days, rung.code))))

    @property
    def live(self) -> list[Rung]:
        """The rungs in use, none after the one that stops."""
        kept = []
        for rung in self.rungs:
            if rung.in_use:
                kept.append(rung)
                if rung.stops:
                    break
        return kept

    def window(self, calendar: Calendar, today: date) -> tuple[date, date] | None:
        """The due days, first and last, of the balls that a sweep must look at today."""
        live = self.live
        if not live:
            return None
        first = calendar.add(today, -max(live[-1].days, 0) - CATCH_UP_DAYS)
        return first, calendar.add(today, max(-live[0].days, 0))

    def codes_of(self, audience: str) -> set[str]:
        """The rungs of an audience, those put aside included."""
        return {rung.code for rung in self.rungs if rung.audience == audience}

    def days_of(self, code: str) -> int | None:
        """When a rung leaves; rungs put aside are known too, for they may have left."""
        return next((rung.days for rung in self.rungs if rung.code == code), None)

    def last_days(self, codes: Iterable[str]) -> int | None:
        """The latest of the rungs that left already."""
        known = [days for code in codes if (days := self.days_of(code)) is not None]
        return max(known, default=None)

    def for_holder(self, late: int, left: Iterable[str]) -> Rung | None:
        """The reminder that the holder of a ball is due, given those that left for this day."""
        missed = self.missed(late, HOLDER, left)
        return missed[-1] if missed else None

    def for_others(self, late: int, left: dict[str, set[str]]) -> list[Rung]:
        """The escalations due, by audience that somebody answers for: `left` says what left."""
        missed = [rung for name, codes in left.items() for rung in self.missed(late, name, codes)]
        missed.sort(key=lambda rung: (rung.days, rung.code))
        if len(missed) > MOST_AT_ONCE:
            return missed[-1:]
        return list({rung.audience: rung for rung in missed}.values())

    def missed(self, late: int, audience: str, left: Iterable[str]) -> list[Rung]:
        """The rungs of an audience that are due and did not leave."""
        last = self.last_days(left)
        return [
            rung
            for rung in self.live
            if rung.audience == audience
            and rung.days <= late
            and (last is None or rung.days > last)
        ]


@dataclass(frozen=True)
class Tomorrow:
    """What a policy would send on the next working day: balls, gathered messages, escalations."""

    balls: int
    digests: int
    escalations: int


def problems(rungs: Iterable[Rung]) -> list[str]:
    """Why a policy cannot be kept, in sentences; none when it can."""
    live = sorted((rung for rung in rungs if rung.in_use), key=lambda rung: (rung.days, rung.code))
    found = []
    places = [(rung.days, rung.audience) for rung in live]
    if len(set(places)) < len(places):
        found.append(_("Deux relances partent le même jour vers les mêmes personnes."))
    holders = [rung for rung in live if rung.audience == HOLDER]
    if not holders:
        found.append(_("Il faut au moins une relance à qui tient la balle."))
    elif live[0].audience != HOLDER:
        found.append(_("La première relance va à qui tient la balle, avant toute remontée."))
    stops = [rung for rung in live if rung.stops]
    if len(stops) > 1:
        found.append(_("Une seule relance est la dernière."))
    if stops and stops[0].days < live[-1].days:
        found.append(_("La dernière relance vient après toutes les autres."))
    return found


def hour_has_come(now: datetime, hour: time, zone: str) -> bool:
    """Whether it is that hour or later, on the clock of the wall where a person is."""
    return now.astimezone(ZoneInfo(zone)).time() >= hour


def day_there(now: datetime, zone: str) -> date:
    """The date where a person is."""
    return now.astimezone(ZoneInfo(zone)).date()


def by_hand(day: date) -> str:
    """The rung of a reminder that somebody sends by hand: one a day."""
    return f"{HAND}{day:%Y%m%d}"


def is_by_hand(code: str) -> bool:
    """Whether a reminder was sent by hand."""
    return code.startswith(HAND)
