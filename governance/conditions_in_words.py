"""A condition of a ground rule as a person reads it. Pure: the words of the facts are given.

« pays d’hébergement n’est pas dans UE/EEE et données personnelles = oui »
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

GROUPS = {"EEA": later("UE/EEE")}
ANSWERS = {"yes": later("oui"), "no": later("non"), "unknown": later("je ne sais pas")}
SAID = {
    "is": later("%(fact)s = %(value)s"),
    "is_not": later("%(fact)s ≠ %(value)s"),
    "in": later("%(fact)s est dans %(value)s"),
    "not_in": later("%(fact)s n’est pas dans %(value)s"),
    "at_least": later("%(fact)s ≥ %(value)s"),
    "at_most": later("%(fact)s ≤ %(value)s"),
    "contains": later("%(fact)s contient « %(value)s »"),
    "known": later("%(fact)s est connu"),
    "says": later("réponse à %(fact)s = %(value)s"),
}
ONE_OF = {"in": "is", "not_in": "is_not"}  # of a list of answers, rather than of a group


@dataclass(frozen=True, slots=True)
class Labels:
    """What the facts are called, and what their answers are called."""

    facts: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)

    def fact(self, slug: str) -> str:
        """« pays d’hébergement »"""
        return lowered(self.facts.get(slug, slug).rstrip(" ?\u00a0\u202f"))

    def value(self, slug: str, value: Any) -> str:
        """« oui », « UE/EEE », « 13 mois »"""
        known = self.answers.get(slug, {})
        if isinstance(value, str) and value in known:
            return str(known[value])
        if isinstance(value, str) and value in GROUPS:
            return str(GROUPS[value])
        if isinstance(value, str) and value in ANSWERS:
            return str(ANSWERS[value])
        unit = self.units.get(slug, "")
        return f"{figure(value)} {unit}".strip()


def in_words(condition: Mapping, labels: Labels) -> str:
    """A whole condition in one line; what is always true says so."""
    return _words(condition, labels, inside="") if condition else _("toujours")


def _words(condition: Mapping, labels: Labels, inside: str) -> str:
    if not condition:
        return _("toujours")
    if "fact" in condition:
        return leaf_in_words(condition, labels)
    if "not" in condition:
        return _negated(condition["not"], labels)
    link = "all" if "all" in condition else "any"
    parts = [_words(part, labels, link) for part in condition.get(link, [])]
    said = (_(" et ") if link == "all" else _(" ou ")).join(parts)
    return f"({said})" if inside and inside != link and len(parts) > 1 else said


def _negated(inner: Mapping, labels: Labels) -> str:
    if inner.get("op") == "says":
        facts = {"fact": labels.fact(inner["fact"]), "value": _values(inner, labels)}
        return _("réponse à %(fact)s ≠ %(value)s") % facts
    if inner.get("op") == "known":
        return _("%(fact)s n’est pas connu") % {"fact": labels.fact(inner["fact"])}
    return _("sauf si (%(condition)s)") % {"condition": _words(inner, labels, "")}


def leaf_in_words(leaf: Mapping, labels: Labels) -> str:
    """One comparison: « données personnelles = oui »."""
    op = leaf.get("op", "is")
    listed = isinstance(leaf.get("value"), list | tuple)
    sentence = SAID.get(ONE_OF.get(op, op) if listed else op)
    facts = {"fact": labels.fact(leaf["fact"]), "value": _values(leaf, labels)}
    if sentence is None:
        return f"{facts['fact']} {op} {facts['value']}"
    return str(sentence) % facts


def _values(leaf: Mapping, labels: Labels) -> str:
    value = leaf.get("value", "")
    values = value if isinstance(value, list | tuple) else [value]
    said = [labels.value(leaf["fact"], one) for one in values]
    if leaf.get("op") == "not_in" and len(said) > 1:
        return _(" ni ").join(said)
    return _(" ou ").join(said)


def lowered(text: str) -> str:
    """A label inside a sentence: its first letter small, unless it is an acronym or a name."""
    head = text[:2]
    return (
        text
        if len(head) < 2 or head[1].isupper() or head[1].isdigit()
        else head[0].lower() + text[1:]
    )


def figure(value: Any) -> str:
    """A number as French writes it, anything else as it is."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value).replace(".", ",") if is_number else str(value)
