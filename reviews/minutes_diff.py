"""What changed between two frozen minutes: points, notes word by word, outcomes. Pure.

`differences(before, after)` gives lines of plain values for a page; `Piece`s of a text say which
words are kept, added or removed, so that a reader needs no colour.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from governance import typography
from governance.roles import Voice
from reviews.models import Outcome

KEPT, ADDED, REMOVED, CHANGED = "kept", "added", "removed", "changed"
MOST_PAIRS = 2_000_000  # beyond this many comparisons, a text is shown before and after, whole
_WORDS = re.compile(r"\s*\S+\s*|\s+")


@dataclass(frozen=True)
class Piece:
    """Some words of a text, and what became of them."""

    state: str
    text: str


@dataclass(frozen=True)
class Line:
    """One outcome or one fact: what it was called, what became of it, its words."""

    state: str
    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Point:
    """One point of the agenda that is not the same in both versions."""

    state: str
    title: str
    notes: tuple[Piece, ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Differences:
    """Everything that changed; falsy when nothing did."""

    facts: tuple[Line, ...] = ()
    points: tuple[Point, ...] = ()
    kept: tuple[str, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.facts or self.points)


def differences(before: dict, after: dict) -> Differences:
    """What a reader of the first minutes must read again in the second."""
    pairs = matched(before.get("items", []), after.get("items", []))
    points = [point(old, new) for old, new in pairs]
    return Differences(
        facts=tuple(changed_facts(before, after)),
        points=tuple(one for one in points if one.state != KEPT),
        kept=tuple(one.title for one in points if one.state == KEPT),
    )


def matched(before: list[dict], after: list[dict]) -> list[tuple[dict | None, dict | None]]:
    """The points of both versions, two by two: same subject and title, else same title."""
    left = list(before)
    found = [take(left, item, "topic", "title") for item in after]
    found = [old or take(left, item, "title") for old, item in zip(found, after, strict=True)]
    pairs: list[tuple[dict | None, dict | None]] = list(zip(found, after, strict=True))
    return pairs + [(old, None) for old in left]


def take(left: list[dict], item: dict, *keys: str) -> dict | None:
    """The first remaining point that has the same values, taken out of those that remain."""
    for rank, old in enumerate(left):
        if all(old.get(key) == item.get(key) for key in keys):
            return left.pop(rank)
    return None


def point(old: dict | None, new: dict | None) -> Point:
    """One point, new, gone, changed or the same."""
    if old is None or new is None:
        item, state = (new, ADDED) if old is None else (old, REMOVED)
        notes = item["notes"].strip()
        lines = tuple(Line(state, *told(row, state)) for row in item["outcomes"])
        return Point(state, item["title"], (Piece(state, notes),) if notes else (), lines)
    notes = words(old["notes"].strip(), new["notes"].strip())
    lines = tuple(outcome_lines(old["outcomes"], new["outcomes"]))
    same = all(piece.state == KEPT for piece in notes) and not lines
    return Point(KEPT if same else CHANGED, new["title"], () if is_kept(notes) else notes, lines)


def is_kept(pieces: tuple[Piece, ...]) -> bool:
    """Whether no word changed."""
    return all(piece.state == KEPT for piece in pieces)


def outcome_lines(before: list[dict], after: list[dict]) -> list[Line]:
    """The outcomes that are not in both versions; those that were rewritten, word by word."""
    left = list(before)
    fresh = [row for row in after if take(left, row, "kind", "text", "owner", "due_on") is None]
    lines = []
    for row in fresh:
        old = nearest(left, row)
        if old is None:
            lines.append(Line(ADDED, *told(row, ADDED)))
        else:
            left.remove(old)
            lines.append(Line(CHANGED, label_of(row), words(sentence(old), sentence(row))))
    return lines + [Line(REMOVED, *told(row, REMOVED)) for row in left]


def nearest(left: list[dict], row: dict) -> dict | None:
    """The outcome of the same kind that this one most resembles, if it does at all."""
    likely = [
        (resemblance(old["text"], row["text"]), old) for old in left if old["kind"] == row["kind"]
    ]
    score, old = max(likely, key=lambda pair: pair[0], default=(0.0, None))
    return old if score >= 0.5 else None


def resemblance(old: str, new: str) -> float:
    """From nothing in common (0) to the same words (1), on their first thousand signs."""
    return SequenceMatcher(None, old[:1000].split(), new[:1000].split()).ratio()


def told(row: dict, state: str) -> tuple[str, tuple[Piece, ...]]:
    """An outcome that is in one version only."""
    return label_of(row), (Piece(state, sentence(row)),)


def label_of(row: dict) -> str:
    """« Action », « Décision »."""
    return str(Outcome.Kind(row["kind"]).label)


def sentence(row: dict) -> str:
    """« Décrire la trace (Diane Perrin, avant ven. 16 oct.) »."""
    due = row.get("due_on") or ""
    day = _("avant %(day)s") % {"day": typography.short_day(date.fromisoformat(due))} if due else ""
    owed = ", ".join(part for part in (row.get("owner") or "", day) if part)
    return f"{row['text']} ({owed})" if owed else row["text"]


def changed_facts(before: dict, after: dict) -> list[Line]:
    """Who was there, who held each seat, and the place, when they differ."""
    facts = [
        (_("Lieu"), before.get("place", ""), after.get("place", "")),
        (_("Voix présentes"), present(before), present(after)),
        *((str(voice.label), name_of(before, voice), name_of(after, voice)) for voice in Voice),
        (_("À signer au plus tard le"), day_of(before), day_of(after)),
    ]
    return [Line(CHANGED, label, words(old, new)) for label, old, new in facts if old != new]


def present(content: dict) -> str:
    """« Marketing, DSI »."""
    return ", ".join(str(Voice(voice).label) for voice in content.get("present", []))


def name_of(content: dict, voice: str) -> str:
    """Who held a seat in these minutes."""
    rows = content.get("voices", [])
    return next((row["name"] for row in rows if row["voice"] == voice), "")


def day_of(content: dict) -> str:
    """The last day to sign, in words; nothing in older minutes."""
    day = content.get("sign_by") or ""
    return typography.long_day(date.fromisoformat(day)) if day else ""


def words(old: str, new: str) -> tuple[Piece, ...]:
    """Both texts in one, word by word: what is kept, removed and added, in reading order."""
    if old == new:
        return (Piece(KEPT, new),) if new else ()
    pieces: list[Piece] = []
    for before, after in blocks(old.splitlines(keepends=True), new.splitlines(keepends=True)):
        pieces += (
            [Piece(KEPT, "".join(after))]
            if before == after
            else rewritten("".join(before), "".join(after))
        )
    return tuple(joined(pieces))


def rewritten(old: str, new: str) -> list[Piece]:
    """A passage that changed, word by word."""
    pieces = []
    for before, after in blocks(_WORDS.findall(old), _WORDS.findall(new)):
        if before == after:
            pieces.append(Piece(KEPT, "".join(after)))
            continue
        pieces += [Piece(REMOVED, "".join(before))] if before else []
        pieces += [Piece(ADDED, "".join(after))] if after else []
    return pieces


def blocks(old: list[str], new: list[str]) -> list[tuple[list[str], list[str]]]:
    """Two sequences cut where they agree: equal passages, and what stands between them."""
    if len(old) * len(new) > MOST_PAIRS:
        return [(old, new)]
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(old[a:b], new[c:d]) for _tag, a, b, c, d in steps]


def joined(pieces: list[Piece]) -> list[Piece]:
    """Neighbours of the same state in one piece."""
    out: list[Piece] = []
    for piece in pieces:
        if out and out[-1].state == piece.state:
            out[-1] = Piece(piece.state, out[-1].text + piece.text)
        else:
            out.append(piece)
    return out
