"""What stands around the company's map: its headline, its filters, its legend, in words."""

from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance import typography
from governance.models import System, Team
from projects.company_map import MOST_COLUMNS, Asked, Sight, months_from
from projects.matrix import SIGNS, Lean
from projects.models import Dependency, Seat

ICONS = {"in": "arrow-left", "out": "arrow-right", "both": "arrows-left-right"}
STATE_ICONS = {"to_confirm": "help", "refused": "x"}
STATE_CLASSES = {"to_confirm": "to-confirm", "refused": "refused", "conditional": "on-terms"}


def sign_words(lean: Lean) -> str:
    """« le projet lit, confirmée »; what is not agreed says only that."""
    ways = {"in": _("le projet lit"), "out": _("le projet envoie"), "both": _("dans les deux sens")}
    states = {
        "confirmed": _("confirmée"),
        "conditional": _("confirmée sous conditions"),
        "to_confirm": _("à confirmer par le propriétaire"),
        "refused": _("refusée"),
    }
    return f"{ways[lean.direction]}, {states[lean.state]}"


def legend() -> list[dict]:
    """Every sign with its number, its words and what draws it."""
    return [
        {
            "number": n,
            "words": sign_words(lean),
            "icon": STATE_ICONS.get(lean.state, ICONS[lean.direction]),
            "css": STATE_CLASSES.get(lean.state, ""),
        }
        for n, lean in enumerate(SIGNS)
    ]


def headline(sight: Sight) -> str:
    """« 12 systèmes du catalogue, 8 projets. Un système s’arrête et deux projets y tiennent. »"""
    systems = [system for system in sight.systems if sight.counts[system.pk]]
    text = _("%(systems)s, %(projects)s.") % {
        "systems": counted_systems(len(systems)),
        "projects": counted_projects(len(sight.order)),
    }
    stopping = {system.pk for system in systems if system.retires_on or system.archived_at}
    if not stopping:
        return text
    held = len({project for system, project in sight.leans if system in stopping})
    stops = ngettext("%(n)s système s’arrête", "%(n)s systèmes s’arrêtent", len(stopping))
    holds = ngettext("%(n)s projet y tient encore", "%(n)s projets y tiennent encore", held)
    return _("%(text)s %(stops)s et %(holds)s.") % {
        "text": text,
        "stops": stops % {"n": in_words(len(stopping))},
        "holds": holds % {"n": in_words(held).lower()},
    }


def in_words(count: int) -> str:
    """« Un », « Deux »: how many systems or projects, both masculine."""
    return _("Un") if count == 1 else typography.count_in_words(count)


def counted_systems(count: int) -> str:
    """« 12 systèmes du catalogue »."""
    text = ngettext("%(n)s système du catalogue", "%(n)s systèmes du catalogue", count)
    return text % {"n": typography.number(count)}


def counted_projects(count: int) -> str:
    """« 8 projets »."""
    return ngettext("%(n)s projet", "%(n)s projets", count) % {"n": typography.number(count)}


def shown_columns(sight: Sight) -> dict:
    """Which projects are drawn, how many are not, and the way to the others."""
    total, most = len(sight.order), MOST_COLUMNS[sight.view] or len(sight.order)
    page, shown = sight.asked.page_number, len(sight.columns())
    first = (page - 1) * most
    if total <= most and page == 1:
        return {"sentence": _("%(all)s sur la carte.") % {"all": counted_projects(total)}}
    text = _("Projets %(first)s à %(last)s sur %(all)s, les plus reliés d’abord.")
    left = total - first - shown
    return {
        "sentence": text
        % {
            "first": typography.number(min(first + 1, total)),
            "last": typography.number(first + shown),
            "all": typography.number(total),
        },
        "previous_url": sight.asked.query(page=str(page - 1)) if page > 1 else "",
        "next_url": sight.asked.query(page=str(page + 1)) if left > 0 else "",
    }


def unused_sentence(sight: Sight) -> str:
    """« Personne ne s’appuie sur 12 systèmes du catalogue. »"""
    if not sight.unused:
        return ""
    return _("Personne ne s’appuie sur %(systems)s.") % {"systems": counted_systems(sight.unused)}


