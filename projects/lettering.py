"""Text that fits its room in a drawing: measured without opening the font, cut, elided. Pure."""

from functools import lru_cache

import pyphen

NARROW, WIDE = "iljtfrI.,:;'’!|()[]-· \u00a0\u202f", "mwMW@%—œŒ"
IGNORED = str.maketrans({"\u200b": "", "\u00ad": "", "\n": " "})
BOLDER = 1.04
LONGEST = 400
SHORTEST_CUT = 4
ELLIPSIS = "…"


def advance(text: str, size: float, bold: bool = False) -> float:
    """Approximate width of a text, good enough to cut labels."""
    units = sum(
        290 if c in NARROW else 880 if c in WIDE or c > "\u2e7f" else 660 if c.isupper() else 560
        for c in text
    )
    return units * size / 1000 * (BOLDER if bold else 1)


def lines(text: str, width: float, size: float, most: int = 3, bold: bool = False) -> list[str]:
    """A label cut into lines of the given width; the last one is elided when there is more."""
    found, current = [], ""
    for word in text[:LONGEST].translate(IGNORED).split(" "):
        while advance(word, size, bold) > width and len(word) > SHORTEST_CUT:
            head, word = _cut(word, width, size, bold)
            found += [current, head] if current else [head]
            current = ""
        attempt = f"{current} {word}".strip()
        if advance(attempt, size, bold) > width:
            found.append(current)
            attempt = word
        current = attempt
    found = [line for line in [*found, current] if line]
    if len(found) > most:
        found = [*found[: most - 1], elided(found[most - 1], width, size, bold)]
    return found or [""]


def first_line(text: str, width: float, size: float, bold: bool = False) -> str:
    """A label on one line, elided when it does not fit."""
    return lines(text, width, size, 1, bold)[0]


def elided(line: str, width: float, size: float, bold: bool = False) -> str:
    """A line that says it goes on, without leaving its room."""
    kept = line.rstrip(" ,.-")
    while len(kept) > 1 and advance(kept + ELLIPSIS, size, bold) > width:
        kept = kept[:-1].rstrip(" ,.-")
    return kept + ELLIPSIS


@lru_cache(maxsize=1)
def _hyphenation() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="fr", left=4, right=4)


def _cut(word: str, width: float, size: float, bold: bool) -> tuple[str, str]:
    """The head of a word too long for a line, after its own hyphen if it has one, and the rest."""
    room = max(3, int(len(word) * width / advance(word, size, bold)) - 1)
    own = word.rfind("-", 2, room + 1) + 1
    if own and own < len(word):
        return word[:own], word[own:]
    places = [place for place in _hyphenation().positions(word) if place <= room]
    place = max(places, default=room)
    return word[:place] + "-", word[place:]
