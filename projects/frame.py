"""What stands around the rows of the portfolio: filters, quick views, counts in a sentence."""

from dataclasses import replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance import typography
from governance.models import Kind, LevelCode
from governance.roles import Side
from projects.listing import RISK, Asked
from projects.models import Project


def around(asked: Asked, groups: list[tuple], shown: int, following: str) -> dict:
    """Everything but the rows, from what is asked and the counted groups."""
    total = sum(group[4] for group in groups)
    address = reverse("projects:portfolio")
    return {
        "asked": asked,
        "address": address,
        "headline": headline(groups),
        "fields": fields(asked, groups),
        "views": views(asked, groups, address),
        "sentence": sentence(asked, shown, total, following),
        "active": "" if shown else active_filters(asked, groups),
        "is_empty": total == 0,
        "first_url": with_query(address, replace(asked, after="")) if asked.after else "",
        "next_url": with_query(address, replace(asked, after=following)) if following else "",
        "export_url": with_query(reverse("projects:portfolio-export"), replace(asked, after="")),
        "query": urlencode(asked.filters()),
        "sort_url": with_query(address, toggled(asked)),
        "by_health": asked.order == "sante",
    }


def headline(groups: list[tuple]) -> str:
    """« 8 projets en cours, 1 en service. Quatre demandent de l’attention. »"""
    live = sum(group[4] for group in groups if group[2] == "live")
    risky = sum(group[4] for group in groups if group[2] in RISK)
    running = sum(group[4] for group in groups) - live
    if not running and not live:
        return _("Aucun projet pour l’instant.")
    text = ngettext("%(n)s projet en cours", "%(n)s projets en cours", running)
    text = text % {"n": typography.number(running)}
    if live:
        text += _(", %(n)s en service") % {"n": typography.number(live)}
    if risky:
        wanting = ngettext("%(n)s demande de l’attention", "%(n)s demandent de l’attention", risky)
        known = typography.count_in_words(risky) if risky < 10 else typography.number(risky)
        text += ". " + wanting % {"n": known}
    return text + "."


def fields(asked: Asked, groups: list[tuple]) -> list[dict]:
    """The four lists of choices beside the search field."""
    kinds = list(dict.fromkeys((slug, name) for slug, name, *_rest in groups))
    healths = [(health.value, health.label) for health in reversed(Project.Health)]
    healths = [("risk", _("À risque")), *healths]
    sides = [("mine", _("Chez vous")), *Side.choices]
    return [
        field("sante", _("Santé"), _("Toutes"), healths, asked.health),
        field("balle", _("Balle côté"), _("Tous"), sides, asked.side),
        field("chemin", _("Chemin"), _("Tous"), LevelCode.choices, asked.level),
        field("nature", _("Nature"), _("Toutes"), kinds, asked.kind),
    ]


def field(name: str, label: str, everything: str, choices, value: str) -> dict:
    """One list of choices, the first of which means no filter."""
    options = [{"value": "", "label": everything, "selected": not value}]
    options += [{"value": v, "label": str(text), "selected": v == value} for v, text in choices]
    return {"name": name, "label": label, "options": options}


def views(asked: Asked, groups: list[tuple], address: str) -> list[dict]:
    """The quick views: sets of filters with a name and, where it is known, a count."""
    total = sum(group[4] for group in groups)
    risky = sum(group[4] for group in groups if group[2] in RISK)
    at_it = sum(group[4] for group in groups if group[3] == Side.IT)
    at_bearer = sum(group[4] for group in groups if group[3] == Side.BEARER)
    current = asked.filters()
    known = (
        (_("Tous les projets"), total, {}),
        (_("À risque"), risky, {"sante": "risk"}),
        (_("Balle chez vous"), None, {"balle": "mine"}),
        (_("Balle à la DSI"), at_it, {"balle": Side.IT.value}),
        (_("Balle au marketing"), at_bearer, {"balle": Side.BEARER.value}),
    )
    return [
        {
            "label": label if count is None else f"{label}, {typography.number(count)}",
            "url": f"{address}?{urlencode(filters)}" if filters else address,
            "current": filters == current,
        }
        for label, count, filters in known
    ]


def sentence(asked: Asked, shown: int, total: int, following: str) -> str:
    """« 9 projets sur 9 », without counting what was not asked for."""
    if not following and not asked.after:
        text = ngettext("%(n)s projet sur %(all)s", "%(n)s projets sur %(all)s", shown)
    elif asked.filters():
        text = ngettext("%(n)s projet affiché", "%(n)s projets affichés", shown)
    else:
        text = ngettext(
            "%(n)s projet affiché, sur %(all)s", "%(n)s projets affichés, sur %(all)s", shown
        )
    return text % {"n": typography.number(shown), "all": typography.number(max(total, shown))}


def active_filters(asked: Asked, groups: list[tuple]) -> str:
    """« À risque, DSI, Express »: the filters in use in words, the search apart."""
    chosen = (
        option["label"]
        for field in fields(asked, groups)
        for option in field["options"]
        if option["selected"] and option["value"]
    )
    return ", ".join(chosen)


def chosen(asked: Asked) -> list[dict[str, str]]:
    """The filters in use, each with its words, the search first: what a printed portfolio says of itself."""
    names = Kind.objects.filter(slug=asked.kind).values_list("slug", "name") if asked.kind else []
    groups = [(slug, name, "", "", 0) for slug, name in names]
    told = [{"name": "q", "value": asked.query, "label": f"« {asked.query} »"}]
    return (told if asked.query else []) + [
        {"name": field["name"], "value": option["value"], "label": option["label"]}
        for field in fields(asked, groups)
        for option in field["options"]
        if option["selected"] and option["value"]
    ]


def toggled(asked: Asked) -> Asked:
    """The same filters in the other order."""
    return replace(asked, order="" if asked.order == "sante" else "sante", after="")


def with_query(address: str, asked: Asked) -> str:
    """An address with its filters, its order and its page."""
    pairs = {**asked.filters(), "tri": asked.order, "apres": asked.after}
    query = urlencode({name: value for name, value in pairs.items() if value})
    return f"{address}?{query}" if query else address
