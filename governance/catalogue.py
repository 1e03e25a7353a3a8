"""The catalogue of systems, told: where each stands in its life, what it lacks, who comes next."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from governance import typography
from governance.models import System

ACTIVE, REPLACED, RETIRING, ARCHIVED = "active", "replaced", "retiring", "archived"
KINDS = {ACTIVE: "confirmed", REPLACED: "warn", RETIRING: "ko", ARCHIVED: "neutral"}
CONFIRM_MONTHS = 12


def life_of(system: System) -> str:
    """Where a system stands in its life."""
    if system.archived_at:
        return ARCHIVED
    if system.retires_on:
        return RETIRING
    return REPLACED if system.replaced_by_id else ACTIVE


def life_names() -> dict[str, str]:
    """The stages of a life, as the filter of the catalogue names them."""
    return {
        ACTIVE: _("En service"),
        REPLACED: _("En cours de remplacement"),
        RETIRING: _("S’arrête"),
        ARCHIVED: _("Archivés"),
    }


def life(system: System, today: date) -> dict:
    """A stage and its words: « S’arrête le jeu. 31 déc. »."""
    stage = life_of(system)
    words = {
        ACTIVE: lambda: _("En service"),
        REPLACED: lambda: _("En cours de remplacement"),
        RETIRING: lambda: retirement(system.retires_on, today),
        ARCHIVED: lambda: _("Archivé"),
    }
    return {"stage": stage, "kind": KINDS[stage], "word": words[stage]()}


def retirement(day: date, today: date) -> str:
    """« S’arrête le jeu. 31 déc. », « Arrêté depuis le jeu. 31 déc. »."""
    words = _("S’arrête le %(day)s") if day >= today else _("Arrêté depuis le %(day)s")
    return words % {"day": typography.short_day(day)}


def succession(system: System, heir: System | None) -> list[str]:
    """The names from a system to itself when its heir would make a circle; none when it is sound."""
    names, seen = [system.name], {system.pk}
    while heir is not None:
        names.append(heir.name)
        if heir.pk == system.pk:
            return names
        if heir.pk in seen:
            return []
        seen.add(heir.pk)
        heir = heir.replaced_by
    return []


def stale_since(today: date) -> date:
    """The day before which a confirmation is too old: twelve months ago."""
    try:
        return today.replace(year=today.year - CONFIRM_MONTHS // 12)
    except ValueError:  # 29 February
        return today.replace(year=today.year - CONFIRM_MONTHS // 12, day=28)


def is_stale(system: System, today: date) -> bool:
    """Whether what is written of a system was last said to be right more than a year ago."""
    if system.archived_at:
        return False
    said = system.confirmed_at
    return said is None or timezone.localdate(said) <= stale_since(today)


def missing(system: System, interfaces, *, by_flow: bool) -> list[str]:
    """What the next gates will ask of this system and that nobody wrote; nothing else."""
    found = []
    if system.active_owner is None:
        found.append(_("Personne n’en répond en propre : dites qui."))
    if system.personal_data == System.PersonalData.UNKNOWN:
        found.append(_("On ne sait pas s’il porte des données personnelles."))
    if by_flow and not open_interfaces(interfaces):
        found.append(_("Un projet échange des données avec lui, et aucune interface n’est dite."))
    return found


def open_interfaces(interfaces, today: date | None = None) -> list:
    """The interfaces that are not closed yet."""
    today = today or timezone.localdate()
    return [row for row in interfaces if row.ended_on is None or row.ended_on > today]


def freezes_ahead(freezes, today: date) -> list:
    """The freeze periods that are not over, and those of the last month."""
    return [row for row in freezes if row.ends_on >= today - timedelta(days=30)]
