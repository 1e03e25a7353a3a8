"""The ground rules as pages show them: found, counted by topic, put into words. Pure."""

import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from governance import typography
from governance.models import GroundRule, RuleVerdict

KINDS = {
    RuleVerdict.ALLOWED: "conforming",
    RuleVerdict.CONDITIONAL: "advice",
    RuleVerdict.DPO: "advice",
    RuleVerdict.RSSI: "advice",
    RuleVerdict.REFUSED: "nonconforming",
}


@dataclass(frozen=True)
class RuleLine:
    """One rule of the list."""

    ref: str
    title: str
    alternative: str
    kind: str
    word: str
    owner: str
    state: str


def matching(rules, topic: str = "", query: str = "") -> list[GroundRule]:
    """The rules of a topic, or of all, whose words hold every word of the query."""
    words = plain(query).split()
    return [
        rule
        for rule in rules
        if (not topic or rule.topic.slug == topic)
        and all(word in plain(text_of(rule)) for word in words)
    ]


def text_of(rule: GroundRule) -> str:
    """What a search reads of a rule."""
    parts = (rule.ref, rule.title, rule.trigger, rule.allows, rule.why, rule.alternative)
    return " ".join(parts)


def plain(text: str) -> str:
    """Without accents, capitals or typographic signs: what people type in a search."""
    text = text.casefold().replace("’", "'")
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def counts(rules) -> Counter:
    """How many rules each topic has."""
    return Counter(rule.topic.slug for rule in rules)


def line(rule: GroundRule, today: date) -> RuleLine:
    """A rule as its row of the list says it."""
    return RuleLine(
        ref=rule.ref,
        title=rule.title,
        alternative=rule.alternative,
        kind=KINDS[rule.verdict],
        word=rule.get_verdict_display(),
        owner=rule.owner.name if rule.owner else "",
        state=state_of(rule, today),
    )


def state_of(rule: GroundRule, today: date) -> str:
    """« En vigueur », « Le 2 nov. », « Jusqu’au 2 nov. », « Plus en vigueur »."""
    if rule.valid_until and rule.valid_until < today:
        return _("Plus en vigueur")
    if rule.valid_from and rule.valid_from > today:
        return _("Dès le %(day)s") % {"day": typography.short_day(rule.valid_from)}
    if rule.valid_until:
        return _("Jusqu’au %(day)s") % {"day": typography.short_day(rule.valid_until)}
    return _("En vigueur")
