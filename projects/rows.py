"""How a row of the portfolio is written: values ready to print, no query, no template logic."""

from datetime import date
from functools import cached_property, lru_cache

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from governance import markup, typography
from governance.models import Closure
from governance.roles import Side
from projects.heading import HEALTH_STATES, is_mine

AHEAD = ("todo", "now")
french = lru_cache(maxsize=4096)(typography.french)


class Writer:
    """Writes rows for one person, on one day; what repeats is computed once."""

    def __init__(self, user):
        self.user = user
        self.today = timezone.localdate()
        self.iso = self.today.isoformat()
        self.days: dict[str, str] = {}
        self.lateness: dict[str, int] = {}
        self.prefix, self.suffix = reverse("projects:project", args=["KEY"]).split("KEY")

    @cached_property
    def calendar(self):
        return Closure.cached_calendar()

    def words(self) -> dict:
        """What every row repeats: icons, labels and words, resolved once for the page."""
        return {
            "health": {kind: markup.state_word(s) for kind, s in HEALTH_STATES.items()},
            "nodes": {state: markup.step_node(state) for state in markup.STEP_WORDS},
            "steps": {state: str(word) for state, word in markup.STEP_WORDS.items()},
            "voices": {side: str(side.label) for side in Side},
            "shapes": {side.value: markup.voice_class(side) for side in Side},
            "clock": markup.icon("clock-exclamation", "sm"),
            "path": _("Chemin"),
            "whose": _("À qui de jouer :"),
            "mine": _("À vous"),
            "nobody": _("Rien à jouer"),
            "empty_seat": _("siège à pourvoir"),
        }

    def row(self, line: tuple) -> dict:
        """One project, from the columns of listing.COLUMNS."""
        _pk, key, title, kind, health, reason, launch_on, _updated, summary = line
        catch_up = _(", rattrapage") if summary.get("catch_up") else ""
        step = summary.get("next")
        return {
            "url": f"{self.prefix}{key}{self.suffix}",
            "title": french(title),
            "about": f"{key} · {kind}{catch_up}",
            "trio": summary.get("trio", ()),
            "health": health,
            "reason": french(reason),
            "path": markup.folded(self.step(step) for step in summary.get("path", ())),
            "ball": self.ball(summary.get("balls", ())),
            "next": french(step["name"]) if step else "",
            "next_on": self.day(step["due_on"]) if step else "",
            "launch": _("en ligne") if health == "live" else launch_day(launch_on),
        }

    def step(self, step: dict) -> dict:
        """One node of the path; a date that passed without the step is late."""
        state = step["state"]
        if state in AHEAD and str(step["due_on"]) < self.iso:
            state = "late"
        return {"kind": step["genre"], "state": state, "title": step["name"]}

    def ball(self, balls) -> dict | None:
        """The ball that shows: one's own first, else the most urgent, and how many more."""
        if not balls:
            return None
        mine = next((ball for ball in balls if is_mine(ball, self.user)), None)
        ball = mine or balls[0]
        return {
            "mine": mine is not None,
            "side": ball["side"],
            "holder": ball["holder"],
            "late": self.late(ball["due_on"]),
            "meta": self.meta(ball["due_on"]),
            "more": len(balls) - 1,
        }

    def meta(self, due_on: str) -> str:
        """« retard de 3 jours », or « avant mar. 13 oct. »."""
        if late := self.late(due_on):
            return _("retard de %(days)s") % {"days": typography.days(late)}
        return _("avant %(day)s") % {"day": self.day(due_on)}

    def late(self, due_on: str) -> int:
        """How many working days ago it was due; nought when it is not late."""
        due_on = str(due_on)
        if due_on >= self.iso:
            return 0
        if due_on not in self.lateness:
            since = date.fromisoformat(due_on)
            self.lateness[due_on] = self.calendar.between(since, self.today)
        return self.lateness[due_on]

    def day(self, iso: str) -> str:
        """« mar. 13 oct. », each day written once."""
        if iso not in self.days:
            self.days[iso] = typography.short_day(date.fromisoformat(str(iso)), self.today)
        return self.days[iso]


def launch_day(day: date) -> str:
    """« 9 mars 2027 », « 1er déc. 2026 »."""
    if not typography.speaks_french():
        return date_format(day, "j M Y")
    number = "1er" if day.day == 1 else day.day
    return f"{number}{typography.NBSP}{typography.MONTHS[day.month - 1]} {day.year}"
