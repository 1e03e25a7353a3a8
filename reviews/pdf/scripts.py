"""Faces for what the house's family does not draw: Cyrillic, Greek, Arabic, Hebrew, Chinese, emoji; only those a text needs."""

import json
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from reviews.pdf.assets import NODE_MODULES
from reviews.pdf.fonts import font_folder, make_static, ready_fonts

PACKAGES = ("noto-sans", "noto-sans-hebrew", "noto-emoji", "noto-sans-arabic", "noto-sans-sc")
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs")


class Subset(NamedTuple):
    """A file of a package, and the characters it was cut for."""

    name: str
    file: Path
    ranges: tuple[tuple[int, int], ...]

    def draws(self, character: str) -> bool:
        """Whether the character is in one of its ranges."""
        return any(first <= ord(character) <= last for first, last in self.ranges)


def script_faces(markup: str, node_modules: Path = NODE_MODULES) -> tuple[str, dict[str, str]]:
    """The `@font-face` rules and the files for the characters that the house's family lacks.

    Each file is a family: two files under one name would be embedded as one font, with the wrong glyphs.
    """
    faces = {}
    for character in sorted(_lacking(markup, node_modules)):
        found = next((part for part in _subsets(node_modules) if part.draws(character)), None)
        if found:
            faces[found.name] = found
    rules = [rule for name in faces for rule in _rules(name)]
    return "".join(rules), {f"{name}.ttf": _ready(faces[name], node_modules) for name in faces}


def _lacking(markup: str, node_modules: Path) -> set[str]:
    if markup.isascii():
        return set()
    drawn = _drawn(tuple(sorted(ready_fonts(node_modules).values())))
    return {
        character
        for character in set(markup)
        if ord(character) not in drawn and unicodedata.category(character) not in _UNSEEN
    }


def _rules(name: str) -> list[str]:
    rules = [f'@font-face {{ font-family: "{name}"; src: url(asset:{name}.ttf) }}']
    if name.startswith("noto-emoji-"):
        # Pango looks for a run of emoji in the family « emoji » alone: its files differ by weight and width
        widths, place = ("normal", "condensed"), int(name.rsplit("-", 1)[1])
        kind = f"font-weight: {place % 9 + 1}00; font-stretch: {widths[place // 9 % 2]}"
        rules.append(f'@font-face {{ font-family: "emoji"; {kind}; src: url(asset:{name}.ttf) }}')
    return rules


def _ready(subset: Subset, node_modules: Path) -> str:
    target = font_folder(node_modules) / f"{subset.name}.ttf"
    if not target.exists():
        make_static(subset.file, {"wght": 400}, target)
    return str(target)


@lru_cache(maxsize=4)
def _drawn(paths: tuple[str, ...]) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    return frozenset(code for path in paths for code in TTFont(path, lazy=True).getBestCmap())


@lru_cache(maxsize=4)
def _subsets(node_modules: Path) -> tuple[Subset, ...]:
    found = []
    for package in PACKAGES:
        folder = node_modules / "@fontsource-variable" / package
        ranges = folder / "unicode.json"
        listed = json.loads(ranges.read_text(encoding="utf-8")) if ranges.exists() else {}
        for key, text in listed.items():
            name = f"{package}-{key.strip('[]')}"
            file = folder / "files" / f"{name}-wght-normal.woff2"
            if file.exists():
                found.append(Subset(name, file, _ranges(text)))
    return tuple(found)


def _ranges(text: str) -> tuple[tuple[int, int], ...]:
    bounds = [part.strip()[2:].split("-") for part in text.split(",")]
    return tuple((int(pair[0], 16), int(pair[-1], 16)) for pair in bounds)
