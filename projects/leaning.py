"""What a project leans on, told for its map and its table. No query: rows are given."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance import markup, typography
from governance.models import Closure, System
from projects.drawing import Words, page_svg
from projects.heading import is_mine
from projects.mapping import SETTLED, draw
from projects.models import Dependency, Project
from projects.placing import PAGE, SMALL_PAGE, place

SIGNS = {
    "confirmed": ("check", "st-ok"),
    "conditional": ("flag-3", "st-warn"),
    "to_confirm": ("help-circle", "st-warn"),
    "refused": ("x", "st-ko"),
    "replaced": ("arrows-exchange", "st-open"),
}
STANDING = tuple(state for state in SIGNS if state != "replaced")


def told(dependency: Dependency) -> dict:
    """One dependency with its words, as map, table and cards print it."""
    row = {
        "id": dependency.pk,
        "system": dependency.system.name,
        "category": dependency.system.category,
        "nature": dependency.get_nature_display(),
        "direction": dependency.direction,
        "flow": flow(dependency.direction),
        "data": typography.french(dependency.data) or dependency.get_nature_display().lower(),
        "categories": carried(dependency.categories),
        "personal": carries_personal(dependency),
        "means": means(dependency),
        "environment": dependency.get_environment_display(),
        "volume": typography.french(dependency.volume),
        "state": dependency.state,
        "sign": sign(dependency),
        "word_of_state": word_of_state(dependency),
        "word": typography.french(dependency.word),
        "until": dependency.open_until,
        "step": dependency.needed_by_id,
        "url": reverse("projects:dependency", args=[dependency.pk]),
    }
    return row | {"said": said(row)}


def carries_personal(dependency: Dependency) -> bool:
    """Whether personal data goes through: the flow says it, else the sheet of the system."""
    if dependency.categories:
        return dependency.is_personal
    return dependency.system.personal_data == System.PersonalData.YES


def carried(chosen) -> list[str]:
    """Categories of data in words, in the order of the list."""
    return [str(category.label) for category in Dependency.Category if category.value in chosen]


def means(dependency: Dependency) -> str:
    """Through what: an interface that the system offers, else a protocol."""
    if dependency.interface_id:
        interface = dependency.interface
        return f"{interface.name} ({interface.get_protocol_display()})"
    return dependency.get_protocol_display() if dependency.protocol else ""


def said(row: dict) -> str:
    """The whole row in one line, for those who do not see the drawing."""
    parts = [
        row["system"],
        row["nature"],
        f"{row['flow']} {row['data']}",
        _("données personnelles") if row["personal"] else "",
        row["word_of_state"].lower(),
    ]
    return ", ".join(filter(None, parts))


def flow(direction: str) -> str:
    """Who gives data to whom, said before the data."""
    words = {
        "in": _("Le projet lit :"),
        "out": _("Le projet envoie :"),
        "both": _("Dans les deux sens :"),
    }
    return typography.french(words[direction])


def word_of_state(dependency: Dependency) -> str:
    """What the owner said, in a word; a dependency that left says whether another came."""
    words = {
        "confirmed": _("Confirmée"),
        "conditional": _("Sous conditions"),
        "to_confirm": _("À confirmer"),
        "refused": _("Refusée"),
        "replaced": _("Remplacée") if dependency.replaced_by_id else _("Retirée"),
    }
    return words[dependency.state]


def sign(dependency: Dependency):
    """The icon and the word of a state."""
    icon, tone = SIGNS[dependency.state]
    word = word_of_state(dependency)
    return format_html('<span class="st {}">{}{}</span>', tone, markup.icon(icon), word)


def map_of(project: Project, rows: list[dict], *, mini: bool = False) -> SafeString:
    """The drawing of what a project leans on now."""
    paper = SMALL_PAGE if mini else PAGE
    drawn = draw(rows, project.summary.get("path", []), most=paper.steps)
    days = {s["id"]: typography.short_day(date.fromisoformat(s["due_on"])) for s in drawn.steps}
    (sheet,) = place(drawn, paper, title=project.title, days={} if mini else days)
    words = Words(
        title=_("Carte des dépendances de « %(project)s »") % {"project": project.title},
        description=_(
            "%(count)s. Chaque système est un lien ; les colonnes sont les étapes du projet, "
            "la pointe d’une flèche dit où arrivent les données. Le tableau dit la même chose."
        )
        % {"count": headline(rows)},
        data=_("Données échangées"),
        personal=_("personnelles"),
        folded=folded_sentence,
        folded_url=reverse("projects:dependencies", args=[project.key]) + "?vue=tableau",
    )
    return page_svg(sheet, words, "carte")


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
    open_rows = [row for row in rows if row["state"] in ("to_confirm", "refused")]
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
