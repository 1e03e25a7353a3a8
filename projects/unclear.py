"""A topic that nobody could answer: who clears it, before which step. Pure, no query."""

from datetime import date

from django.utils.translation import gettext as _

from governance import typography
from governance.roles import Voice
from projects.models import Project, ProjectTopic


def is_unclear(row: ProjectTopic) -> bool:
    """Whether a topic still waits for somebody to clear it."""
    return row.unclear and row.state == ProjectTopic.State.OPEN


def unclear_words(row: ProjectTopic, project: Project) -> str:
    """« À éclaircir : Claire (marketing), avant la réunion de cadrage, jeu. 3 déc. »"""
    facts = {"who": owner_words(row, project), "step": step_words(row, project)}
    if not facts["step"]:
        return _("À éclaircir : %(who)s") % facts
    return _("À éclaircir : %(who)s, avant %(step)s") % facts


def owner_words(row: ProjectTopic, project: Project) -> str:
    """« Claire (marketing) », or the voice alone while its chair is empty."""
    voice = row.voice or Voice.VENDOR
    label = str(Voice(voice).label)
    label = label if voice == Voice.IT else label.lower()
    alone = {
        Voice.BEARER: _("le marketing"),
        Voice.VENDOR: _("le prestataire"),
        Voice.IT: _("la DSI"),
    }
    lines = {line["voice"]: line for line in project.summary.get("trio", ())}
    name = lines.get(voice, {}).get("name", "").split(" ")[0]
    return f"{name} ({label})" if name else alone[Voice(voice)]


def step_words(row: ProjectTopic, project: Project) -> str:
    """« la réunion de cadrage, jeu. 3 déc. »"""
    path = {step["id"]: step for step in project.summary.get("path", ())}
    step = path.get(row.needed_by_id)
    if step is None:
        return ""
    named = _("la validation « %(name)s »") if step["genre"] == "gate" else _("« %(name)s »")
    name = named % {"name": step["name"]}
    if step["ref"] == "scoping":
        name = _("la réunion de cadrage")
    day = date.fromisoformat(str(step["due_on"]))
    return f"{name}, {typography.short_day(day)}"


def cleared_words(row: ProjectTopic) -> str:
    """« Éclairci par Claire Martin, lun. 23 nov. »"""
    if not row.clarified_at:
        return ""
    facts = {"name": row.clarified_by.name, "day": typography.short_day(row.clarified_at)}
    return _("Éclairci par %(name)s, %(day)s") % facts
