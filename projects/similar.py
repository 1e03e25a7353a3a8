"""Projects that look like the one being typed: titles compared by trigrams, on both databases.

PostgreSQL counts them itself where pg_trgm is installed; elsewhere Python does, on recent titles.
"""

from functools import cache

from django.db import connection, models
from django.db.models import Q
from django.db.models.functions import Lower

from governance.typography import visible
from projects.models import KnownChoice, Project, ProjectTopic
from projects.search import plain

LIKENESS = 0.3  # the threshold of pg_trgm
SHORTEST = 3
MOST = 4
RECENT = 2000


class Similarity(models.Func):
    """How alike two texts are for pg_trgm, from 0 to 1."""

    function = "similarity"
    output_field = models.FloatField()


def similar_projects(user, title: str, *, apart_from: int | None = None) -> list[Project]:
    """The projects one may see whose title looks like this one, the closest first."""
    title = " ".join(visible(title).split())
    if len(title) < SHORTEST:
        return []
    rows = Project.objects.visible_to(user).exclude(state=Project.State.CANCELLED)
    if apart_from:
        rows = rows.exclude(pk=apart_from)
    found = _by_database(rows, title) if has_trigrams() else _by_python(rows, title)
    return list(found)


def namesake(user, title: str, *, apart_from: int | None = None) -> Project | None:
    """A project one may see that has this very title already, whatever its capitals."""
    if not title:
        return None
    live = Project.objects.visible_to(user).exclude(state=Project.State.CANCELLED)
    return live.filter(title__iexact=title).exclude(pk=apart_from).first()


def known_choices(user, kind: str, projects: list[Project]) -> list[ProjectTopic]:
    """What IT already validated on these projects, then on others of the same kind."""
    rows = ProjectTopic.objects.visible_to(user).filter(state=ProjectTopic.State.VALIDATED)
    rows = rows.select_related("project", "topic").order_by("topic__position", "-project_id")
    near = list(rows.filter(project__in=projects)[:MOST])
    if len(near) < MOST and kind:
        alike = rows.filter(project__kind__slug=kind).exclude(project__in=projects)
        near += alike[: MOST - len(near)]
    return near


def admitted(kind: str) -> list[KnownChoice]:
    """The known choices that a project of this kind may take over, before anything else."""
    rows = KnownChoice.objects.usable().filter(Q(kinds=None) | Q(kinds__slug=kind or None))
    return list(rows.select_related("topic", "source").distinct()[:MOST])


def _by_database(rows, title: str):
    likeness = Similarity(Lower("title"), models.Value(title.lower()))
    rows = rows.annotate(likeness=likeness).filter(likeness__gte=LIKENESS)
    return rows.order_by("-likeness", "-pk")[:MOST]


def _by_python(rows, title: str) -> list[Project]:
    wanted = trigrams(title)
    titles = rows.order_by("-pk").values_list("pk", "title")[:RECENT]
    marked = [(likeness(wanted, trigrams(other)), pk) for pk, other in titles]
    best = sorted((mark for mark in marked if mark[0] >= LIKENESS), reverse=True)[:MOST]
    projects = rows.in_bulk([pk for _mark, pk in best])
    return [projects[pk] for _mark, pk in best]


def trigrams(text: str) -> frozenset[str]:
    """The groups of three letters of a text's words, padded as pg_trgm does."""
    letters = "".join(sign if sign.isalnum() else " " for sign in plain(text))
    padded = [f"  {word} " for word in letters.split()]
    return frozenset(word[n : n + 3] for word in padded for n in range(len(word) - 2))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of their groups that two texts have in common, from 0 to 1."""
    return len(one & other) / len(one | other) if one and other else 0.0


def has_trigrams() -> bool:
    """Whether the database compares titles itself."""
    return connection.vendor == "postgresql" and _installed(connection.settings_dict["NAME"])


@cache
def _installed(name: str) -> bool:
    """Asked once per database: an extension does not come and go."""
    with connection.cursor() as cursor:
        cursor.execute("select 1 from pg_extension where extname = 'pg_trgm'")
        return cursor.fetchone() is not None
