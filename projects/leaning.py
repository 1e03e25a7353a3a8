"""What a project leans on, told for its map and its table. No query: rows are given."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance import markup, typography
from governance.models import Closure
from projects.heading import is_mine
from projects.mapping import SETTLED, draw
from projects.models import Dependency, Project

SIGNS = {
    "confirmed": ("check", "st-ok"),
    "conditional": ("flag-3", "st-warn"),
    "to_confirm": ("help-circle", "st-warn"),
    "refused": ("x", "st-ko"),
}
CLASSES = {"to_confirm": "to-confirm", "refused": "refused"}
ARROWS = {"in": "in", "out": "out", "both": "out in"}


def told(dependency: Dependency) -> dict:
    """One dependency with its words, as map, table and cards print it."""
    return {
        "id": dependency.pk,
        "system": dependency.system.name,
        "category": dependency.system.category,
        "nature": dependency.get_nature_display(),
        "direction": dependency.get_direction_display(),
        "arrow": ARROWS[dependency.direction],
        "flow": flow(dependency.direction),
        "data": typography.french(dependency.data) or dependency.get_nature_display().lower(),
        "state": dependency.state,
        "css": CLASSES.get(dependency.state, ""),
        "sign": sign(dependency.state),
        "word": typography.french(dependency.word),
        "step": dependency.needed_by_id,
        "url": reverse("projects:dependency", args=[dependency.pk]),
    }


def flow(direction: str) -> str:
    """Who gives data to whom, said before the data."""
    words = {
        "in": _("Le projet lit :"),
        "out": _("Le projet envoie :"),
        "both": _("Dans les deux sens :"),
    }
    return typography.french(words[direction])


def sign(state: str):
    """The icon and the word of a state."""
    words = {
        "confirmed": _("Confirmée"),
        "conditional": _("Sous conditions"),
        "to_confirm": _("À confirmer"),
        "refused": _("Refusée"),
    }
    icon, tone = SIGNS[state]
    return format_html('<span class="st {}">{}{}</span>', tone, markup.icon(icon), words[state])


def map_context(project: Project, rows: list[dict], *, mini: bool = False) -> dict:
    """Everything that templates/rows/depmap.html prints."""
    drawn = draw(rows, project.summary.get("path", []))
    return {
        "map": drawn,
        "mini": mini,
        "title": _("Le projet") if mini else project.title,
        "data_label": _("Données échangées"),
        "days": {
            s["id"]: typography.short_day(date.fromisoformat(s["due_on"])) for s in drawn.steps
        },
        "folded": {lane.name: folded_sentence(lane.folded) for lane in drawn.lanes if lane.folded},
    }


def folded_sentence(count: int) -> str:
    """« et 4 autres, confirmées »."""
    text = ngettext("et %(n)d autre, confirmée", "et %(n)d autres, confirmées", count)
    return text % {"n": count}


def with_steps(project: Project, rows: list[dict]) -> list[dict]:
    """The same rows with the name of the step that needs each."""
    names = {step["id"]: step["name"] for step in project.summary.get("path", ())}
    return [{**row, "step_name": names.get(row["step"], _("Mise en ligne"))} for row in rows]


def headline(rows: list[dict]) -> str:
    """« Neuf dépendances, sept confirmées »."""
    total = len(rows)
    if not total:
        return _("Aucune dépendance déclarée")
    settled = sum(row["state"] in SETTLED for row in rows)
    text = ngettext("%(n)s dépendance", "%(n)s dépendances", total)
    text = text % {"n": typography.count_in_words(total)}
    if settled == 0:
        return text + _(", aucune confirmée")
    more = ngettext(", %(n)s confirmée", ", %(n)s confirmées", settled)
    return text + more % {"n": typography.count_in_words(settled).lower()}


def waiting(project: Project, rows: list[dict], user) -> list[dict]:
    """Those that still ask for somebody, each with its ball."""
    balls = {ball["url"]: ball for ball in project.summary.get("balls", ())}
    open_rows = [row for row in rows if row["state"] not in SETTLED]
    return [{**row, "ball": chip(balls.get(row["url"]), user)} for row in open_rows]


def chip(ball: dict | None, user):
    """Who has the ball of a dependency, as a chip."""
    if ball is None:
        return markup.ball_chip()
    due_on, today = date.fromisoformat(ball["due_on"]), timezone.localdate()
    late = Closure.cached_calendar().between(due_on, today) if due_on < today else 0
    return markup.ball_chip(
        ball["holder"], ball["side"], mine=is_mine(ball, user), due=due_on, late=late
    )
