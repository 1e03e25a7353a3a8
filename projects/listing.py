"""The portfolio as a list: what is asked, one query, and what each row shows."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.cache import cache
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.http import Http404, QueryDict

from projects.models import Move, Project
from projects.search import words

PAGE = 50
FRAME_SECONDS = 60
RISK = ("watch", "trouble")
HEALTH_RANK = {"trouble": 0, "watch": 1, "good": 2, "live": 3}
CURSOR = re.compile(r"([0-3])\.(\d{1,17})\.(\d{1,18})", re.ASCII)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
COLUMNS = (
    "pk", "key", "title", "kind__name", "health", "health_reason", "launch_on", "updated_at",
    "summary__row",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; an unknown value finds nothing, it never shows everything."""

    query: str = ""
    health: str = ""
    side: str = ""
    level: str = ""
    kind: str = ""
    order: str = ""
    after: str = ""

    @classmethod
    def read(cls, params: QueryDict) -> "Asked":
        names = ("q", "sante", "balle", "chemin", "nature", "tri", "apres")
        return cls(*(params.get(name, "").replace("\0", "").strip()[:100] for name in names))

    def filters(self) -> dict[str, str]:
        """The filters in use, as the address writes them."""
        pairs = {
            "q": self.query,
            "sante": self.health,
            "balle": self.side,
            "chemin": self.level,
            "nature": self.kind,
        }
        return {name: value for name, value in pairs.items() if value}


def found(user, asked: Asked) -> QuerySet:
    """The projects asked for among those that this person may see, in order."""
    rows = within_reach(user)
    for word in words(asked.query):
        rows = rows.filter(search__contains=word)
    if asked.health:
        rows = rows.filter(health__in=RISK if asked.health == "risk" else [asked.health])
    if asked.side == "mine":
        rows = rows.filter(Exists(Move.objects.open().held_by(user).filter(project=OuterRef("pk"))))
    elif asked.side:
        rows = rows.filter(ball_side=asked.side)
    if asked.level:
        rows = rows.filter(level=asked.level)
    if asked.kind:
        rows = rows.filter(kind__slug=asked.kind)
    return ordered(rows, asked)


def within_reach(user) -> QuerySet:
    """The projects one may see, as a condition that joins nothing twice."""
    visible = Project.objects.visible_to(user)
    return Project.objects.filter(pk__in=visible.values("pk")) if user.is_guest else visible


def ordered(rows: QuerySet, asked: Asked) -> QuerySet:
    """The last that moved first; or those in trouble first."""
    if asked.order != "sante":
        return rows.order_by("-updated_at", "-pk")
    ranks = [When(health=health, then=Value(rank)) for health, rank in HEALTH_RANK.items()]
    return rows.annotate(rank=Case(*ranks)).order_by("rank", "-updated_at", "-pk")


def page(user, asked: Asked) -> tuple[list[tuple], str]:
    """The next fifty rows after the cursor, and the cursor of the page that follows."""
    rows = found(user, asked)
    if asked.after:
        rows = rows.filter(beyond(asked))
    lines = list(rows.values_list(*COLUMNS)[: PAGE + 1])
    if len(lines) <= PAGE:
        return lines, ""
    return lines[:PAGE], cursor(lines[PAGE - 1])


def cursor(line: tuple) -> str:
    """Where a page ends: health, instant of the last move and number of its last row."""
    micros = (line[7] - EPOCH) // timedelta(microseconds=1)
    return f"{HEALTH_RANK[line[4]]}.{micros}.{line[0]}"


def beyond(asked: Asked) -> Q:
    """What comes after a cursor, in the order asked; an address cut short is a lost page."""
    match = CURSOR.fullmatch(asked.after)
    if not match:
        raise Http404
    rank, micros, last = map(int, match.groups())
    moment = EPOCH + timedelta(microseconds=micros)
    later = Q(updated_at__lte=moment) & (Q(updated_at__lt=moment) | Q(pk__lt=last))
    if asked.order != "sante":
        return later
    return Q(rank__gt=rank) | (Q(rank=rank) & later)


def frame(user) -> list[tuple[str, str, str, str, int]]:
    """How many projects there are by kind, health and side: one query a minute for everybody."""
    key = f"portfolio:{user.pk if user.is_guest else 'all'}"
    return cache.get_or_set(key, lambda: _count(user), FRAME_SECONDS)


def _count(user) -> list[tuple[str, str, str, str, int]]:
    groups = within_reach(user).order_by("kind__position")
    groups = groups.values_list("kind__slug", "kind__name", "health", "ball_side")
    return list(groups.annotate(count=Count("pk")))
