"""The detail beside the company's map: a system and who leans on it, or one meeting of the two."""

from datetime import date

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import typography
from governance.models import FreezePeriod, System
from projects import company_words as words
from projects import leaning
from projects.company_map import Asked, look
from projects.models import Dependency, Project, SystemAnnouncement

LISTED = 40
SYSTEM_PAGE = "projects:system"


def system_panel(user, system: System, asked: Asked) -> dict:
    """What one must know of a system: its owner, its life, who leans on it and when."""
    today = timezone.localdate()
    alone = Asked(scope=asked.scope or "tous", system=str(system.pk))
    sight = look(user, alone, today=today)
    signs = words.legend()
    rows = [
        {
            "line": sight.lines[pk],
            "sign": signs[sight.leans[system.pk, pk].sign],
            "when": when(sight.lines[pk], today),
            "url": reverse("projects:map-cell", args=[system.pk, pk]),
        }
        for pk in sorted(sight.lines, key=lambda pk: sight.lines[pk].launch_on)
    ]
    return {
        "system": system,
        "owner": words.owner_of(system),
        "life": life_of(system, today),
        "rows": rows[:LISTED],
        "more": len(rows) - LISTED if len(rows) > LISTED else 0,
        "count_words": words.counted_projects(len(rows)),
        "focus_url": reverse("projects:company-map") + f"?systeme={system.pk}",
        "page_url": page_of(system),
    }


def when(line, today: date) -> str:
    """« au travail du 30 nov. au 18 déc. », « en service »."""
    if line.window is None:
        return _("en service")
    if line.window.ends_on < today:
        return _("mise en ligne prévue le %(day)s, passée") % {
            "day": words.day_of(line.window.ends_on)
        }
    return _("au travail du %(first)s au %(last)s") % {
        "first": words.day_of(line.window.starts_on),
        "last": words.day_of(line.window.ends_on),
    }


def life_of(system: System, today: date) -> list[str]:
    """Its end, its heir, what its owner announces and when nothing may be released."""
    told = []
    if stops := words.retirement(system):
        told.append(stops)
    if system.replaced_by:
        told.append(_("remplacé par %(system)s") % {"system": system.replaced_by})
    coming = SystemAnnouncement.objects.filter(system=system, withdrawn_at=None)
    coming = coming.filter(starts_on__gte=today).order_by("starts_on")[:2]
    for row in coming:
        fact = {"kind": row.get_kind_display(), "day": words.day_of(row.starts_on)}
        told.append(_("%(kind)s annoncé pour le %(day)s") % fact)
    frozen = FreezePeriod.objects.filter(system=system, ends_on__gte=today)
    for row in frozen.order_by("starts_on")[:2]:
        told.append(
            _("aucune mise en ligne du %(first)s au %(last)s (%(label)s)")
            % {
                "first": words.day_of(row.starts_on),
                "last": words.day_of(row.ends_on),
                "label": row.label,
            }
        )
    return [typography.french(sentence) for sentence in told]


def page_of(system: System) -> str:
    """The page of the catalogue, where there is one."""
    try:
        return reverse(SYSTEM_PAGE, args=[system.pk])
    except NoReverseMatch:
        return ""


def cell_panel(user, system: System, project: Project) -> dict:
    """Every dependency of one project to one system, with its answer."""
    rows = Dependency.objects.filter(project=project, system=system)
    rows = rows.exclude(state=Dependency.State.REPLACED).select_related("system")
    return {
        "system": system,
        "project": project,
        "owner": words.owner_of(system),
        "rows": [leaning.told(row) for row in rows.order_by("nature")],
        "system_url": reverse("projects:map-system", args=[system.pk]),
    }
