"""How a row of the portfolio is written: values ready to print, no query, no template logic.

What repeats from row to row and from page to page (a trio, a path, a ball) is drawn once and kept.
"""

from datetime import date
from functools import cached_property, lru_cache

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from governance import markup, typography
from governance.models import Closure
from projects.heading import HEALTH_STATES

AHEAD = ("todo", "now")
KEPT = 4096
french = lru_cache(maxsize=KEPT)(typography.french)


class Writer:
    """Writes rows for one person, on one day."""

    def __init__(self, user):
        self.user = user
        self.language = get_language()
        self.today = timezone.localdate()
        self.iso = self.today.isoformat()
        self.lateness: dict[str, int] = {}
        self.health = {kind: markup.state_word(state) for kind, state in HEALTH_STATES.items()}
        self.address, self.ending = reverse("projects:project", args=["KEY"]).split("KEY")
        self.catch_up, self.live = _(", rattrapage"), _("en ligne")

    @cached_property
    def calendar(self):
        return Closure.cached_calendar()

    def row(self, line: tuple) -> tuple:
        """One project, from the columns of listing.COLUMNS, in the order of rows/portfolio.html."""
        _pk, key, title, kind, health, reason, launch_on, _updated, known = line
        known = known or {}
        live, language = health == "live", self.language
        step = ("", "") if live else known.get("next") or ("", "")
        return (
            f"{self.address}{key}{self.ending}",
            french(title),
            f"{key} · {kind}{self.catch_up if known.get('catch_up') else ''}",
            trio(language, tuple(map(tuple, known.get("trio", ())))),
            french(reason),
            self.health[health],
            path(language, tuple(self.step(live, *step) for step in known.get("path", ()))),
            self.ball(known.get("balls", ())),
            french(step[0]),
            day_words(language, step[1], self.today.year),
            self.live if live else launch_words(language, launch_on),
        )

    def step(self, live: bool, kind: str, state: str, title: str, due_on: str) -> tuple:
        """One node of the path; a date that passed without the step is late."""
        late = state in AHEAD and due_on < self.iso and not live
        return kind, "late" if late else state, title

    def ball(self, balls):
        """The ball that shows: one's own first, else the most urgent, and how many more."""
        if not balls:
            return chip(self.language)
        mine = next((ball for ball in balls if self.holds(*ball[2:4])), None)
        side, holder, _person, _team, due_on = mine or balls[0]
        late, more = self.late(due_on), len(balls) - 1
        facts = (holder, side, mine is not None, due_on, late, more, self.today.year)
        return chip(self.language, *facts)

    def holds(self, person, team) -> bool:
        """Whether a ball is this person's, their team's included when nobody took it."""
        return person == self.user.pk if person else bool(team) and team == self.user.team_id

    def late(self, due_on: str) -> int:
        """How many working days ago it was due; nought when it is not late."""
        if due_on >= self.iso:
            return 0
        if due_on not in self.lateness:
            since = date.fromisoformat(due_on)
            self.lateness[due_on] = self.calendar.between(since, self.today)
        return self.lateness[due_on]


@lru_cache(maxsize=KEPT)
def trio(language: str, seats: tuple):
    """The three voices as small shapes; an empty chair is dashed."""
    return format_html_join("", "{}", ((face(voice, name),) for voice, name in seats))


def face(voice: str, name: str):
    """One voice, or its empty chair."""
    if name:
        return markup.avatar(name, voice, "xs")
    label = _("%(voice)s, siège à pourvoir") % {"voice": markup.voice_word(voice)}
    drawn = '<span class="avatar avatar-xs avatar-empty" role="img" aria-label="{}"></span>'
    return format_html(drawn, label)


@lru_cache(maxsize=KEPT)
def path(language: str, steps: tuple):
    """The nodes of a path."""
    known = [{"kind": kind, "state": state, "title": title} for kind, state, title in steps]
    return markup.path_mini(known)


@lru_cache(maxsize=KEPT)
def chip(language: str, holder="", side="", mine=False, due_on="", late=0, more=0, year=0):
    """Who has the ball, until when or late by how much."""
    due = day_words(language, due_on, year)
    return markup.ball_chip(holder, side, mine=mine, due=due, late=late, more=more)


@lru_cache(maxsize=KEPT)
def day_words(language: str, iso: str, year: int) -> str:
    """« mar. 13 oct. », with the year when it is another one."""
    return typography.short_day(date.fromisoformat(iso), date(year, 1, 1)) if iso else ""


@lru_cache(maxsize=KEPT)
def launch_words(language: str, day: date) -> str:
    """« 9 mars 2027 », « 1er déc. 2026 »."""
    if not typography.speaks_french():
        return date_format(day, "j M Y")
    number = "1er" if day.day == 1 else day.day
    return f"{number}{typography.NBSP}{typography.MONTHS[day.month - 1]} {day.year}"
