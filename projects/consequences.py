"""What each answer changes in the path, in one line, before it is given. Pure.

Each line tells what the answer does by itself, all else being answered no.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from governance.models import LevelCode
from projects.questions import CALLING
from projects.reference import LEVEL_ORDER, Reference
from projects.registration import find_gates, find_level, find_topics, suggest_systems


@dataclass(frozen=True, slots=True)
class Outline:
    """A path without its dates."""

    level: str
    gates: dict[str, str]
    topics: frozenset[str]
    systems: frozenset[str]


def outline(answers: dict[str, str], kind: str, reference: Reference) -> Outline:
    """What answers ask for by themselves; what their level adds is said by its name alone."""
    facts = {**answers, "kind": kind, "level": LEVEL_ORDER[0]}
    level, _reasons = find_level(facts, reference)
    gates = find_gates(facts, LEVEL_ORDER[0], reference)
    return Outline(
        level=level,
        gates={gate.ref: gate.name for gate in gates},
        topics=frozenset(row.slug for row in find_topics(answers, facts, gates, reference)),
        systems=frozenset(
            row.system for row in suggest_systems(facts, kind, gates, reference) if row.expected
        ),
    )


def consequences(slug: str, kind: str, reference: Reference) -> str:
    """« Oui : chemin standard, ajoute « Données » ; je ne sais pas : ouvre un sujet. »"""
    base = outline({slug: "no"}, kind, reference)
    said = {word: _change(base, outline({slug: word}, kind, reference), word) for word in CALLING}
    if said["yes"] and said["yes"] == said["unknown"]:
        return _("Oui ou je ne sais pas : %(change)s.") % {"change": said["yes"]}
    words = {"yes": _("Oui : %(change)s"), "unknown": _("je ne sais pas : %(change)s")}
    parts = [words[word] % {"change": change} for word, change in said.items() if change]
    text = _(" ; ").join(parts)
    return f"{text[:1].upper()}{text[1:]}."


def _change(before: Outline, after: Outline, word: str) -> str:
    """What one path has more than another, in a few words."""
    parts = []
    if LEVEL_ORDER.index(after.level) > LEVEL_ORDER.index(before.level):
        level = str(LevelCode(after.level).label).lower()
        parts.append(_("chemin %(level)s") % {"level": level})
    added = [name for ref, name in after.gates.items() if ref not in before.gates]
    if added:
        parts.append(_("ajoute %(gates)s") % {"gates": ", ".join(f"« {name} »" for name in added)})
    if word == "unknown" and not parts:
        parts.append(_("ouvre un sujet pour la réunion"))
    systems = sorted(after.systems - before.systems)
    if word == "yes" and systems and not added:
        parts.append(
            _("prévient les propriétaires de %(systems)s") % {"systems": ", ".join(systems)}
        )
    return ", ".join(parts)
