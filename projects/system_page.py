"""What the page of a system shows: its life, its interfaces, its projects, what is announced."""

from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import catalogue, typography
from governance.models import FreezePeriod, System
from projects import agreements, impact, leaning
from projects.agreements import Collision
from projects.announced import sentence_of
from projects.impact import Lean
from projects.models import CollisionNote, Dependency

MOST_LEANS = 50


def page_of(system: System, today: date, *, may_keep: bool) -> dict:
    """Everything of the page."""
    interfaces, leans = list(system.interfaces.all()), impact.leaning_on(system)
    by_flow = any(
        row.nature == Dependency.Nature.DATA_FLOW
        for lean in leans
        if not lean.is_live
        for row in lean.dependencies
    )
    leaned = any(not lean.is_live for lean in leans)
    freezes = FreezePeriod.objects.filter(Q(system=system) | Q(system=None))
    return {
        "system": system,
        "life": catalogue.life(system, today),
        "replaces": list(system.replaces.all()),
        "interfaces": interfaces,
        "freezes": catalogue.freezes_ahead(freezes.select_related("announcement"), today),
        "leans": [lean_line(lean) for lean in leans[:MOST_LEANS]],
        "leaning": len(leans),
        "more": max(len(leans) - MOST_LEANS, 0),
        "pairs": pairs(system, leans),
        "announcements": announcements(system, today),
        "missing": catalogue.missing(system, interfaces, by_flow=by_flow) if may_keep else [],
        "stale": leaned and catalogue.is_stale(system, today),
        "owner_left": system.owner_id is not None and system.active_owner is None,
        "may_keep": may_keep,
        "today": today,
    }


def lean_line(lean: Lean) -> dict:
    """A project with each way in which it leans on the system."""
    return {
        "project": lean.project,
        "live": lean.is_live,
        "window": lean.window,
        "rows": [dependency_line(row) for row in lean.dependencies],
    }


def dependency_line(row: Dependency) -> dict:
    """One dependency: direction, data, state, before which step."""
    step = row.needed_by
    return {
        "url": reverse("projects:dependency", args=[row.pk]),
        "nature": row.get_nature_display(),
        "flow": leaning.flow(row.direction),
        "data": typography.french(row.data) or row.get_nature_display().lower(),
        "sign": leaning.sign(row),
        "personal": leaning.carries_personal(row),
        "step": step.name if step else _("Mise en ligne"),
        "due_on": step.due_on if step else row.ends_on or row.project.launch_on,
    }


def announcements(system: System, today: date) -> list[dict]:
    """What was announced, the last first, with how many projects answered."""
    rows = system.announcements.select_related("announced_by", "withdrawn_by").annotate(
        hit=Count("reaches"),
        answered=Count("reaches", filter=Q(reaches__answered_at__isnull=False)),
    )
    found = []
    for row in rows.order_by("-announced_at", "-pk")[:20]:
        row.system = system
        over = (row.ends_on or row.starts_on) < today
        found.append({"row": row, "title": sentence_of(row), "over": over})
    return found


def pairs(system: System, leans: list[Lean]) -> list[dict]:
    """The projects that cross on this system, with what they agreed."""
    found = agreements.pairs_on(leans)
    if not found:
        return []
    notes = CollisionNote.objects.filter(system=system, other__isnull=False)
    notes = list(notes.select_related("noted_by", "system", "project", "other"))
    for pair in found:
        one, other, shared = pair["one"], pair["other"], pair["shared"]
        mine = [note for note in notes if one.pk in (note.project_id, note.other_id)]
        row = Collision(other.key, other.title, (system.name,), shared)
        note = agreements.on_project(mine, other.key, row)
        pair["agreed"] = note and agreements.told_note(note)
        pair["url"] = reverse("projects:collision", args=[one.key, other.key])
    return found


def confirmed_words(system: System) -> str:
    """« Fiche confirmée par Karim Haddad, mar. 6 oct. »."""
    if system.confirmed_at is None:
        return _("Personne n’a encore confirmé cette fiche.")
    day = timezone.localdate(system.confirmed_at)
    facts = {"name": system.confirmed_by, "day": typography.short_day(day)}
    return _("Fiche confirmée par %(name)s le %(day)s.") % facts
