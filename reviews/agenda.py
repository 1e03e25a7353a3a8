"""What a scoping meeting should talk about, in which order and for how long. Pure.

What is already done and the irreversible first, then what the ground rules refuse, what nobody knows, what nobody
answered; the dependencies to confirm together; a round table to end.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

IRREVERSIBLE_TOPICS = frozenset({"hosting", "technology", "security"})
HARD_TO_UNDO = frozenset({"costly", "irreversible"})
SETTLED = frozenset({"checked", "validated"})
USUAL_MINUTES = 45
LONGEST_MINUTES = 60
SHORT, STEP, LONG = 5, 5, 15
KEY_LENGTH = 60
CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic as the agenda sees it: its state, and what is known of the choice."""

    slug: str
    name: str
    position: int
    state: str
    pk: int | None = None
    reason: str = ""
    headline: str = ""
    rule: str = ""
    reversibility: str = ""
    unknown: str = ""
    committed: str = ""  # what was already done on this topic before registration
    weight: int = 0  # how hard it would be to undo, 0 the hardest
    voice: str = ""  # who usually answers
    reopened: bool = False  # it was agreed, and a change puts it in doubt


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One point of the agenda: what, why, what the ground rules say, for how long."""

    title: str
    why: str
    minutes: int
    mark: str = ""
    ground: str = ""
    topic_id: int | None = None
    irreversible: bool = False
    key: str = ""  # where the point comes from: the same point keeps it, whatever its words
    voice: str = ""  # whose point it is, until somebody says otherwise
    owner_id: int | None = None


def build_agenda(
    topics: Iterable[TopicLine],
    dependencies: Sequence[str],
    own: Sequence[str] = (),
    *,
    usual: int = USUAL_MINUTES,
) -> list[AgendaLine]:
    """The points of a meeting, with the minutes of a usual one."""
    return lengthened(agenda_points(topics, dependencies, own), usual)


def agenda_points(
    topics: Iterable[TopicLine],
    dependencies: Sequence[str],
    own: Sequence[str] = (),
    *,
    postponed: Sequence[AgendaLine] = (),
) -> list[AgendaLine]:
    """The points of a meeting, from what is open on a project, each at its shortest.

    First those `postponed` from an earlier meeting, a topic among them not being said twice;
    `own` are the points of the project's kind.
    """
    said = {line.topic_id for line in postponed if line.topic_id}
    asked = (topic for topic in topics if needs_talk(topic) and topic.pk not in said)
    lines = [*postponed, *(topic_line(topic) for topic in sorted(asked, key=urgency))]
    if dependencies:
        lines.append(dependencies_line(dependencies))
    lines += [own_line(title) for title in own]
    return with_own_keys([*lines, closing_line()])


def needs_talk(topic: TopicLine) -> bool:
    """Whether a topic needs the three voices: not settled, unknown to all, or in doubt again."""
    return topic.state not in SETTLED or bool(topic.unknown) or topic.reopened


def is_irreversible(topic: TopicLine) -> bool:
    """Whether a wrong choice here would be hard to undo."""
    return topic.slug in IRREVERSIBLE_TOPICS or topic.reversibility in HARD_TO_UNDO


def own_line(title: str) -> AgendaLine:
    """A point that every project of this kind talks about."""
    return AgendaLine(
        title=title,
        why=_("Un point propre à ce genre de projet."),
        minutes=SHORT,
        key=key_of("own", title),
        voice="bearer",
    )


def closing_line() -> AgendaLine:
    """The round table that ends every meeting."""
    return AgendaLine(
        title=_("Tour de table"), why=closing_words(), minutes=SHORT, key=CLOSING, voice="bearer"
    )


def postponed_line(pk: int, title: str, why: str, day: str, **facts) -> AgendaLine:
    """A point that an earlier meeting left for another time."""
    told = _("Reporté de la réunion du %(day)s.") % {"day": day}
    return AgendaLine(
        title=title,
        why=f"{told} {why}".strip(),
        mark=_("reporté"),
        key=f"backlog:{pk}",
        **facts,
    )


def key_of(family: str, words: str) -> str:
    """A key that the same words always give, even those that no address could carry."""
    name = slugify(words)[: KEY_LENGTH - len(family) - 5]
    return f"{family}:{name or hashlib.sha256(words.encode()).hexdigest()[:12]}"


def with_own_keys(lines: Iterable[AgendaLine]) -> list[AgendaLine]:
    """The same lines; those that would share a key are told apart."""
    known: set[str] = set()
    told = []
    for line in lines:
        key, count = line.key, 1
        while key in known:
            count += 1
            key = f"{line.key}-{count}"
        known.add(key)
        told.append(replace(line, key=key))
    return told


def urgency(topic: TopicLine) -> tuple:
    """What is already done first, then the irreversible, blocked, unknown, open and proposed."""
    ranks = {"blocked": 0, "open": 2, "proposed": 3}
    rank = 1 if topic.unknown and topic.state != "blocked" else ranks.get(topic.state, 4)
    done = (not topic.committed, topic.weight if topic.committed else 0)
    return *done, not is_irreversible(topic), rank, topic.position


def topic_line(topic: TopicLine) -> AgendaLine:
    """One topic as a point of the agenda."""
    return AgendaLine(
        title=topic.name,
        why=why_talk(topic),
        minutes=2 * SHORT if is_irreversible(topic) or topic.state == "blocked" else SHORT,
        mark=mark_of(topic),
        ground=topic.rule,
        topic_id=topic.pk,
        irreversible=is_irreversible(topic),
        key=f"topic:{topic.slug}"[:KEY_LENGTH],
        voice=topic.voice,
    )


def why_talk(topic: TopicLine) -> str:
    """The sentence that says why this point is on the agenda."""
    if topic.committed:
        return _("%(done)s : à relire en premier, avant d’aller plus loin.") % {
            "done": topic.committed
        }
    if topic.reopened and topic.state in SETTLED:
        return _("Convenu avec « %(headline)s » : ce qui change remet ce sujet en doute.") % {
            "headline": topic.headline
        }
    if topic.unknown:
        return _("À l’enregistrement, personne ne savait répondre : %(question)s") % {
            "question": topic.unknown
        }
    if topic.state == "blocked":
        return _("La proposition « %(headline)s » n’est pas conforme au socle.") % {
            "headline": topic.headline
        }
    if topic.state == "proposed":
        return _("La proposition « %(headline)s » est à voir ensemble.") % {
            "headline": topic.headline
        }
    return topic.reason or _("Personne n’a encore répondu sur ce sujet.")


def mark_of(topic: TopicLine) -> str:
    """The short word beside the minutes."""
    if topic.committed:
        return _("déjà engagé")
    if topic.reopened:
        return _("rouvert")
    if is_irreversible(topic):
        return _("irréversible")
    if topic.state == "blocked":
        return _("règle non tenue")
    return _("je ne sais pas") if topic.unknown else ""


def dependencies_line(systems: Sequence[str]) -> AgendaLine:
    """Every dependency to confirm, in one point."""
    names = ", ".join(systems[:6]) + ("…" if len(systems) > 6 else "")
    sentence = ngettext(
        "Un système attend la confirmation de son propriétaire : %(names)s.",
        "%(count)d systèmes attendent la confirmation de leur propriétaire : %(names)s.",
        len(systems),
    )
    return AgendaLine(
        title=_("Dépendances à confirmer"),
        why=sentence % {"count": len(systems), "names": names},
        minutes=2 * SHORT if len(systems) > 2 else SHORT,
        mark=_("à confirmer"),
        key="dependencies",
        voice="bearer",
    )


def closing_words() -> str:
    return _("Ce qui n’a pas été dit, et qui fait quoi avant quand.")


def lengthened(lines: list[AgendaLine], usual: int) -> list[AgendaLine]:
    """The same points, with what is left of the usual time."""
    minutes = shared_out([line.minutes for line in lines], usual)
    return [replace(line, minutes=count) for line, count in zip(lines, minutes, strict=True)]


def shared_out(minutes: Sequence[int], usual: int) -> list[int]:
    """Share out what is left of the usual time, the first points first."""
    shared = list(minutes)
    left = usual - sum(shared)
    while left >= STEP and (short := [n for n, count in enumerate(shared) if count < LONG]):
        for index in short[: left // STEP]:
            shared[index] += STEP
        left = usual - sum(shared)
    return shared


def total_minutes(lines: Iterable) -> int:
    """How long the meeting takes."""
    return sum(line.minutes for line in lines)


def too_long(minutes: int) -> str:
    """An honest sentence when the agenda does not fit in an hour; nothing otherwise."""
    if minutes <= LONGEST_MINUTES:
        return ""
    return _(
        "%(minutes)d minutes : c’est plus d’une heure, et l’attention baisse. Réglez par écrit ce "
        "qui peut l’être avant, ou gardez les derniers points pour une seconde réunion."
    ) % {"minutes": minutes}
