"""The portfolio for a spreadsheet: plain columns, and no cell that a spreadsheet would run."""

import csv
from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from governance.models import LevelCode
from governance.roles import Side, Voice
from projects.models import Project

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")
BYTE_ORDER_MARK = "\ufeff"
COLUMNS = (
    "key", "title", "kind__name", "level", "state", "health", "health_reason", "ball_side",
    "launch_on", "summary",
)  # fmt: skip


def neutral(value) -> str:
    """The text of a cell; what a spreadsheet would take for a formula becomes text."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_SIGNS) else text


class Echo:
    """A file that hands back what is written to it."""

    def write(self, value: str) -> str:
        return value


def lines(rows: QuerySet) -> Iterator[str]:
    """The sheet line by line, headings first, in the order of the list."""
    write = csv.writer(Echo(), delimiter=";").writerow
    yield BYTE_ORDER_MARK + write(headings())
    for row in rows.values_list(*COLUMNS).iterator(chunk_size=500):
        yield write([neutral(cell) for cell in cells(row)])


def headings() -> list[str]:
    """The names of the columns."""
    return [
        _("Référence"), _("Titre"), _("Nature"), _("Chemin"), _("État"), _("Santé"), _("Pourquoi"),
        _("Balle côté"), _("Chez"), _("Avant le"), _("Marketing"), _("Prestataire"), _("DSI"),
        _("Prochaine étape"), _("Prévue le"), _("Mise en ligne visée"),
    ]  # fmt: skip


def cells(row: tuple) -> list:
    """One project, from COLUMNS, with words in place of codes."""
    key, title, kind, level, state, health, reason, side, launch_on, summary = row
    ball = next(iter(summary.get("balls", ())), {})
    names = {seat["voice"]: seat["name"] for seat in summary.get("trio", ())}
    step = summary.get("next") or {}
    return [
        key,
        title,
        kind,
        LevelCode(level).label,
        Project.State(state).label,
        Project.Health(health).label,
        reason,
        Side(side).label if side else "",
        ball.get("holder"),
        day(ball.get("due_on")),
        *(names.get(voice) for voice in Voice.values),
        step.get("name"),
        day(step.get("due_on")),
        day(launch_on),
    ]


def day(value) -> str:
    """A day as spreadsheets sort it; nothing stays nothing."""
    if not value:
        return ""
    return (value if isinstance(value, date) else date.fromisoformat(value)).isoformat()
