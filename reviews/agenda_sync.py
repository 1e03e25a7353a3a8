"""How the points of a meeting follow what is open on the project, and keep what people did. Pure.

A point that nobody touched is computed again: its words, its minutes, its owner and its rank. One
that somebody arranged keeps its minutes, its owner and its rank; one that was spoken of keeps
everything. What is settled and untouched leaves. The round table stays last.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from reviews.agenda import CLOSING, USUAL_MINUTES, AgendaLine, shared_out, total_minutes

HERE = "agenda"
COMPUTED = ("topic:", "dependencies", "own:", "backlog:")


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a meeting, as it is kept or about to be."""

    key: str
    title: str
    minutes: int
    why: str = ""
    mark: str = ""
    ground: str = ""
    topic_id: int | None = None
    owner_id: int | None = None
    pk: int | None = None
    place: str = HERE
    edited: bool = False
    spoken: bool = False

    @property
    def words(self) -> tuple:
        """What is read of it."""
        return self.title, self.why, self.mark, self.ground

    @property
    def is_kept(self) -> bool:
        """Whether people have had a hand in it: it does not move by itself."""
        return self.edited or self.spoken


@dataclass(frozen=True, slots=True)
class Plan:
    """The agenda as it should be, and what that changes."""

    points: tuple[Point, ...]
    came: tuple[Point, ...] = ()
    left: tuple[Point, ...] = ()
    changed: tuple[Point, ...] = ()

    @property
    def minutes(self) -> int:
        return total_minutes(self.points)

    @property
    def news(self) -> int:
        """How many points came, left, or say something else."""
        return len(self.came) + len(self.left) + len(self.changed)


def plan_agenda(
    points: Sequence[Point], lines: Sequence[AgendaLine], usual: int = USUAL_MINUTES
) -> Plan:
    """Bring the points of a meeting, in their order, to what is open now."""
    points = with_keys(points, lines)
    away = {point.key for point in points if point.place != HERE}
    here = {point.key: point for point in points if point.place == HERE}
    wanted = [line for line in lines if line.key not in away]
    kept = {key: followed(point, wanted) for key, point in here.items() if point.is_kept}
    free = [computed(line, here.get(line.key)) for line in wanted if line.key not in kept]
    free = timed(free, usual - total_minutes(kept.values()))
    order = closing_last(placed(free, list(here), kept))
    found = {point.key for point in order}
    return Plan(
        points=tuple(order),
        came=tuple(point for point in order if point.pk is None),
        left=tuple(point for point in here.values() if point.key not in found),
        changed=tuple(
            point for point in order if point.pk and point.words != here[point.key].words
        ),
    )


def with_keys(points: Iterable[Point], lines: Sequence[AgendaLine]) -> list[Point]:
    """Points written before they had a key find the line that they stand for."""
    of_topic = {line.topic_id: line.key for line in lines if line.topic_id}
    of_title = {line.title[:160]: line.key for line in lines}
    known = {point.key for point in points if point.key}
    told = []
    for point in points:
        key = point.key or of_topic.get(point.topic_id) or of_title.get(point.title, "")
        if not point.key and (not key or key in known):
            key = f"added:{point.pk}"
        known.add(key)
        told.append(replace(point, key=key))
    return told


def computed(line: AgendaLine, point: Point | None) -> Point:
    """A point that nobody touched says what its line says."""
    return Point(
        key=line.key,
        title=line.title[:160],
        why=shortened(line.why, 240),
        mark=line.mark[:60],
        ground=shortened(line.ground, 300),
        minutes=line.minutes,
        topic_id=line.topic_id,
        owner_id=line.owner_id,
        pk=point.pk if point else None,
    )


def followed(point: Point, lines: Iterable[AgendaLine]) -> Point:
    """A point that people arranged: its words follow, until somebody speaks of it."""
    if point.spoken:
        return point
    line = next((line for line in lines if line.key == point.key), None)
    if line is not None:
        fresh = computed(line, point)
        return replace(
            point, title=fresh.title, why=fresh.why, mark=fresh.mark, ground=fresh.ground
        )
    settled = point.key.startswith(COMPUTED)
    return replace(point, mark=_("réglé depuis")) if settled else point


def shortened(text: str, length: int) -> str:
    """Words that fit in their column, saying that they go on."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def timed(points: Sequence[Point], usual: int) -> list[Point]:
    """What is left of the usual time goes to the points that nobody set."""
    minutes = shared_out([point.minutes for point in points], usual)
    return [replace(point, minutes=count) for point, count in zip(points, minutes, strict=True)]


def placed(free: Sequence[Point], former: Sequence[str], kept: dict[str, Point]) -> list[Point]:
    """Each kept point stays behind the one it followed, or the nearest before that is still here."""
    order = list(free)
    for index, key in enumerate(former):
        if key not in kept:
            continue
        ranks = {point.key: rank for rank, point in enumerate(order)}
        before = next((k for k in reversed(former[:index]) if k in ranks), None)
        order.insert(0 if before is None else ranks[before] + 1, kept[key])
    return order


def closing_last(points: Iterable[Point]) -> list[Point]:
    """The round table ends the meeting."""
    return sorted(points, key=lambda point: point.key == CLOSING)


def moved(order: Sequence[int], fixed: set[int], pk: int, rank: int) -> list[int]:
    """The order once a point stands at a rank; `fixed` ones (spoken of, on the table) stay put."""
    free = [other for other in order if other not in fixed and other != pk]
    free.insert(max(0, min(rank, len(free))), pk)
    turns = iter(free)
    return [other if other in fixed else next(turns) for other in order]
