"""The catalogue as a list: what is asked, what is found, what each row says."""

from dataclasses import astuple, dataclass
from datetime import datetime, time
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import catalogue
from governance.models import System, Team
from projects.collisions import LEANS
from projects.impact import STANDING, leaned_on
from projects.models import Dependency

PAGE = 50
NAMES = ("q", "categorie", "equipe", "donnees", "vie", "revoir", "page")
PersonalData = System.PersonalData


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; an unknown value finds nothing, it never shows everything."""

    query: str = ""
    category: str = ""
    team: str = ""
    data: str = ""
    life: str = ""
    review: str = ""
    page: str = ""

    @classmethod
    def read(cls, params: QueryDict) -> "Asked":
        return cls(*(params.get(name, "").replace("\0", "").strip()[:100] for name in NAMES))

    @property
    def filtered(self) -> bool:
        """Whether anything but the page is asked."""
        return any((self.query, self.category, self.team, self.data, self.life, self.review))


def found(asked: Asked) -> QuerySet:
    """The systems asked for, by category, then in the order of the catalogue."""
    rows = System.objects.filter(in_life(asked.life), about_data(asked.data))
    for word in asked.query.split()[:8]:
        named = Q(name__icontains=word) | Q(nature__icontains=word) | Q(owner__name__icontains=word)
        rows = rows.filter(named | Q(owner_team__name__icontains=word))
    if asked.category:
        rows = rows.filter(category=asked.category)
    if asked.team:
        rows = rows.filter(owner_team__slug=asked.team)
    if asked.review:
        rows = rows.filter(to_review())
    joined = rows.select_related("owner", "owner_team", "replaced_by")
    return joined.annotate(leaning=how_many()).order_by("category", "number")


def in_life(stage: str) -> Q:
    """A stage of a life as a condition; without one, whatever is not archived."""
    conditions = {
        "": Q(archived_at=None),
        catalogue.ACTIVE: Q(archived_at=None, retires_on=None, replaced_by=None),
        catalogue.REPLACED: Q(archived_at=None, retires_on=None, replaced_by__isnull=False),
        catalogue.RETIRING: Q(archived_at=None, retires_on__isnull=False),
        catalogue.ARCHIVED: Q(archived_at__isnull=False),
    }
    return conditions.get(stage, Q(pk=None))


def about_data(data: str) -> Q:
    """With personal data of any sort, without, or nobody knows."""
    conditions = {
        "": Q(),
        "avec": ~Q(personal_data__in=[PersonalData.NONE, PersonalData.UNKNOWN]),
        "sans": Q(personal_data=PersonalData.NONE),
        "inconnu": Q(personal_data=PersonalData.UNKNOWN),
    }
    return conditions.get(data, Q(pk=None))


def to_review() -> Q:
    """The fiches to confirm: old, or never confirmed, while a running project leans on them."""
    last = datetime.combine(catalogue.stale_since(timezone.localdate()), time.max)
    old = Q(confirmed_at=None) | Q(confirmed_at__lte=timezone.make_aware(last))
    return old & leaned_on() & Q(archived_at=None)


def how_many():
    """How many projects lean on a system, as a column of the list."""
    rows = Dependency.objects.filter(
        system=OuterRef("pk"), state__in=LEANS, project__state__in=STANDING
    )
    counted = rows.order_by().values("system").annotate(n=Count("project", distinct=True))
    return Coalesce(Subquery(counted.values("n")), Value(0))


def page_of(asked: Asked) -> dict:
    """Fifty rows and where they stand among all; the category of each before its first row."""
    pages = Paginator(found(asked), PAGE)
    page = pages.get_page(asked.page)
    today = timezone.localdate()
    rows = [row_of(system, today) for system in page]
    before = address(asked, page.previous_page_number()) if page.has_previous() else ""
    after = address(asked, page.next_page_number()) if page.has_next() else ""
    return {"rows": rows, "total": pages.count, "previous_url": before, "next_url": after}


def address(asked: Asked, page: int) -> str:
    """The address of another page of the same list."""
    values = astuple(asked)[:-1]
    params = {name: value for name, value in zip(NAMES, values, strict=False) if value}
    return "?" + urlencode(params | {"page": page})


def row_of(system: System, today) -> dict:
    """One system as its row says it."""
    return {
        "system": system,
        "life": catalogue.life(system, today),
        "old": bool(system.leaning) and catalogue.is_stale(system, today),
        "left": system.owner_id is not None and system.active_owner is None,
    }


def categories(chosen: str) -> tuple[list[dict], int]:
    """Every category of the catalogue in use with its number of systems, and the total."""
    rows = System.objects.in_use().order_by("category").values_list("category")
    counted = list(rows.annotate(n=Count("pk")))
    lines = [{"name": name, "count": n, "current": name == chosen} for name, n in counted]
    return lines, sum(n for _name, n in counted)


def fields(asked: Asked) -> list[dict]:
    """The selects above the list."""
    teams = Team.objects.filter(systems__archived_at=None, systems__isnull=False).distinct()
    by_team = [(team.slug, team.name) for team in teams.order_by("name")]
    data = [
        ("avec", _("Avec données personnelles")),
        ("sans", _("Sans")),
        ("inconnu", _("À préciser")),
    ]
    review = [("1", _("À confirmer"))]
    return [
        select("equipe", _("Équipe"), _("Toutes"), by_team, asked.team),
        select("donnees", _("Données"), _("Toutes"), data, asked.data),
        select("vie", _("Vie"), _("Au catalogue"), catalogue.life_names().items(), asked.life),
        select("revoir", _("Fiche"), _("Toutes"), review, asked.review),
    ]


def select(name: str, label: str, every: str, options, chosen: str) -> dict:
    """One select with what is chosen."""
    rows = [("", every), *options]
    return {
        "name": name,
        "label": label,
        "options": [{"value": v, "label": w, "selected": v == chosen} for v, w in rows],
    }