def segments(sight: Sight) -> list[dict]:
    """The three ways of drawing the same thing."""
    labels = {"carte": _("Carte"), "tableau": _("Tableau"), "temps": _("Dans le temps")}
    return [
        {"label": label, "url": sight.asked.query(view=view, page="") or "?", "current": view == sight.view}
        for view, label in labels.items()
    ]  # fmt: skip


def fields(asked: Asked, today: date) -> list[dict]:
    """The lists of choices above the map: two statements."""
    return [
        field("categorie", _("Catégorie"), _("Toutes"), categories(), asked.category),
        field("unite", _("Équipe du porteur"), _("Toutes"), units(), asked.unit),
        field("etat", _("Réponse"), _("Toutes"), states(), asked.state),
        field(
            "donnees",
            _("Données personnelles"),
            _("Avec ou sans"),
            [("oui", _("Avec")), ("non", _("Sans"))],
            asked.personal,
        ),
        field("periode", _("Au travail"), _("À toute date"), periods(today), asked.period),
        field(
            "projets",
            _("Projets"),
            _("En cours"),
            [("service", _("En service")), ("tous", _("En cours et en service"))],
            asked.scope,
        ),
    ]


def field(name: str, label: str, everything: str, choices, value: str) -> dict:
    """One list of choices, the first of which means no filter."""
    options = [{"value": "", "label": everything, "selected": not value}]
    options += [{"value": v, "label": str(text), "selected": v == value} for v, text in choices]
    return {"name": name, "label": label, "options": options}


def categories() -> list[tuple[str, str]]:
    rows = System.objects.in_use().order_by("category").values_list("category", flat=True)
    return [(name, name) for name in rows.distinct()]


def units() -> list[tuple[str, str]]:
    bearers = Seat.objects.filter(part=Seat.Part.BEARER, left_at=None).values("person__team")
    rows = Team.objects.filter(pk__in=bearers).order_by("name")
    return [(str(pk), name) for pk, name in rows.values_list("pk", "name")]


def states() -> list[tuple[str, str]]:
    return [choice for choice in Dependency.State.choices if choice[0] != Dependency.State.REPLACED]


def periods(today: date) -> list[tuple[str, str]]:
    """Soon, then each month of the coming year."""
    soon = [("4s", _("Dans les 4 semaines")), ("3m", _("Dans les 3 mois"))]
    return soon + [(f"{day:%Y-%m}", long_month(day)) for day in months_from(today)]


def long_month(day: date) -> str:
    """« novembre 2026 »."""
    name = date_format(day, "F")
    return f"{name.lower() if typography.speaks_french() else name} {day.year}"


def short_month(day: date) -> str:
    """« nov. »."""
    return typography.MONTHS[day.month - 1] if typography.speaks_french() else date_format(day, "M")


def asked_in_words(asked: Asked, today: date) -> str:
    """« CRM, À confirmer »: the filters in use, as their lists say them."""
    chosen = (
        option["label"]
        for one in fields(asked, today)
        for option in one["options"]
        if option["selected"] and option["value"]
    )
    return ", ".join(chosen)


def retirement(system: System) -> str:
    """« s’arrête le 31 déc. », or nothing."""
    if system.archived_at:
        return _("archivé")
    if not system.retires_on:
        return ""
    return _("s’arrête le %(day)s") % {"day": day_of(system.retires_on)}


def stop(system: System) -> str:
    """The same where there is little room: « arrêt 31 déc. »."""
    if system.archived_at or not system.retires_on:
        return retirement(system)
    day = typography.short_day(system.retires_on, today=system.retires_on)
    return _("arrêt %(day)s") % {"day": day.split(typography.NBSP, 1)[-1]}


def day_of(day: date) -> str:
    """« 31 déc. », without the day of the week."""
    return typography.short_day(day).split(typography.NBSP, 1)[-1]


def owner_of(system: System) -> str:
    """« Clients, Karim Haddad »."""
    return ", ".join(str(part) for part in (system.owner_team, system.owner) if part)


def map_url(view_page: str) -> str:
    """The address of one of the two maps."""
    names = {"matrix": "projects:company-map", "domains": "projects:domain-map"}
    return reverse(names[view_page])
